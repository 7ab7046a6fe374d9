//! What can go wrong with the master key, or with the keyring that holds it.

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
    /// The keyring answers, and did not do what was asked.
    Refused,
    /// The keyring holds the entry more than once.
    Ambiguous,
    /// The keyring's program has no keyring to keep a key in.
    NoCollection,
    /// There is no session bus.
    NoBus,
    /// The keyring does not give back what it was given.
    Forgetful,
    /// The system gives no randomness.
    NoRandomness,
    /// Another process makes the vault, and does not finish.
    MadeElsewhere,
    /// The keyring waits for its password.
    Waiting,
    /// Nobody unlocked the keyring in time.
    NotUnlocked,
    /// The keyring is still locked: nobody could be asked, or nobody unlocked it.
    StillLocked,
    /// A program of an earlier version runs, which could not open the secrets any more.
    OlderRunning,
    /// The key is kept by another mode of the vault.
    OtherMode,
    /// The key is gone.
    KeyGone {
        /// The data folder.
        folder: String,
    },
    /// The keyring's entry is another key.
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
