//! `attempt list | retry | add | discard`: attempts under way, and tokens that wait for a decision.

use std::future::ready;
use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::contract::{Attempt as Shown, AttemptStage};
use switchhook_engine::core::{AttemptId, ErrorReport};

use crate::args::Attempt;
use crate::input;
use crate::opening::{open, say_when_locked};
use crate::outcome;
use crate::output::Output;

pub(super) async fn run(command: Attempt, output: &Output) -> Result<ExitCode, ErrorReport> {
    match command {
        Attempt::List => Ok(output.attempts(open().await?.attempts().list().await?)),
        Attempt::Retry { attempt } => {
            let (connector, attempt) = (open_without_finishing(output).await?, AttemptId::new(attempt));
            let received = connector.attempts().retry(&attempt).await?;
            dismiss_after(
                &attempt,
                outcome::finish(ready(Ok(received)), &connector, output).await,
                &connector,
            )
            .await
        }
        Attempt::Add { attempt } => {
            let (connector, attempt) = (open_without_finishing(output).await?, AttemptId::new(attempt));
            let received = connector.attempts().resolve_refused(&attempt, true).await?;
            dismiss_after(
                &attempt,
                outcome::finish(ready(Ok(received)), &connector, output).await,
                &connector,
            )
            .await
        }
        Attempt::Discard { attempt, yes } => {
            discard(&AttemptId::new(attempt), yes, &open().await?, output).await
        }
    }
}

/// Opens the home without finishing attempts that a stopped program left. One of them may be the attempt that the person
/// decides on.
async fn open_without_finishing(output: &Output) -> Result<Connector, ErrorReport> {
    let connector = open().await?;
    say_when_locked(&connector, output);
    Ok(connector)
}

/// Dismisses an attempt whose outcome is printed, so that the window does not show it again. An attempt that keeps a token
/// stays.
async fn dismiss_after(
    attempt: &AttemptId,
    printed: Result<ExitCode, ErrorReport>,
    connector: &Connector,
) -> Result<ExitCode, ErrorReport> {
    let _ = connector.attempts().dismiss(attempt).await;
    printed
}

async fn discard(
    attempt: &AttemptId,
    yes: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let shown = connector.attempts().get(attempt).await?;
    input::confirm(yes, &question(&shown), "Switchhook left the attempt as it is.")?;
    connector.attempts().discard(attempt).await?;
    Ok(output.removed(attempt.as_str(), "Switchhook discarded the attempt and keeps no token of it."))
}

fn question(attempt: &Shown) -> String {
    let app = &attempt.registration;
    match attempt.stage {
        AttemptStage::Awaiting => {
            format!("Cancel the attempt to connect with {app}? Switchhook will refuse its answer.")
        }
        AttemptStage::Identifying | AttemptStage::Refused | AttemptStage::Unverified => {
            format!("Discard the new token from {app}? Your accounts keep their own tokens.")
        }
        _ => format!("Remove the attempt to connect with {app} from the list?"),
    }
}
