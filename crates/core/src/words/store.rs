//! The command line's words for problems of the store.

use alloc::format;

use super::sentence::{Words, of_code, with_hint_of};
use crate::{Code, DiskLack, FileFault, StoreProblem};

pub(super) fn words(problem: &StoreProblem) -> Words {
    let failed = |message: alloc::string::String| with_hint_of(Code::StoreFailed, message);
    match problem {
        StoreProblem::Failed => of_code(Code::StoreFailed),
        StoreProblem::DiskFull => Words::new(
            "The disk is full.",
            "Free some space on the disk of the data folder and try again. Nothing that was stored is lost.",
        ),
        StoreProblem::ReadOnly => failed("Switchhook can't write the database.".into()),
        StoreProblem::Damaged { database } => Words::new(
            "The database is damaged.",
            format!(
                "Move {} away, or restore it from a copy.",
                database.as_deref().unwrap_or("switchhook.db of the data folder")
            ),
        ),
        StoreProblem::Foreign { database } => Words::new(
            "Another program added a trigger or a view to the database, so Switchhook does not use the database.",
            format!(
                "Remove the trigger or view from {} with a database tool, or restore the file from a copy.",
                database.as_deref().unwrap_or("switchhook.db of the data folder")
            ),
        ),
        StoreProblem::Busy => Words::new(
            "Another program keeps the database busy.",
            "End that program, or wait until it is done. Then try again.",
        ),
        StoreProblem::Newer => Words::new(
            "A newer version of Switchhook wrote the database.",
            "Install that version again. This version leaves the database as it is.",
        ),
        StoreProblem::OpenedElsewhere => Words::new(
            "Another Switchhook process is opening this database and does not finish.",
            "End that process and try again.",
        ),
        StoreProblem::NoFolder => Words::new(
            "This system names no data folder.",
            "Name a folder with SWITCHHOOK_HOME, and try again.",
        ),
        StoreProblem::FolderPath => failed("Switchhook can't use the data folder's path.".into()),
        StoreProblem::FolderUnusable { folder, why } => {
            failed(format!("Switchhook can't use the data folder {folder}: {why}."))
        }
        StoreProblem::FolderReadOnly { folder: Some(folder), why } => {
            failed(format!("Switchhook can't write to the data folder {folder}: {why}."))
        }
        StoreProblem::FolderReadOnly { folder: None, why } => {
            failed(format!("Switchhook can't write to the data folder: {why}."))
        }
        StoreProblem::FolderOpenToOthers { folder } => Words::new(
            format!("Other users of this computer can write to the folder {folder}."),
            "Choose another folder with SWITCHHOOK_HOME. If the disk has permissions, you can instead remove theirs \
             (`chmod go-w`), and then check the files in the data folder.",
        ),
        StoreProblem::FolderOfAnotherUser { folder } => Words::new(
            format!("The folder {folder} belongs to another user."),
            "Start Switchhook as that user, or choose a folder of your own with SWITCHHOOK_HOME.",
        ),
        StoreProblem::FileRefused { file, fault } => Words::new(
            match fault {
                FileFault::Link => format!("Switchhook does not use {file}: it is a symbolic link."),
                FileFault::OtherKind => {
                    format!("Switchhook does not use {file}: it is not the kind of file that belongs there.")
                }
                FileFault::OfAnotherUser => {
                    format!("Switchhook does not use {file}: it belongs to another user.")
                }
                FileFault::SecondName => {
                    format!("Switchhook does not use {file}: it has a second name (a hard link).")
                }
            },
            match fault {
                FileFault::SecondName => "Copy the file, put the copy in its place, and try again.",
                _ => "Find out where the file comes from, move it away, and try again.",
            },
        ),
        StoreProblem::DiskUnfit { folder, lacks } => Words::new(
            match lacks {
                DiskLack::Locks => {
                    format!("The disk of the data folder {folder} can't lock files, like some network disks.")
                }
                DiskLack::SharedMemory => format!(
                    "The disk of the data folder {folder} does not let programs share a file's memory, like some network disks."
                ),
            },
            "Choose a folder on a disk of this computer with SWITCHHOOK_HOME, and try again.",
        ),
        StoreProblem::SandboxSeed { why } => {
            failed(format!("Switchhook can't store the sandbox's seed: {why}."))
        }
        StoreProblem::SandboxAddress { why } => {
            failed(format!("Switchhook can't store the sandbox's address: {why}."))
        }
    }
}
