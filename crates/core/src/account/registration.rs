//! A client registered at a provider (RFC 6749 §2): its kind, the route of its answers, and the names that people may give.

use alloc::string::{String, ToString};
use core::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::account::loopback::LoopbackAddress;
use crate::text::token_form::is_access_token;
use crate::{Channel, RedirectUri};

/// The kind of client that connects an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RegistrationKind {
    /// The person's own Intercom app.
    App,
    /// An access token that the person pastes, without an authorization.
    Token,
    /// The sandbox of this computer.
    Sandbox,
}

impl RegistrationKind {
    /// Returns the word for the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Token => "token",
            Self::Sandbox => "sandbox",
        }
    }
}

/// The redirect URI for a person who hosts no bridge. No page answers there, and the person pastes its address.
pub const PASTE_REDIRECT_URI: &str = "https://localhost:47115/callback";

/// The ports from which a new app gets one for its answers on loopback. 47115 belongs to [`PASTE_REDIRECT_URI`].
pub const LOOPBACK_PORTS: RangeInclusive<u16> = 47_116..=47_119;

/// How the authorization response reaches Switchhook. Follows from the redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ReturnRoute {
    /// The browser opens this program's own URL scheme.
    Direct,
    /// An HTTPS page encrypts the answer and opens the scheme.
    Bridge,
    /// The browser opens a page that this program serves on loopback (RFC 8252 §7.3).
    Loopback,
    /// The page at this computer's address does not load, and the person pastes its address.
    Paste,
}

impl ReturnRoute {
    /// Returns the route of a redirect URI.
    pub fn of(redirect_uri: &RedirectUri, channel: Channel) -> Self {
        if redirect_uri.as_str() == channel.callback() {
            Self::Direct
        } else if LoopbackAddress::of(redirect_uri).is_some() {
            Self::Loopback
        } else if redirect_uri.is_loopback() {
            Self::Paste
        } else {
            Self::Bridge
        }
    }
}

/// Why a name or tag can't be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum NameError {
    /// The text is empty, or holds only invisible characters.
    Empty,
    /// The text is longer than 200 characters (a tag: 50).
    TooLong,
    /// The text holds a control character or a text-direction mark.
    Control,
    /// The text is one of Intercom's access tokens. Switchhook stores and shows names unencrypted.
    Token,
}

/// Trims and checks a name for an account or a registration: 1 to 200 characters, without control characters and text-direction
/// marks, and no access token. Keeps the text's Unicode normalization form.
///
/// # Errors
/// [`NameError`] names the rule that the text breaks.
pub fn label(text: &str) -> Result<String, NameError> {
    bounded(text, 200)
}

/// Trims and checks a tag: 1 to 50 characters, without control characters and text-direction marks.
///
/// # Errors
/// [`NameError`] names the rule that the text breaks.
pub fn tag(text: &str) -> Result<String, NameError> {
    bounded(text, 50)
}

fn bounded(text: &str, most: usize) -> Result<String, NameError> {
    let text = text.trim();
    if text.chars().all(is_invisible) {
        return Err(NameError::Empty);
    }
    // Counts characters of the composed form, so that the normalization form does not change the length.
    if crate::same_name_key(text).chars().count() > most {
        return Err(NameError::TooLong);
    }
    if crate::plain(text) != text {
        return Err(NameError::Control);
    }
    if is_access_token(text) {
        return Err(NameError::Token);
    }
    Ok(text.to_string())
}

/// Whether a character has no width. People could not see or distinguish names of these characters alone.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn route_follows_from_redirect_uri() {
        for (uri, route) in [
            ("app.switchhook:/callback", ReturnRoute::Direct),
            (PASTE_REDIRECT_URI, ReturnRoute::Paste),
            ("http://127.0.0.1:47116/callback", ReturnRoute::Loopback),
            ("https://bridge.example/switchhook/", ReturnRoute::Bridge),
        ] {
            let uri = RedirectUri::new(uri, Channel::Release).expect(uri);
            assert_eq!(ReturnRoute::of(&uri, Channel::Release), route, "{}", uri.as_str());
        }
    }

    #[test]
    fn name_is_trimmed_and_checked() {
        assert_eq!(label("  Northwind  "), Ok("Northwind".to_string()));
        for (bad, why) in [
            (" ", NameError::Empty),
            ("a\nb", NameError::Control),
            ("a\u{202e}b", NameError::Control),
            ("dG9rOmNiZTUyYWU4XzQz", NameError::Token),
            ("Bearer dG9rOmNiZTUyYWU4XzQz", NameError::Token),
        ] {
            assert_eq!(label(bad), Err(why), "{bad:?}");
        }
        assert_eq!(tag(&"x".repeat(51)), Err(NameError::TooLong));
        assert!(label(&"é".repeat(200)).is_ok(), "characters are counted, not bytes");
        let decomposed = "e\u{301}".repeat(200);
        assert_eq!(label(&decomposed), Ok(decomposed), "the normalization form changes no length, and stays");
        assert_eq!(label(&"e\u{301}".repeat(201)), Err(NameError::TooLong));
    }
}
