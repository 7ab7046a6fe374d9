//! `switchhook today`.

use std::process::ExitCode;

use switchhook_engine::Connector;
use switchhook_engine::contract::{AccountNeed, BoardRow, Today};
use switchhook_engine::core::{ErrorReport, Need, plain};

use crate::output::Output;
use crate::table::aligned;

/// Maximum width of a cell of the board, in terminal columns.
const MAX_CELL_WIDTH: usize = 40;

/// Prints the accounts that need a person, and the board of all accounts.
pub(crate) async fn run(connector: &Connector, output: &Output) -> Result<ExitCode, ErrorReport> {
    let today = connector.view().today().await?;
    Ok(output.document(&today, || text(&today)))
}

fn text(Today { needs, other_needs, put_off, accounts }: &Today) -> String {
    if accounts.is_empty() {
        return "There are no accounts in use. Run `switchhook connect --token-stdin` to connect one.".into();
    }
    let sentences: Vec<String> = needs.iter().map(|each| plain(&sentence(each))).collect();
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

/// Says what an account needs.
fn sentence(AccountNeed { name, need, since, .. }: &AccountNeed) -> String {
    match need {
        Need::Reconnect => {
            let since = since.as_ref().map(|since| format!("has not worked since {since}"));
            format!("{name} {}. Reconnect the account.", since.as_deref().unwrap_or("no longer works"))
        }
        Need::Permissions { lacks } => {
            let lacks: Vec<String> = lacks.iter().map(|each| format!("“{each}”")).collect();
            format!("{name}: the app lacks {}. Add it in the Developer Hub.", lacks.join(", "))
        }
    }
}

fn board(accounts: &[BoardRow]) -> String {
    let cells: Vec<[String; 3]> = accounts.iter().map(numbers).collect();
    let rows = accounts.iter().zip(&cells).map(|(row, [open, change, as_of])| {
        [row.name.as_str(), row.status.code(), open, change, as_of, row.id.as_str()]
    });
    let header = ["Name", "Status", "Open", "Change", "Counted", "Id"];
    aligned(&std::iter::once(header).chain(rows).collect::<Vec<_>>(), MAX_CELL_WIDTH)
}

/// Returns an account's open conversations, their change, and when they were counted.
fn numbers(row: &BoardRow) -> [String; 3] {
    let change = row.open_change.as_ref().map(|change| format!("{:+} since {}", change.by, change.since));
    [
        row.open.map_or_else(|| "–".into(), |open| open.to_string()),
        change.unwrap_or_default(),
        row.open_as_of.clone().unwrap_or_default(),
    ]
}
