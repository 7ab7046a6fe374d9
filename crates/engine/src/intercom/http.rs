//! HTTP as Switchhook speaks it: no redirects, a size cap, a deadline, no body in any error.

use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::{Duration, Instant, UNIX_EPOCH};

use reqwest::header::HeaderMap;
use reqwest::{Client, ClientBuilder, Request, Version, redirect};
use rustls::CertificateError;
use switchhook_core::{
    Endpoint, Headroom, Insecurity, ProviderCode, ProviderProblem, Timestamp, pause, resets_in,
};
use tokio::time::timeout;
use zeroize::Zeroizing;

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

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HttpError {
    /// DNS or TCP failed: the request never left.
    #[error("the connection was never made")]
    NeverConnected,
    /// Who is there could not prove to be the one to ask: the request never left.
    #[error("no secure connection was made: {0}")]
    Insecure(Insecurity),
    /// Nothing can be proven, since nobody is trusted: the system's certificates can't be read.
    #[error("the system's certificates can't be read")]
    NoRoots,
    /// The provider's rate limit has no room for it, and won't for so many seconds: it was not sent.
    #[error("the rate limit has no room")]
    HeldBack(u64),
    /// It broke off.
    #[error("the connection broke off")]
    Broken,
    /// It was not whole in time.
    #[error("the answer took too long")]
    Late,
    /// More than that many megabytes.
    #[error("the answer is too large")]
    TooLarge(u32),
    /// It holds a secret of the request, so nothing of it is handed on.
    #[error("the answer repeats a secret")]
    Repeats,
}

/// The two clients, made at their first use. Loopback never goes by a proxy; neither keeps a connection
/// for the next request, since a spent code must not be lost to one that died in the pool.
#[derive(Default)]
pub(crate) struct Http {
    web: OnceLock<Client>,
    loopback: OnceLock<Client>,
}

const MEGABYTE: usize = 1024 * 1024;
const CONNECT_IN: Duration = Duration::from_secs(10);
/// From the first byte sent to the last byte read.
pub(crate) const ANSWER_IN: Duration = Duration::from_secs(20);

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
        let (place, builder) = if to.is_loopback() {
            // The name is never looked up: it can't lead elsewhere.
            let here =
                [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
            (&self.loopback, builder().no_proxy().resolve_to_addrs("localhost", &here))
        } else {
            (&self.web, builder())
        };
        let client = match place.get() {
            Some(client) => client,
            None => {
                // Without the system's certificates there is no client; they may be there next time.
                let client = builder.build().map_err(|_| HttpError::NoRoots)?;
                place.get_or_init(|| client)
            }
        };
        // Never the address: a query may hold what nobody else should read.
        let (host, method) = (to.host(), request.method().clone());
        let started = Instant::now();
        let answer = timeout(within, read(client, request, megabytes)).await.unwrap_or(Err(HttpError::Late));
        let took = started.elapsed().as_millis();
        match &answer {
            Ok(Answer { status, .. }) => tracing::debug!(host, %method, status, took, "answered"),
            Err(error) => tracing::info!(host, %method, %error, took, "not answered"),
        }
        answer
    }
}

fn builder() -> ClientBuilder {
    // An error means that a provider is set already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(0)
        .connect_timeout(CONNECT_IN)
        .user_agent(concat!("Switchhook/", env!("CARGO_PKG_VERSION")))
}

async fn read(client: &Client, request: Request, megabytes: u32) -> Result<Answer, HttpError> {
    let mut response = client.execute(request).await.map_err(|error| kind(&error))?;
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
    let mut body = Zeroizing::new(Vec::with_capacity(4096));
    while let Some(chunk) = response.chunk().await.map_err(|_| HttpError::Broken)? {
        if body.len() + chunk.len() > megabytes as usize * MEGABYTE {
            return Err(HttpError::TooLarge(megabytes));
        }
        body.extend_from_slice(&chunk);
    }
    let headers = std::mem::take(response.headers_mut());
    Ok(Answer { status, body, pause, headroom, resets_in, version: response.version(), headers })
}

/// An HTTP date, in any of its three forms (RFC 9110 §5.6.7).
fn date(text: &str) -> Option<Timestamp> {
    let since = httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp::from_millis(i64::try_from(since.as_millis()).ok()?))
}

fn kind(error: &reqwest::Error) -> HttpError {
    match (error.is_connect(), tls(error)) {
        (true, Some(error)) => HttpError::Insecure(insecurity(error)),
        (true, None) => HttpError::NeverConnected,
        (false, _) => HttpError::Broken,
    }
}

/// What TLS itself found wrong: another try would find the same.
fn tls<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    // An I/O error that is asked for its source passes over the error it holds.
    let held = || Some(error.downcast_ref::<io::Error>()?.get_ref()? as &(dyn Error + 'static));
    error.downcast_ref().or_else(|| held().or_else(|| error.source()).and_then(tls))
}

fn insecurity(error: &rustls::Error) -> Insecurity {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        UnknownIssuer,
    };
    match error {
        rustls::Error::InvalidCertificate(error) => match error {
            Expired | ExpiredContext { .. } => Insecurity::Expired,
            NotValidYet | NotValidYetContext { .. } => Insecurity::NotYetValid,
            NotValidForName | NotValidForNameContext { .. } => Insecurity::OtherName,
            UnknownIssuer => Insecurity::UnknownIssuer,
            _ => Insecurity::Unproven,
        },
        _ => Insecurity::NoTls,
    }
}

impl HttpError {
    /// Whether the request may have arrived, so that what it asks for may have been done.
    pub(crate) const fn is_after_sending(self) -> bool {
        match self {
            Self::Broken | Self::Late | Self::TooLarge(_) | Self::Repeats => true,
            Self::NeverConnected | Self::Insecure(_) | Self::NoRoots | Self::HeldBack(_) => false,
        }
    }

    /// The problem of a request to this endpoint.
    pub(crate) fn problem(self, endpoint: &Endpoint) -> ProviderProblem {
        let host = endpoint.host();
        match self {
            Self::NeverConnected => ProviderProblem::NotReached { host },
            Self::Insecure(why) => ProviderProblem::Insecure { host, why },
            Self::NoRoots => ProviderProblem::NoCertificates { host },
            Self::HeldBack(seconds) => ProviderProblem::HeldBack { host, seconds },
            Self::Broken => ProviderProblem::BrokeOff { host },
            Self::Late => ProviderProblem::Late { host, seconds: ANSWER_IN.as_secs() },
            Self::TooLarge(megabytes) => ProviderProblem::TooLarge { host, megabytes },
            Self::Repeats => ProviderProblem::RepeatedToken { host },
        }
    }
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
