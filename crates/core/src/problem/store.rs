//! What can go wrong with the database, or with the folder of this home.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A problem of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum StoreProblem {
    /// The database could not be read or written.
    Failed,
    /// The disk is full.
    DiskFull,
    /// The database can't be written.
    ReadOnly,
    /// The database is damaged.
    Damaged {
        /// Where it lies, where that is known.
        database: Option<String>,
    },
    /// The database holds a trigger or a view: another program has added it.
    Foreign {
        /// Where the database lies, where that is known.
        database: Option<String>,
    },
    /// Another program keeps the database busy.
    Busy,
    /// A newer version wrote the database.
    Newer,
    /// Another process opens the database, and does not finish.
    OpenedElsewhere,
    /// The system names no folder for data.
    NoFolder,
    /// The path of the data folder can't be used.
    FolderPath,
    /// The data folder can't be made or used.
    FolderUnusable {
        /// The folder.
        folder: String,
        /// What the system says.
        why: String,
    },
    /// The data folder can't be written.
    FolderReadOnly {
        /// The folder, where it is told.
        folder: Option<String>,
        /// What the system says.
        why: String,
    },
    /// Other users can write in the data folder, or in a folder above it.
    FolderOpenToOthers {
        /// The folder in which they can.
        folder: String,
    },
    /// The data folder, or a folder on the way to it, belongs to another user.
    FolderOfAnotherUser {
        /// The folder.
        folder: String,
    },
    /// A file of the data folder is not one that Switchhook may write.
    FileRefused {
        /// The file.
        file: String,
        /// Why it is not one.
        fault: FileFault,
    },
    /// The disk of the data folder lacks what a database needs.
    DiskUnfit {
        /// The folder.
        folder: String,
        /// What it lacks.
        lacks: DiskLack,
    },
    /// The seed of the sandbox can't be kept.
    SandboxSeed {
        /// What the system says.
        why: String,
    },
    /// The address of the sandbox can't be kept.
    SandboxAddress {
        /// What the system says.
        why: String,
    },
}

/// Why a file is not one that Switchhook may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FileFault {
    /// It is a symbolic link.
    Link,
    /// It is a folder, a pipe, a socket or a device; or, where a folder belongs, no folder.
    OtherKind,
    /// It belongs to another user.
    OfAnotherUser,
    /// It has a second name elsewhere (a hard link).
    SecondName,
}

/// What a disk lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum DiskLack {
    /// It can't lock files.
    Locks,
    /// Programs can't share the memory of a file.
    SharedMemory,
}
