//! The command line's form of an error: a stable code, a message and a hint.

use alloc::string::{String, ToString};

use serde::Serialize;

use super::code::words;
use crate::Code;

/// An error in words. No field holds a secret or the body of a provider's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorReport {
    /// The stable code, for scripts.
    pub code: Code,
    /// The sentence that says what happened.
    pub message: String,
    /// The sentence that says what to do.
    pub hint: String,
    /// The provider's own error code, if the provider sent one.
    pub provider_code: Option<String>,
}

impl ErrorReport {
    /// Makes a report with the code's own message and hint.
    pub fn new(code: Code) -> Self {
        let (message, hint) = words(code);
        Self { code, message: message.to_string(), hint: hint.to_string(), provider_code: None }
    }

    /// Replaces the message by a more specific one.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Replaces the hint by a more specific one.
    #[must_use]
    pub fn hinting(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl From<Code> for ErrorReport {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl core::fmt::Display for ErrorReport {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl core::error::Error for ErrorReport {}
