//! The stable codes of errors.

use serde::{Deserialize, Serialize};

/// The stable codes. Scripts branch on them, the programs exit by them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Code {
    /// The call itself is wrong.
    Usage,
    /// A link to an address that is not ours.
    Foreign,
    /// Not a URL of ours, or our state with a broken answer.
    Malformed,
    /// A link of ours without `state`.
    StateMissing,
    /// A `state` nobody here waits for.
    StateUnknown,
    /// A `state` that has had its answer.
    StateUsed,
    /// A `state` that waited too long.
    StateExpired,
    /// A sealed link that does not open.
    SealedInvalid,
    /// An open answer where only a sealed one is taken.
    Unsealed,
    /// The person or the provider refused.
    Denied,
    /// The provider refused the code or the token.
    CodeRejected,
    /// The provider could not be reached, or is in trouble.
    ProviderUnreachable,
    /// The provider's answer can't be read.
    ProviderUnreadable,
    /// There is no keyring, or it does not answer.
    VaultUnavailable,
    /// The keyring stayed locked.
    VaultLocked,
    /// The keyring answers, but our key is gone from it.
    KeyMissing,
    /// The database can't be read or written.
    StoreFailed,
    /// Nothing of that name.
    NotFound,
    /// The person cancelled.
    Cancelled,
    /// The program ended while the provider was answering.
    Interrupted,
    /// Another workspace, or another teammate, answered than the awaited one.
    WrongWorkspace,
}

impl Code {
    /// The code as it is printed: `state_unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Foreign => "foreign",
            Self::Malformed => "malformed",
            Self::StateMissing => "state_missing",
            Self::StateUnknown => "state_unknown",
            Self::StateUsed => "state_used",
            Self::StateExpired => "state_expired",
            Self::SealedInvalid => "sealed_invalid",
            Self::Unsealed => "unsealed",
            Self::Denied => "denied",
            Self::CodeRejected => "code_rejected",
            Self::ProviderUnreachable => "provider_unreachable",
            Self::ProviderUnreadable => "provider_unreadable",
            Self::VaultUnavailable => "vault_unavailable",
            Self::VaultLocked => "vault_locked",
            Self::KeyMissing => "key_missing",
            Self::StoreFailed => "store_failed",
            Self::NotFound => "not_found",
            Self::Cancelled => "cancelled",
            Self::Interrupted => "interrupted",
            Self::WrongWorkspace => "wrong_workspace",
        }
    }

    /// The status that a program ends with for it.
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Usage => 2,
            Self::Foreign => 10,
            Self::Malformed => 11,
            Self::StateMissing => 12,
            Self::StateUnknown => 13,
            Self::StateUsed => 14,
            Self::StateExpired => 15,
            Self::SealedInvalid => 16,
            Self::Unsealed => 17,
            Self::Denied => 20,
            Self::CodeRejected => 21,
            Self::ProviderUnreachable => 22,
            Self::ProviderUnreadable => 23,
            Self::VaultUnavailable => 30,
            Self::VaultLocked => 31,
            Self::KeyMissing => 32,
            Self::StoreFailed => 33,
            Self::NotFound => 40,
            Self::Cancelled => 41,
            Self::Interrupted => 42,
            Self::WrongWorkspace => 43,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_code_and_the_serialised_one_are_the_same() {
        for code in [
            Code::Usage,
            Code::StateUnknown,
            Code::VaultUnavailable,
            Code::ProviderUnreadable,
            Code::KeyMissing,
        ] {
            let json = serde_json::to_value(code).expect("a plain enum");
            assert_eq!(json, code.as_str(), "{code:?}");
        }
    }
}
