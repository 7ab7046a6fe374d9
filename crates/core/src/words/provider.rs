//! The words for problems of the provider.

use alloc::format;
use alloc::string::String;

use super::sentence::{Words, saying, try_again};
use crate::{
    ApiRefusal, Code, FigureError, IDENTITY_PERMISSION, JsonTextError, PageError, ProviderCode,
    ProviderProblem, ProxyFailure, ReadRefusal, TokenError, Unreadable,
};

pub(super) const UNIDENTIFIED: &str = "Intercom answered, but did not say whose account this is.";
const PLAN: &str = "Somebody who looks after the workspace's subscription can change its plan.";

pub(super) fn words(problem: &ProviderProblem) -> Words {
    match problem {
        ProviderProblem::NotReached { host } => unreachable(format!("{host} could not be reached.")),
        ProviderProblem::Insecure { host, why } => Words::new(
            format!("{host} was not asked: {why}."),
            "Check the address and this computer's clock. Nothing was sent there, and nothing that was stored is lost.",
        ),
        ProviderProblem::Proxy { host, proxy, why } => by_proxy(host, proxy, *why),
        ProviderProblem::NoCertificates { host } => Words::new(
            format!("{host} was not asked: this computer's list of trusted certificates can't be read."),
            "Install the system's CA certificates and try again; nothing that was stored is lost.",
        ),
        ProviderProblem::HeldBack { host, seconds } => {
            later(format!("{host} takes no more requests for now."), Some(*seconds))
        }
        ProviderProblem::BrokeOff { host } => {
            unreachable(format!("{host} broke off before its answer was whole."))
        }
        ProviderProblem::Late { host, seconds, proxy: Some(proxy) } => unreachable(format!(
            "{host} took longer than {seconds} seconds to answer by way of the proxy {proxy}."
        )),
        ProviderProblem::Late { host, seconds, proxy: None } => {
            unreachable(format!("{host} took longer than {seconds} seconds to answer."))
        }
        ProviderProblem::TooLarge { host, megabytes: 1 } => {
            saying(Code::ProviderUnreadable, format!("{host} sent an answer of more than a megabyte."))
        }
        ProviderProblem::TooLarge { host, megabytes } => saying(
            Code::ProviderUnreadable,
            format!("{host} sent an answer of more than {megabytes} megabytes."),
        ),
        ProviderProblem::Redirected { host, status, .. } => saying(
            Code::ProviderUnreadable,
            format!("{host} answered with a redirect ({status}), which is never followed here."),
        ),
        ProviderProblem::RateLimited { host, status, seconds, .. } => {
            later(format!("{host} takes no more requests for now (status {status})."), *seconds)
        }
        ProviderProblem::Unavailable { host, status, seconds, .. } => {
            later(format!("{host} can't answer now (status {status})."), *seconds)
        }
        ProviderProblem::Unreadable { host, why, code } => unreadable(host, why, code.as_ref()),
        ProviderProblem::NoTokenEndpoint { host, status, .. } => Words::new(
            format!("{host} has no token endpoint at this address (status {status})."),
            "Check the token endpoint of the registration, then connect again.",
        ),
        ProviderProblem::RepeatedToken { host } => saying(
            Code::ProviderUnreadable,
            format!("{host} repeated the account's token, so nothing of its answer is shown or kept."),
        ),
        ProviderProblem::RepeatedSecret { host } => Words::new(
            format!(
                "{host} repeated the client secret or the code, so nothing of its answer is shown or kept."
            ),
            "Check the token endpoint of the registration, then connect again.",
        ),
        ProviderProblem::Refused { host, refusal, code } => refused(host, *refusal, code.as_ref()),
        ProviderProblem::MayNotUninstall { host, .. } => Words::new(
            format!("{host} accepts the token, but does not let it uninstall the app."),
            "Remove the app at Intercom itself, or ask somebody there who may.",
        ),
        ProviderProblem::Unidentified => Words::new(UNIDENTIFIED, "That may pass."),
        ProviderProblem::MayNotIdentify { host } => Words::new(
            without_identity(host),
            "Add it to the app in the Developer Hub, under Configure › Authentication.",
        ),
        ProviderProblem::RoundLate { host, seconds } => Words::new(
            format!("{host} did not answer everything within {seconds} seconds."),
            "Try again later; what was read before is kept.",
        ),
        ProviderProblem::ReadRefused { host, refusal, permission, .. } => {
            read_refused(host, *refusal, permission.as_deref())
        }
        ProviderProblem::NoSuchPath { host, status, .. } => Words::new(
            format!("{host} has nothing at this path (status {status})."),
            "Check the path and the id in it.",
        ),
        ProviderProblem::BadRequest { host, status, .. } => Words::new(
            format!("{host} can't do anything with this question (status {status})."),
            "Check the path and its query against Intercom's reference.",
        ),
        ProviderProblem::SandboxForeign => {
            saying(Code::ProviderUnreadable, "Something else answers at the sandbox's address.")
        }
        ProviderProblem::SandboxStopped => Words::new(
            "The sandbox is not running.",
            "Start it: `switchhook sandbox`, or \"Try it with the sandbox\" in the window.",
        ),
        ProviderProblem::SandboxFailed { why } => unreachable(format!("The sandbox can't start: {why}.")),
    }
}

/// What is known where the app may not ask whose its token is.
pub(super) fn without_identity(host: &str) -> String {
    format!(
        "{host} takes the token, but its app lacks the permission “{IDENTITY_PERMISSION}”: whose account it is can't be checked."
    )
}

fn unreachable(message: impl Into<String>) -> Words {
    saying(Code::ProviderUnreachable, message)
}

fn by_proxy(host: &str, proxy: &str, why: ProxyFailure) -> Words {
    let settings = "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, or ask whoever runs the proxy. Nothing that was stored is lost.";
    let password = "Put them into the proxy's address, as in http://USER:PASSWORD@HOST:PORT. Nothing that was stored is lost.";
    let (message, hint) = match why {
        ProxyFailure::NotReached => (format!("the proxy {proxy} could not be reached"), settings),
        ProxyFailure::Insecure(why) => (format!("the proxy {proxy} is not secure: {why}"), settings),
        ProxyFailure::BrokeOff => (format!("the proxy {proxy} broke off"), settings),
        ProxyFailure::NoProxy => (format!("{proxy} does not answer as a proxy does"), settings),
        ProxyFailure::WantsPassword => {
            (format!("the proxy {proxy} wants a user name and a password"), password)
        }
        ProxyFailure::RefusedPassword => {
            (format!("the proxy {proxy} does not accept the user name and the password"), password)
        }
        ProxyFailure::Status(status) => (format!("the proxy {proxy} refused (status {status})"), settings),
        ProxyFailure::Socks(reply) => (format!("the proxy {proxy} says that {reply}"), settings),
        ProxyFailure::NotUnderstood => {
            return Words::new(
                format!("{host} could not be reached, and {proxy} names no proxy that is understood."),
                "Write it as http://HOST:PORT or socks5h://HOST:PORT. Nothing that was stored is lost.",
            );
        }
        ProxyFailure::Unclear => {
            return Words::new(
                format!("{host} could not be reached by way of the proxy {proxy}."),
                "Check the network and the proxy, and try again; nothing that was stored is lost.",
            );
        }
    };
    Words::new(format!("{host} was not asked: {message}."), hint)
}

fn later(message: impl Into<String>, seconds: Option<u64>) -> Words {
    Words::new(message, format!("{}; nothing that was stored is lost.", try_again(seconds)))
}

fn unreadable(host: &str, why: &Unreadable, code: Option<&ProviderCode>) -> Words {
    let reason = match why {
        Unreadable::NoHttp => "it is not HTTP".into(),
        Unreadable::LongHead => "its headers are too long".into(),
        Unreadable::Coding(Some(names)) => format!("it is packed as {names}, and only gzip was asked for"),
        Unreadable::Coding(None) => "it is packed in an unknown way, and only gzip was asked for".into(),
        Unreadable::Packed => "it is packed, and can't be unpacked".into(),
        Unreadable::Empty => "it is empty".into(),
        Unreadable::WebPage => "it is a web page".into(),
        Unreadable::NoJson => "it is not JSON".into(),
        Unreadable::NoObject => "it is no JSON object".into(),
        Unreadable::Figure(error) => format!("{error}"),
        Unreadable::Token(error) => format!("{error}"),
        Unreadable::NoTokenAnswer => "it is no token answer".into(),
        Unreadable::Status(status) => format!("its status is {status}"),
        Unreadable::Error => "it is an error".into(),
        Unreadable::NoConfirmation => "its status is a success, and its body does not say so".into(),
        Unreadable::NoRequest => "it can't be asked".into(),
        Unreadable::Text(error) => format!("{error}"),
        Unreadable::Page(error) => format!("{error}"),
    };
    let words = saying(Code::ProviderUnreadable, format!("The answer of {host} can't be read: {reason}."));
    let hint = match why {
        Unreadable::Error if code.is_some() => "The provider itself says so, and it may pass: try again.",
        Unreadable::Text(JsonTextError::NoJson) => {
            "Only JSON is shown: files and recordings can't be read this way."
        }
        Unreadable::Page(PageError::Elsewhere) => {
            "The pages before it are whole. Ask for the next one by a path of your own: the token is sent to no other address."
        }
        Unreadable::Page(PageError::Unclear | PageError::Repeated | PageError::Empty) => {
            "The pages before it are whole. Ask again later, or by a path of your own."
        }
        Unreadable::Text(JsonTextError::Empty) => "The server has answered, with nothing to show.",
        Unreadable::Empty => "Try again. If it stays empty, check the addresses that were given.",
        Unreadable::WebPage => {
            "A network that asks you to sign in answers so: open a page in your browser. Else check the addresses that were given."
        }
        Unreadable::NoJson => {
            "Check the addresses that were given: something other than Intercom may have answered."
        }
        Unreadable::Coding(_) => "The server, or a proxy before it, packs what nobody asked it to pack.",
        Unreadable::NoHttp
        | Unreadable::LongHead
        | Unreadable::Packed
        | Unreadable::NoObject
        | Unreadable::Figure(
            FigureError::NoObject | FigureError::NoCount | FigureError::NoList | FigureError::OnePage,
        )
        | Unreadable::Token(
            TokenError::Absent | TokenError::Ambiguous | TokenError::Type | TokenError::Charset,
        )
        | Unreadable::NoTokenAnswer
        | Unreadable::Status(_)
        | Unreadable::Error
        | Unreadable::NoConfirmation
        | Unreadable::NoRequest => return words,
    };
    Words { hint: hint.into(), ..words }
}

fn refused(host: &str, refusal: ApiRefusal, code: Option<&ProviderCode>) -> Words {
    let (message, hint) = match (refusal, code.map(ProviderCode::as_str)) {
        (ApiRefusal::Dead, Some("token_revoked")) => (
            format!("{host} says that this token was revoked."),
            "The app was uninstalled from the workspace, or its token was made anew. Reconnect the account.",
        ),
        (ApiRefusal::Dead, Some("token_suspended")) => (
            format!("{host} says that the app of this token was deleted."),
            "Connect the workspace anew with an app that exists; this account can be forgotten.",
        ),
        (ApiRefusal::Dead, Some("token_blocked")) => (
            format!("{host} says that this token is blocked."),
            "Ask whoever looks after the app in the Developer Hub, then reconnect the account.",
        ),
        (ApiRefusal::Dead, Some("token_expired")) => {
            (format!("{host} says that this token has expired."), "Reconnect the account.")
        }
        (ApiRefusal::Dead, _) => (
            format!("{host} does not accept this token."),
            "The app may have been uninstalled, its token made anew, or the teammate who authorized it deactivated. Reconnect the account.",
        ),
        (ApiRefusal::NotAllowed, _) => (
            format!("{host} accepts the token, but not for this."),
            "The app lacks a permission: add it in the Developer Hub.",
        ),
        (ApiRefusal::NotInPlan, _) => {
            (format!("{host} accepts the token, but the workspace's plan does not include this."), PLAN)
        }
    };
    Words::new(message, hint)
}

fn read_refused(host: &str, refusal: ReadRefusal, permission: Option<&str>) -> Words {
    match refusal {
        ReadRefusal::Dead => Words::new(
            format!("{host} does not accept this account's token."),
            "Reconnect the account: its token may have been revoked or replaced.",
        ),
        ReadRefusal::NotAllowed => {
            let lacks = permission.map_or_else(
                || "the app lacks a permission".into(),
                |label| format!("the app lacks \"{label}\""),
            );
            Words::new(
                format!("{host} accepts the token, but not for this."),
                format!("Most often {lacks}: add it in the Developer Hub."),
            )
        }
        ReadRefusal::NotInPlan => refused(host, ApiRefusal::NotInPlan, None),
        ReadRefusal::Unclear => Words::new(
            format!("{host} refused this, and does not say whether it still accepts the token."),
            "Try again in a minute.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentence::of_code;
    use super::*;
    use crate::Problem;

    #[test]
    fn a_dead_token_is_told_by_its_reason() {
        for (code, says) in [
            (Some("token_revoked"), "revoked"),
            (Some("token_suspended"), "the app of this token was deleted"),
            (Some("token_blocked"), "blocked"),
            (Some("token_expired"), "expired"),
            (Some("token_not_found"), "does not accept"),
            (Some("unauthorized"), "does not accept"),
            (None, "does not accept"),
        ] {
            let code = code.and_then(ProviderCode::new);
            let host = "api.example".into();
            let problem = Problem::from(ProviderProblem::Refused { host, refusal: ApiRefusal::Dead, code });
            assert!(problem.report().message.contains(says), "{problem}");
        }
        assert_eq!(of_code(Code::CodeRejected).message, "The sign-in worked, but its code was refused.");
    }
}
