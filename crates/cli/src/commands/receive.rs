//! `receive`: hands over a link, and stays until its attempt has ended.

use std::ffi::OsStr;
use std::process::ExitCode;
use std::time::Duration;

use switchhook_engine::core::{Code, DeepLink, ErrorReport};
use switchhook_engine::{Connector, Received};

use super::connect::{interrupted, left};
use crate::input;
use crate::output::Output;

/// How often, once a second, a token that the store refuses is offered to it again.
const SAVE_TRIES: u32 = 60;

pub(super) async fn run(
    link: &OsStr,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let link = match link.as_encoded_bytes() {
        // What is too long to be read is too long to be a link.
        b"-" => input::piped().map_err(|_| ErrorReport::new(Code::Malformed))?,
        link => link.to_vec(),
    };
    let received = received(DeepLink::new(link), connector, output).await?;
    told(received, connector, output).await
}

/// What came of a link or of a decision. A token that the store refuses is offered to it for a while.
pub(super) async fn told(
    mut received: Received,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let interrupt = interrupted();
    tokio::pin!(interrupt);
    for _ in 0..SAVE_TRIES {
        let Received::Unsaved { attempt, report } = &received else { break };
        output.say(&report.to_string());
        let saving = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            connector.retry(attempt).await
        };
        // It was said what that costs.
        received = tokio::select! {
            saved = saving => saved?,
            () = &mut interrupt => break,
        };
    }
    match received {
        Received::Ended(Ok(connected)) => Ok(output.connected(&connected)),
        Received::Ended(Err(report)) | Received::Stuck(report) => Err(report),
        Received::Undecided { attempt, report } => {
            Err(super::attempt::with_verbs(connector, &attempt, report).await)
        }
        Received::Delivered => Ok(output.delivered()),
        Received::Unsaved { .. } => Err(ErrorReport::new(Code::StoreFailed)
            .saying("The token could not be stored, and is lost with this command.")
            .hinting("Make the data folder writable and connect again.")),
    }
}

/// Being asked to end while the provider answers would lose the consent, or leave a token to the next start: it is said, and
/// waited for. Who asks a second time means it.
async fn received(link: DeepLink, connector: &Connector, output: &Output) -> Result<Received, ErrorReport> {
    let receiving = connector.receive(link);
    tokio::pin!(receiving);
    tokio::select! {
        received = &mut receiving => return received,
        () = interrupted() => {}
    }
    if !connector.is_driving() {
        return Err(Code::Cancelled.into());
    }
    let goes_on = || "The attempt is being finished, which takes some seconds.".to_owned();
    output.say(&connector.may_quit().map_or_else(|report| report.to_string(), |()| goes_on()));
    tokio::select! {
        received = receiving => received,
        () = interrupted() => Err(if connector.is_at_stake() { Code::Interrupted.into() } else { left() }),
    }
}
