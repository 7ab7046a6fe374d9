//! `attempt list | retry | add | discard`: what is under way, and tokens that wait for a decision.

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

pub(super) async fn run(verb: Attempt, output: &Output) -> Result<ExitCode, ErrorReport> {
    match verb {
        Attempt::List => Ok(output.attempts(open().await?.attempts().list().await?)),
        Attempt::Retry { attempt } => {
            let (connector, attempt) = (open_for_one(output).await?, AttemptId::new(attempt));
            let received = connector.attempts().retry(&attempt).await?;
            ended(&attempt, outcome::told(ready(Ok(received)), &connector, output).await, &connector).await
        }
        Attempt::Add { attempt } => {
            let (connector, attempt) = (open_for_one(output).await?, AttemptId::new(attempt));
            let received = connector.attempts().resolve_refused(&attempt, true).await?;
            ended(&attempt, outcome::told(ready(Ok(received)), &connector, output).await, &connector).await
        }
        Attempt::Discard { attempt, yes } => {
            discard(&AttemptId::new(attempt), yes, &open().await?, output).await
        }
    }
}

/// Nothing that others left is finished first: it may be this very attempt, and what becomes of that is what is asked for.
async fn open_for_one(output: &Output) -> Result<Connector, ErrorReport> {
    let connector = open().await?;
    say_when_locked(&connector, output);
    Ok(connector)
}

/// What ended here is told here; the window need not tell it again. A token that is kept stays there.
async fn ended(
    attempt: &AttemptId,
    told: Result<ExitCode, ErrorReport>,
    connector: &Connector,
) -> Result<ExitCode, ErrorReport> {
    let _ = connector.attempts().dismiss(attempt).await;
    told
}

async fn discard(
    attempt: &AttemptId,
    yes: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let shown = connector.attempts().get(attempt).await?;
    input::confirm(yes, &question(&shown), "The attempt was left as it is.")?;
    connector.attempts().discard(attempt).await?;
    Ok(output.removed(attempt.as_str(), "The attempt is put away, and nothing of it is kept."))
}

fn question(attempt: &Shown) -> String {
    let app = &attempt.registration;
    match attempt.stage {
        AttemptStage::Awaiting => {
            format!("Cancel the attempt to connect {app}? Its answer is taken no more.")
        }
        AttemptStage::Identifying | AttemptStage::Refused | AttemptStage::Unverified => {
            format!("Discard the token that {app} gave? The accounts that are here keep theirs.")
        }
        _ => format!("Put the attempt to connect {app} away?"),
    }
}
