//! Attempts whose token or account the store refused. They live in the memory of this process until the store takes them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::{AttemptId, Input};

use super::progress::Progress;

/// The pause between two tries to take an attempt that another task has.
const TAKEN_AGAIN_IN: Duration = Duration::from_millis(50);

/// The unsaved attempts. `None` stands for an attempt that a task has taken, to store it again.
#[derive(Default)]
pub(crate) struct UnsavedAttempts(Mutex<HashMap<AttemptId, Option<Progress>>>);

impl UnsavedAttempts {
    /// Keeps an attempt for as long as this process lives.
    pub(super) fn keep(&self, attempt: Progress) {
        let mut unsaved = self.lock();
        // From here on the attempt counts as unsaved and no longer as answering. The lock covers both changes, so that no
        // reader misses the attempt in between.
        attempt.set_would_lose_answer(false);
        unsaved.insert(attempt.row.id.clone(), Some(attempt));
    }

    /// Removes an attempt whose token is stored or discarded. Does nothing when the attempt is not unsaved.
    pub(super) fn forget(&self, id: &AttemptId) {
        self.lock().remove(id);
    }

    /// Takes an attempt out, to store it again. Waits while another task has it. `None` when the attempt is not unsaved.
    ///
    /// A taken attempt still counts as unsaved until [`Self::keep`] or [`Self::forget`].
    pub(super) async fn take(&self, id: &AttemptId) -> Option<Progress> {
        loop {
            if let Some(attempt) = self.lock().get_mut(id)?.take() {
                return Some(attempt);
            }
            tokio::time::sleep(TAKEN_AGAIN_IN).await;
        }
    }

    /// Whether an attempt is unsaved, taken or not.
    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.lock().contains_key(id)
    }

    /// Returns the ids of the unsaved attempts that no task has taken, in no order.
    pub(super) fn waiting(&self) -> Vec<AttemptId> {
        let held = self.lock();
        held.iter().filter(|(_, attempt)| attempt.is_some()).map(|(id, _)| id.clone()).collect()
    }

    /// Whether an end of the program now would lose an unsaved attempt.
    pub(super) fn is_any_lost_by_quitting(&self) -> bool {
        // An attempt that a task has taken counts too.
        self.lock().values().any(|attempt| attempt.as_ref().is_none_or(|attempt| attempt.warns(Input::Quit)))
    }

    /// Returns the locked content, also after a panic of another thread.
    fn lock(&self) -> MutexGuard<'_, HashMap<AttemptId, Option<Progress>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
