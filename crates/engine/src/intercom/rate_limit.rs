//! The provider's rate limits, as far as answers tell of them. Intercom counts by app and by workspace, in windows of ten
//! seconds, and tells with every answer how many more a window takes, but not whose: what one is told holds for both.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::{AccountId, ClientId, WorkspaceId};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::intercom::failure::HttpError;
use crate::intercom::http::Answer;

/// Longer than any window of Intercom's: what a server says of its clock must not stop everything.
const AT_MOST: Duration = Duration::from_secs(60);
/// The length of Intercom's windows.
pub(super) const WINDOW: Duration = Duration::from_secs(10);
/// So many go before the first answer has told how many may.
const BLIND: u32 = 8;
/// How long the first answers are waited for, before more go blindly.
const BLIND_FOR: Duration = Duration::from_secs(1);

/// The windows that are known, and the requests that wait for one.
#[derive(Default)]
pub(crate) struct RateLimiter {
    windows: Mutex<HashMap<String, Window>>,
    learnt: Notify,
    /// How many wait for a window that opens then.
    held: Mutex<BTreeMap<Instant, u32>>,
}

/// A wait before the next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How long it is.
    pub long: Duration,
    /// Whether the provider told it; else it is as long as we think best.
    pub is_told: bool,
}

struct Window {
    ends: Instant,
    /// When the provider said that it ends, where that is a wait that anybody would take.
    told: Option<Instant>,
    /// What a whole one takes; unknown until an answer told it.
    limit: Option<u32>,
    left: u32,
    /// Since when those that went blindly are waited for.
    blind_since: Instant,
}

/// Whom the provider counts a request for.
#[derive(Clone)]
pub(crate) struct LimitKeys(Vec<String>);

impl LimitKeys {
    /// The windows of an app and of a workspace, as far as they are known; else one of the account's own.
    pub(crate) fn of(account: &AccountId, app: Option<&ClientId>, workspace: Option<&WorkspaceId>) -> Self {
        let app = app.map(|id| format!("app {id}"));
        let workspace = workspace.map(|id| format!("workspace {id}"));
        let known: Vec<String> = app.into_iter().chain(workspace).collect();
        Self(if known.is_empty() { vec![format!("account {account}")] } else { known })
    }

    /// A token that is no account's yet.
    pub(crate) const fn of_nobody() -> Self {
        Self(Vec::new())
    }

    /// Whether nobody knows whom it counts for.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What stands between a request and its window.
enum Opens {
    Now,
    At {
        opens: Instant,
        is_told: bool,
    },
    /// Once the first answers have come, or else at that time.
    Told(Instant),
}

impl RateLimiter {
    /// Returns once another request fits into the known limits, and counts it. `waits` is told how long a used up limit
    /// takes, before that is waited for. With `only_told`, a limit holds nothing up whose end the provider did not tell.
    ///
    /// # Errors
    /// [`HttpError::HeldBack`] where there is no room before `until`.
    pub(crate) async fn pass(
        &self,
        keys: &LimitKeys,
        until: Instant,
        only_told: bool,
        mut waits: impl FnMut(Wait),
    ) -> Result<(), HttpError> {
        loop {
            let learnt = self.learnt.notified();
            match self.opens(keys, only_told) {
                Opens::Now => return Ok(()),
                Opens::At { opens, .. } if opens > until => {
                    return Err(HttpError::HeldBack(opens.duration_since(Instant::now()).as_secs()));
                }
                Opens::At { opens, is_told } => {
                    waits(Wait { long: opens.duration_since(Instant::now()), is_told });
                    let _held = Held::new(self, opens);
                    sleep_until(opens).await;
                }
                Opens::Told(at) => tokio::select! {
                    () = learnt => {}
                    () = sleep_until(at) => self.widen(keys),
                },
            }
        }
    }

    /// How long it takes until the first of those that wait for a used up limit may go.
    pub(crate) fn holds_back_for(&self) -> Option<Duration> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.keys().next().map(|opens| opens.duration_since(Instant::now()))
    }

    /// Learns from an answer how many more its window takes, or that it was one too many.
    pub(crate) fn learn(&self, keys: &LimitKeys, answer: &Result<Answer, HttpError>) {
        let Ok(answer) = answer else { return };
        // The headers count whole seconds: one more, or the first request of the next window comes too early.
        let after =
            |seconds: u64| Instant::now() + Duration::from_secs(seconds.saturating_add(1)).min(AT_MOST);
        // One that ended in the past is no time that anybody told.
        let told = |seconds: u64| {
            (1..=AT_MOST.as_secs())
                .contains(&seconds)
                .then(|| Instant::now() + Duration::from_secs(seconds + 1))
        };
        let mut windows = self.windows();
        for key in &keys.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::blind);
            if let Some(headroom) = answer.headroom {
                if window.limit.is_none() {
                    // Those that went blindly are counted there by and by; here they are no longer.
                    (window.left, window.ends) = (headroom.remaining, Instant::now() + WINDOW);
                    window.told = None;
                }
                window.limit = Some(headroom.limit);
                window.left = window.left.min(headroom.remaining);
                if let Some(seconds) = answer.resets_in {
                    window.ends = window.ends.min(after(seconds));
                    window.told = told(seconds);
                }
            }
            if answer.status == 429 {
                (window.ends, window.left) = (answer.pause.map_or(Instant::now() + WINDOW, after), 0);
                window.limit = window.limit.or(Some(BLIND));
                window.told = answer.pause.and_then(told);
            }
        }
        drop(windows);
        self.learnt.notify_waiters();
    }

    fn opens(&self, keys: &LimitKeys, only_told: bool) -> Opens {
        let (now, mut windows) = (Instant::now(), self.windows());
        for key in &keys.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::blind);
            if window.ends <= now {
                let limit = window.limit.unwrap_or(BLIND);
                (window.ends, window.left, window.blind_since) = (now + WINDOW, limit, now);
                window.told = None;
            }
        }
        let held = keys.0.iter().filter_map(|key| windows.get(key));
        let full: Vec<&Window> = held.filter(|window| window.left == 0).collect();
        if only_told && !full.is_empty() {
            let told = full.iter().filter_map(|window| window.told).max();
            return told.map_or(Opens::Now, |opens| Opens::At { opens, is_told: true });
        }
        let blind = full.iter().filter(|window| window.limit.is_none());
        if let Some(since) = blind.map(|window| window.blind_since).max() {
            return Opens::Told(since + BLIND_FOR);
        }
        if let Some(last) = full.iter().max_by_key(|window| window.ends) {
            return Opens::At { opens: last.ends, is_told: last.told.is_some() };
        }
        for key in &keys.0 {
            if let Some(window) = windows.get_mut(key) {
                window.left -= 1;
            }
        }
        Opens::Now
    }

    /// Nobody tells of any limit: some more go, however many wait for that.
    fn widen(&self, keys: &LimitKeys) {
        let (now, mut windows) = (Instant::now(), self.windows());
        for key in &keys.0 {
            let is_due = |window: &&mut Window| {
                window.limit.is_none() && window.left == 0 && window.blind_since + BLIND_FOR <= now
            };
            if let Some(window) = windows.get_mut(key).filter(is_due) {
                (window.left, window.blind_since) = (BLIND, now);
            }
        }
        drop(windows);
        // Whoever came later waits for the same.
        self.learnt.notify_waiters();
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<String, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody who waits, for as long as this lives.
struct Held<'a>(&'a RateLimiter, Instant);

impl<'a> Held<'a> {
    fn new(limiter: &'a RateLimiter, opens: Instant) -> Self {
        *limiter.held.lock().unwrap_or_else(PoisonError::into_inner).entry(opens).or_default() += 1;
        Self(limiter, opens)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let Self(limiter, opens) = self;
        let mut held = limiter.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(opens) {
            *count -= 1;
            if *count == 0 {
                held.remove(opens);
            }
        }
    }
}

impl Window {
    fn blind() -> Self {
        let now = Instant::now();
        Self { ends: now + WINDOW, told: None, limit: None, left: BLIND, blind_since: now }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::sleep;

    use super::*;

    #[tokio::test]
    async fn while_nobody_tells_of_a_limit_some_go_every_second_however_many_wait() {
        let (limiter, went) = (Arc::new(RateLimiter::default()), Arc::new(AtomicU32::new(0)));
        let until = Instant::now() + WINDOW;
        for _ in 0..60 {
            let (limiter, went) = (Arc::clone(&limiter), Arc::clone(&went));
            tokio::spawn(async move {
                let keys = LimitKeys(vec!["app a".into(), "workspace w".into()]);
                limiter.pass(&keys, until, false, |_| ()).await.expect("there is time");
                went.fetch_add(1, Ordering::SeqCst);
            });
        }
        for rounds in 1..=3 {
            sleep(Duration::from_millis(500)).await;
            assert_eq!(went.load(Ordering::SeqCst), rounds * BLIND);
            sleep(Duration::from_millis(500)).await;
        }
    }

    #[tokio::test]
    async fn a_guess_holds_up_no_call_that_waits_for_told_limits_only() {
        let (limiter, keys) = (RateLimiter::default(), LimitKeys(vec!["app a".into()]));
        let until = Instant::now();
        for _ in 0..10 * BLIND {
            limiter.pass(&keys, until, true, |_| ()).await.expect("nobody told of a limit");
        }
        if let Some(window) = limiter.windows().get_mut("app a") {
            (window.limit, window.told) = (Some(BLIND), Some(until + WINDOW));
        }
        let held_back = limiter.pass(&keys, until, true, |_| ()).await;
        assert!(matches!(held_back, Err(HttpError::HeldBack(_))), "the provider told of this one");
    }
}
