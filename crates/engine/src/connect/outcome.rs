//! What came of a link, or of a decision.

use switchhook_core::{AttemptId, AttemptProblem, Problem, StoreProblem};

use crate::contract::Connected;

/// What became of a link that matched an attempt.
#[derive(Debug)]
pub enum Received {
    /// The attempt ended: with an account, or with the reason why not.
    Ended(Result<Box<Connected>, Problem>),
    /// The store refuses the token, which is in this process's memory: try again before it ends.
    Unsaved {
        /// For [`crate::Attempts::retry`].
        attempt: AttemptId,
        /// What is wrong.
        problem: Problem,
    },
    /// The person must decide: another identity answered than the awaited one, or none.
    Undecided {
        /// For [`crate::Attempts::retry`], [`crate::Attempts::resolve_refused`] or [`crate::Attempts::discard`].
        attempt: AttemptId,
        /// Which of them, and why.
        problem: Problem,
    },
    /// Another process has the vault and finishes it.
    Delivered,
    /// The attempt waits on: the vault or the store is to be mended first, and then the link still counts.
    Stuck(Problem),
}

/// How a process that stayed with an attempt leaves it.
#[derive(Debug)]
pub enum Finished {
    /// As [`Received::Ended`].
    Ended(Result<Box<Connected>, Problem>),
    /// As [`Received::Undecided`].
    Undecided {
        /// As there.
        attempt: AttemptId,
        /// As there.
        problem: Problem,
    },
    /// As [`Received::Delivered`].
    Delivered,
    /// As [`Received::Stuck`].
    Stuck(Problem),
    /// The process ends before the attempt does.
    Left(Left),
}

/// An attempt that a process leaves by its end.
#[derive(Debug)]
pub struct Left {
    /// What is told.
    pub problem: Problem,
    /// The row has the token, and the next start goes on with it. Else it ends with the process.
    pub keeps_token: bool,
}

impl Received {
    /// Makes an error of a link that is stuck.
    ///
    /// # Errors
    /// A vault or store code.
    pub fn unless_stuck(self) -> Result<Self, Problem> {
        match self {
            Self::Stuck(problem) => Err(problem),
            Self::Ended(_) | Self::Unsaved { .. } | Self::Undecided { .. } | Self::Delivered => Ok(self),
        }
    }
}

/// Why an input could not be carried out.
pub(super) enum Lost {
    /// Another process, or another task of this one, took the attempt's next step.
    Claim,
    /// The store or the vault failed; the attempt is as it was.
    Problem(Problem),
}

impl Lost {
    /// The problem, where a lost claim is this one.
    pub(super) fn or(self, claimed: AttemptProblem) -> Problem {
        match self {
            Self::Problem(problem) => problem,
            Self::Claim => claimed.into(),
        }
    }
}

impl From<Problem> for Lost {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<StoreProblem> for Lost {
    fn from(problem: StoreProblem) -> Self {
        Self::Problem(problem.into())
    }
}

impl From<AttemptProblem> for Lost {
    fn from(problem: AttemptProblem) -> Self {
        Self::Problem(problem.into())
    }
}
