//! The problems of the master key, and of the keyring that holds it.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::Code;

/// A problem of the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum VaultProblem {
    /// There is no keyring.
    Absent,
    /// The keyring does not answer.
    Silent,
    /// The keyring answered, and did not do what Switchhook asked.
    Refused,
    /// The keyring holds Switchhook's key more than once.
    Ambiguous,
    /// The keyring's program has no keyring that can keep a key.
    NoCollection,
    /// There is no session bus.
    NoBus,
    /// The keyring does not return the key that Switchhook stored in it.
    Forgetful,
    /// The system gives no random bytes.
    NoRandomness,
    /// Another process is making the vault and does not finish.
    MadeElsewhere,
    /// The keyring waits for its password.
    Waiting,
    /// The person did not unlock the keyring in time.
    NotUnlocked,
    /// The keyring is still locked: it could not ask the person, or the person did not unlock it.
    StillLocked,
    /// A program of an earlier version runs. It could not decrypt the secrets after this version seals them anew.
    OlderRunning,
    /// Another mode of the vault keeps the key.
    OtherMode,
    /// The key is gone.
    KeyGone {
        /// The data folder.
        folder: String,
    },
    /// The keyring holds another key than the one that decrypts the secrets.
    OtherKey {
        /// The data folder.
        folder: String,
    },
}

impl VaultProblem {
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::Absent
            | Self::Silent
            | Self::Refused
            | Self::Ambiguous
            | Self::NoCollection
            | Self::NoBus
            | Self::Forgetful
            | Self::NoRandomness
            | Self::MadeElsewhere
            | Self::OlderRunning => Code::VaultUnavailable,
            Self::Waiting | Self::NotUnlocked | Self::StillLocked => Code::VaultLocked,
            Self::OtherMode | Self::KeyGone { .. } | Self::OtherKey { .. } => Code::KeyMissing,
        }
    }
}
