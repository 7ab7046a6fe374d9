//! The sentences of older versions for problems of attempts.

use alloc::format;

use super::older_words::OlderWords;
use super::provider;
use crate::{AttemptProblem, CodeRejection};

const CODE_REJECTED: &str = "The sign-in worked, but its code was refused.";

pub(super) fn words(problem: &AttemptProblem) -> Option<OlderWords> {
    Some(match problem {
        AttemptProblem::Denied { .. } => OlderWords::new(
            "Access was not given.",
            "Nothing was stored. Start again when you are ready to authorize.",
        ),
        AttemptProblem::NotAuthorized { .. } => OlderWords::new(
            "The provider answered with an error instead of an authorization.",
            "Nothing was stored. Try again, or check the app's settings there.",
        ),
        AttemptProblem::CodeRejected { reason, .. } => rejected(*reason),
        AttemptProblem::Expired => OlderWords::new(
            "The attempt waited too long for its answer.",
            "Start the connection again, and finish it in the page that opens.",
        ),
        AttemptProblem::Cancelled => {
            OlderWords::new("The attempt was cancelled.", "Start again whenever you like.")
        }
        AttemptProblem::Interrupted => OlderWords::new(
            "Switchhook was stopped while the provider was answering; the consent may be used up.",
            "Connect again.",
        ),
        AttemptProblem::RegistrationRemoved { registration } => OlderWords::new(
            format!("The app “{registration}” was removed while its answer was awaited."),
            "Connect with another app, or add this one again.",
        ),
        AttemptProblem::NotCompared { why: None, .. } => OlderWords::new(
            "A token came, but not whose it is: nothing was changed.",
            "The token is kept: try again, or discard it.",
        ),
        AttemptProblem::NotCompared { why: Some(why), is_dead } => {
            let OlderWords { message, hint } = provider::words(why)?;
            let message = format!("A token came, but not whose it is: nothing was changed. {message}");
            let hint = if *is_dead {
                "Discard it, and connect again.".into()
            } else {
                format!("{hint} The token is kept: try again then, or discard it.")
            };
            OlderWords { message, hint }
        }
        _ => return None,
    })
}

fn rejected(reason: CodeRejection) -> OlderWords {
    match reason {
        CodeRejection::Unclear => OlderWords::new(
            CODE_REJECTED,
            "Most often the client secret was replaced in the Developer Hub, or the code was older than five minutes. Try again.",
        ),
        CodeRejection::Client => OlderWords::new(
            "The sign-in worked, but the app's client id or secret was refused.",
            "Type the client secret once more: it may have been replaced in the Developer Hub, or exchanged with the client id.",
        ),
        CodeRejection::Spent => OlderWords::new(
            CODE_REJECTED,
            "The code was older than five minutes, or was used before. Connect again.",
        ),
        CodeRejection::EndMissing => OlderWords::new(
            CODE_REJECTED,
            "If the address was pasted, its end may be missing, such as a “=”. Connect again and paste the whole address.",
        ),
    }
}
