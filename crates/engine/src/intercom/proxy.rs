//! The proxy on the way to a host, and why it did not lead there.

use std::error::Error;

use http::Uri;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{Client, ClientBuilder, Method, Proxy, Url};
use switchhook_core::{Endpoint, ProxyFailure, SocksReply};
use tower_service::Service;

use super::failure::{HttpError, find, insecurity};

/// The types of these errors have no names of their own.
type TunnelError = <Tunnel<HttpConnector> as Service<Uri>>::Error;
type SocksError = <SocksV5<HttpConnector> as Service<Uri>>::Error;
const _: fn(<SocksV4<HttpConnector> as Service<Uri>>::Error) -> SocksError = |error| error;

/// Returns the proxy that the system names for this address. `None` where it names none, and always on the
/// way to this computer.
pub(crate) fn on_the_way_to(to: &Endpoint) -> Option<Intercept> {
    if to.is_loopback() {
        return None;
    }
    Matcher::from_system().intercept(&to.as_str().parse().ok()?)
}

/// Returns the variable that is meant to name a proxy for this address, if nothing understands its value.
/// `None` where no variable is set for the address.
pub(crate) fn misnamed(to: &Endpoint) -> Option<&'static str> {
    let (name, _) = variable_for(to)?;
    on_the_way_to(to).is_none().then_some(name)
}

/// Returns the variable that names a proxy for this address, if its password holds a raw `/`, `?` or `#`.
/// `None` where no variable is set for the address.
///
/// One of these characters ends the authority (RFC 3986 §3.2). Then the user name becomes the host, and the password's beginning
/// the port: a request would go there, and an error would name both.
pub(crate) fn cut_short(to: &Endpoint) -> Option<&'static str> {
    let (name, value) = variable_for(to)?;
    let (_, rest) = value.split_once("://").unwrap_or(("", &value));
    let after = &rest[rest.find(['/', '?', '#'])?..];
    after.contains('@').then_some(name)
}

/// Returns the variable that is set to name a proxy for this address, and its value. `HTTPS_PROXY` counts
/// before `ALL_PROXY`, an empty value as none.
///
/// `None` where neither is set, for an address that `NO_PROXY` excepts, and for this computer.
fn variable_for(to: &Endpoint) -> Option<(&'static str, String)> {
    let uri: Uri = to.as_str().parse().ok().filter(|_| !to.is_loopback())?;
    let named = [["HTTPS_PROXY", "https_proxy"], ["ALL_PROXY", "all_proxy"]];
    let variable = named.into_iter().filter_map(set).find(|(_, value)| !value.is_empty())?;
    let except = set(["NO_PROXY", "no_proxy"]).map(|(_, value)| value).unwrap_or_default();
    let any = Matcher::builder().https("http://any.example").no(except).build();
    any.intercept(&uri).is_some().then_some(variable)
}

/// Returns the first of two spellings of a variable that is set to a text, and its value. `None` where
/// neither is.
fn set(spellings: [&'static str; 2]) -> Option<(&'static str, String)> {
    spellings.into_iter().find_map(|name| Some((name, std::env::var(name).ok()?)))
}

/// Returns why no connection was made, where this proxy is on the way. Where the host itself could not prove
/// its identity, returns [`HttpError::Insecure`]. May ask the proxy for a connection once more.
pub(crate) async fn why_not(
    proxy: &Intercept,
    error: &reqwest::Error,
    to: &Endpoint,
    builder: ClientBuilder,
) -> HttpError {
    let why = if let Some(error) = find::<TunnelError>(error) {
        why_no_tunnel(proxy, error, to, builder).await
    } else if let Some(error) = find::<SocksError>(error) {
        why_no_socks(proxy, error)
    } else {
        match HttpError::of(error) {
            // Somebody is there, at the other end.
            insecure @ HttpError::Insecure(_) => return insecure,
            _ => ProxyFailure::Unclear,
        }
    };
    HttpError::Proxy { proxy: name(proxy), why }
}

/// Returns host and port of a proxy, without name and password. Without a port where none is named.
pub(crate) fn name(proxy: &Intercept) -> String {
    let uri = proxy.uri();
    let host = uri.host().unwrap_or_default();
    uri.port().map_or_else(|| host.to_string(), |port| format!("{host}:{port}"))
}

/// Returns why a proxy for HTTP opened no tunnel. Asks the proxy once more where its refusal is unclear.
async fn why_no_tunnel(
    proxy: &Intercept,
    error: &TunnelError,
    to: &Endpoint,
    builder: ClientBuilder,
) -> ProxyFailure {
    match error {
        TunnelError::ConnectFailed(error) => not_connected(&**error),
        TunnelError::Io(_) | TunnelError::TunnelUnexpectedEof => ProxyFailure::BrokeOff,
        TunnelError::ProxyHeadersTooLong => ProxyFailure::NoProxy,
        TunnelError::ProxyAuthRequired => password(proxy.basic_auth().is_some()),
        TunnelError::TunnelUnsuccessful => refusal(proxy, to, builder).await,
        TunnelError::MissingHost => ProxyFailure::Unclear,
    }
}

/// Returns the failure of a connection to the proxy itself: insecure where an error of TLS is at fault,
/// otherwise not reached.
fn not_connected(error: &(dyn Error + 'static)) -> ProxyFailure {
    find(error).map_or(ProxyFailure::NotReached, |error| ProxyFailure::Insecure(insecurity(error)))
}

/// Returns the failure of a proxy that wants a password: it refused the given one, or none was given.
const fn password(is_given: bool) -> ProxyFailure {
    if is_given { ProxyFailure::RefusedPassword } else { ProxyFailure::WantsPassword }
}

/// Returns why a proxy refused a tunnel. The client does not tell what the proxy answered, so Switchhook asks
/// for that tunnel once more.
///
/// [`ProxyFailure::Unclear`] where the second answer gives no reason.
async fn refusal(proxy: &Intercept, to: &Endpoint, builder: ClientBuilder) -> ProxyFailure {
    match asked_again(proxy, to, builder).await {
        Some(Ok(407)) => password(proxy.basic_auth().is_some()),
        Some(Ok(status @ 300..)) => ProxyFailure::Status(status),
        Some(Err(HttpError::Unreadable(_))) => ProxyFailure::NoProxy,
        Some(_) | None => ProxyFailure::Unclear,
    }
}

/// Asks a proxy for a tunnel, and returns the status of its answer, or why there is none. `None` where the
/// request can't be built.
async fn asked_again(
    proxy: &Intercept,
    to: &Endpoint,
    builder: ClientBuilder,
) -> Option<Result<u16, HttpError>> {
    // A request by plain HTTP goes to the proxy itself, and a CONNECT names nothing but host and port.
    let mut rule = Proxy::http(proxy.uri().to_string()).ok()?;
    if let Some(password) = proxy.basic_auth() {
        rule = rule.custom_http_auth(password.clone());
    }
    let port = to.url().port_or_known_default()?;
    let goal = Url::parse(&format!("http://{}:{port}", to.url().host_str()?)).ok()?;
    let client: Client = builder.proxy(rule).build().ok()?;
    let answer = client.execute(reqwest::Request::new(Method::CONNECT, goal)).await;
    Some(answer.map(|answer| answer.status().as_u16()).map_err(|error| HttpError::of(&error)))
}

/// Returns why a proxy for SOCKS made no connection.
fn why_no_socks(proxy: &Intercept, error: &SocksError) -> ProxyFailure {
    match error {
        SocksError::Inner(_) => ProxyFailure::NotReached,
        SocksError::Io(_) => ProxyFailure::BrokeOff,
        SocksError::Parsing(_) => ProxyFailure::NoProxy,
        SocksError::V5(error) => reply(&format!("{error:?}"), proxy.raw_auth().is_some()),
        SocksError::V4(_) => ProxyFailure::Socks(SocksReply::Failed),
        SocksError::DnsFailure
        | SocksError::MissingHost
        | SocksError::MissingPort
        | SocksError::Serialize(_) => ProxyFailure::Unclear,
    }
}

/// Returns the failure for a refusal of SOCKS 5, by the name of its variant: its type can't be named. An
/// unknown name reads as [`SocksReply::Failed`].
fn reply(variant: &str, has_password: bool) -> ProxyFailure {
    use SocksReply::{
        ConnectionRefused, Expired, Failed, HostUnreachable, NetworkUnreachable, NotAllowed, NotSupported,
    };
    ProxyFailure::Socks(match variant {
        "Auth(Unsupported)" | "Auth(MethodMismatch)" | "Auth(Failed)" => return password(has_password),
        "Command(ConnectionNotAllowed)" => NotAllowed,
        "Command(NetworkUnreachable)" => NetworkUnreachable,
        "Command(HostUnreachable)" => HostUnreachable,
        "Command(ConnectionRefused)" => ConnectionRefused,
        "Command(TtlExpired)" => Expired,
        "Command(CommandNotSupported)" | "Command(AddressTypeNotSupported)" => NotSupported,
        _ => Failed,
    })
}
