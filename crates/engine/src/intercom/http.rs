//! HTTP as Switchhook speaks it: no redirects, a size limit, a deadline, no body in any error.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::{Duration, Instant, UNIX_EPOCH};

use reqwest::header::{self, HeaderMap};
use reqwest::{Client, ClientBuilder, Method, Request, Response, Version, redirect};
use switchhook_core::{
    Endpoint, Headroom, ProviderCode, ProviderProblem, ProxyFailure, Timestamp, pause, resets_in,
};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::failure::{HttpError, wants_http1};
use super::{body, proxy};
use crate::host::clock::now;

/// A whole answer of a server.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Zeroizing<Vec<u8>>,
    /// The seconds to wait before the next request, where the provider states them.
    pub(crate) pause: Option<u64>,
    /// The rate limit and how much of it is left, where the answer states both.
    pub(crate) headroom: Option<Headroom>,
    /// The seconds until the rate limit's window ends, where that end lies ahead.
    pub(crate) resets_in: Option<u64>,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
}

impl Answer {
    /// Whether the status is 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The HTTP clients, each made at its first use.
///
/// No request to loopback goes through a proxy. No client keeps a connection for the next request: a code
/// must not be lost to a connection that died meanwhile.
#[derive(Default)]
pub(crate) struct Http {
    web: Clients,
    loopback: Clients,
}

/// The clients for one kind of host.
#[derive(Default)]
struct Clients {
    /// Speaks HTTP/2 where the server offers it.
    usual: OnceLock<Client>,
    /// Speaks HTTP/1.1 alone.
    http1: OnceLock<Client>,
}

/// The longest time to make a connection.
const CONNECT_IN: Duration = Duration::from_secs(10);

impl Http {
    /// Sends one request and reads its answer of up to one megabyte, as [`Self::send_for`] does.
    ///
    /// # Errors
    /// [`HttpError::Late`] where the answer is not complete within `within`. Other [`HttpError`]s where
    /// there is no connection or no readable answer.
    pub(crate) async fn send(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
    ) -> Result<Answer, HttpError> {
        self.send_for(to, request, within, 1).await
    }

    /// Sends one request and reads its answer of up to `megabytes`. Any status is an answer. Outside 2xx, a
    /// body that can't be read counts as empty.
    ///
    /// `to` is an address on the host of the request. It decides whether a proxy is on the way, and names the
    /// host in errors. Sends the request again by HTTP/1.1 where the server demands that.
    ///
    /// # Errors
    /// [`HttpError::Late`] where the answer is not complete within `within`. Other [`HttpError`]s where
    /// there is no connection or no readable answer.
    pub(crate) async fn send_for(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
        megabytes: u32,
    ) -> Result<Answer, HttpError> {
        let (method, started) = (request.method().clone(), Instant::now());
        let exchange = async { read_answer(self.exchange(to, request).await?, megabytes).await };
        let answer = timeout(within, exchange).await.unwrap_or_else(|_| Err(late(to)));
        log(to, &method, started, answer.as_ref().map(|answer| answer.status));
        answer
    }

    /// Sends one request, and returns the head of its answer. Reads no body. Any status is an answer.
    ///
    /// # Errors
    /// As [`Self::send`], but for the body.
    pub(crate) async fn ask(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
    ) -> Result<HeaderMap, HttpError> {
        let (method, started) = (request.method().clone(), Instant::now());
        let head = timeout(within, self.exchange(to, request)).await.unwrap_or_else(|_| Err(late(to)));
        log(to, &method, started, head.as_ref().map(|head| head.status().as_u16()));
        head.map(|mut head| std::mem::take(head.headers_mut()))
    }

    /// Sends a request, and returns its answer with the body unread, without a deadline. Sends the request again by HTTP/1.1
    /// where the server demands that.
    ///
    /// # Errors
    /// [`HttpError`] where there is no connection or no readable answer.
    async fn exchange(&self, to: &Endpoint, request: Request) -> Result<Response, HttpError> {
        if let Some(variable) = proxy::cut_short(to) {
            return Err(not_understood(variable));
        }
        let clients = if to.is_loopback() { &self.loopback } else { &self.web };
        let again = request.try_clone();
        let sent = clients.usual(to)?.execute(request).await;
        let sent = match (sent, again) {
            // A token request is sent again too: the server states that it has done nothing.
            (Err(error), Some(again)) if wants_http1(&error) => clients.http1(to)?.execute(again).await,
            (sent, _) => sent,
        };
        match sent {
            Ok(response) => Ok(response),
            Err(error) => Err(failure_of(to, &error).await),
        }
    }
}

/// Returns the error of an answer that took too long.
fn late(to: &Endpoint) -> HttpError {
    HttpError::Late(proxy::on_the_way_to(to).map(|proxy| proxy::name(&proxy)))
}

/// Logs the status or the error. Names the host alone: a query may hold private values.
fn log(to: &Endpoint, method: &Method, started: Instant, answer: Result<u16, &HttpError>) {
    let (host, took) = (to.host(), started.elapsed().as_millis());
    match answer {
        Ok(status) => tracing::debug!(host, %method, status, took, "answered"),
        Err(error) => tracing::info!(host, %method, %error, took, "not answered"),
    }
}

impl Clients {
    /// Returns the client that speaks HTTP/2 where the server offers it.
    ///
    /// # Errors
    /// [`HttpError::NoRoots`].
    fn usual(&self, to: &Endpoint) -> Result<&Client, HttpError> {
        get_or_build(&self.usual, || settings_for(to))
    }

    /// Returns the client that speaks HTTP/1.1 alone.
    ///
    /// # Errors
    /// [`HttpError::NoRoots`].
    fn http1(&self, to: &Endpoint) -> Result<&Client, HttpError> {
        get_or_build(&self.http1, || settings_for(to).http1_only())
    }
}

/// Returns the client in `place`. Builds it where there is none.
///
/// # Errors
/// [`HttpError::NoRoots`] where the system's certificates can't be read. The next call tries again.
fn get_or_build(
    place: &OnceLock<Client>,
    builder: impl FnOnce() -> ClientBuilder,
) -> Result<&Client, HttpError> {
    match place.get() {
        Some(client) => Ok(client),
        None => {
            let client = builder().build().map_err(|_| HttpError::NoRoots)?;
            Ok(place.get_or_init(|| client))
        }
    }
}

/// Returns the settings of a client for this host. For loopback they use neither proxy nor DNS.
fn settings_for(to: &Endpoint) -> ClientBuilder {
    if !to.is_loopback() {
        return builder();
    }
    // Switchhook never looks up the name, so the name can't lead to another computer.
    let here = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder().no_proxy().resolve_to_addrs("localhost", &here)
}

/// Returns the settings that all clients share.
fn builder() -> ClientBuilder {
    // An error means that the process has a provider already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let packed = (header::ACCEPT_ENCODING, header::HeaderValue::from_static("gzip"));
    Client::builder()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .connect_timeout(CONNECT_IN)
        .user_agent(concat!("Switchhook/", env!("CARGO_PKG_VERSION")))
        .default_headers(HeaderMap::from_iter([packed]))
}

/// Returns why a request has no answer, by the error of the client and the proxy on the way.
async fn failure_of(to: &Endpoint, error: &reqwest::Error) -> HttpError {
    match (proxy::on_the_way_to(to), HttpError::of(error)) {
        (Some(proxy), _) if error.is_connect() => proxy::why_not(&proxy, error, to, builder()).await,
        (None, HttpError::NeverConnected) => {
            proxy::misnamed(to).map_or(HttpError::NeverConnected, not_understood)
        }
        (_, why) => why,
    }
}

/// Returns the error for an environment variable that names no usable proxy.
fn not_understood(variable: &str) -> HttpError {
    HttpError::Proxy { proxy: variable.into(), why: ProxyFailure::NotUnderstood }
}

/// Reads a response whole, with what its headers state of rate limits. Outside 2xx, a body that can't be read
/// counts as empty.
///
/// # Errors
/// [`HttpError`] where the body of a 2xx answer can't be read, or exceeds `megabytes`.
async fn read_answer(mut response: Response, megabytes: u32) -> Result<Answer, HttpError> {
    let status = response.status().as_u16();
    let (pause, headroom, resets_in) = {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        // The provider's clock counts where `Date` states it: this computer's may be wrong by a day.
        let now = header("date").and_then(date).unwrap_or_else(now);
        let (retry_after, reset) = (header("retry-after"), header("x-ratelimit-reset"));
        let pause = pause(status, retry_after, retry_after.and_then(date), reset, now);
        let headroom = Headroom::read(header("x-ratelimit-limit"), header("x-ratelimit-remaining"));
        (pause, headroom, resets_in(reset, now))
    };
    let body = body::read(&mut response, megabytes).await?;
    let headers = std::mem::take(response.headers_mut());
    Ok(Answer { status, body, pause, headroom, resets_in, version: response.version(), headers })
}

/// Reads an HTTP date in any of its three forms (RFC 9110 §5.6.7). `None` for other texts and for dates
/// before 1970.
pub(crate) fn date(text: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

/// Returns the problem of a redirect, a rate limit or a failed server. `None` for all other statuses.
///
/// These statuses say nothing of the request itself.
pub(crate) fn server_problem(
    answer: &Answer,
    endpoint: &Endpoint,
    code: Option<&ProviderCode>,
) -> Option<ProviderProblem> {
    let (status, host, code, seconds) = (answer.status, endpoint.host(), code.cloned(), answer.pause);
    match status {
        300..=399 => Some(ProviderProblem::Redirected { host, status, code }),
        429 => Some(ProviderProblem::RateLimited { host, status, seconds, code }),
        408 | 500..=599 => Some(ProviderProblem::Unavailable { host, status, seconds, code }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_is_read_in_each_of_its_three_forms() {
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            " Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(date(text), Some(Timestamp::from_millis(784_111_777_000)), "{text:?}");
        }
        for text in ["", "30", "soon", "Sun, 06 Nov 1894 08:49:37 GMT", "1994-11-06T08:49:37Z"] {
            assert_eq!(date(text), None, "{text:?}");
        }
    }
}
