//! `switchhook history`.

use std::process::ExitCode;

use switchhook_engine::core::{ErrorReport, Figure};
use switchhook_engine::{moment_of, now};

use super::open_with;
use crate::misuse::Misuse;
use crate::output::Output;

/// Prints the counts of an account's figures, the oldest first.
pub(crate) async fn run(
    account: &str,
    figure: Option<String>,
    since: Option<String>,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let since = since.map(|text| moment_of(&text, now()).ok_or(Misuse::Since)).transpose()?;
    let figure = figure.and_then(|code| Figure::ALL.into_iter().find(|figure| figure.code() == code));
    let (connector, id) = open_with(account).await?;
    let readings = connector.view().history(&id, figure, since).await?;
    Ok(output.history(&readings))
}
