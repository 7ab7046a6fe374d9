//! A refusal in Intercom's shape (`error.list`) or in OAuth's (RFC 6749 §5.2), and what it means.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use crate::ProviderCode;

/// The body of an error answer. Only the codes are kept: messages may repeat what was sent.
#[derive(Debug, Default, Deserialize)]
pub struct ProviderError {
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    errors: Option<Vec<Item>>,
}

#[derive(Debug, Deserialize)]
struct Item {
    #[serde(default)]
    code: Option<String>,
}

/// What a refused API call says about the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiRefusal {
    /// The token is dead: reconnect.
    Dead,
    /// The token lives, but may not do this.
    NotAllowed,
    /// The token lives, but the plan of its workspace does not include this.
    NotInPlan,
}

impl ProviderError {
    /// Reads a body; anything unreadable is an error without a code.
    pub fn read(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_default()
    }

    /// The provider's own code: OAuth's `error`, or the first of Intercom's `errors`.
    pub fn code(&self) -> Option<ProviderCode> {
        let first = self.errors.iter().flatten().find_map(|item| item.code.as_deref());
        let code = self.error.as_deref().or(first)?;
        Some(ProviderCode::new(code)).filter(|code| !code.as_str().is_empty())
    }

    /// Tells a dead token from a missing permission and from a plan that lacks what was asked for. Older resources of Intercom answer both with 401
    /// (`token_unauthorized` "Not authorized to access resource" is the permission), newer ones use 403.
    pub fn refusal(&self, status: u16) -> Option<ApiRefusal> {
        let code = self.code();
        match (status, code.as_ref().map(ProviderCode::as_str)) {
            (401, Some("token_unauthorized" | "action_forbidden" | "insufficient_scope")) => {
                Some(ApiRefusal::NotAllowed)
            }
            (401, _) => Some(ApiRefusal::Dead),
            // Versions of old answered 402.
            (402, _) | (403, Some("api_plan_restricted")) => Some(ApiRefusal::NotInPlan),
            (403, _) => Some(ApiRefusal::NotAllowed),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_both_shapes_and_nowhere_else() {
        for (body, code) in [
            (
                r#"{"type":"error.list","request_id":null,"errors":[{"code":"unauthorized","message":"Unauthorized Code"}]}"#,
                Some("unauthorized"),
            ),
            (r#"{"error":"invalid_grant","error_description":"x"}"#, Some("invalid_grant")),
            (r#"{"errors":[{"message":null},{"code":"forbidden"}]}"#, Some("forbidden")),
            (r#"{"errors":"no list"}"#, None),
            ("<html>", None),
            ("", None),
        ] {
            let read = ProviderError::read(body.as_bytes());
            assert_eq!(read.code().as_ref().map(ProviderCode::as_str), code, "{body}");
        }
    }

    #[test]
    fn a_missing_permission_is_taken_neither_for_a_dead_token_nor_for_a_plan() {
        let with = |code: &str| [r#"{"errors":[{"code":""#, code, r#""}]}"#].concat();
        for (status, code, meaning) in [
            (401, "unauthorized", Some(ApiRefusal::Dead)),
            (401, "token_revoked", Some(ApiRefusal::Dead)),
            (401, "token_unauthorized", Some(ApiRefusal::NotAllowed)),
            (403, "forbidden", Some(ApiRefusal::NotAllowed)),
            (403, "api_plan_restricted", Some(ApiRefusal::NotInPlan)),
            (402, "", Some(ApiRefusal::NotInPlan)),
            (404, "not_found", None),
            (429, "rate_limit_exceeded", None),
        ] {
            assert_eq!(
                ProviderError::read(with(code).as_bytes()).refusal(status),
                meaning,
                "{status} {code}"
            );
        }
    }
}
