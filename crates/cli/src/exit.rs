//! Exit codes, named as the error codes are. They are a contract: scripts branch on them.

use std::process::ExitCode;

use switchhook_engine::core::Code;

/// The link was left for the process that has the vault.
pub(crate) const DELIVERED: u8 = 3;

pub(crate) fn code(code: Code) -> ExitCode {
    ExitCode::from(match code {
        Code::Usage => 2,
        Code::Foreign => 10,
        Code::Malformed => 11,
        Code::StateMissing => 12,
        Code::StateUnknown => 13,
        Code::StateUsed => 14,
        Code::StateExpired => 15,
        Code::SealedInvalid => 16,
        Code::Unsealed => 17,
        Code::Denied => 20,
        Code::CodeRejected => 21,
        Code::ProviderUnreachable => 22,
        Code::ProviderUnreadable => 23,
        Code::VaultUnavailable => 30,
        Code::VaultLocked => 31,
        Code::KeyMissing => 32,
        Code::StoreFailed => 33,
        Code::NotFound => 40,
        Code::Cancelled => 41,
        Code::Interrupted => 42,
        Code::WrongWorkspace => 43,
    })
}
