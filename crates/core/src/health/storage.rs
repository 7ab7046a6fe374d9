//! Judges the data folder, the database and the disk.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::check::{HealthStatus, REPAIR, Verdict};
use crate::{Problem, StoreProblem};

/// The data folder, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderFacts {
    /// There is no folder.
    Missing,
    /// Switchhook refuses the folder or a file in it, or the system does.
    Refused(StoreProblem),
    /// Other users can write in the folder.
    WritableByOthers {
        /// Whether the folder is not for Switchhook alone, so that no repair closes it: it holds other files, or is sticky.
        is_shared: bool,
    },
    /// Other users have rights to these files and folders.
    OpenToOthers(Vec<String>),
    /// The folder and all its files are closed to other users.
    Private,
}

/// Judges the data folder at this path.
pub fn folder_verdict(folder: &str, facts: FolderFacts) -> Verdict {
    match facts {
        FolderFacts::Missing => {
            Verdict::ok(format!("{folder} does not exist yet. Switchhook makes it when it needs it."))
        }
        FolderFacts::Refused(problem) => {
            Verdict::of_problem(HealthStatus::Error, Problem::from(problem).report())
        }
        FolderFacts::WritableByOthers { is_shared } => {
            let message = format!("Other users can write in {folder}. Switchhook does not open it.");
            match is_shared {
                true => Verdict::error(
                    message,
                    "Choose a folder for Switchhook alone: this one holds other files or is shared.",
                ),
                false => Verdict::error(message, REPAIR).mendable(),
            }
        }
        FolderFacts::OpenToOthers(paths) => {
            Verdict::warning(format!("Other users have rights to {}.", paths.join(", ")), REPAIR).mendable()
        }
        FolderFacts::Private => Verdict::ok(format!("{folder} is yours, and closed to other users.")),
    }
}

/// The database, as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseFacts {
    /// There is no database.
    Missing,
    /// Switchhook can't use the data folder, so it did not look.
    Unasked,
    /// The database can't be read.
    Unreadable(StoreProblem),
    /// SQLite's quick check found faults.
    Faulty,
    /// The database is whole.
    Whole {
        /// The version of its schema.
        version: u32,
        /// The version that this program writes.
        ours: u32,
    },
}

/// Judges the database at this path.
pub fn database_verdict(path: &str, facts: DatabaseFacts) -> Verdict {
    let problem =
        |problem: StoreProblem| Verdict::of_problem(HealthStatus::Error, Problem::from(problem).report());
    match facts {
        DatabaseFacts::Missing => Verdict::skipped("There is no database yet."),
        DatabaseFacts::Unasked => {
            Verdict::skipped("Switchhook can't use the data folder, so it did not look at the database.")
        }
        DatabaseFacts::Unreadable(unreadable) => problem(unreadable),
        DatabaseFacts::Faulty => problem(StoreProblem::Damaged { database: Some(path.into()) }),
        DatabaseFacts::Whole { version, ours } if version > ours => problem(StoreProblem::Newer),
        DatabaseFacts::Whole { version, ours } if version < ours => Verdict::ok(format!(
            "It is whole, of version {version}. Switchhook updates it to {ours} when it opens it."
        )),
        DatabaseFacts::Whole { version, .. } => Verdict::ok(format!("It is whole, of version {version}.")),
    }
}

/// Switchhook writes no longer below this number of bytes.
const FULL: u64 = 1024 * 1024;
/// The disk is full soon below this number of bytes.
const SOON_FULL: u64 = 100 * 1024 * 1024;

/// Judges the free bytes on the disk of the data folder. `None`: the system does not say.
pub fn disk_verdict(free: Option<u64>) -> Verdict {
    let hint = "Make room on this disk.";
    match free {
        None => Verdict::skipped("The system does not say how much is free."),
        Some(free) if free < FULL => Verdict::error("The disk of your data folder is full.", hint),
        Some(free) if free < SOON_FULL => Verdict::warning(
            format!("Only {} MB are free on the disk of your data folder.", free >> 20),
            hint,
        ),
        Some(free) => Verdict::ok(format!("{} MB are free.", free >> 20)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use HealthStatus::{Error, Ok, Skipped, Warning};

    #[test]
    fn folder_open_to_writers_is_worse_than_one_to_readers() {
        let refused = StoreProblem::FolderOfAnotherUser { folder: "/d".into() };
        for (facts, status) in [
            (FolderFacts::Missing, Ok),
            (FolderFacts::Refused(refused), Error),
            (FolderFacts::WritableByOthers { is_shared: false }, Error),
            (FolderFacts::WritableByOthers { is_shared: true }, Error),
            (FolderFacts::OpenToOthers(Vec::from(["/d (0755)".into()])), Warning),
            (FolderFacts::Private, Ok),
        ] {
            let verdict = folder_verdict("/d", facts.clone());
            assert_eq!(verdict.status, status, "{facts:?}");
            assert_eq!(verdict.hint.is_empty(), status == Ok, "a fault comes with a hint: {facts:?}");
        }
    }

    #[test]
    fn damaged_or_newer_database_is_an_error() {
        for (facts, status) in [
            (DatabaseFacts::Missing, Skipped),
            (DatabaseFacts::Unasked, Skipped),
            (DatabaseFacts::Unreadable(StoreProblem::Busy), Error),
            (DatabaseFacts::Faulty, Error),
            (DatabaseFacts::Whole { version: 12, ours: 11 }, Error),
            (DatabaseFacts::Whole { version: 10, ours: 11 }, Ok),
            (DatabaseFacts::Whole { version: 11, ours: 11 }, Ok),
        ] {
            assert_eq!(database_verdict("/d/switchhook.db", facts.clone()).status, status, "{facts:?}");
        }
    }

    #[test]
    fn disk_warns_before_it_is_full() {
        for (free, status) in [
            (None, Skipped),
            (Some(0), Error),
            (Some(FULL), Warning),
            (Some(SOON_FULL - 1), Warning),
            (Some(SOON_FULL), Ok),
        ] {
            assert_eq!(disk_verdict(free).status, status, "{free:?}");
        }
    }
}
