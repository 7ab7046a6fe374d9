//! The command line's words for problems of attempts.

use alloc::format;

use super::provider;
use super::sentence::{Words, named, of_code, with_hint_of};
use crate::{AttemptProblem, Code, CodeRejection};

const NOT_COMPARED: &str = "The provider issued a token, but Switchhook could not tell which workspace it belongs to. Nothing was changed.";

pub(super) fn words(problem: &AttemptProblem) -> Words {
    match problem {
        AttemptProblem::NotFound => Words::new(
            "No attempt has that id.",
            "Run `switchhook attempt list`, or look in the window, for attempts that are under way or wait for a decision.",
        ),
        AttemptProblem::TooMany { most } => Words::new(
            format!("{most} attempts already wait for an answer."),
            "Cancel one of them in the window or with `switchhook attempt discard ID`, or let it expire. An attempt waits 30 minutes at most.",
        ),
        AttemptProblem::OtherApp { registration } => Words::new(
            format!("This account was connected with another app than “{registration}”."),
            "Reconnect the account with the app that connected it, or connect it as a new account.",
        ),
        AttemptProblem::OtherWorkspace { registration, only, asked } => Words::new(
            format!(
                "“{registration}” connects only the workspace “{only}”, and you asked for “{asked}”. Nothing was started."
            ),
            "Leave the workspace out, choose another app, or edit this one.",
        ),
        AttemptProblem::PortUnavailable { port, is_taken: true } => Words::new(
            format!("Another program uses port {port}, so it would receive the answer. Nothing was started."),
            "Quit that program, or choose another redirect URL. Then connect again.",
        ),
        AttemptProblem::PortUnavailable { port, is_taken: false } => Words::new(
            format!("This computer does not let Switchhook listen on port {port}. Nothing was started."),
            "Choose a redirect URL with a port above 1023, and connect again.",
        ),
        AttemptProblem::UrlForgotten => Words::new(
            "Switchhook no longer knows the link of this attempt. Only the program that started the attempt did.",
            "Cancel the attempt and start again.",
        ),
        AttemptProblem::Denied { .. }
        | AttemptProblem::Expired
        | AttemptProblem::Cancelled
        | AttemptProblem::Interrupted
        | AttemptProblem::NoDetails => of_code(problem.code()),
        AttemptProblem::NotAuthorized { .. } => Words::new(
            "The provider answered with an error instead of an authorization.",
            "Try again, or check the app's settings at the provider. Nothing was stored.",
        ),
        AttemptProblem::CodeRejected { reason, .. } => rejected(*reason),
        AttemptProblem::RegistrationRemoved { registration } => Words::new(
            format!("The app “{registration}” was removed before its answer came."),
            "Connect with another app, or add this one again.",
        ),
        AttemptProblem::Unsaved => Words::new(
            "Switchhook could not store the new token yet. If Switchhook quits now, the token is lost.",
            "Free some disk space, or close the program that keeps the database busy. Then try again.",
        ),
        AttemptProblem::TokenLost => Words::new(
            "Switchhook could not store the new token, and the token is lost.",
            "Free some disk space, or close the program that keeps the database busy. Then connect again.",
        ),
        AttemptProblem::Left => Words::new(
            "Switchhook stopped before the attempt was finished. It keeps the attempt's token.",
            "Start Switchhook again to continue the attempt. Run `switchhook attempt list` to see it.",
        ),
        AttemptProblem::Answering => Words::new(
            "The provider is answering this attempt, so you can neither stop it nor decide on it yet.",
            "Wait for the answer, 20 seconds at most.",
        ),
        AttemptProblem::Decided => Words::new(
            "This attempt was already decided.",
            "Run `switchhook list` or `switchhook attempt list` to see the result.",
        ),
        AttemptProblem::StillAwaiting => {
            Words::new("This attempt still waits for its answer.", "Finish it in the browser, or cancel it.")
        }
        AttemptProblem::WorkspaceUnknown => Words::new(
            "Switchhook does not know yet which workspace the token belongs to, so it can't add an account.",
            "Try again, or discard the attempt.",
        ),
        AttemptProblem::AnotherAgain => Words::new(
            "Another workspace answered this attempt than the expected one. Another try brings the same answer.",
            "Add that workspace as a new account, or discard the attempt.",
        ),
        AttemptProblem::Another { came, awaited } => with_hint_of(
            Code::WrongWorkspace,
            format!(
                "Switchhook expected {}, but {} answered. Nothing was changed.",
                named(awaited),
                named(came)
            ),
        ),
        AttemptProblem::AccountForgotten { came } => Words::new(
            format!(
                "The answer came from {}, but the account to reconnect was forgotten in the meantime.",
                named(came)
            ),
            "Add that workspace as a new account, or discard the attempt.",
        ),
        AttemptProblem::NotCompared { why: None, .. } => Words::new(
            NOT_COMPARED,
            "Try again, or discard the attempt. Switchhook keeps the token until then.",
        ),
        AttemptProblem::NotCompared { why: Some(why), is_dead } => {
            let Words { message, hint } = provider::words(why);
            let message = format!("{NOT_COMPARED} {message}");
            let hint = if *is_dead {
                "Discard the attempt, and connect again.".into()
            } else {
                format!(
                    "{hint} Then try the attempt again, or discard it. Switchhook keeps the token until then."
                )
            };
            Words { message, hint }
        }
        AttemptProblem::SecretDamaged => Words::new(
            "Switchhook can't decrypt a secret of this attempt, because its row in the database was changed.",
            "Cancel the attempt and connect again.",
        ),
    }
}

fn rejected(reason: CodeRejection) -> Words {
    let words = of_code(Code::CodeRejected);
    match reason {
        CodeRejection::Unclear => words,
        CodeRejection::Client => Words::new(
            "The sign-in worked, but the provider refused the app's client id or client secret.",
            "Enter the client secret again. It may have been replaced in the Developer Hub, or swapped with the client id.",
        ),
        CodeRejection::Spent => Words {
            hint: "Connect again. The code was older than five minutes, or it was used before.".into(),
            ..words
        },
        CodeRejection::EndMissing => Words {
            hint: "Connect again and paste the whole address. The end of a pasted address may be missing, such as a “=”.".into(),
            ..words
        },
    }
}
