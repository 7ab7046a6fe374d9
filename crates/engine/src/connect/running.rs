//! The attempts that this process drives: one task each, and how it ended does not matter.

use std::collections::HashMap;

use switchhook_core::AttemptId;
use tokio::sync::watch;

/// Each of them, and whether ending the program would lose what it came back with.
#[derive(Clone, Default)]
pub(crate) struct RunningAttempts(watch::Sender<HashMap<AttemptId, bool>>);

/// An attempt that a task of this process drives, for as long as this lives.
pub(super) struct RunningAttempt {
    all: RunningAttempts,
    id: AttemptId,
}

impl RunningAttempts {
    /// Begins to drive an attempt; `None` when another task has it.
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

    /// Whether ending the program now would lose a code or a token.
    pub(super) fn would_lose_answer(&self) -> bool {
        self.0.borrow().values().any(|would_lose| *would_lose)
    }

    pub(super) fn is_any(&self) -> bool {
        !self.0.borrow().is_empty()
    }

    /// One of them.
    pub(super) fn any(&self) -> Option<AttemptId> {
        self.0.borrow().keys().next().cloned()
    }

    pub(super) fn contains(&self, id: &AttemptId) -> bool {
        self.0.borrow().contains_key(id)
    }

    /// Returns when no attempt is driven.
    pub(super) async fn until_idle(&self) {
        // The sender lives as long as this.
        let _ = self.0.subscribe().wait_for(HashMap::is_empty).await;
    }
}

impl RunningAttempt {
    /// Whether ending the program now would lose what the person came back with: the provider holds the code, or
    /// the token is nowhere but in memory.
    pub(super) fn set_would_lose_answer(&self, would_lose: bool) {
        self.all.0.send_modify(|running| {
            running.insert(self.id.clone(), would_lose);
        });
    }
}

impl Drop for RunningAttempt {
    fn drop(&mut self) {
        self.all.0.send_modify(|running| {
            running.remove(&self.id);
        });
    }
}
