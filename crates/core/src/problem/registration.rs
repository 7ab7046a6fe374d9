//! The problems of a registration.

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
    /// The text of a field can't be used.
    Unusable {
        /// The field.
        field: Field,
        /// The fault of the text.
        why: FieldFault,
    },
    /// The person made a mistake in copying.
    Paste {
        /// The thing that should have been pasted.
        pasted: Pasted,
        /// The mistake.
        mistake: PasteMistake,
    },
    /// A list of tokens is too long to be one.
    ListTooLong,
    /// The authorization endpoint's query holds a parameter that Switchhook sets for each attempt.
    ReservedParameter,
    /// The change needs the client secret.
    SecretNeeded,
    /// The registration belongs to the sandbox and follows the running sandbox.
    SandboxOwned {
        /// The name of the registration.
        name: String,
    },
    /// Another program changed or removed the registration at the same time.
    ChangedElsewhere {
        /// The former name of the registration.
        name: String,
    },
    /// Switchhook can't read the registration's stored addresses.
    AddressesDamaged,
    /// Switchhook can't decrypt the registration's client secret.
    SecretUnreadable {
        /// The name of the registration.
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
            | Self::ListTooLong
            | Self::ReservedParameter
            | Self::SecretNeeded
            | Self::SandboxOwned { .. }
            | Self::ChangedElsewhere { .. } => Code::Usage,
        }
    }
}
