//! The token response (RFC 6749 §5.1), in Intercom's shape and in the standard one.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use zeroize::Zeroize;

use crate::{AccessToken, JsonText};

/// Why a 2xx answer of the token endpoint holds no usable token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum TokenError {
    /// The answer has neither `access_token` nor Intercom's `token`.
    Absent,
    /// The answer holds two different tokens.
    Ambiguous,
    /// The answer has a `token_type` other than `Bearer` (in any letter case).
    Type,
    /// The token is empty, too long, or holds characters that no header can hold.
    Charset,
}

/// The body of a 2xx answer. Unknown fields are ignored (RFC 6749 §5.1).
#[derive(Default)]
pub struct TokenAnswer {
    /// The texts of all fields `access_token` and `token`, in order.
    tokens: Vec<String>,
    /// Whether the answer names a type other than `Bearer`.
    is_other_type: bool,
}

impl TokenAnswer {
    /// Reads the one token of a body. Returns `None` if the body is not a JSON object.
    ///
    /// # Errors
    /// [`TokenError`], which never repeats the body.
    pub fn read(body: &[u8]) -> Option<Result<AccessToken, TokenError>> {
        Some(JsonText::read(body).ok()?.read_as::<Self>()?.into_token())
    }

    fn into_token(mut self) -> Result<AccessToken, TokenError> {
        if self.is_other_type {
            return Err(TokenError::Type);
        }
        let token = self.tokens.pop().ok_or(TokenError::Absent)?;
        let is_one = self.tokens.iter().all(|other| *other == token);
        let token = AccessToken::new(token).map_err(|_| TokenError::Charset);
        if is_one { token } else { Err(TokenError::Ambiguous) }
    }
}

/// Reads each field by itself, so that a field of an odd type spoils no other. A field that comes twice counts twice.
impl<'de> Deserialize<'de> for TokenAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = TokenAnswer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<TokenAnswer, A::Error> {
                let mut answer = TokenAnswer::default();
                while let Some(name) = fields.next_key::<String>()? {
                    match (name.as_str(), fields.next_value()?) {
                        ("access_token" | "token", Value::String(token)) => answer.tokens.push(token),
                        ("token_type", Value::String(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
                        ("token_type", Value::Null) => {}
                        ("token_type", _) => answer.is_other_type = true,
                        _ => {}
                    }
                }
                Ok(answer)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

impl Drop for TokenAnswer {
    fn drop(&mut self) {
        self.tokens.zeroize();
    }
}

impl fmt::Debug for TokenAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenAnswer(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn read(body: &str) -> Option<Result<String, TokenError>> {
        Some(TokenAnswer::read(body.as_bytes())?.map(|token| token.expose().to_string()))
    }

    #[test]
    fn token_is_found_in_both_shapes() {
        for body in [
            r#"{"token_type":"Bearer","token":"t","access_token":"t"}"#,
            r#"{"access_token":"t","token_type":"bearer","expires_in":3600,"scope":"x"}"#,
            r#"{"token":"t"}"#,
            r#"{"access_token":"t","token":null,"token_type":null}"#,
            r#"{"access_token":"t","token":5,"scope":"\ud83d","expires_in":1e400}"#,
            "\u{feff}{\"access_token\":\"t\",\"access_token\":\"t\"}",
        ] {
            assert_eq!(read(body), Some(Ok("t".to_string())), "{body}");
        }
    }

    #[test]
    fn doubtful_answer_holds_no_token() {
        for (body, why) in [
            ("{}", TokenError::Absent),
            (r#"{"error":"nope"}"#, TokenError::Absent),
            (r#"{"access_token":"a","token":"b"}"#, TokenError::Ambiguous),
            (r#"{"access_token":"a","token_type":"mac"}"#, TokenError::Type),
            (r#"{"access_token":""}"#, TokenError::Charset),
            (r#"{"access_token":"a\r\nX: y"}"#, TokenError::Charset),
            (r#"{"access_token":"a","access_token":"b"}"#, TokenError::Ambiguous),
            (r#"{"access_token":5}"#, TokenError::Absent),
            (r#"{"access_token":"a","token_type":5}"#, TokenError::Type),
            (r#"{"access_token":"a\ud83d"}"#, TokenError::Charset),
        ] {
            assert_eq!(read(body), Some(Err(why)), "{body}");
        }
        for body in ["[\"a\"]", "\"a\"", "<html>", ""] {
            assert_eq!(read(body), None, "{body}");
        }
    }
}
