//! The sentences of older versions for problems of the provider.

use alloc::format;
use alloc::string::{String, ToString as _};

use super::older_words::OlderWords;
use crate::{
    ApiRefusal, FigureError, IDENTITY_PERMISSION, Insecurity, ProviderCode, ProviderProblem, TokenError,
    Unreadable,
};

pub(super) const UNIDENTIFIED: &str = "Intercom answered, but did not say whose account this is.";

pub(super) fn words(problem: &ProviderProblem) -> Option<OlderWords> {
    Some(match problem {
        ProviderProblem::NotReached { host } => unreachable(format!("{host} could not be reached.")),
        ProviderProblem::Insecure { host, why } => OlderWords::new(
            format!("{host} was not asked: {}.", insecurity(*why)),
            "Check the address and this computer's clock. Nothing was sent there, and nothing that was stored is lost.",
        ),
        ProviderProblem::NoCertificates { host } => OlderWords::new(
            format!("{host} was not asked: this computer's list of trusted certificates can't be read."),
            "Install the system's CA certificates and try again; nothing that was stored is lost.",
        ),
        ProviderProblem::HeldBack { host, seconds } => {
            later(format!("{host} takes no more requests for now."), Some(*seconds))
        }
        ProviderProblem::BrokeOff { host } => {
            unreachable(format!("{host} broke off before its answer was whole."))
        }
        ProviderProblem::Late { host, seconds, proxy: None } => {
            unreachable(format!("{host} took longer than {seconds} seconds to answer."))
        }
        ProviderProblem::TooLarge { host, megabytes: 1 } => {
            unclear(format!("{host} sent an answer of more than a megabyte."))
        }
        ProviderProblem::Redirected { host, status, .. } => {
            unclear(format!("{host} answered with a redirect ({status}), which is never followed here."))
        }
        ProviderProblem::RateLimited { host, status, seconds, .. } => {
            later(format!("{host} takes no more requests for now (status {status})."), *seconds)
        }
        ProviderProblem::Unavailable { host, status, seconds, .. } => {
            later(format!("{host} can't answer now (status {status})."), *seconds)
        }
        ProviderProblem::Unreadable { host, why, code } => return unreadable(host, why, code.as_ref()),
        ProviderProblem::NoTokenEndpoint { host, status, .. } => OlderWords::new(
            format!("{host} has no token endpoint at this address (status {status})."),
            "Check the token endpoint of the registration, then connect again.",
        ),
        ProviderProblem::Refused { host, refusal, code } => return refused(host, *refusal, code.as_ref()),
        ProviderProblem::Unidentified => OlderWords::new(UNIDENTIFIED, "That may pass."),
        ProviderProblem::MayNotIdentify { host } => OlderWords::new(
            without_identity(host),
            "Add it to the app in the Developer Hub, under Configure › Authentication.",
        ),
        ProviderProblem::RoundLate { host, seconds } => OlderWords::new(
            format!("{host} did not answer everything within {seconds} seconds."),
            "Try again later; what was read before is kept.",
        ),
        ProviderProblem::SandboxForeign => unclear("Something else answers at the sandbox's address."),
        ProviderProblem::SandboxStopped => OlderWords::new(
            "The sandbox is not running.",
            "Start it: `switchhook sandbox`, or \"Try it with the sandbox\" in the window.",
        ),
        _ => return None,
    })
}

pub(super) fn without_identity(host: &str) -> String {
    format!(
        "{host} takes the token, but its app lacks the permission “{IDENTITY_PERMISSION}”: whose account it is can't be checked."
    )
}

fn unreachable(message: String) -> OlderWords {
    OlderWords::new(message, "Check the network and try again; nothing that was stored is lost.")
}

fn unclear(message: impl Into<String>) -> OlderWords {
    OlderWords::new(
        message,
        "Check the addresses that were given: something other than Intercom may have answered, such as a network that asks you to sign in.",
    )
}

fn later(message: String, seconds: Option<u64>) -> OlderWords {
    OlderWords::new(message, format!("{}; nothing that was stored is lost.", try_again(seconds)))
}

fn try_again(seconds: Option<u64>) -> String {
    match seconds {
        None => "Try again in a minute".to_string(),
        Some(0 | 1) => "Try again in a second".to_string(),
        Some(seconds @ ..=90) => format!("Try again in {seconds} seconds"),
        Some(seconds @ ..=3600) => format!("Try again in {} minutes", seconds.div_ceil(60)),
        Some(_) => "Try again in more than an hour".to_string(),
    }
}

fn unreadable(host: &str, why: &Unreadable, code: Option<&ProviderCode>) -> Option<OlderWords> {
    let reason = match why {
        Unreadable::NoObject => "it is no JSON object".to_string(),
        Unreadable::Figure(FigureError::NoCount) => "it tells no count".to_string(),
        Unreadable::Figure(FigureError::NoList) => "it lists nothing that can be counted".to_string(),
        Unreadable::Figure(FigureError::OnePage) => "it is one page of several".to_string(),
        Unreadable::Token(error) => token_error(*error).to_string(),
        Unreadable::NoTokenAnswer => "it is no token answer".to_string(),
        Unreadable::Status(status) => format!("its status is {status}"),
        Unreadable::Error => "it is an error".to_string(),
        Unreadable::NoConfirmation => "its status is a success, and its body does not say so".to_string(),
        Unreadable::NoRequest => "it can't be asked".to_string(),
        _ => return None,
    };
    let words = unclear(format!("The answer of {host} can't be read: {reason}."));
    Some(match (why, code) {
        (Unreadable::Error, Some(_)) => OlderWords {
            hint: "The provider itself says so, and it may pass: try again.".to_string(),
            ..words
        },
        _ => words,
    })
}

const fn insecurity(why: Insecurity) -> &'static str {
    match why {
        Insecurity::Expired => "its certificate has expired",
        Insecurity::NotYetValid => "its certificate is not valid yet",
        Insecurity::OtherName => "its certificate is for another name",
        Insecurity::UnknownIssuer => "its certificate was issued by nobody whom this computer trusts",
        Insecurity::Unproven => "its certificate proves nothing",
        Insecurity::NoTls => "it does not speak TLS as this computer does",
    }
}

const fn token_error(error: TokenError) -> &'static str {
    match error {
        TokenError::Absent => "the answer holds no token",
        TokenError::Ambiguous => "the answer holds two different tokens",
        TokenError::Type => "the token is not a bearer token",
        TokenError::Charset => "the token is empty, too long, or holds characters that no token has",
    }
}

fn refused(host: &str, refusal: ApiRefusal, code: Option<&ProviderCode>) -> Option<OlderWords> {
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
        (ApiRefusal::NotInPlan, _) => (
            format!("{host} accepts the token, but the workspace's plan does not include this."),
            "Somebody who looks after the workspace's subscription can change its plan.",
        ),
        (ApiRefusal::NotAllowed, _) => return None,
    };
    Some(OlderWords::new(message, hint))
}
