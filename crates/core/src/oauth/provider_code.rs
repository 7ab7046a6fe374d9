//! The code by which a provider names an error.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A provider's own `error` value: RFC 6749 characters only, at most 64.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProviderCode(String);

impl ProviderCode {
    /// Keeps the characters that RFC 6749 §4.1.2.1 allows, up to 64 of them.
    pub fn new(text: &str) -> Self {
        let allowed = |c: &char| matches!(c, ' '..='!' | '#'..='[' | ']'..='~');
        Self(text.chars().filter(allowed).take(64).collect())
    }

    /// The value, safe to print.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it says that the person refused.
    pub fn is_denial(&self) -> bool {
        self.0 == "access_denied"
    }
}
