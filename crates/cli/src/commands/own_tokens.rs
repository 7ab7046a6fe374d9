//! `connect --tokens-stdin`: connects each token of a list, and says which lines have no account.

use std::future::pending;
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
    let lines = TokenLine::read(&input::list()?)?;
    if lines.is_empty() {
        return Err(Misuse::NoTokens.into());
    }
    let numbers: Vec<usize> = lines.iter().map(|line| line.number).collect();
    let mut list = List { output, added: Vec::new(), printed: ControlFlow::Continue(()) };
    let tell = |added: AddedToken| list.push(added.map(|failure| failure.report()));
    tokio::select! {
        () = connector.own_tokens().add_each(lines, &place, pending(), tell) => {}
        () = interrupted() => {}
    }
    for line in numbers.into_iter().skip(list.added.len()) {
        list.push(AddedToken { line, connected: None, error: Some(Misuse::LineNotTried.into()) });
    }
    Ok(output.added_all(&list.added, list.printed))
}

/// The lines that were tried or left out, printed as they come.
struct List<'a> {
    output: &'a Output,
    added: Vec<AddedToken<ErrorReport>>,
    /// Breaks when standard output fails. It gets no further lines then, but the tokens are connected all the same.
    printed: ControlFlow<ExitCode>,
}

impl List<'_> {
    fn push(&mut self, added: AddedToken<ErrorReport>) {
        if self.printed.is_continue() {
            self.printed = self.output.added(&added);
        }
        self.added.push(added);
    }
}
