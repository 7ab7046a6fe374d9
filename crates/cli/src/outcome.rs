//! Waits for the end of an attempt and prints its outcome.

use std::process::ExitCode;

use switchhook_engine::core::{AttemptId, ErrorReport, Problem};
use switchhook_engine::{Connector, Finished, Received, interrupted};

use crate::misuse;
use crate::output::Output;

/// Waits until a received link's attempt has ended, or waits for a person, and prints the outcome.
///
/// # Errors
/// The problem that the attempt ended with, or that keeps the attempt waiting.
pub(crate) async fn finish(
    receiving: impl Future<Output = Result<Received, Problem>>,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let say = |problem: &Problem| output.say(&problem.to_string());
    match connector.attempts().finish(receiving, interrupted, say).await? {
        Finished::Ended(Ok(connected)) => Ok(output.connected(&connected)),
        Finished::Ended(Err(problem)) | Finished::Stuck(problem) => Err(problem.into()),
        Finished::Undecided { attempt, problem } => {
            Err(with_decision_commands(connector, &attempt, problem.into()).await)
        }
        Finished::Delivered => Ok(output.delivered()),
        Finished::Left(left) => Err(left.problem.into()),
    }
}

/// Returns the report, with the commands that decide on the attempt's token added to its hint.
pub(crate) async fn with_decision_commands(
    connector: &Connector,
    attempt: &AttemptId,
    report: ErrorReport,
) -> ErrorReport {
    match connector.attempts().get(attempt).await {
        Ok(shown) => misuse::with_decision_commands(report, attempt, shown.stage, shown.account_id.is_some()),
        Err(_) => report,
    }
}
