//! A problem, as the window gets it: its code, and its facts. The window has words of its own.

use serde::Serialize;
use switchhook_core::{Code, ErrorReport, Problem, ProviderCode};

/// A problem with its codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Failure {
    /// What a script and the window branch on.
    pub code: Code,
    /// The provider's own code, where it sent one.
    pub provider_code: Option<ProviderCode>,
    /// What happened.
    pub problem: Problem,
}

impl Failure {
    /// The problem in the words of the command line.
    pub fn report(&self) -> ErrorReport {
        self.problem.report()
    }
}

impl<P: Into<Problem>> From<P> for Failure {
    fn from(problem: P) -> Self {
        let problem = problem.into();
        Self { code: problem.code(), provider_code: problem.provider_code().cloned(), problem }
    }
}
