//! The shape of a problem: its code and its facts. The window has its own words for both.

use serde::Serialize;
use switchhook_core::{Code, ErrorReport, Problem, ProviderCode};

/// A problem, with the code that stands for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Failure {
    /// The code by which scripts and the window decide.
    pub code: Code,
    /// The provider's own code; null where it sent none.
    pub provider_code: Option<ProviderCode>,
    /// The problem and its facts.
    pub problem: Problem,
}

impl Failure {
    /// Returns the problem in the words of the command line.
    pub fn report(&self) -> ErrorReport {
        self.problem.report()
    }
}

impl<P: Into<Problem>> From<P> for Failure {
    /// Returns a problem with its code and the provider's code.
    fn from(problem: P) -> Self {
        let problem = problem.into();
        Self { code: problem.code(), provider_code: problem.provider_code().cloned(), problem }
    }
}
