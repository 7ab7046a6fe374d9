//! What went wrong, as data: a subject, a kind and the facts. Sentences stand in `words`, and nobody decides by them.

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

/// What went wrong. The database stores it, and the window gets it, as JSON: `about` names the subject, `what` the kind, and
/// the other keys hold the facts. No secret and no body of an answer is ever one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Problem {
    /// A link that no attempt takes.
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
        /// Which; empty where it is all of them.
        figures: Vec<Figure>,
        /// Why the first of them was not.
        why: Box<Problem>,
    },
    /// A token is dead since an uninstall whose answer is not known.
    DeadAfterUninstall {
        /// How it died.
        why: Box<Problem>,
    },
    /// An older version stored it as sentences, and this version has no kind for them.
    Older {
        /// What scripts branch on.
        code: Code,
        /// What happened.
        message: String,
        /// What to do.
        hint: String,
        /// The provider's own code.
        provider_code: Option<ProviderCode>,
    },
}

impl Problem {
    /// The stable code: scripts branch on it, and the command line exits by it.
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

    /// The provider's own code for it, where the provider sent one.
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

    /// The labels of the permissions that the app lacks, where that is the problem.
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
