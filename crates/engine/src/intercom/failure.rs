//! Why there is no answer, as the errors of the HTTP client tell it.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;
use switchhook_core::{Endpoint, Insecurity, ProviderProblem, ProxyFailure, Unreadable};

/// From the first byte sent to the last byte read.
pub(crate) const ANSWER_IN: Duration = Duration::from_secs(20);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HttpError {
    /// DNS or TCP failed: the request never left.
    #[error("the connection was never made")]
    NeverConnected,
    /// A proxy did not lead there: the request never left.
    #[error("the proxy {proxy} did not lead there: {why:?}")]
    Proxy { proxy: String, why: ProxyFailure },
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
    /// What came is no answer that can be read.
    #[error("the answer can't be read: {0:?}")]
    Unreadable(Unreadable),
    /// It was not whole in time, by way of this proxy, where there is one.
    #[error("the answer took too long")]
    Late(Option<String>),
    /// More than that many megabytes.
    #[error("the answer is too large")]
    TooLarge(u32),
    /// It holds a secret of the request, so nothing of it is handed on.
    #[error("the answer repeats a secret")]
    Repeats,
}

impl HttpError {
    /// Of a request that was sent, or was to be sent, without a proxy's failure.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        match (error.is_connect(), find::<rustls::Error>(error)) {
            (true, Some(error)) => Self::Insecure(insecurity(error)),
            (true, None) => Self::NeverConnected,
            (false, _) => misread(error).map_or(Self::Broken, Self::Unreadable),
        }
    }

    /// Whether the request may have arrived, so that what it asks for may have been done.
    pub(crate) const fn is_after_sending(&self) -> bool {
        match self {
            Self::Broken | Self::Unreadable(_) | Self::Late(_) | Self::TooLarge(_) | Self::Repeats => true,
            Self::NeverConnected
            | Self::Proxy { .. }
            | Self::Insecure(_)
            | Self::NoRoots
            | Self::HeldBack(_) => false,
        }
    }

    /// Whether the way there failed, and another try may find it.
    pub(crate) const fn is_way_blocked_for_now(&self) -> bool {
        match self {
            Self::NeverConnected => true,
            Self::Proxy { why, .. } => why.may_pass(),
            _ => false,
        }
    }

    /// The problem of a request to this endpoint.
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

/// Whether the server asks for the same by HTTP/1.1, and so has done nothing (RFC 9113 §7).
pub(crate) fn wants_http1(error: &reqwest::Error) -> bool {
    find::<h2::Error>(error)
        .is_some_and(|error| error.is_remote() && error.reason() == Some(h2::Reason::HTTP_1_1_REQUIRED))
}

/// The first error of that type, among an error and those that it holds.
pub(crate) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    // An I/O error that is asked for its source passes over the error it holds.
    let held = || Some(error.downcast_ref::<io::Error>()?.get_ref()? as &(dyn Error + 'static));
    error.downcast_ref().or_else(|| held().or_else(|| error.source()).and_then(find))
}

/// What is wrong with an answer that is not HTTP, or has more headers than are read.
fn misread(error: &reqwest::Error) -> Option<Unreadable> {
    let http = find::<hyper::Error>(error);
    if http.is_some_and(hyper::Error::is_parse_too_large) {
        return Some(Unreadable::LongHead);
    }
    let is_head = http.is_some_and(hyper::Error::is_parse);
    let is_chunk = find::<io::Error>(error).is_some_and(is_against_the_rules);
    let is_frame = find::<h2::Error>(error).is_some_and(h2::Error::is_library);
    (is_head || is_chunk || is_frame).then_some(Unreadable::NoHttp)
}

/// Of a chunk that is none. TLS that is disturbed is of the same kind.
fn is_against_the_rules(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
        && find::<rustls::Error>(error).is_none()
}

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
