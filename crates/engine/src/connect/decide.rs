//! Carries out a person's decision on an attempt: wait, cancel, retry, keep, discard, dismiss.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AttemptId, AttemptProblem, AttemptStage, Input, Outcome, Problem};

use super::driver::{Driver, not_compared};
use super::mismatch::mismatch;
use super::outcome::{DriveError, Received};
use super::recover::take_over;
use super::room::{Attempts, Room};
use super::shown;
use crate::contract::{Attempt, Connected};
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};

/// How often [`Attempts::wait`] reads the row of an attempt when nothing announces a change.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Attempts {
    /// Returns the attempts that are under way, keep a token, or ended within a day and were not dismissed. The oldest is
    /// first. Leaves out damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn list(&self) -> Result<Vec<Attempt>, Problem> {
        let rows = self.room.context.store.read(|db| attempts::on_show(db, now())).await?;
        Ok(self.shown(&rows))
    }

    /// Returns one attempt, in any stage.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn get(&self, id: &AttemptId) -> Result<Attempt, Problem> {
        Ok(shown::attempt(&self.room, &self.room.row(id).await?))
    }

    /// Returns rows in the shape that leaves the process, in their order.
    pub(crate) fn shown(&self, rows: &[AttemptRow]) -> Vec<Attempt> {
        rows.iter().map(|row| shown::attempt(&self.room, row)).collect()
    }

    /// Waits until this or another process has ended an attempt, and returns its account.
    ///
    /// # Errors
    /// The problem that ended the attempt; the problem on which a person must decide, `wrong_workspace` among them;
    /// `not_found`, also when the connected account was forgotten; `store_failed`, except while this process drives the
    /// attempt.
    pub async fn wait(&self, id: &AttemptId) -> Result<Connected, Problem> {
        let context = &self.room.context;
        let mut changes = context.changes.follow();
        loop {
            match self.room.row(id).await {
                Ok(row) => {
                    if let Some(ended) = result_of(&self.room, &row).await? {
                        // A command ends after this, and the browser still waits for its page.
                        self.room.listeners.until_sent().await;
                        return ended;
                    }
                }
                // This process holds the attempt's code or token, and must not end because one read failed.
                Err(Problem::Store(_)) if self.room.running.contains(id) => {}
                Err(problem) => return Err(problem),
            }
            let _ = tokio::time::timeout(LOOK_EVERY, changes.changed()).await;
        }
    }

    /// Cancels an attempt that awaits its answer. Does nothing to an attempt that has ended, or that keeps a token.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which goes on; `store_failed`, also for an attempt whose token
    /// is not stored yet: [`Self::retry`] or [`Self::resolve_refused`] decides on that.
    pub async fn cancel(&self, id: &AttemptId) -> Result<(), Problem> {
        cancel(&self.room, id).await
    }

    /// Stores an unsaved token or account again, or asks `/me` again, and returns the result.
    ///
    /// Finishes an attempt that a stopped program left.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering, while the attempt awaits its answer, or when another identity
    /// answered; `state_used` for an attempt without a decision to make; a vault code; `store_failed`.
    pub async fn retry(&self, id: &AttemptId) -> Result<Received, Problem> {
        decide(&self.room, id, Input::Retry).await
    }

    /// Decides on the token of another identity than the awaited one: `keep` adds an account for it, else Switchhook
    /// discards the token. Returns the result.
    ///
    /// Without `keep`, Switchhook also discards an unsaved token, or a token that `/me` could not identify. It finishes an
    /// attempt that a stopped program left.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering, while the attempt awaits its answer, or to keep a token without a
    /// known workspace; `state_used` for an attempt without a decision to make; a vault code; `store_failed`.
    pub async fn resolve_refused(&self, id: &AttemptId, keep: bool) -> Result<Received, Problem> {
        decide(&self.room, id, if keep { Input::Keep } else { Input::Discard }).await
    }

    /// Removes an ended attempt from [`Self::list`].
    ///
    /// Does nothing to an attempt that is under way, keeps a token, or is not there. [`Self::retry`] or
    /// [`Self::resolve_refused`] decides on a token.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn dismiss(&self, id: &AttemptId) -> Result<(), Problem> {
        let id = id.clone();
        Ok(self.room.context.store.write(move |db| attempts::dismiss(db, &id).map(drop)).await?)
    }

    /// Ends an attempt in any stage and removes it from [`Self::list`].
    ///
    /// Cancels an attempt that awaits its answer. Deletes a token that the attempt keeps, or that a stopped program left.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which goes on; a vault code; `store_failed`, also for an
    /// unsaved token.
    pub async fn discard(&self, id: &AttemptId) -> Result<(), Problem> {
        let (room, store) = (&self.room, &self.room.context.store);
        let row = room.row(id).await?;
        match row.stage {
            AttemptStage::Awaiting => cancel(room, id).await?,
            AttemptStage::Exchanging | AttemptStage::Identifying => match take_over(room, &row).await? {
                Some(driver) => {
                    // A code is lost with its program. A token must not become an account that the person discards.
                    let is_lost = row.stage == AttemptStage::Exchanging;
                    let input = if is_lost { Input::Orphaned } else { Input::Discard };
                    driver.run(input).await.map_err(|error| error.or(AttemptProblem::Answering))?;
                    store.erase_deleted().await?;
                }
                None => cancel(room, id).await?,
            },
            AttemptStage::Refused | AttemptStage::Unverified if row.token.is_some() => {
                decide(room, id, Input::Discard).await?;
                store.erase_deleted().await?;
            }
            _ => {}
        }
        self.dismiss(id).await
    }
}

/// Cancels an attempt that awaits its answer. Does nothing to an attempt that has ended, or that keeps a token.
///
/// Fails with `not_found`, with `usage` while the provider is answering, and with `store_failed`, also for an unsaved token.
pub(super) async fn cancel(room: &Arc<Room>, id: &AttemptId) -> Result<(), Problem> {
    let row = room.row(id).await?;
    if room.unsaved.contains(id) {
        return Err(AttemptProblem::Unsaved.into());
    }
    if row.stage.is_under_way() {
        return Err(AttemptProblem::Answering.into());
    }
    // Where another task has the claim, the answer came first.
    let cancelled = Driver::awaiting(room, row).run(Input::Cancel).await;
    cancelled.map(drop).map_err(|error| error.or(AttemptProblem::Answering))
}

/// Passes a decision to an attempt that waits for one, and returns the result.
///
/// Takes over an attempt that a stopped program left, and finishes it without the decision.
///
/// # Errors
/// - `not_found`, a vault code, or `store_failed`.
/// - `usage` while a provider is answering.
/// - `state_used` when another task has decided.
/// - The problems of [`check_undecided`].
pub(super) async fn decide(room: &Arc<Room>, id: &AttemptId, input: Input) -> Result<Received, Problem> {
    let driver = match room.unsaved.take(id).await {
        Some(attempt) => Ok(Driver::of(room, attempt)),
        None => {
            let row = room.row(id).await?;
            if row.stage.is_under_way() {
                let left = take_over(room, &row).await?.ok_or(AttemptProblem::Answering)?;
                return left.run(Input::Orphaned).await.map_err(|error| error.or(AttemptProblem::Answering));
            }
            check_undecided(&row, &input)?;
            Driver::claimed(room, row)
        }
    };
    let decided = match driver {
        Ok(driver) => driver.run(input).await,
        Err(error) => Err(error),
    };
    decided.map_err(|error: DriveError| error.or(AttemptProblem::Decided))
}

/// Fails unless a person may make this decision on an attempt, which needs a kept token.
///
/// # Errors
/// - [`AttemptProblem::WorkspaceUnknown`] to keep a token that `/me` could not identify.
/// - [`AttemptProblem::AnotherAgain`] to retry after another identity answered.
/// - [`AttemptProblem::StillAwaiting`] before the answer.
/// - [`AttemptProblem::Decided`] in every other case.
fn check_undecided(row: &AttemptRow, input: &Input) -> Result<(), AttemptProblem> {
    match (row.stage, input) {
        (AttemptStage::Unverified, Input::Keep) if row.token.is_some() => {
            Err(AttemptProblem::WorkspaceUnknown)
        }
        (AttemptStage::Refused, Input::Retry) => Err(AttemptProblem::AnotherAgain),
        (AttemptStage::Refused | AttemptStage::Unverified, _) if row.token.is_some() => Ok(()),
        (AttemptStage::Awaiting, _) => Err(AttemptProblem::StillAwaiting),
        _ => Err(AttemptProblem::Decided),
    }
}

/// Returns the account or the problem with which an attempt ended, or the problem on which a person must decide.
///
/// Returns `None` while the attempt awaits its answer or is under way. Fails with `store_failed`, and with `not_found` when
/// the account was forgotten.
async fn result_of(room: &Room, row: &AttemptRow) -> Result<Option<Result<Connected, Problem>>, Problem> {
    let outcome: Outcome = match row.stage {
        AttemptStage::Awaiting
        | AttemptStage::Exchanging
        | AttemptStage::Identifying
        | AttemptStage::Unsaved => return Ok(None),
        AttemptStage::Refused => return Ok(Some(Err(mismatch(&room.context, row).await?))),
        stage => match stage.outcome() {
            Some(outcome) => outcome,
            None => {
                let cancelled = || AttemptProblem::Cancelled.into();
                return Ok(Some(Err(row.error.clone().unwrap_or_else(cancelled))));
            }
        },
    };
    // A token that `/me` could not identify has no account yet.
    let Some(account) = &row.account_id else {
        return Ok(Some(Err(row.error.clone().unwrap_or_else(|| not_compared(None).into()))));
    };
    Ok(Some(Ok(Connected { account: room.accounts.get(account).await?, outcome })))
}
