//! The words of the command line for every problem. The window has words of its own.

use alloc::borrow::ToOwned as _;
use alloc::format;
use alloc::string::String;

pub(crate) mod account;
pub(crate) mod attempt;
pub(crate) mod code;
pub(crate) mod desktop;
pub(crate) mod paste;
mod phrases;
pub(crate) mod provider;
pub(crate) mod registration;
pub(crate) mod report;
pub(crate) mod sentence;
pub(crate) mod store;
pub(crate) mod vault;

use crate::{ErrorReport, Figure, Problem};
use sentence::{Words, of_code};

impl Problem {
    /// Returns the problem in the words of the command line.
    pub fn report(&self) -> ErrorReport {
        let Words { message, hint } = words(self);
        let provider_code = self.provider_code().map(|code| code.as_str().to_owned());
        ErrorReport { code: self.code(), message, hint, provider_code }
    }
}

impl<P: Into<Problem>> From<P> for ErrorReport {
    fn from(problem: P) -> Self {
        problem.into().report()
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Words { message, hint } = words(self);
        write!(f, "{message} {hint}")
    }
}

impl core::error::Error for Problem {}

fn words(problem: &Problem) -> Words {
    match problem {
        Problem::Link(error) => of_code(error.code()),
        Problem::Attempt(problem) => attempt::words(problem),
        Problem::Account(problem) => account::words(problem),
        Problem::Registration(problem) => registration::words(problem),
        Problem::Provider(problem) => provider::words(problem),
        Problem::Vault(problem) => vault::words(problem),
        Problem::Store(problem) => store::words(problem),
        Problem::Desktop(problem) => desktop::words(problem),
        Problem::FiguresUnread { figures, why } => {
            let Words { message, hint } = words(why);
            Words { message: format!("Switchhook could not read {}. {message}", named(figures)), hint }
        }
        Problem::DeadAfterUninstall { why } => Words {
            message: format!(
                "{} Switchhook got no clear answer to its uninstall, so the app may be uninstalled.",
                words(why).message
            ),
            hint: account::RECONNECT_OR_FORGET.to_owned(),
        },
        Problem::Older { message, hint, .. } => Words { message: message.clone(), hint: hint.clone() },
    }
}

fn named(figures: &[Figure]) -> String {
    if figures.is_empty() {
        return "any figure".to_owned();
    }
    sentence::listed(figures.iter().map(|figure| figure.label()))
}
