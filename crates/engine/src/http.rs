//! HTTP as Switchhook speaks it: no redirects, a size cap, a deadline, no body in any error.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use reqwest::{Client, ClientBuilder, Request, redirect};
use switchhook_core::{Code, Endpoint, ErrorReport};
use tokio::time::timeout;
use zeroize::Zeroizing;

/// An answer, read whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HttpError {
    /// DNS, TCP or TLS failed: the request never left.
    #[error("the connection was never made")]
    NeverConnected,
    /// It broke off or took too long.
    #[error("the connection broke off or took too long")]
    Broken,
    /// More than a megabyte.
    #[error("the answer is too large")]
    TooLarge,
}

/// The two clients, made at their first use. Loopback never goes by a proxy; neither keeps a connection
/// for the next request, since a spent code must not be lost to one that died in the pool.
#[derive(Default)]
pub(crate) struct Http {
    web: OnceLock<Client>,
    loopback: OnceLock<Client>,
}

const MAX_BODY: usize = 1024 * 1024;
const CONNECT_IN: Duration = Duration::from_secs(10);
/// From the first byte sent to the last byte read.
pub(crate) const ANSWER_IN: Duration = Duration::from_secs(20);

impl Http {
    /// Decides nothing: sends one request to `to` and reads its answer.
    pub(crate) async fn send(
        &self,
        to: &Endpoint,
        request: Request,
        within: Duration,
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
                let client = builder.build().map_err(|_| HttpError::NeverConnected)?;
                place.get_or_init(|| client)
            }
        };
        // Never the address: a query may hold what nobody else should read.
        let (host, method) = (to.host(), request.method().clone());
        let started = Instant::now();
        let answer = timeout(within, read(client, request)).await.unwrap_or(Err(HttpError::Broken));
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

async fn read(client: &Client, request: Request) -> Result<Answer, HttpError> {
    let mut response = client.execute(request).await.map_err(|error| kind(&error))?;
    let status = response.status().as_u16();
    let mut body = Zeroizing::new(Vec::with_capacity(4096));
    while let Some(chunk) = response.chunk().await.map_err(|_| HttpError::Broken)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(HttpError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, body })
}

fn kind(error: &reqwest::Error) -> HttpError {
    if error.is_connect() { HttpError::NeverConnected } else { HttpError::Broken }
}

impl HttpError {
    /// The report for a request to this endpoint.
    pub(crate) fn report(self, endpoint: &Endpoint) -> ErrorReport {
        let host = endpoint.host();
        match self {
            Self::NeverConnected => {
                ErrorReport::new(Code::ProviderUnreachable).saying(format!("{host} could not be reached."))
            }
            Self::Broken => ErrorReport::new(Code::ProviderUnreachable).saying(format!(
                "{host} broke off its answer, or took longer than {} seconds.",
                ANSWER_IN.as_secs()
            )),
            Self::TooLarge => ErrorReport::new(Code::ProviderUnreadable)
                .saying(format!("{host} sent an answer of more than a megabyte.")),
        }
    }
}

/// The report for a status that says nothing about the request itself: trouble there, or a redirect.
pub(crate) fn trouble(status: u16, endpoint: &Endpoint) -> Option<ErrorReport> {
    let host = endpoint.host();
    match status {
        300..=399 => Some(
            ErrorReport::new(Code::ProviderUnreadable)
                .saying(format!("{host} answered with a redirect ({status}), which is never followed here.")),
        ),
        408 | 429 | 500..=599 => Some(
            ErrorReport::new(Code::ProviderUnreachable)
                .saying(format!("{host} can't answer now (status {status})."))
                .hinting("Try again in a minute; nothing that was stored is lost."),
        ),
        _ => None,
    }
}
