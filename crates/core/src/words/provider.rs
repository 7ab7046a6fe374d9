//! The command line's words for problems of the provider.

use alloc::format;
use alloc::string::String;

use super::sentence::{Words, try_again, with_hint_of};
use crate::{
    ApiRefusal, Code, FigureError, IDENTITY_PERMISSION, JsonTextError, PageError, ProviderCode,
    ProviderProblem, ProxyFailure, ReadRefusal, TokenError, Unreadable,
};

pub(super) const UNIDENTIFIED: &str =
    "Intercom answered, but did not say which workspace and teammate the token belongs to.";
const PLAN: &str = "Ask an admin who manages the workspace's subscription to change its plan.";

pub(super) fn words(problem: &ProviderProblem) -> Words {
    match problem {
        ProviderProblem::NotReached { host } => unreachable(format!("Switchhook could not reach {host}.")),
        ProviderProblem::Insecure { host, why } => Words::new(
            format!("Switchhook sent nothing to {host}: {why}."),
            "Check the address and this computer's clock. Nothing that was stored is lost.",
        ),
        ProviderProblem::Proxy { host, proxy, why } => by_proxy(host, proxy, *why),
        ProviderProblem::NoCertificates { host } => Words::new(
            format!(
                "Switchhook sent nothing to {host}: it can't read this computer's list of trusted certificates."
            ),
            "Install the system's CA certificates and try again. Nothing that was stored is lost.",
        ),
        ProviderProblem::HeldBack { host, seconds } => later(
            format!("The rate limit of {host} is used up for now, so Switchhook sent nothing."),
            Some(*seconds),
        ),
        ProviderProblem::BrokeOff { host } => {
            unreachable(format!("The connection to {host} broke before the answer was complete."))
        }
        ProviderProblem::Late { host, seconds, proxy: Some(proxy) } => unreachable(format!(
            "{host} took longer than {seconds} seconds to answer through the proxy {proxy}."
        )),
        ProviderProblem::Late { host, seconds, proxy: None } => {
            unreachable(format!("{host} took longer than {seconds} seconds to answer."))
        }
        ProviderProblem::TooLarge { host, megabytes: 1 } => with_hint_of(
            Code::ProviderUnreadable,
            format!("{host} sent an answer of more than one megabyte."),
        ),
        ProviderProblem::TooLarge { host, megabytes } => with_hint_of(
            Code::ProviderUnreadable,
            format!("{host} sent an answer of more than {megabytes} megabytes."),
        ),
        ProviderProblem::Redirected { host, status, .. } => with_hint_of(
            Code::ProviderUnreadable,
            format!("{host} answered with a redirect ({status}), which Switchhook never follows."),
        ),
        ProviderProblem::RateLimited { host, status, seconds, .. } => {
            later(format!("{host} accepts no more requests for now (status {status})."), *seconds)
        }
        ProviderProblem::Unavailable { host, status, seconds, .. } => {
            later(format!("{host} can't answer now (status {status})."), *seconds)
        }
        ProviderProblem::Unreadable { host, why, code } => unreadable(host, why, code.as_ref()),
        ProviderProblem::NoTokenEndpoint { host, status, .. } => Words::new(
            format!("{host} has no token endpoint at this address (status {status})."),
            "Check the token endpoint of the registration, then connect again.",
        ),
        ProviderProblem::RepeatedToken { host } => with_hint_of(
            Code::ProviderUnreadable,
            format!(
                "{host} repeated the account's token in its answer, so Switchhook shows and keeps nothing of the answer."
            ),
        ),
        ProviderProblem::RepeatedSecret { host } => Words::new(
            format!(
                "{host} repeated the client secret or the code in its answer, so Switchhook shows and keeps nothing of the answer."
            ),
            "Check the token endpoint of the registration, then connect again.",
        ),
        ProviderProblem::Refused { host, refusal, code } => refused(host, *refusal, code.as_ref()),
        ProviderProblem::MayNotUninstall { host, .. } => Words::new(
            format!("{host} accepts the token, but does not let it uninstall the app."),
            "Remove the app at Intercom itself, or ask an admin of the workspace to remove it.",
        ),
        ProviderProblem::Unidentified => Words::new(UNIDENTIFIED, "Try again later."),
        ProviderProblem::MayNotIdentify { host } => Words::new(
            without_identity(host),
            "Add the permission to the app in the Developer Hub, under Configure › Authentication.",
        ),
        ProviderProblem::RoundLate { host, seconds } => Words::new(
            format!("{host} did not answer all requests within {seconds} seconds."),
            "Try again later. Switchhook keeps what it read before.",
        ),
        ProviderProblem::ReadRefused { host, refusal, permission, .. } => {
            read_refused(host, *refusal, permission.as_deref())
        }
        ProviderProblem::NoSuchPath { host, status, .. } => Words::new(
            format!("{host} has nothing at this path (status {status})."),
            "Check the path and the id in it.",
        ),
        ProviderProblem::BadRequest { host, status, .. } => Words::new(
            format!("{host} does not understand this request (status {status})."),
            "Check the path and its query against Intercom's API reference.",
        ),
        ProviderProblem::SandboxForeign => Words::new(
            "Another program answers at the sandbox's address.",
            "End that program, then start the sandbox again with `switchhook sandbox`.",
        ),
        ProviderProblem::SandboxStopped => Words::new(
            "The sandbox is not running.",
            "Start it with `switchhook sandbox`, or with “Try it with the sandbox” in the window.",
        ),
        ProviderProblem::SandboxFailed { why } => Words::new(
            format!("The sandbox can't start: {why}."),
            "End other programs that use its port, and try again.",
        ),
    }
}

/// Returns the message for an app without the permission that `/me` needs.
pub(super) fn without_identity(host: &str) -> String {
    format!(
        "{host} accepts the token, but its app lacks the permission “{IDENTITY_PERMISSION}”. Without it, Switchhook can't check which workspace the token belongs to."
    )
}

fn unreachable(message: impl Into<String>) -> Words {
    with_hint_of(Code::ProviderUnreachable, message)
}

fn by_proxy(host: &str, proxy: &str, why: ProxyFailure) -> Words {
    let settings = "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, or ask the administrator of the proxy. Nothing that was stored is lost.";
    let password = "Put both into the proxy's address, as in http://USER:PASSWORD@HOST:PORT. Nothing that was stored is lost.";
    let (message, hint) = match why {
        ProxyFailure::NotReached => (format!("it could not reach the proxy {proxy}"), settings),
        ProxyFailure::Insecure(why) => (format!("the proxy {proxy} is not secure: {why}"), settings),
        ProxyFailure::BrokeOff => (format!("the connection to the proxy {proxy} broke"), settings),
        ProxyFailure::NoProxy => (format!("{proxy} does not answer like a proxy"), settings),
        ProxyFailure::WantsPassword => {
            (format!("the proxy {proxy} requires a user name and a password"), password)
        }
        ProxyFailure::RefusedPassword => {
            (format!("the proxy {proxy} refused the user name and the password"), password)
        }
        ProxyFailure::Status(status) => {
            (format!("the proxy {proxy} refused the connection (status {status})"), settings)
        }
        ProxyFailure::Socks(reply) => (format!("the proxy {proxy} says that {reply}"), settings),
        ProxyFailure::NotUnderstood => {
            return Words::new(
                format!(
                    "Switchhook could not reach {host}, and {proxy} names no proxy that Switchhook understands."
                ),
                "Write the proxy as http://HOST:PORT or socks5h://HOST:PORT. Nothing that was stored is lost.",
            );
        }
        ProxyFailure::Unclear => {
            return Words::new(
                format!("Switchhook could not reach {host} through the proxy {proxy}."),
                "Check the network and the proxy, and try again. Nothing that was stored is lost.",
            );
        }
    };
    Words::new(format!("Switchhook sent nothing to {host}: {message}."), hint)
}

fn later(message: impl Into<String>, seconds: Option<u64>) -> Words {
    Words::new(message, format!("{}. Nothing that was stored is lost.", try_again(seconds)))
}

fn unreadable(host: &str, why: &Unreadable, code: Option<&ProviderCode>) -> Words {
    let reason = match why {
        Unreadable::NoHttp => "it is not HTTP".into(),
        Unreadable::LongHead => "its headers are too long".into(),
        Unreadable::Coding(Some(names)) => {
            format!("it is compressed as {names}, and Switchhook accepts only gzip")
        }
        Unreadable::Coding(None) => {
            "it is compressed in an unknown way, and Switchhook accepts only gzip".into()
        }
        Unreadable::Packed => "it can't be decompressed".into(),
        Unreadable::Empty => "it is empty".into(),
        Unreadable::WebPage => "it is a web page".into(),
        Unreadable::NoJson => "it is not JSON".into(),
        Unreadable::NoObject => "it is not a JSON object".into(),
        Unreadable::Figure(error) => format!("{error}"),
        Unreadable::Token(error) => format!("{error}"),
        Unreadable::NoTokenAnswer => "it is not a token response".into(),
        Unreadable::Status(status) => format!("its status is {status}"),
        Unreadable::Error => "it is an error".into(),
        Unreadable::NoConfirmation => "its status is a success, but its body does not confirm that".into(),
        Unreadable::NoRequest => "the request can't be made".into(),
        Unreadable::Text(error) => format!("{error}"),
        Unreadable::Page(error) => format!("{error}"),
    };
    let words = with_hint_of(
        Code::ProviderUnreadable,
        format!("Switchhook can't read the answer of {host}: {reason}."),
    );
    let hint = match why {
        Unreadable::Error if code.is_some() => {
            "Try again. The provider itself reports the error, and it may pass."
        }
        Unreadable::Text(JsonTextError::NoJson) => {
            "Choose a path that answers with JSON. Switchhook does not show files or recordings."
        }
        Unreadable::Page(PageError::Elsewhere) => {
            "Ask for the next page by a path of your own, since Switchhook sends the token to no other address. The pages before it are complete."
        }
        Unreadable::Page(PageError::Unclear | PageError::Repeated | PageError::Empty) => {
            "Ask again later, or by a path of your own. The pages before it are complete."
        }
        Unreadable::Text(JsonTextError::Empty) => {
            "Expect nothing more. The server answered, and its answer has nothing to show."
        }
        Unreadable::Empty => "Try again. If the answer stays empty, check the addresses that you gave.",
        Unreadable::WebPage => {
            "Open a page in your browser, since a network that asks you to sign in answers so. Otherwise, check the addresses that you gave."
        }
        Unreadable::NoJson => {
            "Check the addresses that you gave. Something other than Intercom may have answered."
        }
        Unreadable::Coding(_) => {
            "Check the server and any proxy before it. One of them compresses answers in a way that Switchhook does not accept."
        }
        Unreadable::Figure(FigureError::Unsettled) => {
            "Refresh the account again. Its conversations changed meanwhile."
        }
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
            "Reconnect the account. The app was uninstalled from the workspace, or its token was regenerated.",
        ),
        (ApiRefusal::Dead, Some("token_suspended")) => (
            format!("{host} says that the app of this token was deleted."),
            "Connect the workspace with an app that exists. You can then forget this account.",
        ),
        (ApiRefusal::Dead, Some("token_blocked")) => (
            format!("{host} says that this token is blocked."),
            "Ask the app's owner in the Developer Hub for the reason, then reconnect the account.",
        ),
        (ApiRefusal::Dead, Some("token_expired")) => {
            (format!("{host} says that this token has expired."), "Reconnect the account.")
        }
        (ApiRefusal::Dead, _) => (
            format!("{host} does not accept this token."),
            "Reconnect the account. The app may have been uninstalled, its token regenerated, or the teammate who authorized it deactivated.",
        ),
        (ApiRefusal::NotAllowed, _) => (
            format!("{host} accepts the token, but not for this request."),
            "Add the missing permission to the app in the Developer Hub.",
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
            "Reconnect the account. Its token may have been revoked or replaced.",
        ),
        ReadRefusal::NotAllowed => {
            let lacking =
                permission.map_or_else(|| "the missing permission".into(), |label| format!("“{label}”"));
            Words::new(
                format!("{host} accepts the token, but not for this request."),
                format!(
                    "Add {lacking} to the app in the Developer Hub. Most often, that is what the app lacks."
                ),
            )
        }
        ReadRefusal::NotInPlan => refused(host, ApiRefusal::NotInPlan, None),
        ReadRefusal::Unclear => Words::new(
            format!("{host} refused this request, and does not say whether it still accepts the token."),
            "Try again in a minute.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    #[test]
    fn dead_token_message_names_the_reason() {
        for (code, phrase) in [
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
            assert!(problem.report().message.contains(phrase), "{problem}");
        }
    }
}
