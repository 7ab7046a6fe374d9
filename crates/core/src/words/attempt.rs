//! The words for problems of attempts.

use alloc::format;

use super::provider;
use super::sentence::{Words, named, of_code, saying};
use crate::{AttemptProblem, Code, CodeRejection};

pub(super) fn words(problem: &AttemptProblem) -> Words {
    match problem {
        AttemptProblem::NotFound => Words::new(
            "There is no such attempt.",
            "See the window, or `switchhook attempt list`, for those that are under way or wait for a decision.",
        ),
        AttemptProblem::TooMany { most } => Words::new(
            format!("{most} attempts are waiting for an answer already."),
            "Cancel one of them in the window or by `switchhook attempt discard ID`, or let it expire: an attempt waits 30 minutes at most.",
        ),
        AttemptProblem::OtherApp { registration } => Words::new(
            format!("This account was not connected with “{registration}”."),
            "Reconnect it with the app it was connected with, or connect it as a new account.",
        ),
        AttemptProblem::OtherWorkspace { registration, only, asked } => Words::new(
            format!("“{registration}” connects only the workspace “{only}”, and “{asked}” was asked for."),
            "Leave the workspace out, choose another app, or edit this one. Nothing was begun.",
        ),
        AttemptProblem::UrlForgotten => Words::new(
            "The link of this attempt is no longer known: it lives only in the program that made it.",
            "Cancel the attempt and start again.",
        ),
        AttemptProblem::Denied { .. }
        | AttemptProblem::Expired
        | AttemptProblem::Cancelled
        | AttemptProblem::Interrupted
        | AttemptProblem::NoDetails => of_code(problem.code()),
        AttemptProblem::NotAuthorized { .. } => Words::new(
            "The provider answered with an error instead of an authorization.",
            "Nothing was stored. Try again, or check the app's settings there.",
        ),
        AttemptProblem::CodeRejected { reason, .. } => rejected(*reason),
        AttemptProblem::RegistrationRemoved { registration } => Words::new(
            format!("The app “{registration}” was removed while its answer was awaited."),
            "Connect with another app, or add this one again.",
        ),
        AttemptProblem::Unsaved => Words::new(
            "The new token could not be stored yet; ending now would lose it.",
            "Make room on the disk, or end what keeps the database busy, and try again.",
        ),
        AttemptProblem::TokenLost => Words::new(
            "The new token could not be stored, and is lost.",
            "Make room on the disk, or end what keeps the database busy, and connect again.",
        ),
        AttemptProblem::Left => Words::new(
            "The attempt was left before it was finished.",
            "Its token is kept, and the next start goes on with it; `switchhook attempt list` shows it.",
        ),
        AttemptProblem::Answering => Words::new(
            "The provider is answering this attempt: for now it can be neither stopped nor decided on.",
            "It takes 20 seconds at most.",
        ),
        AttemptProblem::Decided => Words::new("That was decided already.", "See what became of it."),
        AttemptProblem::StillAwaiting => {
            Words::new("This attempt still awaits its answer.", "Finish it in the browser, or cancel it.")
        }
        AttemptProblem::WorkspaceUnknown => Words::new(
            "Nobody knows yet whose that token is, so it makes no account.",
            "Try again, or discard it.",
        ),
        AttemptProblem::AnotherAgain => Words::new(
            "Another workspace answered this attempt than the awaited one: asking again brings the same.",
            "Add it as an account of its own, or discard it.",
        ),
        AttemptProblem::Another { came, awaited } => saying(
            Code::WrongWorkspace,
            format!("{} answered; {} was awaited. Nothing was changed.", named(came), named(awaited)),
        ),
        AttemptProblem::AccountForgotten { came } => Words::new(
            format!(
                "{} answered; the account that was to be reconnected was forgotten meanwhile.",
                named(came)
            ),
            "Add it as an account of its own, or discard it.",
        ),
        AttemptProblem::NotCompared { why: None, .. } => Words::new(
            "A token came, but not whose it is: nothing was changed.",
            "The token is kept: try again, or discard it.",
        ),
        AttemptProblem::NotCompared { why: Some(why), is_dead } => {
            let Words { message, hint } = provider::words(why);
            let message = format!("A token came, but not whose it is: nothing was changed. {message}");
            let hint = if *is_dead {
                "Discard it, and connect again.".into()
            } else {
                format!("{hint} The token is kept: try again then, or discard it.")
            };
            Words { message, hint }
        }
        AttemptProblem::SecretDamaged => Words::new(
            "A secret of this attempt does not open: its row was changed.",
            "Cancel the attempt and connect again.",
        ),
    }
}

fn rejected(reason: CodeRejection) -> Words {
    let plain = of_code(Code::CodeRejected);
    match reason {
        CodeRejection::Unclear => plain,
        CodeRejection::Client => Words::new(
            "The sign-in worked, but the app's client id or secret was refused.",
            "Type the client secret once more: it may have been replaced in the Developer Hub, or exchanged with the client id.",
        ),
        CodeRejection::Spent => Words {
            hint: "The code was older than five minutes, or was used before. Connect again.".into(),
            ..plain
        },
        CodeRejection::EndMissing => Words {
            hint: "If the address was pasted, its end may be missing, such as a “=”. Connect again and paste the whole address.".into(),
            ..plain
        },
    }
}
