//! Why a link is refused.

use serde::{Deserialize, Serialize};

use crate::Code;

/// Why a link is refused. Every refusal leaves every attempt as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum LinkError {
    /// The address is none of ours.
    #[error("the link goes to an address that is not Switchhook's")]
    Foreign,
    /// Not a URL, or our state with no answer, two answers or a broken one.
    #[error("the link is not a well-formed answer")]
    Malformed,
    /// Our address without a `state`.
    #[error("the link carries no state")]
    StateMissing,
    /// No attempt of the last 24 hours knows this `state`.
    #[error("the link belongs to no attempt of this computer")]
    StateUnknown,
    /// The attempt has had its answer.
    #[error("the link was used already")]
    StateUsed,
    /// The attempt waited too long.
    #[error("the link came after its attempt had expired")]
    StateExpired,
    /// The person cancelled the attempt.
    #[error("the link belongs to an attempt that was cancelled")]
    Cancelled,
    /// A sealed link that does not open, or opens to a foreign origin.
    #[error("the sealed link does not open")]
    SealedInvalid,
    /// An open answer for an attempt that takes only sealed ones.
    #[error("the link should have come sealed")]
    Unsealed,
}

impl LinkError {
    /// The stable code of the refusal.
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
