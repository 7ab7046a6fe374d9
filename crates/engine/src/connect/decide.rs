//! What a person decides on an attempt: to wait, cancel, try again, keep, discard or put it away.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AttemptId, AttemptProblem, AttemptStage, Input, Outcome, Problem};

use super::driver::{Driver, not_compared};
use super::mismatch::mismatch;
use super::outcome::{Lost, Received};
use super::recover::take_over;
use super::room::{Attempts, Room};
use super::shown;
use crate::contract::{Attempt, Connected};
use crate::host::clock::now;
use crate::store::attempts::{self, AttemptRow};

/// An attempt that another process drives is looked at so often.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Attempts {
    /// Attempts that are under way, keep a token, or have ended within a day and were not put away.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn list(&self) -> Result<Vec<Attempt>, Problem> {
        let rows = self.room.context.store.read(|db| attempts::on_show(db, now())).await?;
        Ok(self.shown(&rows))
    }

    /// One attempt, in whatever stage.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn get(&self, id: &AttemptId) -> Result<Attempt, Problem> {
        Ok(shown::attempt(&self.room, &self.room.row(id).await?))
    }

    /// Rows in the shape that leaves the process.
    pub(crate) fn shown(&self, rows: &[AttemptRow]) -> Vec<Attempt> {
        rows.iter().map(|row| shown::attempt(&self.room, row)).collect()
    }

    /// Waits until an attempt has ended, whichever process ends it, or until a person has to decide.
    ///
    /// # Errors
    /// The problem it ended with, `wrong_workspace` where another identity answered than the awaited one, or
    /// `store_failed`.
    pub async fn wait(&self, id: &AttemptId) -> Result<Connected, Problem> {
        let context = &self.room.context;
        let mut changes = context.changes.follow(&context.home);
        loop {
            match self.room.row(id).await {
                Ok(row) => {
                    if let Some(ended) = ended(&self.room, &row).await? {
                        return ended;
                    }
                }
                // This process has its code or its token, and must not end for a look that failed.
                Err(Problem::Store(_)) if self.room.running.contains(id) => {}
                Err(problem) => return Err(problem),
            }
            let _ = tokio::time::timeout(LOOK_EVERY, changes.changed()).await;
        }
    }

    /// Cancels an attempt that awaits its answer.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which is not stopped; `store_failed`, also for
    /// a token that is not stored yet: that is retried or discarded.
    pub async fn cancel(&self, id: &AttemptId) -> Result<(), Problem> {
        cancel(&self.room, id).await
    }

    /// Tries again what the store refused to take, or what `/me` did not answer. An attempt that a stopped program left is
    /// finished.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering; a vault code, or `store_failed` when it fails again.
    pub async fn retry(&self, id: &AttemptId) -> Result<Received, Problem> {
        decide(&self.room, id, Input::Retry).await
    }

    /// Decides a reconnect that met another identity: keep it as an account of its own, or discard it. A
    /// token that can't be stored is discarded the same way. An attempt that a stopped program left is finished.
    ///
    /// # Errors
    /// `not_found`; `usage` while a provider is answering; a vault code or `store_failed`.
    pub async fn resolve_refused(&self, id: &AttemptId, keep: bool) -> Result<Received, Problem> {
        decide(&self.room, id, if keep { Input::Keep } else { Input::Discard }).await
    }

    /// Puts an ended attempt away. One that is under way stays, and so does one that keeps a token until it can be
    /// compared: [`Self::retry`] or [`Self::resolve_refused`] decides on that.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn dismiss(&self, id: &AttemptId) -> Result<(), Problem> {
        let id = id.clone();
        Ok(self.room.context.store.write(move |db| attempts::dismiss(db, &id).map(drop)).await?)
    }

    /// Is done with an attempt in whatever stage: one that awaits is cancelled, the token that one keeps, or that a
    /// stopped program left, is dropped, and one that has ended is put away.
    ///
    /// # Errors
    /// `not_found`; `usage` while the provider is answering, which is not stopped; `store_failed`.
    pub async fn discard(&self, id: &AttemptId) -> Result<(), Problem> {
        let (room, store) = (&self.room, &self.room.context.store);
        let row = room.row(id).await?;
        match row.stage {
            AttemptStage::Awaiting => cancel(room, id).await?,
            AttemptStage::Exchanging | AttemptStage::Identifying => match take_over(room, &row).await? {
                Some(driver) => {
                    // Its code is lost; a token must not become an account that nobody wants any more.
                    let is_lost = row.stage == AttemptStage::Exchanging;
                    let input = if is_lost { Input::Orphaned } else { Input::Discard };
                    driver.run(input).await.map_err(|lost| lost.or(AttemptProblem::Answering))?;
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

/// Cancels an attempt that awaits its answer.
pub(super) async fn cancel(room: &Arc<Room>, id: &AttemptId) -> Result<(), Problem> {
    let row = room.row(id).await?;
    if room.unsaved.contains(id) {
        return Err(AttemptProblem::Unsaved.into());
    }
    if row.stage.is_under_way() {
        return Err(AttemptProblem::Answering.into());
    }
    // A lost claim means that its answer came first.
    let cancelled = Driver::awaiting(room, row).run(Input::Cancel).await;
    cancelled.map(drop).map_err(|lost| lost.or(AttemptProblem::Answering))
}

/// Feeds a decision to an attempt that waits for one.
pub(super) async fn decide(room: &Arc<Room>, id: &AttemptId, input: Input) -> Result<Received, Problem> {
    let driver = match room.unsaved.take(id).await {
        Some(attempt) => Ok(Driver::of(room, attempt)),
        None => {
            let row = room.row(id).await?;
            if row.stage.is_under_way() {
                let left = take_over(room, &row).await?.ok_or(AttemptProblem::Answering)?;
                return left.run(Input::Orphaned).await.map_err(|lost| lost.or(AttemptProblem::Answering));
            }
            must_be_undecided(&row, &input)?;
            Driver::claimed(room, row)
        }
    };
    let decided = match driver {
        Ok(driver) => driver.run(input).await,
        Err(lost) => Err(lost),
    };
    decided.map_err(|lost: Lost| lost.or(AttemptProblem::Decided))
}

/// Only an attempt that keeps a token is decided on, and nothing is added of which nobody knows whose it is.
fn must_be_undecided(row: &AttemptRow, input: &Input) -> Result<(), AttemptProblem> {
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

/// How an attempt ended, if it did, or what a person has to decide.
async fn ended(room: &Room, row: &AttemptRow) -> Result<Option<Result<Connected, Problem>>, Problem> {
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
    // A token that could not be compared has no account of its own yet.
    let Some(account) = &row.account_id else {
        return Ok(Some(Err(row.error.clone().unwrap_or_else(|| not_compared(None).into()))));
    };
    Ok(Some(Ok(Connected { account: room.accounts.get(account).await?, outcome })))
}
