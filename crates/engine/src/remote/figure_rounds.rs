//! The rounds of figures that this process runs: one an account. A second caller waits for the end of the first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use switchhook_core::{AccountId, Problem};
use tokio::sync::watch;

use crate::store::changes::Changes;

/// How a round ended, once it has.
pub(super) type Ended = watch::Receiver<Option<Result<(), Problem>>>;

/// Every round that runs.
#[derive(Default)]
pub(crate) struct FigureRounds(Mutex<HashMap<AccountId, Ended>>);

/// A round of an account, for as long as this lives.
pub(super) struct RunningRound {
    rounds: Arc<FigureRounds>,
    changes: Changes,
    id: AccountId,
    ended: watch::Sender<Option<Result<(), Problem>>>,
}

impl FigureRounds {
    /// Begins a round, and announces it; `Err` with the one that runs.
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

    fn lock(&self) -> MutexGuard<'_, HashMap<AccountId, Ended>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl RunningRound {
    /// Ends the round, and tells its outcome to everybody who waits.
    pub(super) fn end(self, outcome: &Result<(), Problem>) {
        let ended = self.ended.clone();
        // It is over before anybody hears of it.
        drop(self);
        // That nobody waits is as good.
        let _ = ended.send(Some(outcome.clone()));
    }
}

impl Drop for RunningRound {
    fn drop(&mut self) {
        self.rounds.lock().remove(&self.id);
        self.changes.announce();
    }
}

/// Waits for a round that another caller began; one that was given up has told no error.
pub(super) async fn join(mut running: Ended) -> Result<(), Problem> {
    match running.wait_for(Option::is_some).await {
        Ok(ended) => ended.clone().unwrap_or(Ok(())),
        Err(_) => Ok(()),
    }
}
