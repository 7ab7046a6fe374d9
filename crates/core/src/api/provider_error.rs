//! Reads refusals in Intercom's shape (`error.list`) or in OAuth's (RFC 6749 §5.2), and interprets them.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{JsonText, JsonTextError, ProviderCode};

/// The body of an error answer. Switchhook recognises one message and shows none, since messages may repeat the request.
#[derive(Default)]
pub struct ProviderError {
    error: Option<String>,
    errors: Vec<Item>,
    /// Whether the body is not JSON, and so not from the provider.
    is_foreign: bool,
}

struct Item {
    code: Option<String>,
    message: Option<String>,
}

/// The message of Intercom's older resources for a missing permission, beside any code.
const NO_ACCESS: &str = "Not authorized to access resource";

/// Prints only the code, since messages may repeat the request.
impl core::fmt::Debug for ProviderError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("ProviderError").field(&self.code()).finish()
    }
}

/// The meaning of a refused API request for the account's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ApiRefusal {
    /// The token no longer works. The account needs a reconnect.
    Dead,
    /// The token works, but its app lacks the permission.
    NotAllowed,
    /// The token works, but the workspace's plan does not include the request.
    NotInPlan,
}

/// Whether the body of a 2xx answer confirms the request: the body is empty, or a JSON object without an error. A captive portal
/// also answers with 2xx, but with a web page. Intercom documents only some of its own bodies.
pub fn says_done(body: &[u8]) -> bool {
    let names_no_error =
        |object: Map<String, Value>| !object.contains_key("error") && !object.contains_key("errors");
    match JsonText::read(body) {
        Ok(text) => text.object().is_some_and(names_no_error),
        Err(error) => error == JsonTextError::Empty,
    }
}

impl Item {
    fn read(item: &Value) -> Self {
        Self { code: text_of(item.get("code")), message: text_of(item.get("message")) }
    }
}

fn text_of(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(String::from)
}

impl ProviderError {
    /// Reads a body. An unreadable body becomes an error without a code.
    pub fn read(body: &[u8]) -> Self {
        let text = match JsonText::read(body) {
            Ok(text) => text,
            Err(error) => return Self { is_foreign: error == JsonTextError::NoJson, ..Self::default() },
        };
        let Some(object) = text.object() else { return Self::default() };
        let items = object.get("errors").and_then(Value::as_array).into_iter().flatten();
        Self {
            error: text_of(object.get("error")),
            errors: items.map(Item::read).collect(),
            is_foreign: false,
        }
    }

    /// Returns the provider's own code: OAuth's `error`, or the first code in Intercom's `errors`.
    pub fn code(&self) -> Option<ProviderCode> {
        self.code_text().and_then(ProviderCode::new)
    }

    /// Whether the body holds a non-empty text in the place of a code, even if the text is not a valid code.
    pub fn has_code_text(&self) -> bool {
        self.code_text().is_some_and(|text| !text.is_empty())
    }

    fn code_text(&self) -> Option<&str> {
        let first = self.errors.iter().find_map(|item| item.code.as_deref());
        self.error.as_deref().or(first)
    }

    /// Distinguishes a dead token, a missing permission, and a plan without the requested resource. Older resources of Intercom
    /// answer a missing permission with 401 too (`token_unauthorized`, "Not authorized to access resource"); newer ones use 403.
    /// Returns `None` for any other status, and for a body that is not JSON.
    pub fn refusal(&self, status: u16) -> Option<ApiRefusal> {
        if self.is_foreign {
            // A captive portal or a filtering proxy says nothing about the token.
            return None;
        }
        let code = self.code();
        match (status, code.as_ref().map(ProviderCode::as_str)) {
            (401, _) if self.denies_access() => Some(ApiRefusal::NotAllowed),
            (401, Some("token_unauthorized" | "action_forbidden" | "insufficient_scope")) => {
                Some(ApiRefusal::NotAllowed)
            }
            (401, _) => Some(ApiRefusal::Dead),
            // Old versions of the API answered 402.
            (402, _) | (403, Some("api_plan_restricted")) => Some(ApiRefusal::NotInPlan),
            (403, _) => Some(ApiRefusal::NotAllowed),
            _ => None,
        }
    }

    /// Whether the body names an error. Some servers refuse with a 2xx status.
    pub fn is_any(&self) -> bool {
        self.error.is_some() || !self.errors.is_empty()
    }

    /// Interprets a refusal that came with a 2xx status. Only codes about the token or its permissions count.
    pub fn refusal_despite_success(&self) -> Option<ApiRefusal> {
        let code = self.code()?;
        let status = match code.as_str() {
            "unauthorized" | "token_unauthorized" | "action_forbidden" | "insufficient_scope" => 401,
            "forbidden" | "api_plan_restricted" => 403,
            _ if ApiRefusal::Dead.is_beyond_doubt(Some(&code)) => 401,
            _ => return None,
        };
        self.refusal(status)
    }

    fn denies_access(&self) -> bool {
        let messages = self.errors.iter().filter_map(|item| item.message.as_deref());
        messages.into_iter().any(|message| message.trim_end_matches('.').eq_ignore_ascii_case(NO_ACCESS))
    }
}

impl ApiRefusal {
    /// Whether the provider's own code proves that the token is dead. Any other 401 may also mean a missing permission; a request
    /// for another resource can show which.
    pub fn is_beyond_doubt(self, code: Option<&ProviderCode>) -> bool {
        const DEAD: [&str; 5] =
            ["token_revoked", "token_not_found", "token_expired", "token_blocked", "token_suspended"];
        self == Self::Dead && code.is_some_and(|code| DEAD.contains(&code.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    #[test]
    fn code_is_found_in_both_shapes_only() {
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
    fn empty_body_or_object_without_error_confirms() {
        for (body, done) in [
            ("", true),
            (" \r\n", true),
            ("{}", true),
            (r#"{"success":true}"#, true),
            ("<html>Sign in to this network</html>", false),
            ("OK", false),
            ("[]", false),
            ("null", false),
            ("true", false),
            (r#"{"error":"access_denied"}"#, false),
            (r#"{"type":"error.list","errors":[]}"#, false),
            (r#"{"success":true"#, false),
        ] {
            assert_eq!(says_done(body.as_bytes()), done, "{body}");
        }
    }

    #[test]
    fn message_of_older_resources_means_missing_permission() {
        for (message, refusal) in [
            ("Not authorized to access resource", ApiRefusal::NotAllowed),
            ("not authorized to access resource.", ApiRefusal::NotAllowed),
            ("Access Token Invalid", ApiRefusal::Dead),
        ] {
            let body = format!(r#"{{"errors":[{{"code":"unauthorized","message":"{message}"}}]}}"#);
            assert_eq!(ProviderError::read(body.as_bytes()).refusal(401), Some(refusal), "{message}");
        }
    }

    #[test]
    fn body_that_is_not_json_refuses_nothing() {
        for (body, refusal) in [
            ("<html>Blocked</html>", None),
            ("Forbidden", None),
            ("", Some(ApiRefusal::NotAllowed)),
            ("{}", Some(ApiRefusal::NotAllowed)),
            (r#"{"message":"Forbidden"}"#, Some(ApiRefusal::NotAllowed)),
        ] {
            assert_eq!(ProviderError::read(body.as_bytes()).refusal(403), refusal, "{body}");
        }
    }

    #[test]
    fn only_codes_of_dead_tokens_are_beyond_doubt() {
        for (code, beyond_doubt) in [
            (Some("token_revoked"), true),
            (Some("token_suspended"), true),
            (Some("token_blocked"), true),
            (Some("token_expired"), true),
            (Some("token_not_found"), true),
            (Some("unauthorized"), false),
            (None, false),
        ] {
            let code = code.and_then(ProviderCode::new);
            assert_eq!(ApiRefusal::Dead.is_beyond_doubt(code.as_ref()), beyond_doubt, "{code:?}");
        }
        assert!(!ApiRefusal::NotAllowed.is_beyond_doubt(ProviderCode::new("token_revoked").as_ref()));
    }

    #[test]
    fn refusal_despite_success_needs_a_code() {
        for (body, is_any, refusal) in [
            (r#"{"errors":[{"code":"token_revoked"}]}"#, true, Some(ApiRefusal::Dead)),
            (
                r#"{"errors":[{"code":"unauthorized","message":"Access Token Invalid"}]}"#,
                true,
                Some(ApiRefusal::Dead),
            ),
            (r#"{"errors":[{"code":"token_unauthorized"}]}"#, true, Some(ApiRefusal::NotAllowed)),
            (r#"{"errors":[{"code":"forbidden"}]}"#, true, Some(ApiRefusal::NotAllowed)),
            (r#"{"errors":[{"code":"api_plan_restricted"}]}"#, true, Some(ApiRefusal::NotInPlan)),
            (r#"{"errors":[{"code":"server_error"}]}"#, true, None),
            (r#"{"errors":[{"message":"no code"}]}"#, true, None),
            (r#"{"error":"login_required"}"#, true, None),
            (r#"{"errors":[],"error":null}"#, false, None),
            (r#"{"id":"814","app":{"id_code":"x"}}"#, false, None),
        ] {
            let read = ProviderError::read(body.as_bytes());
            assert_eq!((read.is_any(), read.refusal_despite_success()), (is_any, refusal), "{body}");
        }
    }

    #[test]
    fn status_and_code_distinguish_token_permission_and_plan() {
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
