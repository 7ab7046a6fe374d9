//! The results of a link or of a decision, and the error of a driver.

use switchhook_core::{AttemptId, AttemptProblem, Problem, StoreProblem};

use crate::contract::Connected;

/// The result of a link that matched an attempt, or of a decision.
#[derive(Debug)]
pub enum Received {
    /// The attempt ended, with an account or with a problem.
    Ended(Result<Box<Connected>, Problem>),
    /// The store refused the token, which is in this process's memory alone. Retry before the process ends.
    Unsaved {
        /// The attempt, for [`crate::Attempts::retry`].
        attempt: AttemptId,
        /// The store's problem.
        problem: Problem,
    },
    /// The person must decide: another identity answered than the awaited one, or `/me` gave none.
    Undecided {
        /// The attempt, for [`crate::Attempts::retry`], [`crate::Attempts::resolve_refused`] or
        /// [`crate::Attempts::discard`].
        attempt: AttemptId,
        /// The reason, by which the person decides.
        problem: Problem,
    },
    /// Another process has the vault open, and finishes the attempt.
    Delivered,
    /// The attempt still awaits its answer, since vault or store failed. The link counts once that is repaired.
    Stuck(Problem),
}

/// The result for a process that stayed with an attempt.
#[derive(Debug)]
pub enum Finished {
    /// As [`Received::Ended`].
    Ended(Result<Box<Connected>, Problem>),
    /// As [`Received::Undecided`].
    Undecided {
        /// The attempt to decide on.
        attempt: AttemptId,
        /// The reason, by which the person decides.
        problem: Problem,
    },
    /// As [`Received::Delivered`].
    Delivered,
    /// As [`Received::Stuck`].
    Stuck(Problem),
    /// The process ends before the attempt does.
    Left(Left),
}

/// An attempt that has not ended when its process ends.
#[derive(Debug)]
pub struct Left {
    /// The problem to show.
    pub problem: Problem,
    /// Whether the attempt's row has the token: then the next start finishes it. Otherwise the attempt ends with the
    /// process.
    pub keeps_token: bool,
}

impl Received {
    /// Returns the result unless it is [`Received::Stuck`].
    ///
    /// # Errors
    /// The problem of [`Received::Stuck`]: a vault code or `store_failed`.
    pub fn unless_stuck(self) -> Result<Self, Problem> {
        match self {
            Self::Stuck(problem) => Err(problem),
            Self::Ended(_) | Self::Unsaved { .. } | Self::Undecided { .. } | Self::Delivered => Ok(self),
        }
    }
}

/// Why a driver could not carry out an input.
pub(super) enum DriveError {
    /// Another process, or another task of this one, took the attempt's next step.
    ClaimLost,
    /// Store or vault failed, or the flow refused the input. The attempt is unchanged.
    Problem(Problem),
}

impl DriveError {
    /// Returns the problem; `claimed` for a lost claim.
    pub(super) fn or(self, claimed: AttemptProblem) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::ClaimLost => claimed.into(),
        }
    }
}

impl From<Problem> for DriveError {
    /// Returns [`DriveError::Problem`].
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreProblem> for DriveError {
    /// Returns [`DriveError::Problem`].
    fn from(problem: StoreProblem) -> Self {
        Self::Problem(problem.into())
    }
}

impl From<AttemptProblem> for DriveError {
    /// Returns [`DriveError::Problem`].
    fn from(problem: AttemptProblem) -> Self {
        Self::Problem(problem.into())
    }
}
