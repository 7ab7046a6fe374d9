//! The provider's rate limits, as far as answers state them.
//!
//! Intercom counts requests by app and by workspace, in windows of ten seconds. Each answer states how many
//! more requests a window takes, but not of which of the two. So the limiter applies the number to both.
//! Until an answer states a limit, the limiter guesses one.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::{AccountId, ClientId, WorkspaceId};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::intercom::failure::HttpError;
use crate::intercom::http::Answer;

/// The longest wait that a server can impose. Every window of Intercom's is shorter, and a server's wrong
/// clock must not stop everything.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// The length of Intercom's windows.
pub(super) const WINDOW: Duration = Duration::from_secs(10);
/// How many requests may go before an answer states the limit.
const GUESSED_LIMIT: u32 = 8;
/// How long the limiter waits for a first answer before it lets more requests go.
const GUESS_LASTS: Duration = Duration::from_secs(1);

/// The windows that are known, and the requests that wait for one.
#[derive(Default)]
pub(crate) struct RateLimiter {
    /// Each window, by its key among [`LimitKeys`].
    windows: Mutex<HashMap<String, Window>>,
    /// Wakes the requests that wait for a first answer.
    learned: Notify,
    /// How many requests wait, by the time at which their window opens.
    waiting: Mutex<BTreeMap<Instant, u32>>,
}

/// A wait before the next try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// How long the wait takes.
    pub long: Duration,
    /// Whether the provider stated the wait. Otherwise Switchhook chose it.
    pub is_told: bool,
}

/// A window of a rate limit: of one app, one workspace or one account.
struct Window {
    /// The end of the window, as far as it is known.
    ends: Instant,
    /// The end that the provider stated. `None` where it stated none, or one too far ahead.
    stated: Option<Instant>,
    /// How many requests a whole window takes. `None` until an answer states it.
    limit: Option<u32>,
    /// How many more requests the window takes.
    left: u32,
    /// Since when the limiter waits for a first answer.
    guessed_since: Instant,
}

/// The windows in which the provider counts a request.
#[derive(Clone)]
pub(crate) struct LimitKeys(Vec<String>);

impl LimitKeys {
    /// Returns the windows of an app and of a workspace, as far as they are known. Without either, the
    /// account gets a window of its own.
    pub(crate) fn of(account: &AccountId, app: Option<&ClientId>, workspace: Option<&WorkspaceId>) -> Self {
        let app = app.map(|id| format!("app {id}"));
        let workspace = workspace.map(|id| format!("workspace {id}"));
        let known: Vec<String> = app.into_iter().chain(workspace).collect();
        Self(if known.is_empty() { vec![format!("account {account}")] } else { known })
    }

    /// Returns no windows, for a token that belongs to no account yet. No limit holds its requests up.
    pub(crate) const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether no window is known for the request.
    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// When a request may go.
enum Opens {
    /// The request may go now, and is counted.
    Now,
    /// The request may go when the window opens.
    At { opens: Instant, is_told: bool },
    /// The request may go once an answer states the limit, or at this time.
    WhenStated(Instant),
}

impl RateLimiter {
    /// Returns once another request fits into the known limits, and counts it.
    ///
    /// Calls `waits` before each wait for a used up limit. With `only_stated`, only a limit whose end the
    /// provider stated holds the request up. Where no window is known, returns at once.
    ///
    /// # Errors
    /// [`HttpError::HeldBack`] where no window opens before `until`.
    pub(crate) async fn pass(
        &self,
        keys: &LimitKeys,
        until: Instant,
        only_stated: bool,
        mut waits: impl FnMut(Wait),
    ) -> Result<(), HttpError> {
        loop {
            let learned = self.learned.notified();
            match self.opens(keys, only_stated) {
                Opens::Now => return Ok(()),
                Opens::At { opens, .. } if opens > until => {
                    return Err(HttpError::HeldBack(opens.duration_since(Instant::now()).as_secs()));
                }
                Opens::At { opens, is_told } => {
                    waits(Wait { long: opens.duration_since(Instant::now()), is_told });
                    let _waiting = WaitingRequest::new(self, opens);
                    sleep_until(opens).await;
                }
                Opens::WhenStated(at) => tokio::select! {
                    () = learned => {}
                    () = sleep_until(at) => self.guess_again(keys),
                },
            }
        }
    }

    /// Returns the time until the first waiting request may go. `None` where no request waits for a used up
    /// limit.
    pub(crate) fn holds_back_for(&self) -> Option<Duration> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.keys().next().map(|opens| opens.duration_since(Instant::now()))
    }

    /// Takes from an answer how many more requests its windows take, or that they take none. A request
    /// without an answer changes nothing.
    pub(crate) fn learn(&self, keys: &LimitKeys, answer: &Result<Answer, HttpError>) {
        let Ok(answer) = answer else { return };
        // Headers count whole seconds. Without one more second, the first request of the next window would
        // come too early.
        let after =
            |seconds: u64| Instant::now() + Duration::from_secs(seconds.saturating_add(1)).min(LONGEST_WAIT);
        // An end in the past is not a stated end.
        let stated = |seconds: u64| {
            (1..=LONGEST_WAIT.as_secs())
                .contains(&seconds)
                .then(|| Instant::now() + Duration::from_secs(seconds + 1))
        };
        let mut windows = self.windows();
        for key in &keys.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::unknown);
            if let Some(headroom) = answer.headroom {
                if window.limit.is_none() {
                    // The provider counts the guessed requests as it answers them. The limiter no longer
                    // does.
                    (window.left, window.ends) = (headroom.remaining, Instant::now() + WINDOW);
                    window.stated = None;
                }
                window.limit = Some(headroom.limit);
                window.left = window.left.min(headroom.remaining);
                if let Some(seconds) = answer.resets_in {
                    window.ends = window.ends.min(after(seconds));
                    window.stated = stated(seconds);
                }
            }
            if answer.status == 429 {
                (window.ends, window.left) = (answer.pause.map_or(Instant::now() + WINDOW, after), 0);
                window.limit = window.limit.or(Some(GUESSED_LIMIT));
                window.stated = answer.pause.and_then(stated);
            }
        }
        drop(windows);
        self.learned.notify_waiters();
    }

    /// Returns when a request may go, and counts it where that is now. Begins each window anew that has
    /// ended.
    fn opens(&self, keys: &LimitKeys, only_stated: bool) -> Opens {
        let (now, mut windows) = (Instant::now(), self.windows());
        for key in &keys.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::unknown);
            if window.ends <= now {
                let limit = window.limit.unwrap_or(GUESSED_LIMIT);
                (window.ends, window.left, window.guessed_since) = (now + WINDOW, limit, now);
                window.stated = None;
            }
        }
        let known = keys.0.iter().filter_map(|key| windows.get(key));
        let full: Vec<&Window> = known.filter(|window| window.left == 0).collect();
        if only_stated && !full.is_empty() {
            let stated = full.iter().filter_map(|window| window.stated).max();
            return stated.map_or(Opens::Now, |opens| Opens::At { opens, is_told: true });
        }
        let unknown = full.iter().filter(|window| window.limit.is_none());
        if let Some(since) = unknown.map(|window| window.guessed_since).max() {
            return Opens::WhenStated(since + GUESS_LASTS);
        }
        if let Some(last) = full.iter().max_by_key(|window| window.ends) {
            return Opens::At { opens: last.ends, is_told: last.stated.is_some() };
        }
        for key in &keys.0 {
            if let Some(window) = windows.get_mut(key) {
                window.left -= 1;
            }
        }
        Opens::Now
    }

    /// Lets more requests go where no answer has stated the limit for [`GUESS_LASTS`].
    fn guess_again(&self, keys: &LimitKeys) {
        let (now, mut windows) = (Instant::now(), self.windows());
        for key in &keys.0 {
            let is_due = |window: &&mut Window| {
                window.limit.is_none() && window.left == 0 && window.guessed_since + GUESS_LASTS <= now
            };
            if let Some(window) = windows.get_mut(key).filter(is_due) {
                (window.left, window.guessed_since) = (GUESSED_LIMIT, now);
            }
        }
        drop(windows);
        // Requests that came later wait for these windows too.
        self.learned.notify_waiters();
    }

    /// Locks the windows.
    fn windows(&self) -> MutexGuard<'_, HashMap<String, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that waits, counted for as long as this value lives.
struct WaitingRequest<'a>(&'a RateLimiter, Instant);

impl<'a> WaitingRequest<'a> {
    /// Counts a request that waits until `opens`.
    fn new(limiter: &'a RateLimiter, opens: Instant) -> Self {
        *limiter.waiting.lock().unwrap_or_else(PoisonError::into_inner).entry(opens).or_default() += 1;
        Self(limiter, opens)
    }
}

impl Drop for WaitingRequest<'_> {
    /// Ends the count of the request.
    fn drop(&mut self) {
        let Self(limiter, opens) = self;
        let mut waiting = limiter.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = waiting.get_mut(opens) {
            *count -= 1;
            if *count == 0 {
                waiting.remove(opens);
            }
        }
    }
}

impl Window {
    /// Returns a window of unknown limit that begins now.
    fn unknown() -> Self {
        let now = Instant::now();
        Self { ends: now + WINDOW, stated: None, limit: None, left: GUESSED_LIMIT, guessed_since: now }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::sleep;

    use super::*;

    #[tokio::test]
    async fn unknown_limit_lets_few_requests_go_each_second() {
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
            assert_eq!(went.load(Ordering::SeqCst), rounds * GUESSED_LIMIT);
            sleep(Duration::from_millis(500)).await;
        }
    }

    #[tokio::test]
    async fn guess_stops_no_call_that_obeys_stated_limits_only() {
        let (limiter, keys) = (RateLimiter::default(), LimitKeys(vec!["app a".into()]));
        let until = Instant::now();
        for _ in 0..10 * GUESSED_LIMIT {
            limiter.pass(&keys, until, true, |_| ()).await.expect("no answer stated a limit");
        }
        if let Some(window) = limiter.windows().get_mut("app a") {
            (window.limit, window.stated) = (Some(GUESSED_LIMIT), Some(until + WINDOW));
        }
        let held_back = limiter.pass(&keys, until, true, |_| ()).await;
        assert!(matches!(held_back, Err(HttpError::HeldBack(_))), "the provider stated this limit");
    }
}
