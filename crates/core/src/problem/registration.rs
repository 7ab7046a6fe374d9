//! What can go wrong with a registration.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{Code, Field, FieldFault, PasteMistake, Pasted};

/// A problem of a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RegistrationProblem {
    /// No registration has this name or id.
    NotFound,
    /// Another registration has this name.
    NameTaken {
        /// The name.
        name: String,
    },
    /// Something that was typed can't be used.
    Unusable {
        /// What was typed.
        field: Field,
        /// What is wrong with it.
        why: FieldFault,
    },
    /// A mistake of copying.
    Paste {
        /// What was pasted.
        pasted: Pasted,
        /// What is wrong with it.
        mistake: PasteMistake,
    },
    /// The authorization endpoint's query holds a parameter that belongs to each attempt.
    ReservedParameter,
    /// The change needs the client secret.
    SecretNeeded,
    /// It is the sandbox's own, which follows the running sandbox.
    SandboxOwned {
        /// Its name.
        name: String,
    },
    /// Somebody changed or removed it in the same moment.
    ChangedElsewhere {
        /// The name that it had.
        name: String,
    },
    /// Its stored addresses can't be read.
    AddressesDamaged,
    /// Its client secret does not open.
    SecretUnreadable {
        /// Its name.
        name: String,
    },
}

impl RegistrationProblem {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::NotFound => Code::NotFound,
            Self::AddressesDamaged => Code::StoreFailed,
            Self::SecretUnreadable { .. } => Code::KeyMissing,
            Self::NameTaken { .. }
            | Self::Unusable { .. }
            | Self::Paste { .. }
            | Self::ReservedParameter
            | Self::SecretNeeded
            | Self::SandboxOwned { .. }
            | Self::ChangedElsewhere { .. } => Code::Usage,
        }
    }
}
