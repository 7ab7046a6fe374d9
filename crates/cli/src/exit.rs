//! Exit codes, named as the error codes are. They are a contract: scripts branch on them.

use std::process::ExitCode;

use switchhook_engine::core::Code;

/// The link was left for the process that has the vault.
pub(crate) const DELIVERED: u8 = 3;

pub(crate) fn code(code: Code) -> ExitCode {
    ExitCode::from(code.exit_status())
}
