//! The reasons to refuse a link.

use serde::{Deserialize, Serialize};

use crate::Code;

/// Why Switchhook refuses a link. A refusal changes no attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum LinkError {
    /// The link goes to an address that is not a redirect URI of this computer.
    Foreign,
    /// The link is not a URL, or holds two answers or a broken one.
    Malformed,
    /// The link goes to a redirect URI of this computer and has no `state`.
    StateMissing,
    /// No attempt of the last 24 hours knows this `state`.
    StateUnknown,
    /// The attempt has already received its answer.
    StateUsed,
    /// The attempt expired.
    StateExpired,
    /// The person cancelled the attempt.
    Cancelled,
    /// Switchhook can't decrypt the encrypted link, or the link names a foreign origin.
    SealedInvalid,
    /// The answer is plain, and its attempt accepts only encrypted ones.
    Unsealed,
}

impl LinkError {
    /// Returns the stable code of the refusal.
    pub const fn code(self) -> Code {
        match self {
            Self::Foreign => Code::Foreign,
            Self::Malformed => Code::Malformed,
            Self::StateMissing => Code::StateMissing,
            Self::StateUnknown => Code::StateUnknown,
            Self::StateUsed => Code::StateUsed,
            Self::StateExpired => Code::StateExpired,
            Self::Cancelled => Code::Cancelled,
            Self::SealedInvalid => Code::SealedInvalid,
            Self::Unsealed => Code::Unsealed,
        }
    }
}
