//! HTTP as Switchhook speaks it: no redirects, a size cap, a deadline, no body in any error.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::{Duration, Instant, UNIX_EPOCH};

use reqwest::header::{self, HeaderMap};
use reqwest::{Client, ClientBuilder, Request, Response, Version, redirect};
use switchhook_core::{
    Endpoint, Headroom, ProviderCode, ProviderProblem, ProxyFailure, Timestamp, pause, resets_in,
};
use tokio::time::timeout;
use zeroize::Zeroizing;

use super::failure::{HttpError, wants_http1};
use super::{body, proxy};
use crate::host::clock::now;

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Zeroizing<Vec<u8>>,
    /// The seconds that the provider asks to be left alone, where it says so.
    pub(crate) pause: Option<u64>,
    /// What it tells of the rate limit.
    pub(crate) headroom: Option<Headroom>,
    /// The seconds until the rate limit's window ends, where that is ahead.
    pub(crate) resets_in: Option<u64>,
    pub(crate) version: Version,
    pub(crate) headers: HeaderMap,
}

impl Answer {
    /// Whether its status says that what was asked for was done.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The clients, made at their first use. Loopback never goes by a proxy; none keeps a connection for the next
/// request, since a spent code must not be lost to one that died in the pool.
#[derive(Default)]
pub(crate) struct Http {
    web: Clients,
    loopback: Clients,
}

#[derive(Default)]
struct Clients {
    /// HTTP/2 where the server offers it.
    usual: OnceLock<Client>,
    /// HTTP/1.1 and nothing else.
    http1: OnceLock<Client>,
}

const CONNECT_IN: Duration = Duration::from_secs(10);

impl Http {
    /// Decides nothing: sends one request to `to` and reads its answer, which is a megabyte at most.
    pub(crate) async fn send(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
    ) -> Result<Answer, HttpError> {
        self.send_for(to, request, within, 1).await
    }

    /// The same for an answer of up to `megabytes`.
    pub(crate) async fn send_for(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
        megabytes: u32,
    ) -> Result<Answer, HttpError> {
        // Never the address: a query may hold what nobody else should read.
        let (host, method) = (to.host(), request.method().clone());
        let started = Instant::now();
        let answer = timeout(within, self.exchange(to, request, megabytes)).await.unwrap_or_else(|_| {
            Err(HttpError::Late(proxy::on_the_way_to(to).map(|proxy| proxy::name(&proxy))))
        });
        let took = started.elapsed().as_millis();
        match &answer {
            Ok(Answer { status, .. }) => tracing::debug!(host, %method, status, took, "answered"),
            Err(error) => tracing::info!(host, %method, %error, took, "not answered"),
        }
        answer
    }

    async fn exchange(&self, to: &Endpoint, request: Request, megabytes: u32) -> Result<Answer, HttpError> {
        if let Some(variable) = proxy::cut_short(to) {
            return Err(not_understood(variable));
        }
        let clients = if to.is_loopback() { &self.loopback } else { &self.web };
        let again = request.try_clone();
        let sent = clients.usual(to)?.execute(request).await;
        let sent = match (sent, again) {
            // Once, a token request included: the server says that it did nothing.
            (Err(error), Some(again)) if wants_http1(&error) => clients.http1(to)?.execute(again).await,
            (sent, _) => sent,
        };
        match sent {
            Ok(response) => answered(response, megabytes).await,
            Err(error) => Err(why_not(to, &error).await),
        }
    }
}

impl Clients {
    fn usual(&self, to: &Endpoint) -> Result<&Client, HttpError> {
        kept(&self.usual, || way(to))
    }

    fn http1(&self, to: &Endpoint) -> Result<&Client, HttpError> {
        kept(&self.http1, || way(to).http1_only())
    }
}

/// Without the system's certificates there is no client; they may be there next time.
fn kept(place: &OnceLock<Client>, builder: impl FnOnce() -> ClientBuilder) -> Result<&Client, HttpError> {
    match place.get() {
        Some(client) => Ok(client),
        None => {
            let client = builder().build().map_err(|_| HttpError::NoRoots)?;
            Ok(place.get_or_init(|| client))
        }
    }
}

fn way(to: &Endpoint) -> ClientBuilder {
    if !to.is_loopback() {
        return builder();
    }
    // The name is never looked up: it can't lead elsewhere.
    let here = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    builder().no_proxy().resolve_to_addrs("localhost", &here)
}

fn builder() -> ClientBuilder {
    // An error means that a provider is set already, which serves as well.
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

async fn why_not(to: &Endpoint, error: &reqwest::Error) -> HttpError {
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

async fn answered(mut response: Response, megabytes: u32) -> Result<Answer, HttpError> {
    let status = response.status().as_u16();
    let (pause, headroom, resets_in) = {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        // The provider's own clock, where it tells it: this computer's may be wrong by a day.
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

/// An HTTP date, in any of its three forms (RFC 9110 §5.6.7).
fn date(text: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

/// The problem of a status that says nothing about the request itself: trouble there, or a redirect.
pub(crate) fn trouble(
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
    fn a_date_is_read_in_each_of_its_three_forms() {
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
