//! What can go wrong at the provider, or on the way to it.

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
    /// The host could not prove its name.
    Insecure {
        /// The host.
        host: String,
        /// What is wrong with its proof.
        why: Insecurity,
    },
    /// A proxy stands between, and did not lead there.
    Proxy {
        /// The host that was not asked.
        host: String,
        /// The proxy's host and port, or the variable that was to name it.
        proxy: String,
        /// What the proxy did.
        why: ProxyFailure,
    },
    /// The system's list of trusted certificates can't be read.
    NoCertificates {
        /// The host that was not asked.
        host: String,
    },
    /// The known rate limit has no room: nothing was sent.
    HeldBack {
        /// The host.
        host: String,
        /// Seconds until it has.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
    },
    /// The connection broke off.
    BrokeOff {
        /// The host.
        host: String,
    },
    /// The answer was not whole in time.
    Late {
        /// The host.
        host: String,
        /// The seconds that it had.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
        /// The proxy on the way, where there is one.
        proxy: Option<String>,
    },
    /// The answer is too large.
    TooLarge {
        /// The host.
        host: String,
        /// The most megabytes that are read.
        megabytes: u32,
    },
    /// The host answered with a redirect, which is never followed.
    Redirected {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The rate limit is used up.
    RateLimited {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// Seconds to wait, where the host told.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        seconds: Option<u64>,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The host can't answer now.
    Unavailable {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// Seconds to wait, where the host told.
        #[cfg_attr(feature = "typescript", ts(type = "number | null"))]
        seconds: Option<u64>,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The answer can't be read.
    Unreadable {
        /// The host.
        host: String,
        /// What is wrong with it.
        why: Unreadable,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// Nothing answers to token requests at this address.
    NoTokenEndpoint {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// The provider's own code.
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
        /// What that says of the token.
        refusal: ApiRefusal,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The token may not uninstall the app.
    MayNotUninstall {
        /// The host.
        host: String,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The answer of `/me` does not say whose the token is.
    Unidentified,
    /// The token may not ask whose it is.
    MayNotIdentify {
        /// The host.
        host: String,
    },
    /// A round of figures took too long.
    RoundLate {
        /// The host.
        host: String,
        /// The seconds that it had.
        #[cfg_attr(feature = "typescript", ts(type = "number"))]
        seconds: u64,
    },
    /// A read of a person's own was refused.
    ReadRefused {
        /// The host.
        host: String,
        /// What that says of the token.
        refusal: ReadRefusal,
        /// The permission that the app most likely lacks, as the Developer Hub labels it.
        permission: Option<String>,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// Nothing is at this path.
    NoSuchPath {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The host does not understand the request.
    BadRequest {
        /// The host.
        host: String,
        /// The status.
        status: u16,
        /// The provider's own code.
        code: Option<ProviderCode>,
    },
    /// The address of the sandbox belongs to another program.
    SandboxForeign,
    /// No sandbox runs.
    SandboxStopped,
    /// The sandbox can't start.
    SandboxFailed {
        /// What the sandbox says of it.
        why: String,
    },
}

/// Why no secure connection was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Insecurity {
    /// The certificate is over.
    Expired,
    /// The certificate begins later.
    NotYetValid,
    /// The certificate is somebody else's.
    OtherName,
    /// The system does not trust the issuer.
    UnknownIssuer,
    /// Anything else about the certificate.
    Unproven,
    /// No common version or cipher.
    NoTls,
}

/// Why a proxy did not lead to the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ProxyFailure {
    /// DNS or TCP failed on the way to the proxy.
    NotReached,
    /// The proxy could not prove its name.
    Insecure(Insecurity),
    /// It broke off.
    BrokeOff,
    /// What answers there is no proxy.
    NoProxy,
    /// It wants a name and a password, and none were given.
    WantsPassword,
    /// It does not take the given name and password.
    RefusedPassword,
    /// It answered with this status.
    Status(u16),
    /// It answered so, by SOCKS.
    Socks(SocksReply),
    /// The host was not reached, and the named variable holds no proxy that is understood.
    NotUnderstood,
    /// The host was not reached, and nothing tells which of the two ends failed.
    Unclear,
}

impl ProxyFailure {
    /// Whether another try may bring more.
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

/// What a SOCKS proxy answers when it does not lead to the host (RFC 1928 §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SocksReply {
    /// It failed.
    Failed,
    /// Its rules forbid it.
    NotAllowed,
    /// It does not reach the network.
    NetworkUnreachable,
    /// It does not reach the host.
    HostUnreachable,
    /// The host refused the connection.
    ConnectionRefused,
    /// The way there is too long.
    Expired,
    /// It does not know the command or the kind of address.
    NotSupported,
}

/// Why an answer can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", content = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Unreadable {
    /// It is not HTTP.
    NoHttp,
    /// Its headers are too long.
    LongHead,
    /// It is packed in a way that was not asked for, with the registered names.
    Coding(Option<String>),
    /// It is packed, and can't be unpacked.
    Packed,
    /// It is empty.
    Empty,
    /// It is a web page.
    WebPage,
    /// It is not JSON.
    NoJson,
    /// It is JSON, but no object.
    NoObject,
    /// It tells no figure.
    Figure(FigureError),
    /// It holds no token.
    Token(TokenError),
    /// It is no token answer at all.
    NoTokenAnswer,
    /// Its status means nothing here.
    Status(u16),
    /// It is an error, although its status is a success.
    Error,
    /// Its status is a success, and its body does not say so.
    NoConfirmation,
    /// The request itself can't be made.
    NoRequest,
    /// It is no JSON that can be shown.
    Text(JsonTextError),
    /// What it says of its next page leads nowhere.
    Page(PageError),
}

/// How much of a body is looked at to find out whether it is a web page.
const LOOKED_AT: usize = 1024;

impl Unreadable {
    /// Names the kind of a body that should have been a JSON object.
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
    let start = body.get(..LOOKED_AT).unwrap_or(body).to_ascii_lowercase();
    let tags: [&[u8]; 4] = [b"<html", b"<!doctype html", b"<head", b"<body"];
    tags.into_iter().any(|tag| start.windows(tag.len()).any(|window| window == tag))
}

/// What a refused read says of the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ReadRefusal {
    /// The token is dead.
    Dead,
    /// The app lacks a permission.
    NotAllowed,
    /// The plan does not include it.
    NotInPlan,
    /// Nothing tells which of them.
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
    fn a_proxys_refusal_is_final_and_its_trouble_may_pass() {
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
    fn body_that_should_be_an_object_is_called_what_it_is() {
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
