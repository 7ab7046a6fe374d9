//! The apps registered at this sandbox (RFC 6749 section 2) and their redirect URIs.
//!
//! The sandbox's description names the first app. The second app lacks the permission that `/me` needs;
//! with it, a tester sees how two apps share a workspace. Each app has Switchhook's two schemes and every
//! loopback address registered, so that a tester need not host anything.

use std::borrow::Cow;

use subtle::ConstantTimeEq;
use url::Url;

use super::permissions::{ADMINS, ARTICLES, ONE_ADMIN, PEOPLE, PermissionSet, TAGS, TICKETS};
use crate::{
    control::{choices::RedirectUris, switches::Switches},
    server::seed::{Seed, uuid_text},
};

/// The redirect URIs that every app has: one for installed programs, one for development builds.
const SCHEME_CALLBACKS: [&str; 2] = ["app.switchhook:/callback", "app.switchhook.dev:/callback"];

/// The number of apps.
pub(crate) const COUNT: usize = 2;

/// A registered app, with the facts that the Developer Hub would show.
pub(crate) struct App {
    /// The app's place in the list of apps; its tokens carry this number.
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) redirect_uris: Vec<String>,
    /// The permissions that the app never has. The switch `missing_permissions` adds to the first app's.
    missing: PermissionSet,
}

/// A redirect URI that the sandbox cannot register.
#[derive(Debug)]
pub(crate) struct Unusable(pub(crate) String);

/// Returns the apps of `seed`, the first with the given `name`, each with `redirect_uris` registered.
///
/// The given URIs come before the built-in ones: the first URI answers a request that names none.
///
/// # Errors
/// [`Unusable`] with the first URI that is not absolute, has a fragment or is not printable ASCII.
pub(crate) fn registered(
    seed: &Seed,
    name: Option<String>,
    redirect_uris: &[String],
) -> Result<[App; COUNT], Unusable> {
    if let Some(bad) = redirect_uris.iter().find(|uri| absolute(uri).is_none()) {
        return Err(Unusable(bad.clone()));
    }
    let every_uri: Vec<_> = redirect_uris.iter().cloned().chain(SCHEME_CALLBACKS.map(String::from)).collect();
    let app = |number: usize, name: String, missing: &[_]| {
        let uuid = |purpose| uuid_text(seed.derive_some(purpose, &[&[number as u8]]), "-");
        App {
            number,
            name,
            client_id: uuid("client_id"),
            client_secret: uuid("client_secret"),
            redirect_uris: every_uri.clone(),
            missing: PermissionSet::of(missing),
        }
    };
    let few = [ONE_ADMIN, ADMINS, PEOPLE, TAGS, TICKETS, ARTICLES];
    let name = name.unwrap_or_else(|| "Switchhook".to_owned());
    Ok([app(0, name, &[]), app(1, "Inbox Watch".to_owned(), &few)])
}

impl App {
    /// Whether these are the app's id and secret. The comparison takes constant time.
    pub(crate) fn authenticates(&self, client_id: &str, client_secret: &str) -> bool {
        let id = self.client_id.as_bytes().ct_eq(client_id.as_bytes());
        let secret = self.client_secret.as_bytes().ct_eq(client_secret.as_bytes());
        (id & secret).into()
    }

    /// Returns the redirect URI for the answer, or `None` if the requested URI is not registered.
    ///
    /// A request without a URI gets the first registered one, as Intercom documents.
    pub(crate) fn redirect_uri(&self, asked: Option<&str>, rule: RedirectUris) -> Option<String> {
        let could_be_registered = |uri: &str| rule == RedirectUris::Lenient || uri.starts_with("https://");
        let mut registered = self.redirect_uris.iter().filter(|uri| could_be_registered(uri));
        match asked {
            None | Some("") => registered.next().cloned(),
            Some(uri) if registered.any(|each| each == uri) => Some(uri.to_owned()),
            Some(uri) => (could_be_registered(uri) && is_loopback(uri)).then(|| uri.to_owned()),
        }
    }

    /// Returns the permissions that the app lacks while the switches stand as given.
    pub(crate) fn missing_now(&self, switches: &Switches) -> PermissionSet {
        if self.number == 0 { self.missing.or(switches.missing_permissions) } else { self.missing }
    }
}

/// Parses `uri` if it is absolute and has no fragment (RFC 6749 section 3.1.2).
///
/// The URI must be printable ASCII, since a `Location` header carries nothing else.
fn absolute(uri: &str) -> Option<Url> {
    let parsed = Url::parse(uri).ok()?;
    (parsed.fragment().is_none() && uri.bytes().all(|byte| byte.is_ascii_graphic())).then_some(parsed)
}

/// Whether `uri` is a loopback address, with any port and path (RFC 8252 section 7.3).
///
/// The host is compared letter by letter, since two lenient parsers may read one URI as two hosts. The URI
/// must not contain a parameter that the authorization response adds.
pub(crate) fn is_loopback(uri: &str) -> bool {
    let hosts = ["127.0.0.1", "localhost", "[::1]"];
    let rest = uri.strip_prefix("http://").or_else(|| uri.strip_prefix("https://"));
    let rest = rest.and_then(|rest| hosts.iter().find_map(|host| rest.strip_prefix(host)));
    let Some((rest, parsed)) = rest.zip(absolute(uri)) else { return false };
    let after_port =
        rest.strip_prefix(':').map_or(rest, |port| port.trim_start_matches(|c: char| c.is_ascii_digit()));
    let answers = |(name, _): (Cow<str>, _)| matches!(&*name, "code" | "state" | "error");
    (after_port.is_empty() || after_port.starts_with(['/', '?']))
        && !rest.contains('\\')
        && !parsed.query_pairs().any(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        let further = ["https://bridge.example/cb?x=1".to_owned()];
        registered(&Seed::from_bytes([1; 32]), None, &further).unwrap().into_iter().next().unwrap()
    }

    fn answered(uri: &str) -> Option<String> {
        app().redirect_uri(Some(uri), RedirectUris::Lenient)
    }

    #[test]
    fn registered_and_loopback_uris_get_the_answer() {
        for uri in [
            "app.switchhook:/callback",
            "app.switchhook.dev:/callback",
            "https://bridge.example/cb?x=1",
            "http://127.0.0.1:47115/callback",
            "https://localhost:1/a/b?c=d",
            "http://[::1]:8080/",
            "http://localhost",
        ] {
            assert_eq!(answered(uri).as_deref(), Some(uri));
        }
    }

    #[test]
    fn other_uris_get_no_answer() {
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
            "http://127.0.0.1:9\\@evil.example/",
            "http:localhost/x",
            "http:/localhost/x",
            "http:////127.0.0.1/",
            "http://0x7f.1/",
            "http://127.1/",
            "http://2130706433/",
            "HTTP://LOCALHOST/",
            "http://localhost:/x y",
            "http://localhost:99999/",
            "http://localhost/cb?x=1&code=evil",
            "http://localhost/cb?st%61te=evil",
        ] {
            assert_eq!(answered(uri), None, "{uri}");
        }
    }

    #[test]
    fn request_without_redirect_uri_uses_the_first_registered() {
        for asked in [None, Some("")] {
            for rule in [RedirectUris::Lenient, RedirectUris::HttpsOnly] {
                let answered = app().redirect_uri(asked, rule);
                assert_eq!(answered.as_deref(), Some("https://bridge.example/cb?x=1"));
            }
            let [usual, _] = registered(&Seed::from_bytes([1; 32]), None, &[]).unwrap();
            let answered = usual.redirect_uri(asked, RedirectUris::Lenient);
            assert_eq!(answered.as_deref(), Some("app.switchhook:/callback"));
        }
    }

    #[test]
    fn https_only_rule_refuses_schemes_and_http() {
        for (uri, registered) in [
            ("app.switchhook:/callback", false),
            ("http://127.0.0.1:47115/callback", false),
            ("https://localhost:47115/callback", true),
            ("https://bridge.example/cb?x=1", true),
            ("https://elsewhere.example/", false),
        ] {
            let answered = app().redirect_uri(Some(uri), RedirectUris::HttpsOnly);
            assert_eq!(answered.is_some(), registered, "{uri}");
        }
    }

    #[test]
    fn apps_differ_in_id_and_secret() {
        let [one, other] = registered(&Seed::from_bytes([1; 32]), None, &[]).unwrap();
        assert_ne!(one.client_id, other.client_id);
        assert_ne!(one.client_secret, other.client_secret);
        assert!(!one.authenticates(&one.client_id, &other.client_secret));
    }

    #[test]
    fn app_authenticates_only_with_its_id_and_its_secret() {
        let client = app();
        let (id, secret) = (client.client_id.as_str(), client.client_secret.as_str());
        assert!(client.authenticates(id, secret));
        for (id, secret) in [(id, ""), (id, &secret[1..]), ("", secret), (secret, id), ("", "")] {
            assert!(!client.authenticates(id, secret), "{id} {secret}");
        }
    }

    #[test]
    fn registration_refuses_an_unusable_redirect_uri() {
        for uri in ["", "callback", "https://a.example/#b", "https://a.example/ b"] {
            let refused = registered(&Seed::from_bytes([1; 32]), None, &[uri.to_owned()]);
            assert_eq!(refused.err().map(|Unusable(bad)| bad).as_deref(), Some(uri));
        }
    }
}
