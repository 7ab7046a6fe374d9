//! The words for problems of the store.

use alloc::format;

use super::sentence::{Words, of_code, saying};
use crate::{Code, StoreProblem};

pub(super) fn words(problem: &StoreProblem) -> Words {
    let failed = |message: alloc::string::String| saying(Code::StoreFailed, message);
    match problem {
        StoreProblem::Failed => of_code(Code::StoreFailed),
        StoreProblem::DiskFull => Words::new(
            "The disk is full.",
            "Make room on the disk of the data folder and try again; nothing that was stored is lost.",
        ),
        StoreProblem::ReadOnly => failed("The database can't be written.".into()),
        StoreProblem::Damaged { database } => Words::new(
            "The database is damaged.",
            format!(
                "Put {} aside, or restore it from a copy.",
                database.as_deref().unwrap_or("switchhook.db of the data folder")
            ),
        ),
        StoreProblem::Foreign { database } => Words::new(
            "Another program has added a trigger or a view to the database, so Switchhook does not use it.",
            format!(
                "Remove it from {} with a database tool, or restore the file from a copy.",
                database.as_deref().unwrap_or("switchhook.db of the data folder")
            ),
        ),
        StoreProblem::Busy => failed("The database is kept busy by another program.".into()),
        StoreProblem::Newer => Words::new(
            "The database was written by a newer Switchhook.",
            "Install that version again; this one leaves the database as it is.",
        ),
        StoreProblem::OpenedElsewhere => Words::new(
            "Another Switchhook is opening the database of this home, and does not finish.",
            "End it and try again.",
        ),
        StoreProblem::NoFolder => failed("This system names no folder for data.".into()),
        StoreProblem::FolderPath => failed("The data folder's path can't be used.".into()),
        StoreProblem::FolderUnusable { folder, why } => {
            failed(format!("The data folder {folder} can't be used: {why}."))
        }
        StoreProblem::FolderReadOnly { folder: Some(folder), why } => {
            failed(format!("The data folder {folder} can't be written: {why}."))
        }
        StoreProblem::FolderReadOnly { folder: None, why } => {
            failed(format!("The data folder can't be written: {why}."))
        }
        StoreProblem::SandboxSeed { why } => failed(format!("The sandbox's seed can't be kept: {why}.")),
        StoreProblem::SandboxAddress { why } => {
            failed(format!("The sandbox's address can't be kept: {why}."))
        }
    }
}
