//! The words for problems of the store.

use alloc::format;

use super::sentence::{Words, of_code, saying};
use crate::{Code, DiskLack, FileFault, StoreProblem};

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
        StoreProblem::FolderOpenToOthers { folder } => Words::new(
            format!("Other users of this computer can write in the folder {folder}."),
            "Name another folder by SWITCHHOOK_HOME. Where the disk keeps rights, you can also take theirs (`chmod go-w`); \
             then look at what lies in the data folder.",
        ),
        StoreProblem::FolderOfAnotherUser { folder } => Words::new(
            format!("The folder {folder} belongs to another user."),
            "Start Switchhook as that user, or name a folder of your own by SWITCHHOOK_HOME.",
        ),
        StoreProblem::FileRefused { file, fault } => Words::new(
            match fault {
                FileFault::Link => format!("Switchhook does not use {file}: it is a symbolic link."),
                FileFault::OtherKind => {
                    format!("Switchhook does not use {file}: it is of another kind than it must be.")
                }
                FileFault::OfAnotherUser => {
                    format!("Switchhook does not use {file}: it belongs to another user.")
                }
                FileFault::SecondName => {
                    format!("Switchhook does not use {file}: it has a second name (a hard link).")
                }
            },
            match fault {
                FileFault::SecondName => "Copy it, put the copy in its place, and try again.",
                _ => "Find out where it comes from, move it away, and try again.",
            },
        ),
        StoreProblem::DiskUnfit { folder, lacks } => Words::new(
            match lacks {
                DiskLack::Locks => {
                    format!(
                        "The disk of the data folder {folder} can't lock files, as some network disks can't."
                    )
                }
                DiskLack::SharedMemory => format!(
                    "On the disk of the data folder {folder}, programs can't share the memory of a file, as on some network disks."
                ),
            },
            "Name a folder on a disk of this computer by SWITCHHOOK_HOME, and try again.",
        ),
        StoreProblem::SandboxSeed { why } => failed(format!("The sandbox's seed can't be kept: {why}.")),
        StoreProblem::SandboxAddress { why } => {
            failed(format!("The sandbox's address can't be kept: {why}."))
        }
    }
}
