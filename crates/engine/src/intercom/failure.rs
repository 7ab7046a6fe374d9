//! The reasons why a request has no answer, by the errors of the HTTP client.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;
use switchhook_core::{Endpoint, Insecurity, ProviderProblem, ProxyFailure, Unreadable};

/// The longest time from the first byte sent to the last byte read.
pub(crate) const ANSWER_IN: Duration = Duration::from_secs(20);

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HttpError {
    /// DNS or TCP failed. The request was not sent.
    #[error("the connection was never made")]
    NeverConnected,
    /// The proxy made no connection to the host. The request was not sent.
    #[error("the proxy {proxy} made no connection: {why:?}")]
    Proxy { proxy: String, why: ProxyFailure },
    /// The server could not prove its identity. The request was not sent.
    #[error("no secure connection was made: {0}")]
    Insecure(Insecurity),
    /// Switchhook can't read the system's certificates, so it can't verify any server.
    #[error("the system's certificates can't be read")]
    NoRoots,
    /// A rate limit has no room for this many seconds. The request was not sent.
    #[error("the rate limit has no room")]
    HeldBack(u64),
    /// The connection broke off.
    #[error("the connection broke off")]
    Broken,
    /// The answer can't be read.
    #[error("the answer can't be read: {0:?}")]
    Unreadable(Unreadable),
    /// The answer was not complete in time. Names the proxy on the way, if there is one.
    #[error("the answer took too long")]
    Late(Option<String>),
    /// The answer exceeds this many megabytes.
    #[error("the answer is too large")]
    TooLarge(u32),
    /// The answer holds a secret of the request, so Switchhook drops all of it.
    #[error("the answer repeats a secret")]
    Repeats,
}

impl HttpError {
    /// Returns the reason for an error of the HTTP client. Does not recognise a proxy's failure.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        match (error.is_connect(), find::<rustls::Error>(error)) {
            (true, Some(error)) => Self::Insecure(insecurity(error)),
            (true, None) => Self::NeverConnected,
            (false, _) => misread(error).map_or(Self::Broken, Self::Unreadable),
        }
    }

    /// Whether the request may have reached the server, which then may have done what the request asks for.
    pub(crate) const fn may_have_arrived(&self) -> bool {
        match self {
            Self::Broken | Self::Unreadable(_) | Self::Late(_) | Self::TooLarge(_) | Self::Repeats => true,
            Self::NeverConnected
            | Self::Proxy { .. }
            | Self::Insecure(_)
            | Self::NoRoots
            | Self::HeldBack(_) => false,
        }
    }

    /// Whether no connection was made and another try may make one.
    pub(crate) const fn may_connect_later(&self) -> bool {
        match self {
            Self::NeverConnected => true,
            Self::Proxy { why, .. } => why.may_pass(),
            _ => false,
        }
    }

    /// Returns the problem of a request to this endpoint.
    pub(crate) fn problem(self, endpoint: &Endpoint) -> ProviderProblem {
        let host = endpoint.host();
        match self {
            Self::NeverConnected => ProviderProblem::NotReached { host },
            Self::Proxy { proxy, why } => ProviderProblem::Proxy { host, proxy, why },
            Self::Insecure(why) => ProviderProblem::Insecure { host, why },
            Self::NoRoots => ProviderProblem::NoCertificates { host },
            Self::HeldBack(seconds) => ProviderProblem::HeldBack { host, seconds },
            Self::Broken => ProviderProblem::BrokeOff { host },
            Self::Unreadable(why) => ProviderProblem::Unreadable { host, why, code: None },
            Self::Late(proxy) => ProviderProblem::Late { host, seconds: ANSWER_IN.as_secs(), proxy },
            Self::TooLarge(megabytes) => ProviderProblem::TooLarge { host, megabytes },
            Self::Repeats => ProviderProblem::RepeatedToken { host },
        }
    }
}

/// Whether the server demands HTTP/1.1 for this request. The server has done nothing then (RFC 9113 §7).
pub(crate) fn wants_http1(error: &reqwest::Error) -> bool {
    find::<h2::Error>(error)
        .is_some_and(|error| error.is_remote() && error.reason() == Some(h2::Reason::HTTP_1_1_REQUIRED))
}

/// Returns the first error of type `E` among an error and its sources. `None` where there is none.
pub(crate) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    // `io::Error::source` passes over the error that it holds, so that error comes first here.
    let held = || Some(error.downcast_ref::<io::Error>()?.get_ref()? as &(dyn Error + 'static));
    error.downcast_ref().or_else(|| held().or_else(|| error.source()).and_then(find))
}

/// Returns what is wrong with an answer that breaks the rules of HTTP, or whose headers are too long. `None`
/// for other errors.
fn misread(error: &reqwest::Error) -> Option<Unreadable> {
    let http = find::<hyper::Error>(error);
    if http.is_some_and(hyper::Error::is_parse_too_large) {
        return Some(Unreadable::LongHead);
    }
    let is_head = http.is_some_and(hyper::Error::is_parse);
    let is_chunk = find::<io::Error>(error).is_some_and(is_invalid_chunk);
    let is_frame = find::<h2::Error>(error).is_some_and(h2::Error::is_library);
    (is_head || is_chunk || is_frame).then_some(Unreadable::NoHttp)
}

/// Whether an I/O error comes from an invalid chunk of a body. An error of TLS has an equal kind and does
/// not count.
fn is_invalid_chunk(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
        && find::<rustls::Error>(error).is_none()
}

/// Returns which proof of identity failed, by an error of TLS. [`Insecurity::NoTls`] where no certificate is
/// at fault.
pub(crate) fn insecurity(error: &rustls::Error) -> Insecurity {
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
