//! Why a link is refused.

use serde::{Deserialize, Serialize};

use crate::Code;

/// Why a link is refused. Every refusal leaves every attempt as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum LinkError {
    /// The address is none of ours.
    Foreign,
    /// Not a URL, or our state with no answer, two answers or a broken one.
    Malformed,
    /// Our address without a `state`.
    StateMissing,
    /// No attempt of the last 24 hours knows this `state`.
    StateUnknown,
    /// The attempt has had its answer.
    StateUsed,
    /// The attempt waited too long.
    StateExpired,
    /// The person cancelled the attempt.
    Cancelled,
    /// A sealed link that does not open, or opens to a foreign origin.
    SealedInvalid,
    /// An open answer for an attempt that takes only sealed ones.
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
