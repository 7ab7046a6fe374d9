//! The provider's rate limits, as far as answers tell of them. Intercom counts by app and by workspace, in windows of ten
//! seconds, and tells with every answer how many more its window takes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::http::{Answer, HttpError};
use crate::store::accounts::AccountRow;

/// Longer than any window of Intercom's: a clock that is wrong must not stop everything.
const AT_MOST: Duration = Duration::from_secs(60);
const WINDOW: Duration = Duration::from_secs(10);

/// Who has to wait, and how many more may go.
#[derive(Default)]
pub(super) struct Gate {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// By app, and by workspace: an answer that was one too many does not say whose limit it was.
    closed_until: HashMap<String, Instant>,
    /// By app and workspace.
    windows: HashMap<Counted, Window>,
}

struct Window {
    ends: Instant,
    limit: u32,
    left: u32,
}

/// Whom the provider counts a request for.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Counted {
    app: String,
    workspace: String,
}

impl Counted {
    /// An own token counts for itself, an account that nobody knows yet for its own workspace.
    pub(super) fn of(row: &AccountRow) -> Self {
        let named = |kind: &str, id: Option<&String>| format!("{kind} {}", id.unwrap_or(&row.id));
        Self {
            app: named("app", row.client_id.as_ref()),
            workspace: named("workspace", row.workspace.id.as_ref()),
        }
    }
}

impl Gate {
    /// Returns once another request fits into the limits that are known; `false` where that is not before `until`.
    pub(super) async fn pass(&self, counted: &Counted, until: Instant) -> bool {
        loop {
            let opens = self.known().opens(counted);
            match opens {
                None => return true,
                Some(opens) if opens > until => return false,
                Some(opens) => sleep_until(opens).await,
            }
        }
    }

    /// Learns from an answer how many more its window takes, or that it was one too many.
    pub(super) fn learn(&self, counted: &Counted, answer: &Result<Answer, HttpError>) {
        let Ok(answer) = answer else { return };
        // The headers count whole seconds: one more, or the first request of the next window comes too early.
        let after =
            |seconds: u64| Instant::now() + Duration::from_secs(seconds.saturating_add(1)).min(AT_MOST);
        let mut known = self.known();
        if let (Some(headroom), Some(seconds)) = (answer.headroom, answer.resets_in) {
            let window = known.windows.entry(counted.clone()).or_insert_with(|| Window {
                ends: after(seconds),
                limit: headroom.limit,
                left: headroom.remaining,
            });
            // Those under way are not counted there yet, and are here.
            window.left = window.left.min(headroom.remaining);
            window.limit = headroom.limit;
        }
        if let (429, Some(pause)) = (answer.status, answer.pause) {
            let opens = after(pause);
            for key in [&counted.app, &counted.workspace] {
                known.closed_until.insert(key.clone(), opens);
            }
            if let Some(window) = known.windows.get_mut(counted) {
                (window.ends, window.left) = (opens, 0);
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// When to ask again; `None` where a request may go now, which is counted with that.
    fn opens(&mut self, counted: &Counted) -> Option<Instant> {
        let now = Instant::now();
        let closed = [&counted.app, &counted.workspace].map(|key| self.closed_until.get(key));
        if let Some(opens) = closed.into_iter().flatten().max().filter(|opens| **opens > now) {
            return Some(*opens);
        }
        let window = self.windows.get_mut(counted)?;
        if window.ends <= now {
            (window.ends, window.left) = (now + WINDOW, window.limit);
        }
        if window.left == 0 {
            return Some(window.ends);
        }
        window.left -= 1;
        None
    }
}
