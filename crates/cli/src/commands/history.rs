//! `switchhook history`.

use std::process::ExitCode;

use switchhook_engine::core::{AccountId, ErrorReport};
use switchhook_engine::{Connector, moment_of, now};

use crate::misuse::Misuse;
use crate::output::Output;

/// Prints the counts of an account's figures, the oldest first.
pub(crate) async fn run(
    id: &AccountId,
    figure: Option<&'static str>,
    since: Option<String>,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let since = since.map(|text| moment_of(&text, now()).ok_or(Misuse::Since)).transpose()?;
    let readings = connector.view().history(id, figure, since).await?;
    Ok(output.history(&readings, since.is_some()))
}
