//! The token in the `Authorization` header of an API request.
//!
//! Intercom documents Bearer. Intercom's own OAuth libraries send Basic with the token as user.
//!
//! Not here: the rights of the token (`admission.rs`).

use axum::http::{HeaderMap, header::AUTHORIZATION};
use base64::{Engine, prelude::BASE64_STANDARD};

/// Returns the token in the headers (RFC 6750 section 2.1, RFC 7617 section 2).
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let credentials = credentials.trim();
    if scheme.eq_ignore_ascii_case("Bearer") {
        return Some(credentials.to_owned());
    }
    if scheme.eq_ignore_ascii_case("Basic") {
        let pair = String::from_utf8(BASE64_STANDARD.decode(credentials).ok()?).ok()?;
        return pair.split_once(':').map(|(user, _)| user.to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_is_read_from_bearer_and_from_the_user_of_basic() {
        for (header, expected) in [
            ("Bearer dG9r=", Some("dG9r=")),
            ("bearer dG9r=", Some("dG9r=")),
            ("Basic ZEc5cj06", Some("dG9r=")),
            ("Basic ZEc5cj06aWdub3JlZA==", Some("dG9r=")),
            ("Basic ZEc5cj0=", None),
            ("Basic !", None),
            ("Digest dG9r=", None),
            ("dG9r=", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, header.parse().unwrap())]);
            assert_eq!(token(&headers).as_deref(), expected, "{header}");
        }
        assert_eq!(token(&HeaderMap::new()), None);
    }
}
