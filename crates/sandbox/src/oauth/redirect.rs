//! The authorization response: the redirect URI with the parameters appended (RFC 6749 section 4.1.2).
//!
//! Not here: the check that the URI is registered (`apps.rs`).

use url::form_urlencoded::byte_serialize;

/// Appends `parameters` to the query of `redirect_uri`.
///
/// The URI itself stays unchanged to the letter, since a client may compare it letter by letter.
pub(crate) fn location(redirect_uri: &str, parameters: &[(&str, &str)]) -> String {
    let mut location = redirect_uri.to_owned();
    for (name, value) in parameters {
        if !location.contains('?') {
            location.push('?');
        } else if !location.ends_with(['?', '&']) {
            location.push('&');
        }
        location.push_str(name);
        location.push('=');
        // A space becomes %20, since only parsers of forms read "+" as a space.
        location.push_str(&byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20"));
    }
    location
}

/// Whether a browser shows a page at that address. Another scheme opens a program.
pub(crate) fn leads_to_a_page(redirect_uri: &str) -> bool {
    let scheme = redirect_uri.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_lead_to_a_page() {
        for (redirect_uri, expected) in [
            ("https://a.example/b", true),
            ("HTTP://127.0.0.1:9", true),
            ("app.switchhook:/callback", false),
            ("httpsx:/callback", false),
        ] {
            assert_eq!(leads_to_a_page(redirect_uri), expected, "{redirect_uri}");
        }
    }

    #[test]
    fn location_appends_and_encodes_the_parameters() {
        let both: &[(&str, &str)] = &[("code", "a+/b="), ("state", "x y&ü")];
        let encoded = "code=a%2B%2Fb%3D&state=x%20y%26%C3%BC";
        for (redirect_uri, parameters, expected) in [
            ("app.switchhook:/callback", both, format!("app.switchhook:/callback?{encoded}")),
            ("http://127.0.0.1:9", both, format!("http://127.0.0.1:9?{encoded}")),
            ("https://a.example/b?c=d", both, format!("https://a.example/b?c=d&{encoded}")),
            ("https://a.example/b?", both, format!("https://a.example/b?{encoded}")),
            ("https://a.example/b?c&", both, format!("https://a.example/b?c&{encoded}")),
            ("https://a.example/b", &[], "https://a.example/b".to_owned()),
        ] {
            assert_eq!(location(redirect_uri, parameters), expected);
        }
    }
}
