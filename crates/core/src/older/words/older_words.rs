//! A message and a hint of an older version.

use alloc::string::String;

/// The hint of an older version for an account whose app was uninstalled.
pub(super) const RECONNECT_OR_FORGET: &str = "Reconnect the account to install the app again, or forget it.";

/// The message and the hint that an older version stored for a problem.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::older) struct OlderWords {
    pub(in crate::older) message: String,
    pub(in crate::older) hint: String,
}

impl OlderWords {
    pub(super) fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}
