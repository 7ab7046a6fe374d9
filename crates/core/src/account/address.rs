//! Checks addresses that people and providers give: endpoints that Switchhook calls, and redirect URIs that bring a person
//! back. Both are hostile until this module has accepted them.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::Channel;
use crate::account::blocked_port::is_blocked;

/// Why an address can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AddressError {
    /// Not an absolute URL.
    NotAUrl,
    /// Neither https nor http on a literal loopback address or `localhost`.
    Insecure,
    /// The address holds a user name or password.
    Credentials,
    /// The address holds a fragment (RFC 6749 §3.1, §3.1.2).
    Fragment,
    /// The address is a prefix for paths and holds a query.
    Query,
    /// The redirect URI's own query is empty, or holds a parameter of the answer: `code`, `state` or `error`.
    ReservedQuery,
    /// A browser writes the redirect URI differently, as given here, so no answer would equal it byte for byte.
    NotCanonical(String),
    /// The custom scheme is not this program's own. Holds the callback that is.
    ForeignScheme(String),
    /// No browser opens an address at this port.
    BlockedPort(u16),
}

/// An address that Switchhook sends requests to or opens in the browser: https, or http on loopback.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

impl Endpoint {
    /// Checks an address that a person or a running sandbox gave.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text).map_err(|_| AddressError::NotAUrl)?;
        check_web(&url)?;
        Ok(Self(url))
    }

    /// Checks an address that paths will be appended to. Such a prefix may not hold a query either.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with it.
    pub fn prefix(text: &str) -> Result<Self, AddressError> {
        let endpoint = Self::new(text)?;
        match endpoint.0.query() {
            Some(_) => Err(AddressError::Query),
            None => Ok(endpoint),
        }
    }

    /// Appends a path to this prefix: `https://host/base` and `/me` make `https://host/base/me`.
    pub fn join(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&[self.0.path().trim_end_matches('/'), path].concat());
        Self(url)
    }

    /// Returns the prefix in one spelling, with or without slashes at its end in the original: they change no request.
    pub fn as_prefix(&self) -> String {
        self.join("").as_str().to_string()
    }

    /// Whether both prefixes lead to the same API.
    pub fn is_same_prefix(&self, other: &Self) -> bool {
        self.as_prefix() == other.as_prefix()
    }

    /// Returns the parsed URL.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// Returns the text that Switchhook calls, prints and stores.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns scheme, host and port, e.g. `https://api.intercom.io`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether the address leads to this computer. The engine resolves `localhost` without DNS, to the loopback addresses
    /// themselves.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Returns the host for messages, with the port if it is not the scheme's default.
    pub fn host(&self) -> String {
        self.origin().split_once("://").map_or_else(|| self.origin(), |(_, host)| host.to_string())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// The address that a provider sends a person back to (RFC 6749 §3.1.2). Switchhook compares answers with it byte for byte
/// (RFC 9700 §4.1), so it accepts only spellings that a browser leaves unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Checks the redirect URI of a registration, for a program of `channel`.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with it.
    pub fn new(text: &str, channel: Channel) -> Result<Self, AddressError> {
        let url = Url::parse(text).map_err(|_| AddressError::NotAUrl)?;
        match url.scheme() {
            "http" | "https" => {
                check_web(&url)?;
                if url.as_str() != text {
                    return Err(AddressError::NotCanonical(url.to_string()));
                }
                let is_reserved = |name: &str| name.is_empty() || ["code", "state", "error"].contains(&name);
                let mut names = url.query().unwrap_or("x").split('&').map(|pair| pair.split('=').next());
                if names.any(|name| name.is_none_or(is_reserved)) {
                    return Err(AddressError::ReservedQuery);
                }
            }
            _ if text == channel.callback() => {}
            _ => return Err(AddressError::ForeignScheme(channel.callback().to_string())),
        }
        Ok(Self(text.to_string()))
    }

    /// Returns the text, exactly as registered at the provider.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Checks the port, for a new redirect URI. An older one may have a port that browsers have come to block.
    ///
    /// # Errors
    /// [`AddressError::BlockedPort`] where no browser opens the address.
    pub fn check_port(&self) -> Result<(), AddressError> {
        let port = Url::parse(&self.0).ok().and_then(|url| url.port());
        port.filter(|port| is_blocked(*port)).map_or(Ok(()), |port| Err(AddressError::BlockedPort(port)))
    }

    /// Returns scheme, host and port, or the text `null` for a custom scheme.
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map_or_else(|_| "null".to_string(), |url| url.origin().ascii_serialization())
    }

    /// Whether the address leads to this computer.
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| is_loopback(&url))
    }

    /// Returns the query of `link` after this address, or `None` if the link goes to another address.
    pub(crate) fn query_of<'a>(&self, link: &'a str) -> Option<&'a str> {
        let rest = link.strip_prefix(self.0.as_str())?;
        let separator = if self.0.contains('?') { '&' } else { '?' };
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(separator) }
    }
}

fn check_web(url: &Url) -> Result<(), AddressError> {
    let secure = match url.scheme() {
        "https" => url.host().is_some(),
        "http" => is_loopback(url),
        _ => false,
    };
    if !secure {
        return Err(AddressError::Insecure);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::Credentials);
    }
    if url.fragment().is_some() {
        return Err(AddressError::Fragment);
    }
    Ok(())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // Browsers and the engine resolve this name to loopback.
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoint_accepts_only_https_and_loopback_http() {
        for good in
            ["https://api.intercom.io", "http://127.0.0.1:4711/x", "http://[::1]:9/", "http://localhost:1/"]
        {
            assert!(Endpoint::new(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("api.intercom.io", AddressError::NotAUrl),
            ("http://api.intercom.io", AddressError::Insecure),
            ("http://127.0.0.1.evil.example/", AddressError::Insecure),
            ("http://localhost.evil.example/", AddressError::Insecure),
            ("file:///etc/passwd", AddressError::Insecure),
            ("javascript:alert(1)", AddressError::Insecure),
            ("https://user:pw@api.intercom.io/", AddressError::Credentials),
            ("https://api.intercom.io/#x", AddressError::Fragment),
        ] {
            assert_eq!(Endpoint::new(bad).map(|_| ()), Err(why), "{bad}");
        }
        assert_eq!(Endpoint::prefix("https://a.example/?q").map(|_| ()), Err(AddressError::Query));
    }

    #[test]
    fn join_appends_path_to_whole_prefix() {
        for (prefix, path, whole) in [
            ("https://api.intercom.io", "/me", "https://api.intercom.io/me"),
            ("https://gateway.example/intercom/", "/me", "https://gateway.example/intercom/me"),
            ("http://127.0.0.1:9/v2", "/auth/uninstall", "http://127.0.0.1:9/v2/auth/uninstall"),
        ] {
            assert_eq!(Endpoint::prefix(prefix).expect(prefix).join(path).as_str(), whole);
        }
    }

    #[test]
    fn slash_at_end_of_prefix_changes_no_api() {
        for (one, other, is_same) in [
            ("https://g.example/p", "https://g.example/p/", true),
            ("https://g.example/p", "https://g.example/p//", true),
            ("https://g.example", "https://g.example/", true),
            ("https://G.example:443/p", "https://g.example/p/", true),
            ("https://g.example/p", "https://g.example/P", false),
            ("https://g.example/p", "https://g.example/p/q", false),
            ("https://g.example/p", "https://g.example", false),
            ("https://g.example/p", "https://g.example:444/p", false),
        ] {
            let prefix = |text: &str| Endpoint::prefix(text).expect(text);
            assert_eq!(prefix(one).is_same_prefix(&prefix(other)), is_same, "{one} {other}");
        }
        assert_eq!(
            Endpoint::prefix("https://g.example/").expect("a prefix").as_prefix(),
            "https://g.example/"
        );
    }

    #[test]
    fn redirect_uri_is_kept_byte_for_byte_or_refused() {
        let channel = Channel::Release;
        for good in
            ["app.switchhook:/callback", "https://localhost:47115/callback", "https://b.example/cb?x=1"]
        {
            assert_eq!(RedirectUri::new(good, channel).expect(good).as_str(), good);
        }
        for (bad, why) in [
            ("https://localhost:47115", AddressError::NotCanonical("https://localhost:47115/".into())),
            ("https://B.example/cb", AddressError::NotCanonical("https://b.example/cb".into())),
            (
                "app.switchhook.dev:/callback",
                AddressError::ForeignScheme("app.switchhook:/callback".to_string()),
            ),
            ("app.switchhook:/other", AddressError::ForeignScheme("app.switchhook:/callback".to_string())),
            ("http://b.example/cb", AddressError::Insecure),
            ("https://b.example/cb?", AddressError::ReservedQuery),
            ("https://b.example/cb?state=x", AddressError::ReservedQuery),
            ("callback", AddressError::NotAUrl),
        ] {
            assert_eq!(RedirectUri::new(bad, channel), Err(why), "{bad}");
        }
    }

    #[test]
    fn new_redirect_uri_has_a_port_that_browsers_open() {
        let checked = |text: &str| RedirectUri::new(text, Channel::Release).expect(text).check_port();
        for (text, port) in [
            ("http://localhost:0/callback", 0),
            ("http://127.0.0.1:6000/", 6000),
            ("https://b.example:22/", 22),
        ] {
            assert_eq!(checked(text), Err(AddressError::BlockedPort(port)), "{text}");
        }
        for text in ["http://localhost:47116/callback", "https://b.example/", "app.switchhook:/callback"] {
            assert_eq!(checked(text), Ok(()), "{text}");
        }
    }
}
