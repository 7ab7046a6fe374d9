//! `connect --tokens-stdin`: connects each token of a list, and says which lines have no account.

use std::ops::ControlFlow;
use std::process::ExitCode;

use switchhook_engine::contract::AddedToken;
use switchhook_engine::core::ErrorReport;
use switchhook_engine::{Connector, TokenLine, TokenPlace, interrupted};

use crate::args::Connect;
use crate::input;
use crate::misuse::Misuse;
use crate::output::Output;

pub(super) async fn run(
    args: Connect,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let place =
        TokenPlace { region: input::region_if_named(args.region.as_deref())?, api_base: args.api_base };
    let lines = TokenLine::read(&input::list()?);
    if lines.is_empty() {
        return Err(Misuse::NoTokens.into());
    }
    let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
    let mut told: Vec<AddedToken<ErrorReport>> = Vec::new();
    let mut printed = ControlFlow::Continue(());
    let tell = |added: AddedToken| {
        let added = added.map(|failure| failure.report());
        // An output that failed once gets no further lines. The tokens are connected all the same.
        if printed.is_continue() {
            printed = output.added(&added);
        }
        told.push(added);
    };
    tokio::select! {
        () = connector.own_tokens().add_each(lines, &place, tell) => {}
        () = interrupted() => {}
    }
    let untried = numbers.into_iter().skip(told.len()).map(|line| AddedToken {
        line,
        connected: None,
        error: Some(Misuse::LineNotTried.into()),
    });
    for added in untried {
        if printed.is_continue() {
            printed = output.added(&added);
        }
        told.push(added);
    }
    Ok(output.added_all(&told, printed))
}
