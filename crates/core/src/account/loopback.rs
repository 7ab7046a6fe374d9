//! A redirect URI at which the browser reaches this program itself: `http` on loopback with a port (RFC 8252 §7.3).

use alloc::format;
use alloc::string::{String, ToString};
use core::net::{Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::RedirectUri;

/// The address of a redirect URI on loopback.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoopbackAddress {
    /// The host of the address.
    pub host: LoopbackHost,
    /// The port, as the browser uses it.
    pub port: u16,
    /// Host and port, as a browser names them in the field `Host` (RFC 9112 §3.2).
    authority: String,
    path: String,
}

/// The host of an address on loopback.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LoopbackHost {
    /// `localhost`: the browser tries IPv6 and IPv4.
    Name,
    /// An IPv4 address, such as `127.0.0.1`.
    V4(Ipv4Addr),
    /// `[::1]`.
    V6(Ipv6Addr),
}

impl LoopbackAddress {
    /// Returns the address of a redirect URI that a program on this computer can serve. `None` for `https`, for a custom scheme and
    /// for another host.
    pub fn of(redirect_uri: &RedirectUri) -> Option<Self> {
        let text = redirect_uri.as_str();
        let url = Url::parse(text).ok().filter(|url| url.scheme() == "http")?;
        let host = match url.host()? {
            Host::Domain("localhost") => LoopbackHost::Name,
            Host::Ipv4(address) if address.is_loopback() => LoopbackHost::V4(address),
            Host::Ipv6(address) if address.is_loopback() => LoopbackHost::V6(address),
            Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_) => return None,
        };
        let (authority, _) = text.strip_prefix("http://")?.split_once('/')?;
        Some(Self {
            host,
            port: url.port_or_known_default()?,
            authority: authority.to_string(),
            path: url.path().to_string(),
        })
    }

    /// Returns the whole address of a request to this address; `None` for every other request. It holds a code: make a link of it
    /// at once.
    ///
    /// A page on another host may lead a name of its own to this computer, so the field `host` counts (DNS rebinding). `target` is
    /// the request's target as it came, in origin form (RFC 9112 §3.2.1).
    pub fn link(&self, method: &str, host: &str, target: &str) -> Option<String> {
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let is_ours = method == "GET" && host == self.authority && path == self.path;
        is_ours.then(|| format!("http://{}{target}", self.authority))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Channel;

    fn address(text: &str) -> Option<LoopbackAddress> {
        LoopbackAddress::of(&RedirectUri::new(text, Channel::Release).expect("a redirect URI"))
    }

    #[test]
    fn only_http_on_loopback_is_an_address_of_this_program() {
        let v4 = LoopbackHost::V4(Ipv4Addr::LOCALHOST);
        for (text, host, port) in [
            ("http://localhost:47116/callback", LoopbackHost::Name, 47_116),
            ("http://127.0.0.1:8000/", v4, 8_000),
            ("http://127.0.0.1/", v4, 80),
            ("http://127.9.8.7:9/a/b", LoopbackHost::V4(Ipv4Addr::new(127, 9, 8, 7)), 9),
            ("http://[::1]:47116/callback?from=here", LoopbackHost::V6(Ipv6Addr::LOCALHOST), 47_116),
        ] {
            let address = address(text).expect(text);
            assert_eq!((address.host, address.port), (host, port), "{text}");
        }
        for text in [
            "https://localhost:47115/callback",
            "https://127.0.0.1:47115/callback",
            "https://bridge.example/",
            "app.switchhook:/callback",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn only_a_get_of_the_exact_path_and_host_is_a_link() {
        let address = address("http://localhost:47116/callback").expect("an address");
        let link = address.link("GET", "localhost:47116", "/callback?code=a%2Bb&state=c").expect("a link");
        assert_eq!(link, "http://localhost:47116/callback?code=a%2Bb&state=c");
        assert!(address.link("GET", "localhost:47116", "/callback").is_some());
        for (method, host, target) in [
            ("POST", "localhost:47116", "/callback?code=a"),
            ("HEAD", "localhost:47116", "/callback?code=a"),
            ("get", "localhost:47116", "/callback?code=a"),
            ("GET", "localhost", "/callback?code=a"),
            ("GET", "127.0.0.1:47116", "/callback?code=a"),
            ("GET", "localhost:47117", "/callback?code=a"),
            ("GET", "LOCALHOST:47116", "/callback?code=a"),
            ("GET", "evil.example:47116", "/callback?code=a"),
            ("GET", "localhost:47116.evil.example", "/callback?code=a"),
            ("GET", "", "/callback?code=a"),
            ("GET", "localhost:47116", "/"),
            ("GET", "localhost:47116", "/callback/"),
            ("GET", "localhost:47116", "/callback/x"),
            ("GET", "localhost:47116", "//callback?code=a"),
            ("GET", "localhost:47116", "/x/../callback?code=a"),
            ("GET", "localhost:47116", "/./callback?code=a"),
            ("GET", "localhost:47116", "/%63allback?code=a"),
            ("GET", "localhost:47116", "/Callback?code=a"),
            ("GET", "localhost:47116", "/callback;x?code=a"),
            ("GET", "localhost:47116", "http://localhost:47116/callback?code=a"),
            ("GET", "localhost:47116", "*"),
            ("GET", "localhost:47116", ""),
        ] {
            assert!(address.link(method, host, target).is_none(), "{method} {host} {target}");
        }
    }
}
