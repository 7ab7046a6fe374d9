//! The one sender of calls to an account's API: within the known rate limits, and again where that may help.

use std::time::Duration;

use switchhook_core::Timestamp;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep};

use super::access::Access;
use crate::context::Context;
use crate::host::clock::now;
use crate::intercom::api::{Call, is_over_limit, pause_after};
use crate::intercom::failure::{ANSWER_IN, HttpError};
use crate::intercom::http::Answer;
use crate::intercom::rate_limit::Wait;

/// How often a call is sent whose failure may pass.
const TRIES: u32 = 3;

/// How long and how often a call is tried, and for what it waits.
#[derive(Clone, Copy)]
pub(crate) struct RetryPolicy<'a> {
    /// No wait goes beyond this moment.
    pub(crate) until: Instant,
    /// The longest time of all tries together. A wait for a rate limit does not count.
    pub(crate) answer_in: Duration,
    /// How often a call is sent whose failure may pass.
    pub(crate) tries: u32,
    /// How often a call is sent that the rate limit refuses.
    pub(crate) limit_tries: u32,
    /// The longest single wait.
    pub(crate) longest_wait: Duration,
    /// Whether a call waits only for a rate limit whose end the provider stated. Otherwise the limiter's
    /// guess counts too.
    pub(crate) only_stated: bool,
    /// Limits how many calls are sent at a time.
    pub(crate) turns: Option<&'a Semaphore>,
}

impl RetryPolicy<'static> {
    /// Returns the policy that sends a call up to three times where its failure may pass, within the time of
    /// one answer from now. A call that the rate limit refuses is sent as often as the time allows.
    pub(crate) fn patient() -> Self {
        Self {
            until: Instant::now() + ANSWER_IN,
            answer_in: ANSWER_IN,
            tries: TRIES,
            limit_tries: u32::MAX,
            longest_wait: Duration::MAX,
            only_stated: false,
            turns: None,
        }
    }

    /// Returns the policy that sends a call once, as soon as the known rate limits have room for it. A wait
    /// beyond `until` sends nothing.
    pub(crate) fn once(until: Instant) -> Self {
        Self { until, tries: 1, limit_tries: 1, ..Self::patient() }
    }
}

/// The outcome of a call.
pub(crate) struct Sent {
    /// When the call was sent last; when it began to wait, where it was never sent.
    pub(crate) asked: Timestamp,
    /// The last answer, of any status, or why there is none.
    pub(crate) answer: Result<Answer, HttpError>,
    /// How often the call was sent.
    pub(crate) times: u32,
}

/// Sends a call, and returns its last answer with the time of that try. Tries again until the call succeeds,
/// another try would not help, or the policy ends. Calls `waits` before each wait.
pub(crate) async fn send(
    context: &Context,
    access: &Access,
    call: Call<'_>,
    policy: RetryPolicy<'_>,
    mut waits: impl FnMut(Wait) + Send,
) -> Sent {
    let (mut left, mut asked) = (policy.answer_in, now());
    let (mut tries, mut refusals, mut times) = (1, 0, 0);
    loop {
        let answer =
            match context.limits.pass(&access.limits, policy.until, policy.only_stated, &mut waits).await {
                Err(held_back) => return Sent { asked, answer: Err(held_back), times },
                Ok(()) => {
                    // Taken after the limit, so that a call that waits for a limit holds up no other call.
                    let _turn = match policy.turns {
                        Some(turns) => turns.acquire().await.ok(),
                        None => None,
                    };
                    (asked, times) = (now(), times + 1);
                    let began = Instant::now();
                    let answer =
                        call.send(&context.http, &access.api_base, &access.token, left.min(ANSWER_IN)).await;
                    context.limits.learn(&access.limits, &answer);
                    if !is_over_limit(&answer) {
                        left = left.saturating_sub(began.elapsed());
                    }
                    answer
                }
            };
        let is_too_many = matches!(answer, Ok(Answer { status: 429, .. }));
        refusals += u32::from(is_too_many);
        let fits = |pause: &Duration| {
            *pause <= policy.longest_wait
                && Instant::now().checked_add(*pause).is_some_and(|then| then < policy.until)
        };
        let is_worth_it = |pause: &Duration| match is_too_many {
            true => refusals < policy.limit_tries,
            false => tries < policy.tries && *pause < left,
        };
        let again = pause_after(&answer, tries).filter(fits).filter(is_worth_it);
        let Some(pause) = again else { return Sent { asked, answer, times } };
        // An end in the past is not a stated end.
        let stated = answer.as_ref().ok().and_then(|answer| answer.pause).unwrap_or_default();
        // The limiter knows how long to wait, where the call's windows are known.
        if is_too_many && !access.limits.is_empty() && (stated > 0 || !policy.only_stated) {
            continue;
        }
        waits(Wait { long: pause, is_told: stated > 0 && pause <= Duration::from_secs(stated) });
        sleep(pause).await;
        if !is_too_many {
            left = left.saturating_sub(pause);
            tries += 1;
        }
    }
}
