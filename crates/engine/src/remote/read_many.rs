//! Reads accounts whole: the state of each token, all figures, waits, ratings, and days that were not counted yet.

use std::sync::Arc;

use switchhook_core::{AccountId, Code, Problem};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::room::Remote;
use crate::contract::Checked;
use crate::store::accounts;

/// How many accounts are read at a time. Each asks four questions at a time.
const AT_A_TIME: usize = 8;

impl Remote {
    /// Checks accounts and reads each whole, eight at a time, within the provider's rate limits. Sends each account once it is
    /// stored, in any order. Skips disabled accounts, unknown ids and damaged rows. Ends early when the receiver is closed.
    ///
    /// An account asks at most 40 questions, and once a day at most 60 others. A refusal of the provider is no error: the sent
    /// account names it.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub async fn read_each(
        &self,
        ids: Vec<AccountId>,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.context.vault.key().await?;
        let rows = self.context.store.read(move |db| accounts::some(db, &ids)).await?;
        let turns = Arc::new(Semaphore::new(AT_A_TIME));
        let mut reading = JoinSet::<Result<(), Problem>>::new();
        for row in rows.into_iter().filter(|row| !row.disabled) {
            let (remote, turns, checked) = (self.clone(), Arc::clone(&turns), checked.clone());
            reading.spawn(async move {
                let _turn = turns.acquire_owned().await;
                match remote.check_in_full(&row.id).await {
                    Ok(state) => {
                        let _ = checked.send(state).await;
                        Ok(())
                    }
                    // The account was forgotten or disabled meanwhile.
                    Err(problem) if matches!(problem.code(), Code::NotFound | Code::Usage) => Ok(()),
                    Err(problem) => Err(problem),
                }
            });
        }
        loop {
            tokio::select! {
                read = reading.join_next() => match read {
                    None => return Ok(()),
                    Some(Ok(outcome)) => outcome?,
                    Some(Err(_)) => {}
                },
                () = checked.closed() => return Ok(()),
            }
        }
    }
}
