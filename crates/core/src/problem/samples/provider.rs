//! Samples of the problems of the provider.

use std::vec::Vec;

use super::facts::{WHY, code, host};
use crate::{
    ApiRefusal, FigureError, Insecurity, JsonTextError, PageError, ProviderProblem, ProxyFailure,
    ReadRefusal, SocksReply, TokenError, Unreadable,
};

const PROXY: &str = "proxy.example:3128";

pub(super) fn all() -> Vec<ProviderProblem> {
    use ProviderProblem::*;
    samples!(ProviderProblem:
        NotReached: [NotReached { host: host() }],
        Insecure: insecurities().into_iter().map(|why| Insecure { host: host(), why }),
        Proxy: proxy_failures().into_iter().map(|why| Proxy { host: host(), proxy: PROXY.into(), why }),
        NoCertificates: [NoCertificates { host: host() }],
        HeldBack: [HeldBack { host: host(), seconds: 30 }],
        BrokeOff: [BrokeOff { host: host() }],
        Late: [None, Some(PROXY)].map(|proxy| Late { host: host(), seconds: 20, proxy: proxy.map(Into::into) }),
        TooLarge: [1, 8].map(|megabytes| TooLarge { host: host(), megabytes }),
        Redirected: [Redirected { host: host(), status: 302, code: None }],
        RateLimited: pauses().map(|seconds| RateLimited {
            host: host(),
            status: 429,
            seconds,
            code: code("rate_limit_exceeded"),
        }),
        Unavailable: [None, Some(60)].map(|seconds| Unavailable {
            host: host(),
            status: 503,
            seconds,
            code: code("server_error"),
        }),
        Unreadable: unreadable(),
        NoTokenEndpoint: [NoTokenEndpoint { host: host(), status: 404, code: None }],
        RepeatedToken: [RepeatedToken { host: host() }],
        RepeatedSecret: [RepeatedSecret { host: host() }],
        Refused: refused(),
        MayNotUninstall: [MayNotUninstall { host: host(), code: code("forbidden") }],
        Unidentified: [Unidentified],
        MayNotIdentify: [MayNotIdentify { host: host() }],
        RoundLate: [RoundLate { host: host(), seconds: 30 }],
        ReadRefused: read_refused(),
        NoSuchPath: [NoSuchPath { host: host(), status: 404, code: code("not_found") }],
        BadRequest: [BadRequest { host: host(), status: 400, code: code("parameter_invalid") }],
        SandboxForeign: [SandboxForeign],
        SandboxStopped: [SandboxStopped],
        SandboxFailed: [SandboxFailed { why: WHY.into() }],
    )
}

/// Returns a pause for each form of the hint.
fn pauses() -> [Option<u64>; 6] {
    [None, Some(0), Some(30), Some(90), Some(91), Some(3601)]
}

fn insecurities() -> Vec<Insecurity> {
    use Insecurity::*;
    samples!(Insecurity:
        Expired: [Expired],
        NotYetValid: [NotYetValid],
        OtherName: [OtherName],
        UnknownIssuer: [UnknownIssuer],
        Unproven: [Unproven],
        NoTls: [NoTls],
    )
}

fn proxy_failures() -> Vec<ProxyFailure> {
    use ProxyFailure::*;
    samples!(ProxyFailure:
        NotReached: [NotReached],
        Insecure: insecurities().into_iter().map(Insecure),
        BrokeOff: [BrokeOff],
        NoProxy: [NoProxy],
        WantsPassword: [WantsPassword],
        RefusedPassword: [RefusedPassword],
        Status: [Status(403)],
        Socks: socks_replies().into_iter().map(Socks),
        NotUnderstood: [NotUnderstood],
        Unclear: [Unclear],
    )
}

fn socks_replies() -> Vec<SocksReply> {
    use SocksReply::*;
    samples!(SocksReply:
        Failed: [Failed],
        NotAllowed: [NotAllowed],
        NetworkUnreachable: [NetworkUnreachable],
        HostUnreachable: [HostUnreachable],
        ConnectionRefused: [ConnectionRefused],
        Expired: [Expired],
        NotSupported: [NotSupported],
    )
}

fn unreadable() -> Vec<ProviderProblem> {
    let kinds = samples!(Unreadable:
        NoHttp: [Unreadable::NoHttp],
        LongHead: [Unreadable::LongHead],
        Coding: [Some("br"), None].map(|names| Unreadable::Coding(names.map(Into::into))),
        Packed: [Unreadable::Packed],
        Empty: [Unreadable::Empty],
        WebPage: [Unreadable::WebPage],
        NoJson: [Unreadable::NoJson],
        NoObject: [Unreadable::NoObject],
        Figure: figure_errors().into_iter().map(Unreadable::Figure),
        Token: token_errors().into_iter().map(Unreadable::Token),
        NoTokenAnswer: [Unreadable::NoTokenAnswer],
        Status: [Unreadable::Status(418)],
        Error: [Unreadable::Error],
        NoConfirmation: [Unreadable::NoConfirmation],
        NoRequest: [Unreadable::NoRequest],
        Text: text_errors().into_iter().map(Unreadable::Text),
        Page: page_errors().into_iter().map(Unreadable::Page),
    );
    let with_code =
        ProviderProblem::Unreadable { host: host(), why: Unreadable::Error, code: code("server_error") };
    let without_code =
        kinds.into_iter().map(|why| ProviderProblem::Unreadable { host: host(), why, code: None });
    without_code.chain([with_code]).collect()
}

fn figure_errors() -> Vec<FigureError> {
    use FigureError::*;
    samples!(FigureError:
        NoObject: [NoObject],
        NoCount: [NoCount],
        NoList: [NoList],
        OnePage: [OnePage],
        Unsettled: [Unsettled],
    )
}

fn token_errors() -> Vec<TokenError> {
    use TokenError::*;
    samples!(TokenError:
        Absent: [Absent],
        Ambiguous: [Ambiguous],
        Type: [Type],
        Charset: [Charset],
    )
}

fn text_errors() -> Vec<JsonTextError> {
    use JsonTextError::*;
    samples!(JsonTextError:
        Empty: [Empty],
        NoJson: [NoJson],
    )
}

fn page_errors() -> Vec<PageError> {
    use PageError::*;
    samples!(PageError:
        Elsewhere: [Elsewhere],
        Unclear: [Unclear],
        Repeated: [Repeated],
        Empty: [Empty],
    )
}

/// Returns refusals with and without codes, since the words for a dead token depend on the provider's own code.
fn refused() -> Vec<ProviderProblem> {
    let dead = ["token_revoked", "token_suspended", "token_blocked", "token_expired", "token_not_found"];
    samples!(ApiRefusal:
        Dead: [ApiRefusal::Dead],
        NotAllowed: [ApiRefusal::NotAllowed],
        NotInPlan: [ApiRefusal::NotInPlan],
    )
    .into_iter()
    .map(|refusal| ProviderProblem::Refused { host: host(), refusal, code: None })
    .chain(dead.map(|each| ProviderProblem::Refused {
        host: host(),
        refusal: ApiRefusal::Dead,
        code: code(each),
    }))
    .collect()
}

fn read_refused() -> Vec<ProviderProblem> {
    let refusals = samples!(ReadRefusal:
        Dead: [ReadRefusal::Dead],
        NotAllowed: [ReadRefusal::NotAllowed],
        NotInPlan: [ReadRefusal::NotInPlan],
        Unclear: [ReadRefusal::Unclear],
    );
    let of = |permission: Option<&str>, refusal| ProviderProblem::ReadRefused {
        host: host(),
        refusal,
        permission: permission.map(Into::into),
        code: code("unauthorized"),
    };
    let named = of(Some("Read tags"), ReadRefusal::NotAllowed);
    refusals.into_iter().map(|refusal| of(None, refusal)).chain([named]).collect()
}
