//! An error in words: a stable code, a sentence, a hint.

use alloc::string::{String, ToString};

use serde::Serialize;

use super::code::words;
use crate::Code;

/// An error as every shell shows it. It never holds a secret or a provider's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ErrorReport {
    /// What a script branches on.
    pub code: Code,
    /// What happened, in a sentence.
    pub message: String,
    /// What to do.
    pub hint: String,
    /// The provider's own error code, where it sent one.
    pub provider_code: Option<String>,
}

impl ErrorReport {
    /// The report with the code's own words.
    pub fn new(code: Code) -> Self {
        let (message, hint) = words(code);
        Self { code, message: message.to_string(), hint: hint.to_string(), provider_code: None }
    }

    /// The same with a sentence that says more than the code's own.
    #[must_use]
    pub fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// The same with a hint that fits better than the code's own.
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
