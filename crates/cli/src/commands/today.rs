//! `switchhook today`.

use std::process::ExitCode;

use switchhook_engine::contract::{BoardRow, Today};
use switchhook_engine::core::{AccountId, ErrorReport, Problem, plain};
use switchhook_engine::{Connector, board_csv, duration, sentence};
use tokio::sync::mpsc;

use crate::output::Output;
use crate::table::aligned;

/// Maximum width of a cell of the board, in terminal columns.
const MAX_CELL_WIDTH: usize = 40;

/// Prints the accounts that need a person, and the board of all accounts. `read`: reads all accounts first. `csv`: prints the
/// board alone, as CSV.
pub(crate) async fn run(
    read: bool,
    csv: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let mut today = connector.view().today().await?;
    if read {
        read_all(today.accounts.iter().map(|row| row.id.clone()).collect(), connector).await?;
        today = connector.view().today().await?;
    }
    let words = || if csv { board_csv(&today.accounts).trim_end().into() } else { text(&today) };
    Ok(output.document(&today, words))
}

/// Reads all accounts. A refusal of the provider is no error: the board says when each number was read.
async fn read_all(accounts: Vec<AccountId>, connector: &Connector) -> Result<(), Problem> {
    let (send, mut checked) = mpsc::channel(8);
    let drain = async { while checked.recv().await.is_some() {} };
    let (outcome, ()) = tokio::join!(connector.remote().read_each(accounts, send), drain);
    outcome
}

fn text(Today { needs, other_needs, put_off, accounts, .. }: &Today) -> String {
    if accounts.is_empty() {
        return "There are no accounts in use. Run `switchhook connect --token-stdin` to connect one.".into();
    }
    let sentences: Vec<String> =
        needs.iter().map(|each| plain(&format!("{} {}", each.name, sentence(each, str::to_owned)))).collect();
    let others = match other_needs {
        0 => String::new(),
        others => format!("\nAnd {others} more."),
    };
    let put_off = match put_off {
        0 => String::new(),
        put_off => format!("\nYou put {put_off} off."),
    };
    let needs = if sentences.is_empty() { "No account needs you.".into() } else { sentences.join("\n") };
    format!("{needs}{others}{put_off}\n\n{}", board(accounts))
}

fn board(accounts: &[BoardRow]) -> String {
    let cells: Vec<[String; 7]> = accounts.iter().map(numbers).collect();
    let rows = accounts.iter().zip(&cells).map(
        |(row, [open, unassigned, change, wait, ratings, tickets, as_of])| {
            [
                row.name.as_str(),
                row.status.code(),
                open,
                unassigned,
                change,
                wait,
                ratings,
                tickets,
                as_of,
                row.id.as_str(),
            ]
        },
    );
    let header = [
        "Name",
        "Status",
        "Open",
        "Unassigned",
        "Change",
        "Longest wait",
        "Ratings",
        "Tickets",
        "Counted",
        "Id",
    ];
    aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), MAX_CELL_WIDTH)
}

/// Returns an account's numbers, and when the open conversations were counted.
fn numbers(row: &BoardRow) -> [String; 7] {
    let number = |number: Option<u32>| number.map_or_else(|| "–".into(), |number| number.to_string());
    let change = row.open_change.as_ref().map(|change| format!("{:+} since {}", change.by, change.since));
    let wait = row.wait.as_ref().map(|wait| duration(wait.minutes));
    let nobody = if row.wait_as_of.is_some() { "nobody" } else { "–" };
    let ratings = row.ratings.as_ref().map(|ratings| match ratings.low {
        0 => ratings.rated.to_string(),
        low => format!("{}, {low} low", ratings.rated),
    });
    let tickets =
        row.tickets.as_ref().map(|tickets| tickets.customer + tickets.back_office + tickets.tracker);
    [
        number(row.open),
        number(row.unassigned),
        change.unwrap_or_default(),
        wait.unwrap_or_else(|| nobody.into()),
        ratings.unwrap_or_else(|| "–".into()),
        number(tickets),
        row.open_as_of.clone().unwrap_or_default(),
    ]
}
