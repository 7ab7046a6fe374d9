//! Attempts whose token or account the store refused to take. They live in the memory of this process until it does.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::{AttemptId, Input};

use super::progress::Progress;

const TAKEN_AGAIN_IN: Duration = Duration::from_millis(50);

/// Each of them; `None` stands for one that is being offered to the store again.
#[derive(Default)]
pub(crate) struct UnsavedAttempts(Mutex<HashMap<AttemptId, Option<Progress>>>);

impl UnsavedAttempts {
    /// Keeps an attempt for as long as this process lives.
    pub(super) fn keep(&self, attempt: Progress) {
        let mut unsaved = self.lock();
        // From here on it is known for what it is, and nobody waits for it. Under the lock, so that nobody finds it neither here
        // nor there.
        attempt.set_would_lose_answer(false);
        unsaved.insert(attempt.row.id.clone(), Some(attempt));
    }

    /// Its token is stored, or nobody wants it any more.
    pub(super) fn forget(&self, id: &AttemptId) {
        self.lock().remove(id);
    }

    /// Takes an attempt up again, once nobody else is at it. Until it is stored, it still counts as unsaved.
    pub(super) async fn take(&self, id: &AttemptId) -> Option<Progress> {
        loop {
            if let Some(attempt) = self.lock().get_mut(id)?.take() {
                return Some(attempt);
            }
            tokio::time::sleep(TAKEN_AGAIN_IN).await;
        }
    }

    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.lock().contains_key(id)
    }

    /// Those that nobody offers to the store now.
    pub(super) fn waiting(&self) -> Vec<AttemptId> {
        let held = self.lock();
        held.iter().filter(|(_, attempt)| attempt.is_some()).map(|(id, _)| id.clone()).collect()
    }

    /// Whether ending the program now would lose one of them.
    pub(super) fn is_any_lost_by_quitting(&self) -> bool {
        // One that is being offered again counts as well.
        self.lock().values().any(|attempt| attempt.as_ref().is_none_or(|attempt| attempt.warns(Input::Quit)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Option<Progress>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
