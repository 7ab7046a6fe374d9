//! What came of a link or an attempt, and the words that tell it.

use std::process::ExitCode;

use switchhook_engine::core::{AttemptId, ErrorReport, Problem};
use switchhook_engine::{Connector, Finished, Received, interrupted};

use crate::misuse;
use crate::output::Output;

/// Stays with what is received until it has ended, and tells what came of it.
pub(crate) async fn told(
    receiving: impl Future<Output = Result<Received, Problem>>,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let say = |problem: &Problem| output.say(&problem.to_string());
    match connector.attempts().finish(receiving, interrupted, say).await? {
        Finished::Ended(Ok(connected)) => Ok(output.connected(&connected)),
        Finished::Ended(Err(problem)) | Finished::Stuck(problem) => Err(problem.into()),
        Finished::Undecided { attempt, problem } => {
            Err(with_verbs(connector, &attempt, problem.into()).await)
        }
        Finished::Delivered => Ok(output.delivered()),
        Finished::Left(left) => Err(left.problem.into()),
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
