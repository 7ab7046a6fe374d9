//! The rounds of figures that run in this process, one for each account. A second caller waits for the end
//! of the first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use switchhook_core::{AccountId, Problem};
use tokio::sync::watch;

use crate::store::changes::Changes;

/// The outcome of a round, once the round ends.
pub(super) type Ended = watch::Receiver<Option<Result<(), Problem>>>;

/// All rounds that run.
#[derive(Default)]
pub(crate) struct FigureRounds(Mutex<HashMap<AccountId, Ended>>);

/// A round of an account. The round runs for as long as this value lives.
pub(super) struct RunningRound {
    rounds: Arc<FigureRounds>,
    changes: Changes,
    id: AccountId,
    ended: watch::Sender<Option<Result<(), Problem>>>,
}

impl FigureRounds {
    /// Begins a round and announces it.
    ///
    /// # Errors
    /// The outcome to come, where a round of this account runs already.
    pub(super) fn begin(self: &Arc<Self>, changes: &Changes, id: &AccountId) -> Result<RunningRound, Ended> {
        let (ended, end) = watch::channel(None);
        {
            let mut running = self.lock();
            if let Some(running) = running.get(id) {
                return Err(running.clone());
            }
            running.insert(id.clone(), end);
        }
        changes.announce();
        Ok(RunningRound { rounds: Arc::clone(self), changes: changes.clone(), id: id.clone(), ended })
    }

    /// Whether a round of this account runs.
    pub(crate) fn is_running(&self, id: &AccountId) -> bool {
        self.lock().contains_key(id)
    }

    /// Locks the rounds.
    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, Ended>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RunningRound {
    /// Ends the round, and sends its outcome to all callers that wait.
    pub(super) fn end(self, outcome: &Result<(), Problem>) {
        let ended = self.ended.clone();
        // The round is over before a caller hears of its end.
        drop(self);
        // An error means that no caller waits.
        let _ = ended.send(Some(outcome.clone()));
    }
}

impl Drop for RunningRound {
    /// Ends the round and announces its end.
    fn drop(&mut self) {
        self.rounds.lock().remove(&self.id);
        self.changes.announce();
    }
}

/// Waits for a round that another caller began, and returns its outcome. A round that was abandoned counts
/// as a success.
///
/// # Errors
/// The error with which the round ended.
pub(super) async fn join(mut running: Ended) -> Result<(), Problem> {
    match running.wait_for(Option::is_some).await {
        Ok(ended) => ended.clone().unwrap_or(Ok(())),
        Err(_) => Ok(()),
    }
}
