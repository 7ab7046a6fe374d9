//! The board of all accounts as CSV (RFC 4180).

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use csv::Writer;
use switchhook_core::{DesktopProblem, Problem, StoreProblem};

use super::overview::View;
use super::today::ShownNeeds;
use crate::contract::BoardRow;
use crate::host::clock::today_here;

/// How many files of a day are tried.
const MOST_FILES: u32 = 1_000;

/// The names of the columns.
const COLUMNS: [&str; 23] = [
    "account",
    "id",
    "tags",
    "status",
    "open",
    "unassigned",
    "with_fin",
    "open_as_of",
    "change",
    "change_since",
    "longest_wait_minutes",
    "longest_wait_is_working_time",
    "waiting_since",
    "waiting_as_of",
    "ratings",
    "low_ratings",
    "ratings_since",
    "ratings_as_of",
    "customer_tickets",
    "back_office_tickets",
    "tracker_tickets",
    "tickets_as_of",
    "sandbox",
];

impl View {
    /// Writes the board as CSV into a folder, and returns the file's path. Overwrites no file: a name that is taken gets a number.
    ///
    /// # Errors
    /// `store_failed` where the database can't be read, or the file not be written.
    pub async fn save_board(&self, folder: PathBuf) -> Result<PathBuf, Problem> {
        let text = board_csv(&self.today(ShownNeeds::MostUrgent).await?.accounts);
        let name = format!("switchhook-today-{}", today_here());
        let saved = tokio::task::spawn_blocking(move || save(&folder, &name, text.as_bytes())).await;
        Ok(saved.map_err(|_| StoreProblem::Failed)??)
    }
}

/// Writes a file that is not there yet.
///
/// # Errors
/// [`DesktopProblem::FileNotWritten`].
fn save(folder: &Path, name: &str, text: &[u8]) -> Result<PathBuf, DesktopProblem> {
    let mut number = 1;
    loop {
        let suffix = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{suffix}.csv"));
        match File::create_new(&path).and_then(|mut file| file.write_all(text)) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && number < MOST_FILES => number += 1,
            Err(error) => {
                let file = path.display().to_string();
                return Err(DesktopProblem::FileNotWritten { file, why: error.kind().to_string() });
            }
        }
    }
}

/// Returns the board as CSV, with a row of names first. An unknown value is empty. Times are RFC 3339 in UTC.
///
/// A spreadsheet runs a cell that begins like a formula, so an apostrophe comes before a name or tag of that kind.
pub fn board_csv(rows: &[BoardRow]) -> String {
    let mut csv = Writer::from_writer(Vec::new());
    // Writing to memory does not fail, and each record has as many fields as the first.
    let _ = csv.write_record(COLUMNS);
    for row in rows {
        let _ = csv.write_record(record(row));
    }
    csv.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn record(row: &BoardRow) -> [String; 23] {
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let (wait, change) = (row.wait.as_ref(), row.open_change.as_ref());
    let (ratings, tickets) = (row.ratings.as_ref(), row.tickets.as_ref());
    [
        harmless(&row.name),
        row.id.as_str().to_owned(),
        harmless(&row.tags.join(" ")),
        row.status.code().to_owned(),
        number(row.open),
        number(row.unassigned),
        number(row.with_fin),
        row.open_as_of.clone().unwrap_or_default(),
        change.map(|change| change.by.to_string()).unwrap_or_default(),
        change.map(|change| change.since.clone()).unwrap_or_default(),
        number(wait.map(|wait| wait.minutes)),
        wait.map(|_| row.has_hours.to_string()).unwrap_or_default(),
        wait.map(|wait| wait.since.clone()).unwrap_or_default(),
        row.wait_as_of.clone().unwrap_or_default(),
        number(ratings.map(|ratings| ratings.rated)),
        number(ratings.map(|ratings| ratings.low)),
        ratings.map(|ratings| ratings.since.clone()).unwrap_or_default(),
        ratings.map(|ratings| ratings.as_of.clone()).unwrap_or_default(),
        number(tickets.map(|tickets| tickets.customer)),
        number(tickets.map(|tickets| tickets.back_office)),
        number(tickets.map(|tickets| tickets.tracker)),
        tickets.map(|tickets| tickets.as_of.clone()).unwrap_or_default(),
        (row.kind == switchhook_core::RegistrationKind::Sandbox).to_string(),
    ]
}

/// Returns a text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_core::{AccountId, RegistrationKind, Status};

    #[test]
    fn saved_file_overwrites_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let names = ["today.csv", "today-2.csv", "today-3.csv"].map(|name| folder.path().join(name));
        for (name, text) in names.iter().zip(["1", "2", "3"]) {
            assert_eq!(&save(folder.path(), "today", text.as_bytes()).expect("saved"), name);
        }
        let texts = names.map(|name| std::fs::read_to_string(name).expect("readable"));
        assert_eq!(texts, ["1", "2", "3"]);
        let nowhere = save(&folder.path().join("nowhere"), "today", b"").expect_err("no folder");
        assert!(matches!(nowhere, DesktopProblem::FileNotWritten { .. }));
    }

    #[test]
    fn row_survives_odd_names_and_unknown_numbers() {
        let row = BoardRow {
            id: AccountId::new("a1"),
            name: "=HYPERLINK(\"x\"), \"Böhm\"\nLtd".into(),
            tags: vec!["vip".into()],
            kind: RegistrationKind::App,
            status: Status::Connected,
            open: Some(7),
            unassigned: None,
            with_fin: Some(0),
            open_as_of: None,
            open_failed: false,
            open_change: None,
            open_course: Vec::new(),
            wait: None,
            wait_as_of: None,
            ratings: None,
            tickets: None,
            has_hours: false,
        };
        let text = board_csv(&[row]);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().expect("names").len(), COLUMNS.len());
        let record = reader.records().next().expect("a row").expect("sound");
        assert_eq!(&record[0], "'=HYPERLINK(\"x\"), \"Böhm\"\nLtd");
        assert_eq!((&record[4], &record[5], &record[6], &record[22]), ("7", "", "0", "false"));
    }
}
