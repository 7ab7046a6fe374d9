//! Exit codes. Each error code has one. Exit codes are a contract: scripts branch on them.

use std::process::ExitCode;

use switchhook_engine::core::Code;

/// The exit code for a link that another process finishes, because that process has the vault.
pub(crate) const DELIVERED: u8 = 3;

pub(crate) fn code(code: Code) -> ExitCode {
    ExitCode::from(code.exit_status())
}
