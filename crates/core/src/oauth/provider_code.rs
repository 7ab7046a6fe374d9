//! The code by which a provider names an error.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A provider's own code of an error: up to 64 of `A-Z`, `a-z`, `0-9`, `_`, `.` and `-`. RFC 6749 §4.1.2.1 allows whole
/// sentences, and those repeat what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ProviderCode(String);

const MAX_LEN: usize = 64;

impl ProviderCode {
    /// The code, where the whole text is one.
    pub fn new(text: &str) -> Option<Self> {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
        let is_code = (1..=MAX_LEN).contains(&text.len()) && text.bytes().all(is_allowed);
        is_code.then(|| Self(text.into()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_text_of_plain_characters_is_a_code() {
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
