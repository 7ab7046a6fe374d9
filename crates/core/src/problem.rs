//! Problems: errors as data, with a subject, a kind and facts. `words` makes sentences of them. No code decides by a sentence.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

pub(crate) mod account;
pub(crate) mod attempt;
pub(crate) mod code;
pub(crate) mod desktop;
pub(crate) mod field;
pub(crate) mod provider;
pub(crate) mod registration;
#[cfg(test)]
mod samples;
pub(crate) mod store;
pub(crate) mod vault;

use crate::{
    AccountProblem, AttemptProblem, Code, DesktopProblem, Figure, LinkError, ProviderCode, ProviderProblem,
    RegistrationProblem, StoreProblem, VaultProblem,
};

/// An error as data. The database stores it as JSON, and the window receives it as JSON: `about` names the subject, `what` the
/// kind, and the other keys hold the facts. No fact is a secret or the body of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Problem {
    /// A link that no attempt accepts.
    Link(LinkError),
    /// An attempt to connect an account.
    Attempt(AttemptProblem),
    /// A stored account.
    Account(AccountProblem),
    /// A client registered at a provider.
    Registration(RegistrationProblem),
    /// The provider, or the way to it.
    Provider(ProviderProblem),
    /// The master key, or the keyring that holds it.
    Vault(VaultProblem),
    /// The database, or the folder of this home.
    Store(StoreProblem),
    /// The desktop that the program runs on.
    Desktop(DesktopProblem),
    /// Some figures of an account were not read.
    FiguresUnread {
        /// The figures that were not read. Empty if no figure was read.
        figures: Vec<Figure>,
        /// The problem of the first of them.
        why: Box<Problem>,
    },
    /// A token stopped working after an uninstall without a clear answer.
    DeadAfterUninstall {
        /// The refusal of the token.
        why: Box<Problem>,
    },
    /// A problem that an older version stored as sentences, and that has no kind in this version.
    Older {
        /// The stable code.
        code: Code,
        /// The sentence that says what happened.
        message: String,
        /// The sentence that says what to do.
        hint: String,
        /// The provider's own code, if it sent one.
        provider_code: Option<ProviderCode>,
    },
}

impl Problem {
    /// Returns the stable code. Scripts branch on it, and the command line exits with its status.
    pub fn code(&self) -> Code {
        match self {
            Self::Link(error) => error.code(),
            Self::Attempt(problem) => problem.code(),
            Self::Account(problem) => problem.code(),
            Self::Registration(problem) => problem.code(),
            Self::Provider(problem) => problem.code(),
            Self::Vault(problem) => problem.code(),
            Self::Store(_) => Code::StoreFailed,
            Self::Desktop(problem) => problem.code(),
            Self::FiguresUnread { why, .. } | Self::DeadAfterUninstall { why } => why.code(),
            Self::Older { code, .. } => *code,
        }
    }

    /// Returns the provider's own code for the problem, if it sent one.
    pub fn provider_code(&self) -> Option<&ProviderCode> {
        match self {
            Self::Attempt(problem) => problem.provider_code(),
            Self::Account(problem) => problem.provider_code(),
            Self::Provider(problem) => problem.provider_code(),
            Self::FiguresUnread { why, .. } | Self::DeadAfterUninstall { why } => why.provider_code(),
            Self::Older { provider_code, .. } => provider_code.as_ref(),
            Self::Link(_) | Self::Registration(_) | Self::Vault(_) | Self::Store(_) | Self::Desktop(_) => {
                None
            }
        }
    }

    /// Returns the labels of the permissions that the app lacks. Returns an empty list for other problems.
    pub fn missing_permissions(&self) -> Vec<String> {
        match self {
            Self::Account(problem) => problem.missing_permissions(),
            _ => Vec::new(),
        }
    }
}

macro_rules! from_subject {
    ($($subject:ident: $problem:ty),+) => {$(
        impl From<$problem> for Problem {
            fn from(problem: $problem) -> Self {
                Self::$subject(problem)
            }
        }
    )+};
}

from_subject!(
    Link: LinkError,
    Attempt: AttemptProblem,
    Account: AccountProblem,
    Registration: RegistrationProblem,
    Provider: ProviderProblem,
    Vault: VaultProblem,
    Store: StoreProblem,
    Desktop: DesktopProblem
);
