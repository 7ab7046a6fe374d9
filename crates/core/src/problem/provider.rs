//! The problems of the provider, and of the connection to it.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{ApiRefusal, Code, FigureError, JsonText, JsonTextError, PageError, ProviderCode, TokenError};

/// A problem of the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ProviderProblem {
    /// DNS or TCP failed.
    NotReached {
        /// The host.
        host: String,
    },
    /// The host could not prove its identity by TLS.
    Insecure {
        /// The host.
        host: String,
        /// The fault of the certificate or of the handshake.
        why: Insecurity,
    },
    /// A proxy did not connect to the host.
    Proxy {
        /// The host, which received no request.
        host: String,
        /// The proxy's host and port, or the name of the environment variable that should name it.
        proxy: String,
        /// The failure of the proxy.
        why: ProxyFailure,
    },
    /// Switchhook can't read the system's list of trusted certificates.
    NoCertificates {
        /// The host, which received no request.
        host: String,
    },
    /// The known rate limit is used up, so Switchhook sent nothing.
    HeldBack {
        /// The host.
        host: String,
        /// The seconds until the limit allows a request.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
    },
    /// The connection broke before the answer was complete.
    BrokeOff {
        /// The host.
        host: String,
    },
    /// The answer was not complete in time.
    Late {
        /// The host.
        host: String,
        /// The time limit in seconds.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
        /// The proxy's host and port, if the request went through one.
        proxy: Option<String>,
    },
    /// The answer is too large.
    TooLarge {
        /// The host.
        host: String,
        /// The limit in megabytes.
        megabytes: u32,
    },
    /// The host answered with a redirect, which Switchhook never follows.
    Redirected {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The host refused the request because its rate limit is used up.
    RateLimited {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The seconds to wait, if the host named them.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        seconds: Option<u64>,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The host can't answer now.
    Unavailable {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The seconds to wait, if the host named them.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        seconds: Option<u64>,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// Switchhook can't read the answer.
    Unreadable {
        /// The host.
        host: String,
        /// The fault of the answer.
        why: Unreadable,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// No token endpoint answers at this address.
    NoTokenEndpoint {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The answer repeats the token.
    RepeatedToken {
        /// The host.
        host: String,
    },
    /// The answer of the token endpoint repeats the client secret or the code.
    RepeatedSecret {
        /// The host.
        host: String,
    },
    /// The provider refused the token.
    Refused {
        /// The host.
        host: String,
        /// The meaning of the refusal for the token.
        refusal: ApiRefusal,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The token may not uninstall the app.
    MayNotUninstall {
        /// The host.
        host: String,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The answer of `/me` does not identify the token.
    Unidentified,
    /// The app lacks the permission for `/me`, which identifies the token.
    MayNotIdentify {
        /// The host.
        host: String,
    },
    /// A round of figures took too long.
    RoundLate {
        /// The host.
        host: String,
        /// The time limit in seconds.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
    },
    /// The host refused a request by `switchhook api`.
    ReadRefused {
        /// The host.
        host: String,
        /// The meaning of the refusal for the token.
        refusal: ReadRefusal,
        /// The permission that the app most likely lacks, as the Developer Hub labels it.
        permission: Option<String>,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The host has nothing at this path.
    NoSuchPath {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// The host does not understand the request.
    BadRequest {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The provider's own code, if it sent one.
        code: Option<ProviderCode>,
    },
    /// Another program answers at the sandbox's address.
    SandboxForeign,
    /// No sandbox runs.
    SandboxStopped,
    /// The sandbox can't start.
    SandboxFailed {
        /// The sandbox's message.
        why: String,
    },
}

/// Why Switchhook could not make a secure connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Insecurity {
    /// The certificate has expired.
    Expired,
    /// The certificate is not valid yet.
    NotYetValid,
    /// The certificate is for another name.
    OtherName,
    /// The system does not trust the issuer of the certificate.
    UnknownIssuer,
    /// The certificate has another fault.
    Unproven,
    /// Both sides share no TLS version or cipher, or the host does not speak TLS.
    NoTls,
}

/// Why a proxy did not connect to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ProxyFailure {
    /// DNS or TCP failed on the way to the proxy.
    NotReached,
    /// The proxy could not prove its identity by TLS.
    Insecure(Insecurity),
    /// The connection to the proxy broke.
    BrokeOff,
    /// The server at the proxy's address does not answer like a proxy.
    NoProxy,
    /// The proxy requires a user name and a password, and has received none.
    WantsPassword,
    /// The proxy refused the user name and the password.
    RefusedPassword,
    /// The proxy answered with this HTTP status.
    Status(u16),
    /// The proxy answered with this SOCKS reply.
    Socks(SocksReply),
    /// The host was not reached, and the named variable holds no proxy that Switchhook understands.
    NotUnderstood,
    /// The host was not reached, and it is unknown whether the proxy or the host failed.
    Unclear,
}

impl ProxyFailure {
    /// Whether another try may succeed.
    pub const fn may_pass(self) -> bool {
        match self {
            Self::NotReached
            | Self::BrokeOff
            | Self::Status(408 | 429 | 500..)
            | Self::Socks(
                SocksReply::Failed
                | SocksReply::NetworkUnreachable
                | SocksReply::HostUnreachable
                | SocksReply::ConnectionRefused
                | SocksReply::Expired,
            )
            | Self::NotUnderstood
            | Self::Unclear => true,
            Self::Insecure(_)
            | Self::NoProxy
            | Self::WantsPassword
            | Self::RefusedPassword
            | Self::Status(_)
            | Self::Socks(SocksReply::NotAllowed | SocksReply::NotSupported) => false,
        }
    }
}

/// A SOCKS proxy's reply when it does not connect to the host (RFC 1928 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SocksReply {
    /// General failure.
    Failed,
    /// The proxy's rules forbid the connection.
    NotAllowed,
    /// The network is unreachable.
    NetworkUnreachable,
    /// The host is unreachable.
    HostUnreachable,
    /// The host refused the connection.
    ConnectionRefused,
    /// The TTL expired.
    Expired,
    /// The proxy does not support the command or the address type.
    NotSupported,
}

/// Why Switchhook can't read an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Unreadable {
    /// The answer is not HTTP.
    NoHttp,
    /// The answer's headers are too long.
    LongHead,
    /// The answer has a content coding other than gzip. Holds the names if all of them are registered.
    Coding(Option<String>),
    /// The answer can't be decompressed.
    Packed,
    /// The answer is empty.
    Empty,
    /// The answer is a web page.
    WebPage,
    /// The answer is not JSON.
    NoJson,
    /// The answer is JSON, but not an object.
    NoObject,
    /// The answer holds no figure.
    Figure(FigureError),
    /// The answer holds no usable token.
    Token(TokenError),
    /// The answer is not a token response.
    NoTokenAnswer,
    /// The status has no meaning for this request.
    Status(u16),
    /// The answer is an error, although its status is 2xx.
    Error,
    /// The status is 2xx, but the body does not confirm the request.
    NoConfirmation,
    /// Switchhook can't make the request.
    NoRequest,
    /// The answer is not JSON, so Switchhook does not show it.
    Text(JsonTextError),
    /// The answer names no next page that Switchhook can request.
    Page(PageError),
}

/// The bytes of a body that the search for a web page reads.
const SEARCHED_LEN: usize = 1024;

impl Unreadable {
    /// Classifies a body that should have been a JSON object.
    pub fn of_body(body: &[u8]) -> Self {
        match JsonText::read(body) {
            Ok(_) => Self::NoObject,
            Err(JsonTextError::Empty) => Self::Empty,
            Err(JsonTextError::NoJson) if is_web_page(body) => Self::WebPage,
            Err(JsonTextError::NoJson) => Self::NoJson,
        }
    }
}

fn is_web_page(body: &[u8]) -> bool {
    let start = body.get(..SEARCHED_LEN).unwrap_or(body).to_ascii_lowercase();
    let tags: [&[u8]; 4] = [b"<html", b"<!doctype html", b"<head", b"<body"];
    tags.into_iter().any(|tag| start.windows(tag.len()).any(|window| window == tag))
}

/// The meaning of a refused read for the account's token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ReadRefusal {
    /// The token no longer works.
    Dead,
    /// The app lacks a permission.
    NotAllowed,
    /// The workspace's plan does not include the request.
    NotInPlan,
    /// The answer does not show the reason.
    Unclear,
}

impl ProviderProblem {
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::NotReached { .. }
            | Self::Insecure { .. }
            | Self::Proxy { .. }
            | Self::NoCertificates { .. }
            | Self::HeldBack { .. }
            | Self::BrokeOff { .. }
            | Self::Late { .. }
            | Self::RateLimited { .. }
            | Self::Unavailable { .. }
            | Self::RoundLate { .. }
            | Self::SandboxStopped
            | Self::SandboxFailed { .. } => Code::ProviderUnreachable,
            Self::TooLarge { .. }
            | Self::Redirected { .. }
            | Self::Unreadable { .. }
            | Self::NoTokenEndpoint { .. }
            | Self::RepeatedToken { .. }
            | Self::RepeatedSecret { .. }
            | Self::Unidentified
            | Self::SandboxForeign => Code::ProviderUnreadable,
            Self::Refused { .. }
            | Self::MayNotUninstall { .. }
            | Self::MayNotIdentify { .. }
            | Self::ReadRefused { .. } => Code::CodeRejected,
            Self::NoSuchPath { .. } => Code::NotFound,
            Self::BadRequest { .. } => Code::Usage,
        }
    }

    pub(crate) const fn provider_code(&self) -> Option<&ProviderCode> {
        match self {
            Self::Redirected { code, .. }
            | Self::RateLimited { code, .. }
            | Self::Unavailable { code, .. }
            | Self::Unreadable { code, .. }
            | Self::NoTokenEndpoint { code, .. }
            | Self::Refused { code, .. }
            | Self::MayNotUninstall { code, .. }
            | Self::ReadRefused { code, .. }
            | Self::NoSuchPath { code, .. }
            | Self::BadRequest { code, .. } => code.as_ref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proxy_refusal_is_final_and_failure_may_pass() {
        for (status, may_pass) in
            [(301, false), (400, false), (403, false), (404, false), (407, false), (408, true), (429, true)]
                .into_iter()
                .chain([500, 502, 503, 504, 599].map(|status| (status, true)))
        {
            assert_eq!(ProxyFailure::Status(status).may_pass(), may_pass, "{status}");
        }
        for why in [ProxyFailure::NotReached, ProxyFailure::BrokeOff, ProxyFailure::Unclear] {
            assert!(why.may_pass(), "{why:?}");
        }
        for why in [
            ProxyFailure::NoProxy,
            ProxyFailure::WantsPassword,
            ProxyFailure::RefusedPassword,
            ProxyFailure::Insecure(Insecurity::Expired),
            ProxyFailure::Socks(SocksReply::NotAllowed),
        ] {
            assert!(!why.may_pass(), "{why:?}");
        }
    }

    #[test]
    fn of_body_names_the_kind_of_body() {
        for (body, kind) in [
            ("", Unreadable::Empty),
            (" \r\n", Unreadable::Empty),
            ("\u{feff}", Unreadable::Empty),
            ("<!DOCTYPE html><html></html>", Unreadable::WebPage),
            ("\u{feff}\n<HTML lang=\"en\">", Unreadable::WebPage),
            ("<!-- Sign in --><head>", Unreadable::WebPage),
            ("<?xml version=\"1.0\"?><error/>", Unreadable::NoJson),
            ("Bad gateway", Unreadable::NoJson),
            ("{\"id\":", Unreadable::NoJson),
            ("\"<html>\"", Unreadable::NoObject),
            ("[]", Unreadable::NoObject),
            ("7", Unreadable::NoObject),
        ] {
            assert_eq!(Unreadable::of_body(body.as_bytes()), kind, "{body:?}");
        }
    }
}
