//! Stays with an attempt until it has ended, waits for a person, or the program ends.

use std::pin::pin;
use std::time::Duration;

use switchhook_core::{AttemptId, AttemptProblem, AttemptStage, Problem};

use super::outcome::{Finished, Left, Received};
use super::room::Attempts;

/// The pause before Switchhook stores an unsaved token again.
const SAVE_AGAIN_IN: Duration = Duration::from_secs(1);
/// How long Switchhook tries to store an unsaved token.
const SAVES_FOR: Duration = Duration::from_mins(10);

/// How long a program that is to end still tries: one pause, and the time for which it waits for a busy database.
const LAST_TRY: Duration = Duration::from_secs(7);

impl Attempts {
    /// Waits for `receiving`, and stores an unsaved token again each second for ten minutes. Returns how it ended.
    ///
    /// For a process that runs no maintenance, and would lose the token at its end.
    ///
    /// Each call of `asked_to_end` waits for one request to end the program. While an attempt is under way, the first
    /// request only makes `say` get [`AttemptProblem::Answering`]; the second one ends the wait. While a token is unsaved,
    /// the first request leaves seven more seconds. `say` gets [`AttemptProblem::Unsaved`] when a token is not stored yet.
    ///
    /// # Errors
    /// As [`Self::receive`] and [`Self::retry`]; `cancelled` when a request to end came before an attempt was under way.
    pub async fn finish<Asked: Future<Output = ()>>(
        &self,
        receiving: impl Future<Output = Result<Received, Problem>>,
        asked_to_end: impl Fn() -> Asked,
        say: impl Fn(&Problem),
    ) -> Result<Finished, Problem> {
        let mut receiving = pin!(receiving);
        let received = tokio::select! {
            received = &mut receiving => received?,
            () = asked_to_end() => {
                let Some(attempt) = self.room.running.any() else {
                    return Err(AttemptProblem::Cancelled.into());
                };
                say(&AttemptProblem::Answering.into());
                tokio::select! {
                    received = receiving => received?,
                    () = asked_to_end() => return Ok(Finished::Left(self.left(&attempt).await)),
                }
            }
        };
        match finished(received) {
            Ok(finished) => Ok(finished),
            Err(unsaved) => self.save_again(unsaved, asked_to_end, say).await,
        }
    }

    /// Stores an unsaved token again until it is stored, the time is over, or the second request to end comes.
    ///
    /// Fails as [`Self::retry`].
    async fn save_again<Asked: Future<Output = ()>>(
        &self,
        unsaved: Unsaved,
        asked_to_end: impl Fn() -> Asked,
        say: impl Fn(&Problem),
    ) -> Result<Finished, Problem> {
        say(&unsaved.problem);
        let mut saving = pin!(self.until_saved(&unsaved.attempt));
        tokio::select! {
            finished = &mut saving => return finished,
            () = asked_to_end() => {}
            () = tokio::time::sleep(SAVES_FOR) => {}
        }
        tokio::select! {
            finished = saving => finished,
            () = asked_to_end() => Ok(Finished::Left(self.left(&unsaved.attempt).await)),
            () = tokio::time::sleep(LAST_TRY) => Ok(Finished::Left(self.left(&unsaved.attempt).await)),
        }
    }

    /// Stores an unsaved token again each second until it is stored. Fails as [`Self::retry`].
    async fn until_saved(&self, attempt: &AttemptId) -> Result<Finished, Problem> {
        loop {
            tokio::time::sleep(SAVE_AGAIN_IN).await;
            if let Ok(finished) = finished(self.retry(attempt).await?) {
                return Ok(finished);
            }
        }
    }

    /// Returns what happens to an attempt if the program ends now: the row keeps the token, the token is lost, or the attempt
    /// ends as interrupted. A row that can't be read counts as one without a token.
    pub async fn left(&self, attempt: &AttemptId) -> Left {
        let is_unsaved = self.room.unsaved.contains(attempt);
        match self.room.row(attempt).await.map(|row| row.stage) {
            Ok(AttemptStage::Identifying | AttemptStage::Refused | AttemptStage::Unverified) => {
                Left { problem: AttemptProblem::Left.into(), keeps_token: true }
            }
            _ if is_unsaved => Left { problem: AttemptProblem::TokenLost.into(), keeps_token: false },
            _ => Left { problem: AttemptProblem::Interrupted.into(), keeps_token: false },
        }
    }
}

/// An attempt whose token the store refused, and its problem.
struct Unsaved {
    attempt: AttemptId,
    problem: Problem,
}

/// Returns the result for a program that has stayed with the attempt. Fails with an unsaved attempt, which is not finished.
fn finished(received: Received) -> Result<Finished, Unsaved> {
    match received {
        Received::Ended(ended) => Ok(Finished::Ended(ended)),
        Received::Undecided { attempt, problem } => Ok(Finished::Undecided { attempt, problem }),
        Received::Delivered => Ok(Finished::Delivered),
        Received::Stuck(problem) => Ok(Finished::Stuck(problem)),
        Received::Unsaved { attempt, problem } => Err(Unsaved { attempt, problem }),
    }
}
