//! A provider's code for an error.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A provider's own code for an error: 1 to 64 of `A-Z`, `a-z`, `0-9`, `_`, `.` and `-`. RFC 6749 §4.1.2.1 allows whole
/// sentences, but those may repeat the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProviderCode(String);

const MAX_LEN: usize = 64;

impl ProviderCode {
    /// Reads a code. Returns `None` unless the whole text is one.
    pub fn new(text: &str) -> Option<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        let is_code = (1..=MAX_LEN).contains(&text.len()) && text.bytes().all(is_allowed);
        is_code.then(|| Self(text.into()))
    }

    /// Returns the code, which is safe to print.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code says that the person declined.
    pub fn is_denial(&self) -> bool {
        self.0 == "access_denied"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_only_plain_characters() {
        for code in ["access_denied", "invalid-grant", "E4.01", "a", &"x".repeat(64)] {
            assert_eq!(ProviderCode::new(code).as_ref().map(ProviderCode::as_str), Some(code));
        }
        for text in
            ["", "Bad dG9rOnRva2Vu", "no token", "dG9r=", "a/b", "a+b", "a%20b", "é", "a\n", &"x".repeat(65)]
        {
            assert_eq!(ProviderCode::new(text), None, "{text}");
        }
    }
}
