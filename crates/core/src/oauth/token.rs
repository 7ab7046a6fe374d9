//! The token answer (RFC 6749 §5.1), in Intercom's shape and in the standard one.

use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::AccessToken;

/// Why a 200 answer of the token endpoint is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum TokenError {
    /// Neither `access_token` nor Intercom's `token` is there.
    #[error("the answer holds no token")]
    Absent,
    /// Both are there and differ.
    #[error("the answer holds two different tokens")]
    Ambiguous,
    /// `token_type` is there and is not `Bearer` (in any letter case).
    #[error("the token is not a bearer token")]
    Type,
    /// The token is empty, too long, or holds characters that no header can carry.
    #[error("the token is empty, too long, or holds characters that no token has")]
    Charset,
}

/// The body of a successful answer as it came; unknown fields are ignored (RFC 6749 §5.1).
#[derive(Deserialize)]
pub struct TokenAnswer {
    access_token: Option<String>,
    token: Option<String>,
    token_type: Option<String>,
}

impl TokenAnswer {
    /// The one token it holds.
    ///
    /// # Errors
    /// [`TokenError`], which never repeats what came.
    pub fn into_token(mut self) -> Result<AccessToken, TokenError> {
        let is_bearer = |kind: &String| kind.eq_ignore_ascii_case("bearer");
        if !self.token_type.as_ref().is_none_or(is_bearer) {
            return Err(TokenError::Type);
        }
        let token = match (self.access_token.take(), self.token.take()) {
            (Some(one), Some(other)) if one != other => return Err(TokenError::Ambiguous),
            (Some(token), _) | (None, Some(token)) => token,
            (None, None) => return Err(TokenError::Absent),
        };
        AccessToken::new(token).map_err(|_| TokenError::Charset)
    }
}

impl Drop for TokenAnswer {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.token.zeroize();
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

    fn read(body: &str) -> Result<String, TokenError> {
        let answer: TokenAnswer =
            serde_json::from_str(body).expect("the table holds JSON of the right types");
        answer.into_token().map(|token| token.expose().to_string())
    }

    #[test]
    fn the_token_is_found_in_both_shapes() {
        for body in [
            r#"{"token_type":"Bearer","token":"t","access_token":"t"}"#,
            r#"{"access_token":"t","token_type":"bearer","expires_in":3600,"scope":"x"}"#,
            r#"{"token":"t"}"#,
            r#"{"access_token":"t","token":null,"token_type":null}"#,
        ] {
            assert_eq!(read(body).as_deref(), Ok("t"), "{body}");
        }
    }

    #[test]
    fn a_doubtful_answer_is_no_token() {
        for (body, why) in [
            ("{}", TokenError::Absent),
            (r#"{"error":"nope"}"#, TokenError::Absent),
            (r#"{"access_token":"a","token":"b"}"#, TokenError::Ambiguous),
            (r#"{"access_token":"a","token_type":"mac"}"#, TokenError::Type),
            (r#"{"access_token":""}"#, TokenError::Charset),
            (r#"{"access_token":"a\r\nX: y"}"#, TokenError::Charset),
        ] {
            assert_eq!(read(body), Err(why), "{body}");
        }
    }
}
