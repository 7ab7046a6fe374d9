//! Errors as older versions stored them: whole sentences, which become problems again.
//!
//! A sentence is recognised by guesses. Each guess is a problem that could have been told so, and it counts only if today's
//! words for it are the stored ones, to the letter. What no guess fits is kept as it stands. So a wrong guess never changes
//! what a person reads.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

mod account;
mod answered;
mod attempt;
mod provider;
mod sentences;

use crate::{Code, ErrorReport, Problem, ProviderCode, StoreProblem};
use sentences::Sentences;

/// What an older version added to the sentence of a token that died during an uninstall.
const DEAD_AFTER_UNINSTALL: &str =
    " No answer told what came of its uninstall, so the app may have been uninstalled.";

/// An error as an older version stored it: a code, two sentences, and the provider's own code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OlderReport {
    code: Code,
    message: String,
    hint: String,
    provider_code: Option<ProviderCode>,
}

impl OlderReport {
    /// The problem that the report told of. Its own report is equal to this one.
    pub fn problem(self) -> Problem {
        let told = Sentences {
            message: &self.message,
            hint: &self.hint,
            provider_code: self.provider_code.as_ref(),
        };
        let guess = guesses(told).into_iter().find(|guess| self.is_told_of(guess));
        guess.unwrap_or_else(|| self.kept())
    }

    fn is_told_of(&self, problem: &Problem) -> bool {
        if problem.code() != self.code || problem.provider_code() != self.provider_code.as_ref() {
            return false;
        }
        let ErrorReport { message, hint, .. } = problem.report();
        message == self.message && hint == self.hint
    }

    fn kept(self) -> Problem {
        let Self { code, message, hint, provider_code } = self;
        Problem::Older { code, message, hint, provider_code }
    }
}

/// The problems that could have been told so, the likelier ones first.
fn guesses(told: Sentences<'_>) -> Vec<Problem> {
    let mut all = of_account(told);
    all.extend(attempt::guesses(told).into_iter().map(Problem::from));
    if let Some(message) = told.message.strip_suffix(DEAD_AFTER_UNINSTALL) {
        // The hint of the problem behind it was not stored: its message has to do.
        let why = of_account(Sentences { message, ..told });
        all.extend(why.into_iter().map(|why| Problem::DeadAfterUninstall { why: Box::new(why) }));
    }
    all
}

/// The problems that an account or one of its figures can have.
fn of_account(told: Sentences<'_>) -> Vec<Problem> {
    let mut all = Vec::from([Problem::Store(StoreProblem::Failed)]);
    all.extend(account::guesses(told).into_iter().map(Problem::from));
    all.extend(provider::guesses(told).into_iter().map(Problem::from));
    all
}

#[cfg(test)]
mod tests;
