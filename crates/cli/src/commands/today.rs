//! `switchhook today`.

use std::process::ExitCode;

use switchhook_engine::contract::{BoardRow, Checked, Failure, Today};
use switchhook_engine::core::{AccountId, ErrorReport, Problem, Status, plain};
use switchhook_engine::{Connector, ShownNeeds, board_csv, clock_time, duration, sentence};
use tokio::sync::mpsc;

use crate::output::Output;
use crate::table::aligned;

/// Maximum width of a cell of the board, in terminal columns.
const MAX_CELL_WIDTH: usize = 40;

/// Prints the accounts that need a person, and the board of all accounts. `read`: reads all accounts first. `all`: names also
/// the needs that are less urgent. `csv`: prints the board alone, as CSV.
pub(crate) async fn run(
    read: bool,
    all: bool,
    csv: bool,
    connector: &Connector,
    output: &Output,
) -> Result<ExitCode, ErrorReport> {
    let shown = if all { ShownNeeds::All } else { ShownNeeds::MostUrgent };
    let mut today = connector.view().today(shown).await?;
    if read {
        let unread = read_all(today.accounts.iter().map(|row| row.id.clone()).collect(), connector).await?;
        for (name, failure) in unread {
            output.say(&format!("{} was not read. {}", plain(&name), failure.report().message));
        }
        today = connector.view().today(shown).await?;
    }
    let words = || if csv { board_csv(&today.accounts).trim_end().into() } else { text(&today) };
    Ok(output.document(&today, words))
}

/// Reads all accounts. Returns the names of those that gave no new numbers, each with the reason.
async fn read_all(
    accounts: Vec<AccountId>,
    connector: &Connector,
) -> Result<Vec<(String, Failure)>, Problem> {
    let (send, mut checked) = mpsc::channel(8);
    let collect = async {
        let mut unread = Vec::new();
        while let Some(Checked { account, trouble, untold, unread: figures }) = checked.recv().await {
            let is_off = matches!(account.status, Status::NeedsReconnect | Status::Unreachable);
            let of_status = trouble.filter(|_| is_off).map(|trouble| trouble.report);
            unread.extend(untold.or(figures).or(of_status).map(|failure| (account.name, failure)));
        }
        unread
    };
    let (outcome, unread) = tokio::join!(connector.remote().read_each(accounts, send), collect);
    outcome.map(|()| unread)
}

fn text(today: &Today) -> String {
    if today.accounts.is_empty() {
        return "There are no accounts in use. Run `switchhook connect --token-stdin` to connect one.".into();
    }
    let mut lines: Vec<String> = today
        .needs
        .iter()
        .map(|each| plain(&format!("{} {}", each.name, sentence(each, clock_time))))
        .collect();
    match today.other_needs {
        0 => {}
        1 => lines.push("1 more need is less urgent. `switchhook today --all` names it.".into()),
        many => {
            lines.push(format!("{many} more needs are less urgent. `switchhook today --all` names them."))
        }
    }
    match today.put_off {
        0 => {}
        1 => lines.push("You put 1 need off.".into()),
        many => lines.push(format!("You put {many} needs off.")),
    }
    match today.unknown {
        0 if today.needs.is_empty() => lines.insert(0, "No account needs you.".into()),
        0 => {}
        1 => lines.push(
            "1 account has no current reading, so it may need you. Run `switchhook today --read`.".into(),
        ),
        many => lines.push(format!(
            "{many} accounts have no current reading, so they may need you. Run `switchhook today --read`."
        )),
    }
    format!("{}\n\n{}", lines.join("\n"), board(&today.accounts))
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

/// Returns an account's numbers, and when the oldest of them was counted.
fn numbers(row: &BoardRow) -> [String; 7] {
    let number = |number: Option<u32>| number.map_or_else(|| "–".into(), |number| number.to_string());
    let change =
        row.open_change.as_ref().map(|change| format!("{:+} since {}", change.by, clock_time(&change.since)));
    let wait = row.wait.as_ref().map(|wait| duration(wait.minutes));
    let nobody = if row.wait_as_of.is_some() { "nobody" } else { "–" };
    let ratings = row.ratings.as_ref().map(|ratings| match ratings.low {
        0 => ratings.rated.to_string(),
        low => format!("{}, {low} low", ratings.rated),
    });
    let of_ratings = row.ratings.as_ref().map(|ratings| &ratings.as_of);
    let of_tickets = row.tickets.as_ref().map(|tickets| &tickets.as_of);
    // All of them are RFC 3339 in UTC, so their order is that of time.
    let counted = [row.open_as_of.as_ref(), row.wait_as_of.as_ref(), of_ratings, of_tickets]
        .into_iter()
        .flatten()
        .min();
    let tickets =
        row.tickets.as_ref().map(|tickets| tickets.customer + tickets.back_office + tickets.tracker);
    [
        number(row.open),
        number(row.unassigned),
        change.unwrap_or_default(),
        wait.unwrap_or_else(|| nobody.into()),
        ratings.unwrap_or_else(|| "–".into()),
        number(tickets),
        counted.map(|moment| clock_time(moment)).unwrap_or_default(),
    ]
}
