//! Finishes what was received: this process stays with the attempt until it has ended, waits for a person, or is given up.

use std::pin::pin;
use std::time::Duration;

use switchhook_core::{AttemptId, AttemptProblem, AttemptStage, Problem};

use super::outcome::{Finished, Left, Received};
use super::room::Attempts;

/// A token that the store refuses is offered to it again so soon, and for so long.
const SAVE_AGAIN_IN: Duration = Duration::from_secs(1);
const SAVES_FOR: Duration = Duration::from_mins(10);

/// A program that is to end offers it once more: as long as a busy database is waited for, and the pause before.
const LAST_TRY: Duration = Duration::from_secs(7);

impl Attempts {
    /// Waits for what is received, and offers a token that the store refuses to it again until it is taken. For a process
    /// that runs no maintenance, and would end and lose that token.
    ///
    /// Each call of `asked_to_end` waits for a wish to end the program. The first one is answered by `say` while something
    /// would be lost, the second is meant. `say` is also told that a token is not stored yet.
    ///
    /// # Errors
    /// As [`Self::receive`]; `cancelled` where the wish to end came before anything was under way.
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
            Err(unsaved) => self.save(unsaved, asked_to_end, say).await,
        }
    }

    async fn save<Asked: Future<Output = ()>>(
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

    async fn until_saved(&self, attempt: &AttemptId) -> Result<Finished, Problem> {
        loop {
            tokio::time::sleep(SAVE_AGAIN_IN).await;
            if let Ok(finished) = finished(self.retry(attempt).await?) {
                return Ok(finished);
            }
        }
    }

    /// What a program tells of an attempt that it leaves by ending now.
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

/// An attempt whose token the store refused, and what is told of it.
struct Unsaved {
    attempt: AttemptId,
    problem: Problem,
}

fn finished(received: Received) -> Result<Finished, Unsaved> {
    match received {
        Received::Ended(ended) => Ok(Finished::Ended(ended)),
        Received::Undecided { attempt, problem } => Ok(Finished::Undecided { attempt, problem }),
        Received::Delivered => Ok(Finished::Delivered),
        Received::Stuck(problem) => Ok(Finished::Stuck(problem)),
        Received::Unsaved { attempt, problem } => Err(Unsaved { attempt, problem }),
    }
}
