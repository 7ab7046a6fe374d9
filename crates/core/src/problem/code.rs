//! The stable codes of errors.

use serde::{Deserialize, Serialize};

/// A stable code of an error. Scripts branch on it, and each code has an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Code {
    /// The call is wrong.
    Usage,
    /// A link goes to an address that is not a redirect URI of this computer.
    Foreign,
    /// A link is not a URL, or holds two answers or a broken one.
    Malformed,
    /// A link to a redirect URI of this computer has no `state`.
    StateMissing,
    /// No attempt on this computer knows the `state`.
    StateUnknown,
    /// The attempt with this `state` has already received its answer.
    StateUsed,
    /// The attempt with this `state` expired.
    StateExpired,
    /// Switchhook can't decrypt the encrypted link.
    SealedInvalid,
    /// The answer is plain, and the attempt accepts only encrypted ones.
    Unsealed,
    /// The person or the provider refused the authorization.
    Denied,
    /// The provider refused the code or the token.
    CodeRejected,
    /// Switchhook could not reach the provider, or the provider is unavailable.
    ProviderUnreachable,
    /// Switchhook can't read the provider's answer.
    ProviderUnreadable,
    /// There is no keyring, or it does not answer.
    VaultUnavailable,
    /// The keyring is locked.
    VaultLocked,
    /// The keyring answers, and does not hold the key that decrypts the secrets.
    KeyMissing,
    /// Switchhook can't read or write the database.
    StoreFailed,
    /// Nothing has this name or id.
    NotFound,
    /// The person cancelled.
    Cancelled,
    /// The program ended while the provider was answering.
    Interrupted,
    /// Another workspace or teammate answered than the expected one.
    WrongWorkspace,
    /// A check found a fault: something would not work now.
    Unhealthy,
}

impl Code {
    /// Returns the printed code, e.g. `state_unknown`.
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
            Self::Unhealthy => "unhealthy",
        }
    }

    /// Returns the exit status of a program that ends with this code.
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
            Self::Unhealthy => 44,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_code_equals_serialised_code() {
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
