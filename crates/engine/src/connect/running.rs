//! The attempts that this process drives, in one task each.

use std::collections::HashMap;

use switchhook_core::AttemptId;
use tokio::sync::watch;

/// The attempts that tasks of this process drive, each with whether an end of the program would lose its answer.
#[derive(Clone, Default)]
pub(crate) struct RunningAttempts(watch::Sender<HashMap<AttemptId, bool>>);

/// The mark that a task of this process drives an attempt. Dropping it removes the mark.
pub(super) struct RunningAttempt {
    all: RunningAttempts,
    id: AttemptId,
}

impl RunningAttempts {
    /// Marks an attempt as driven; `None` when another task drives it.
    pub(super) fn begin(&self, id: &AttemptId) -> Option<RunningAttempt> {
        let is_free = self.0.send_if_modified(|running| {
            let is_free = !running.contains_key(id);
            if is_free {
                running.insert(id.clone(), false);
            }
            is_free
        });
        is_free.then(|| RunningAttempt { all: self.clone(), id: id.clone() })
    }

    /// Whether an end of the program now would lose the code or the token of any attempt.
    pub(super) fn would_lose_answer(&self) -> bool {
        self.0.borrow().values().any(|would_lose| *would_lose)
    }

    /// Whether this process drives any attempt.
    pub(super) fn is_any(&self) -> bool {
        !self.0.borrow().is_empty()
    }

    /// Returns one of the attempts that this process drives; `None` when there is none.
    pub(super) fn any(&self) -> Option<AttemptId> {
        self.0.borrow().keys().next().cloned()
    }

    /// Whether this process drives this attempt.
    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.0.borrow().contains_key(id)
    }

    /// Waits until this process drives no attempt.
    pub(super) async fn until_idle(&self) {
        // This fails only without a sender, which `self` holds.
        let _ = self.0.subscribe().wait_for(HashMap::is_empty).await;
    }
}

impl RunningAttempt {
    /// Notes whether an end of the program would lose the answer: the provider has the code, or only memory has the token.
    pub(super) fn set_would_lose_answer(&self, would_lose: bool) {
        self.all.0.send_modify(|running| {
            running.insert(self.id.clone(), would_lose);
        });
    }
}

impl Drop for RunningAttempt {
    /// Removes the mark.
    fn drop(&mut self) {
        self.all.0.send_modify(|running| {
            running.remove(&self.id);
        });
    }
}
