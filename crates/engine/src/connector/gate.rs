//! The provider's rate limits, as far as answers tell of them. Intercom counts by app and by workspace, in windows of ten
//! seconds, and tells with every answer how many more a window takes, but not whose: what one is told holds for both.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep, sleep_until};

use crate::http::{Answer, HttpError};
use crate::store::accounts::AccountRow;

/// Longer than any window of Intercom's: what a server says of its clock must not stop everything.
const AT_MOST: Duration = Duration::from_secs(60);
const WINDOW: Duration = Duration::from_secs(10);
/// So many go before the first answer has told how many may.
const BLIND: u32 = 8;
/// How long the first answers are waited for, before more go blindly.
const BLIND_FOR: Duration = Duration::from_secs(1);

/// Who has to wait, and how many more may go.
#[derive(Default)]
pub(super) struct Gate {
    windows: Mutex<HashMap<String, Window>>,
    learnt: Notify,
}

struct Window {
    ends: Instant,
    /// What a whole one takes; unknown until an answer told it.
    limit: Option<u32>,
    left: u32,
}

/// Whom the provider counts a request for.
#[derive(Clone)]
pub(super) struct Counted(Vec<String>);

impl Counted {
    /// By app and by workspace, as far as they are known; an account of which neither is counts for itself.
    pub(super) fn of(row: &AccountRow) -> Self {
        let app = row.client_id.as_ref().map(|id| format!("app {id}"));
        let workspace = row.workspace.id.as_ref().map(|id| format!("workspace {id}"));
        let known: Vec<String> = app.into_iter().chain(workspace).collect();
        Self(if known.is_empty() { vec![format!("account {}", row.id)] } else { known })
    }

    /// A token that is no account's yet.
    pub(super) const fn of_nobody() -> Self {
        Self(Vec::new())
    }
}

/// What stands between a request and its window.
enum Opens {
    Now,
    At(Instant),
    /// Once the first answers have come.
    Told,
}

impl Gate {
    /// Returns once another request fits into the limits that are known, which is counted with that.
    ///
    /// # Errors
    /// [`HttpError::HeldBack`] where that is not before `until`.
    pub(super) async fn pass(&self, counted: &Counted, until: Instant) -> Result<(), HttpError> {
        loop {
            let learnt = self.learnt.notified();
            let opens = self.opens(counted);
            match opens {
                Opens::Now => return Ok(()),
                Opens::At(opens) if opens > until => {
                    return Err(HttpError::HeldBack(opens.duration_since(Instant::now()).as_secs()));
                }
                Opens::At(opens) => sleep_until(opens).await,
                Opens::Told => tokio::select! {
                    () = learnt => {}
                    () = sleep(BLIND_FOR) => self.widen(counted),
                },
            }
        }
    }

    /// Learns from an answer how many more its window takes, or that it was one too many.
    pub(super) fn learn(&self, counted: &Counted, answer: &Result<Answer, HttpError>) {
        let Ok(answer) = answer else { return };
        // The headers count whole seconds: one more, or the first request of the next window comes too early.
        let after =
            |seconds: u64| Instant::now() + Duration::from_secs(seconds.saturating_add(1)).min(AT_MOST);
        let mut windows = self.windows();
        for key in &counted.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::blind);
            if let Some(headroom) = answer.headroom {
                if window.limit.is_none() {
                    // Those that went blindly are counted there by and by; here they are no longer.
                    (window.left, window.ends) = (headroom.remaining, Instant::now() + WINDOW);
                }
                window.limit = Some(headroom.limit);
                window.left = window.left.min(headroom.remaining);
                if let Some(seconds) = answer.resets_in {
                    window.ends = window.ends.min(after(seconds));
                }
            }
            if answer.status == 429 {
                (window.ends, window.left) = (answer.pause.map_or(Instant::now() + WINDOW, after), 0);
                window.limit = window.limit.or(Some(BLIND));
            }
        }
        drop(windows);
        self.learnt.notify_waiters();
    }

    fn opens(&self, counted: &Counted) -> Opens {
        let (now, mut windows) = (Instant::now(), self.windows());
        for key in &counted.0 {
            let window = windows.entry(key.clone()).or_insert_with(Window::blind);
            if window.ends <= now {
                let limit = window.limit.unwrap_or(BLIND);
                (window.ends, window.left) = (now + WINDOW, limit);
            }
        }
        let held = counted.0.iter().filter_map(|key| windows.get(key));
        let full: Vec<&Window> = held.filter(|window| window.left == 0).collect();
        if full.iter().any(|window| window.limit.is_none()) {
            return Opens::Told;
        }
        if let Some(opens) = full.iter().map(|window| window.ends).max() {
            return Opens::At(opens);
        }
        for key in &counted.0 {
            if let Some(window) = windows.get_mut(key) {
                window.left -= 1;
            }
        }
        Opens::Now
    }

    /// Nobody tells of any limit: some more go.
    fn widen(&self, counted: &Counted) {
        let mut windows = self.windows();
        for key in &counted.0 {
            if let Some(window) = windows.get_mut(key).filter(|window| window.limit.is_none()) {
                window.left += BLIND;
            }
        }
    }

    fn windows(&self) -> MutexGuard<'_, HashMap<String, Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    fn blind() -> Self {
        Self { ends: Instant::now() + WINDOW, limit: None, left: BLIND }
    }
}
