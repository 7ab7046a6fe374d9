//! The one client registered at this sandbox (RFC 6749 section 2) and its redirect URIs.
//!
//! Both schemes of Switchhook and every loopback address are registered beforehand. More lenient
//! than Intercom, which documents https only: a stand-in must be of use before anything is hosted.

use std::net::{Ipv4Addr, Ipv6Addr};

use subtle::ConstantTimeEq;
use url::{Host, Url};

use crate::seed::{Seed, uuid_text};

/// Registered without being asked: an installed program's callback, and a development build's.
const SCHEME_CALLBACKS: [&str; 2] = ["app.switchhook:/callback", "app.switchhook.dev:/callback"];

/// The client, as a person would read it off the Developer Hub.
pub(crate) struct Registration {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    redirect_uris: Vec<String>,
}

/// A redirect URI that no browser could be sent to.
#[derive(Debug)]
pub(crate) struct Unusable(pub(crate) String);

impl Registration {
    /// The client of `seed`, with the further `redirect_uris` registered.
    ///
    /// # Errors
    /// The first URI that no browser could be sent to.
    pub(crate) fn new(seed: &Seed, redirect_uris: Vec<String>) -> Result<Self, Unusable> {
        if let Some(bad) = redirect_uris.iter().find(|uri| absolute(uri).is_none()) {
            return Err(Unusable(bad.clone()));
        }
        let uuid = |purpose| uuid_text(seed.derive_some(purpose, &[]), "-");
        Ok(Self {
            client_id: uuid("client_id"),
            client_secret: uuid("client_secret"),
            redirect_uris: SCHEME_CALLBACKS.map(String::from).into_iter().chain(redirect_uris).collect(),
        })
    }

    /// Whether these are the client's id and secret, in constant time.
    pub(crate) fn authenticates(&self, client_id: &str, client_secret: &str) -> bool {
        let id = self.client_id.as_bytes().ct_eq(client_id.as_bytes());
        let secret = self.client_secret.as_bytes().ct_eq(client_secret.as_bytes());
        (id & secret).into()
    }

    /// The redirect URI to answer to: the first registered one when none was asked for
    /// (Intercom's rule), or `None` when the one asked for is not registered.
    pub(crate) fn redirect_uri(&self, asked: Option<&str>) -> Option<String> {
        match asked {
            None | Some("") => self.redirect_uris.first().cloned(),
            Some(uri) if self.redirect_uris.iter().any(|each| each == uri) => Some(uri.to_owned()),
            Some(uri) => is_loopback(&absolute(uri)?).then(|| uri.to_owned()),
        }
    }
}

/// `uri` parsed, if it is an absolute URI without a fragment (RFC 6749 section 3.1.2) in
/// printable ASCII, which is what a `Location` header can carry.
fn absolute(uri: &str) -> Option<Url> {
    let parsed = Url::parse(uri).ok()?;
    (parsed.fragment().is_none() && uri.bytes().all(|byte| byte.is_ascii_graphic())).then_some(parsed)
}

/// Any port and path of this computer, as RFC 8252 section 7.3 asks of a server for native apps.
fn is_loopback(uri: &Url) -> bool {
    let host = match uri.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        None => false,
    };
    host && matches!(uri.scheme(), "http" | "https") && uri.username().is_empty() && uri.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registration() -> Registration {
        let further = vec!["https://bridge.example/cb?x=1".to_owned()];
        Registration::new(&Seed::from_bytes([1; 32]), further).unwrap()
    }

    #[test]
    fn a_registered_or_loopback_uri_is_answered_to() {
        for uri in [
            "app.switchhook:/callback",
            "app.switchhook.dev:/callback",
            "https://bridge.example/cb?x=1",
            "http://127.0.0.1:47115/callback",
            "https://localhost:1/a/b?c=d",
            "http://[::1]:8080/",
            "http://localhost",
        ] {
            assert_eq!(registration().redirect_uri(Some(uri)).as_deref(), Some(uri));
        }
    }

    #[test]
    fn any_other_uri_is_not() {
        for uri in [
            "app.switchhook:/callback/",
            "app.switchhook:/x/../callback",
            "APP.SWITCHHOOK:/callback",
            "app.switchhook:/callback?x=1",
            "https://bridge.example/cb",
            "https://bridge.example/cb?x=1&y",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://user@127.0.0.1/",
            "http://127.0.0.2/",
            "http://localhost.evil.example/",
            "http://127.0.0.1/#fragment",
            "http://127.0.0.1/a b",
            "http://127.0.0.1/\r\nX: y",
            "http://127.0.0.1/ü",
            "ftp://127.0.0.1/",
            "javascript:alert(1)",
            "//127.0.0.1/",
            "/callback",
        ] {
            assert_eq!(registration().redirect_uri(Some(uri)), None, "{uri}");
        }
    }

    #[test]
    fn without_a_redirect_uri_the_first_registered_one_is_meant() {
        for asked in [None, Some("")] {
            let answered = registration().redirect_uri(asked);
            assert_eq!(answered.as_deref(), Some("app.switchhook:/callback"));
        }
    }

    #[test]
    fn only_the_whole_pair_authenticates() {
        let client = registration();
        let (id, secret) = (client.client_id.as_str(), client.client_secret.as_str());
        assert!(client.authenticates(id, secret));
        for (id, secret) in [(id, ""), (id, &secret[1..]), ("", secret), (secret, id), ("", "")] {
            assert!(!client.authenticates(id, secret), "{id} {secret}");
        }
    }

    #[test]
    fn an_address_no_browser_can_be_sent_to_is_refused_at_registration() {
        for uri in ["", "callback", "https://a.example/#b", "https://a.example/ b"] {
            let refused = Registration::new(&Seed::from_bytes([1; 32]), vec![uri.to_owned()]);
            assert_eq!(refused.err().map(|Unusable(bad)| bad).as_deref(), Some(uri));
        }
    }
}
