//! A client registered at a provider (RFC 6749 §2): what kind it is, how its answers come home, and
//! which names people may give.

use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};

use crate::{Channel, RedirectUri};

/// What an account was connected with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum RegistrationKind {
    /// The person's own Intercom app.
    App,
    /// An access token of the person's own, with no app in between.
    Token,
    /// The sandbox of this computer.
    Sandbox,
}

impl RegistrationKind {
    /// The word used in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Token => "token",
            Self::Sandbox => "sandbox",
        }
    }
}

/// What a person registers who hosts nothing: no page answers there, and its address is pasted.
pub const PASTE_REDIRECT_URI: &str = "https://localhost:47115/callback";

/// How an answer comes home; follows from the redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ReturnRoute {
    /// The browser opens this program's own scheme.
    Direct,
    /// An HTTPS page seals the answer and opens the scheme.
    Bridge,
    /// The page on this computer does not load; the person pastes its address.
    Paste,
}

impl ReturnRoute {
    /// The route that a redirect URI stands for.
    pub fn of(redirect_uri: &RedirectUri, channel: Channel) -> Self {
        if redirect_uri.as_str() == channel.callback() {
            Self::Direct
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
    /// Nothing, or nothing that can be seen.
    Empty,
    /// Longer than 200 characters (a tag: 50).
    TooLong,
    /// Holds a control or a mark that turns the direction of text.
    Control,
}

/// A name for an account or a registration: trimmed, 1 to 200 characters, no controls, no bidi marks. Its form of
/// Unicode stays as it came.
///
/// # Errors
/// [`NameError`] says what is wrong with it.
pub fn label(text: &str) -> Result<String, NameError> {
    bounded(text, 200)
}

/// A tag: trimmed, 1 to 50 characters, no controls, no bidi marks.
///
/// # Errors
/// [`NameError`] says what is wrong with it.
pub fn tag(text: &str) -> Result<String, NameError> {
    bounded(text, 50)
}

fn bounded(text: &str, most: usize) -> Result<String, NameError> {
    let text = text.trim();
    if text.chars().all(is_invisible) {
        return Err(NameError::Empty);
    }
    // Counted as composed: a form of Unicode makes no name longer.
    if crate::same_name_key(text).chars().count() > most {
        return Err(NameError::TooLong);
    }
    if crate::plain(text) != text {
        return Err(NameError::Control);
    }
    Ok(text.to_string())
}

/// Takes no room: a name of these alone could not be seen or told from another.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_route_follows_from_the_redirect_uri() {
        for (uri, route) in [
            ("app.switchhook:/callback", ReturnRoute::Direct),
            (PASTE_REDIRECT_URI, ReturnRoute::Paste),
            ("http://127.0.0.1:47116/callback", ReturnRoute::Paste),
            ("https://bridge.example/switchhook/", ReturnRoute::Bridge),
        ] {
            let uri = RedirectUri::new(uri, Channel::Release).expect(uri);
            assert_eq!(ReturnRoute::of(&uri, Channel::Release), route, "{}", uri.as_str());
        }
    }

    #[test]
    fn a_name_is_trimmed_and_carries_no_tricks() {
        assert_eq!(label("  Northwind  "), Ok("Northwind".to_string()));
        for (bad, why) in
            [(" ", NameError::Empty), ("a\nb", NameError::Control), ("a\u{202e}b", NameError::Control)]
        {
            assert_eq!(label(bad), Err(why), "{bad:?}");
        }
        assert_eq!(tag(&"x".repeat(51)), Err(NameError::TooLong));
        assert!(label(&"é".repeat(200)).is_ok(), "characters are counted, not bytes");
        let decomposed = "e\u{301}".repeat(200);
        assert_eq!(label(&decomposed), Ok(decomposed), "the form of Unicode counts no more, and stays");
        assert_eq!(label(&"e\u{301}".repeat(201)), Err(NameError::TooLong));
    }
}
