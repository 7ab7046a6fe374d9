//! What came of a link or an attempt, and the words that tell it.

use std::process::ExitCode;
use std::time::Duration;

use switchhook_engine::core::{AttemptId, AttemptProblem, ErrorReport, PastedAddress};
use switchhook_engine::{Connector, Received};

use crate::interrupt::interrupted;
use crate::misuse::{self, Misuse};
use crate::output::Output;

/// How often, once a second, a token that the store refuses is offered to it again.
const SAVE_TRIES: u32 = 60;

/// Takes an address. An end while the provider answers would lose the consent, or leave a token to the next start: this says
/// so and waits. A second request to end is meant.
pub(crate) async fn received(
    address: PastedAddress,
    connector: &Connector,
    output: &Output,
) -> Result<Received, ErrorReport> {
    let receiving = connector.attempts().receive_pasted(address);
    tokio::pin!(receiving);
    tokio::select! {
        received = &mut receiving => return Ok(received?),
        () = interrupted() => {}
    }
    if !connector.lifetime().is_working() {
        return Err(AttemptProblem::Cancelled.into());
    }
    let goes_on = || "The attempt is being finished, which takes some seconds.".to_owned();
    output.say(&connector.lifetime().may_quit().map_or_else(|problem| problem.to_string(), |()| goes_on()));
    tokio::select! {
        received = receiving => Ok(received?),
        () = interrupted() => {
            let is_lost = connector.lifetime().would_lose_answer();
            Err(if is_lost { AttemptProblem::Interrupted.into() } else { Misuse::AttemptLeft.into() })
        }
    }
}

/// Tells what came of a link or of a decision. Offers a token that the store refuses to it again for a while.
pub(crate) async fn told(
    mut received: Received,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let interrupt = interrupted();
    tokio::pin!(interrupt);
    for _ in 0..SAVE_TRIES {
        let Received::Unsaved { attempt, problem } = &received else { break };
        output.say(&problem.to_string());
        let saving = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            connector.attempts().retry(attempt).await
        };
        // The person has read what that costs.
        received = tokio::select! {
            saved = saving => saved?,
            () = &mut interrupt => break,
        };
    }
    match received {
        Received::Ended(Ok(connected)) => Ok(output.connected(&connected)),
        Received::Ended(Err(problem)) | Received::Stuck(problem) => Err(problem.into()),
        Received::Undecided { attempt, problem } => {
            Err(with_verbs(connector, &attempt, problem.into()).await)
        }
        Received::Delivered => Ok(output.delivered()),
        Received::Unsaved { .. } => Err(Misuse::TokenLost.into()),
    }
}

/// The report with the verbs by which a terminal decides, where the attempt keeps a token.
pub(crate) async fn with_verbs(
    connector: &Connector,
    attempt: &AttemptId,
    report: ErrorReport,
) -> ErrorReport {
    match connector.attempts().get(attempt).await {
        Ok(shown) => misuse::with_verbs(report, attempt, shown.stage, shown.account_id.is_some()),
        Err(_) => report,
    }
}
