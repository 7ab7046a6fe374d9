//! The three secrets that pass through Switchhook. None of them prints, serialises or dereferences. Only `expose()` returns the
//! text, so a search finds every use.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroizing;

/// Why a text can't be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretError {
    /// The text is empty.
    Empty,
    /// The text holds a character outside RFC 6749's VSCHAR (appendix A), such as a line break, a control character or a letter
    /// outside ASCII. An access token may not hold a blank either.
    Charset,
    /// The text is longer than 8,192 characters, and so longer than any real secret.
    TooLong,
}

const MAX_LEN: usize = 8 * 1024;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $lowest:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Checks the characters and the length.
            ///
            /// # Errors
            /// [`SecretError`], which never repeats the text.
            pub fn new(text: String) -> Result<Self, SecretError> {
                let text = Zeroizing::new(text);
                if text.is_empty() {
                    return Err(SecretError::Empty);
                }
                if text.len() > MAX_LEN {
                    return Err(SecretError::TooLong);
                }
                if !text.bytes().all(|byte| ($lowest..=0x7e).contains(&byte)) {
                    return Err(SecretError::Charset);
                }
                Ok(Self(text))
            }

            /// Returns the secret. Only code that sends or seals it may call this.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    };
}

secret!(
    /// The single-use code of an authorization response (RFC 6749 §4.1.2).
    AuthorizationCode,
    0x20
);
secret!(
    /// The bearer token of an account (RFC 6749 §5.1, RFC 6750). Intercom's tokens never expire.
    AccessToken,
    0x21
);
secret!(
    /// The client secret of a registration (RFC 6749 §2.3.1).
    ClientSecret,
    0x20
);

impl AuthorizationCode {
    /// Whether the code looks like base64 without the `=` at its end. A partly copied address loses it.
    pub fn may_have_lost_its_end(&self) -> bool {
        let is_base64 = self.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte));
        is_base64 && matches!(self.0.len() % 4, 2 | 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::ToString;

    #[test]
    fn debug_does_not_show_the_secret() {
        let token = AccessToken::new("dG9rOmhlbGxv".to_string()).expect("a plain token");
        assert_eq!(format!("{token:?}"), "AccessToken(redacted)");
        assert_eq!(token.expose(), "dG9rOmhlbGxv", "the one door gives it");
    }

    #[test]
    fn code_without_padding_is_recognised_by_length() {
        for (code, lost) in
            [("YWJjZA", true), ("YWJjZGU", true), ("YWJjZA==", false), ("YWJj", false), ("a.b.cd", false)]
        {
            let code_read = AuthorizationCode::new(code.to_string()).expect("plain");
            assert_eq!(code_read.may_have_lost_its_end(), lost, "{code}");
        }
    }

    #[test]
    fn token_with_blank_control_or_no_text_is_refused() {
        for (text, why) in [
            ("", SecretError::Empty),
            ("a b", SecretError::Charset),
            ("a\n", SecretError::Charset),
            ("a\u{7f}", SecretError::Charset),
            ("tök", SecretError::Charset),
        ] {
            assert_eq!(AccessToken::new(text.to_string()), Err(why), "{text:?}");
        }
        assert_eq!(AccessToken::new("x".repeat(MAX_LEN + 1)), Err(SecretError::TooLong));
    }
}
