//! Addresses that people and providers give us: endpoints we call, redirect URIs that bring a person
//! back. Both are hostile until they pass here.

use alloc::string::{String, ToString};
use core::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::Channel;

/// Why an address can't be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AddressError {
    /// Not an absolute URL.
    NotAUrl,
    /// Neither https nor http on a literal loopback address or `localhost`.
    Insecure,
    /// It carries a user name or password.
    Credentials,
    /// It carries a fragment (RFC 6749 §3.1, §3.1.2).
    Fragment,
    /// A prefix that paths are appended to can't carry a query.
    Query,
    /// A redirect URI whose own query is empty, or would hide the answer's parameters.
    ReservedQuery,
    /// A browser would write it otherwise, so an answer would never match it to the letter.
    NotCanonical(String),
    /// A custom scheme other than this program's own.
    ForeignScheme(String),
}

/// An address we send requests to or open in the browser: https, or http on loopback.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint(Url);

impl Endpoint {
    /// Checks an address given by a person or by a running sandbox.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with it.
    pub fn new(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text).map_err(|_| AddressError::NotAUrl)?;
        check_web(&url)?;
        Ok(Self(url))
    }

    /// The same check for a prefix that paths are appended to: no query either.
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

    /// The address under this prefix: `https://host/base` and `/me` make `https://host/base/me`.
    pub fn join(&self, path: &str) -> Self {
        let mut url = self.0.clone();
        url.set_path(&[self.0.path().trim_end_matches('/'), path].concat());
        Self(url)
    }

    /// As a prefix that paths are appended to, in one spelling: slashes at its end change nothing of what is asked.
    pub fn as_prefix(&self) -> String {
        self.join("").as_str().to_string()
    }

    /// Whether both lead to the same API as prefixes.
    pub fn is_same_prefix(&self, other: &Self) -> bool {
        self.as_prefix() == other.as_prefix()
    }

    /// As a parsed URL.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// The text, as it is called, printed and stored.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port, e.g. `https://api.intercom.io`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether the address leads to this computer. The engine never looks `localhost` up: it stands for
    /// the loopback addresses themselves.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Host and, where it is not the scheme's own, port: what a person is told.
    pub fn host(&self) -> String {
        self.origin().split_once("://").map_or_else(|| self.origin(), |(_, host)| host.to_string())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

/// Where a provider sends a person back to (RFC 6749 §3.1.2). Answers are compared with it to the
/// letter (RFC 9700 §4.1), so only spellings that survive a browser are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

impl RedirectUri {
    /// Checks a redirect URI given at registration, for a program of `channel`.
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

    /// The text, exactly as registered at the provider.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port; `null` for a custom scheme.
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map_or_else(|_| "null".to_string(), |url| url.origin().ascii_serialization())
    }

    /// Whether the address leads to this computer.
    pub fn is_loopback(&self) -> bool {
        Url::parse(&self.0).is_ok_and(|url| is_loopback(&url))
    }

    /// The query of `link` beyond this address, if the link goes to exactly this address.
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
        // Browsers keep that name on this computer, and the engine does so itself.
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_loopback_http_and_nothing_else() {
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
    fn a_path_is_appended_to_the_whole_prefix() {
        for (prefix, path, whole) in [
            ("https://api.intercom.io", "/me", "https://api.intercom.io/me"),
            ("https://gateway.example/intercom/", "/me", "https://gateway.example/intercom/me"),
            ("http://127.0.0.1:9/v2", "/auth/uninstall", "http://127.0.0.1:9/v2/auth/uninstall"),
        ] {
            assert_eq!(Endpoint::prefix(prefix).expect(prefix).join(path).as_str(), whole);
        }
    }

    #[test]
    fn a_slash_at_the_end_of_a_prefix_makes_no_other_api() {
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
    fn a_redirect_uri_is_kept_to_the_letter_or_refused() {
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
}
