//! Converts errors that older versions stored as sentences into problems.
//!
//! The parsers propose candidate problems. A candidate counts only if the older version's words for it equal the stored
//! sentences byte for byte. If no candidate fits, the sentences stay as they are, as [`Problem::Older`].

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

mod account;
mod answered;
mod attempt;
mod provider;
mod sentences;
mod words;

use crate::{Code, Problem, ProviderCode, StoreProblem};
use sentences::Sentences;
use words::{DEAD_AFTER_UNINSTALL, OlderWords};

/// An error as an older version stored it: a code, two sentences, and the provider's own code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct OlderReport {
    code: Code,
    message: String,
    hint: String,
    provider_code: Option<ProviderCode>,
}

impl OlderReport {
    /// Returns the problem that the older version described. Returns [`Problem::Older`] if no candidate has these words.
    pub fn problem(self) -> Problem {
        let stored = Sentences {
            message: &self.message,
            hint: &self.hint,
            provider_code: self.provider_code.as_ref(),
        };
        let found = candidates(stored).into_iter().find(|candidate| self.describes(candidate));
        found.unwrap_or_else(|| self.kept())
    }

    fn describes(&self, problem: &Problem) -> bool {
        if problem.code() != self.code || problem.provider_code() != self.provider_code.as_ref() {
            return false;
        }
        words::of(problem)
            .is_some_and(|OlderWords { message, hint }| message == self.message && hint == self.hint)
    }

    fn kept(self) -> Problem {
        let Self { code, message, hint, provider_code } = self;
        Problem::Older { code, message, hint, provider_code }
    }
}

/// Returns the problems that these sentences may describe, the likelier ones first.
fn candidates(stored: Sentences<'_>) -> Vec<Problem> {
    let mut all = account_candidates(stored);
    all.extend(attempt::candidates(stored).into_iter().map(Problem::from));
    if let Some(message) = stored.message.strip_suffix(DEAD_AFTER_UNINSTALL) {
        // The older version did not store the hint of the problem behind it. The message alone identifies it.
        let why = account_candidates(Sentences { message, ..stored });
        all.extend(why.into_iter().map(|why| Problem::DeadAfterUninstall { why: Box::new(why) }));
    }
    all
}

/// Returns the candidates that an account or one of its figures can have.
fn account_candidates(stored: Sentences<'_>) -> Vec<Problem> {
    let mut all = Vec::from([Problem::Store(StoreProblem::Failed)]);
    all.extend(account::candidates(stored).into_iter().map(Problem::from));
    all.extend(provider::candidates(stored).into_iter().map(Problem::from));
    all
}

#[cfg(test)]
mod tests;
