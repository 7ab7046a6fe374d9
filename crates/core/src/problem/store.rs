//! The problems of the database, and of the data folder.

use alloc::string::String;

use serde::{Deserialize, Serialize};

/// A problem of the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum StoreProblem {
    /// Switchhook could not read or write the database.
    Failed,
    /// The disk is full.
    DiskFull,
    /// Switchhook can't write the database.
    ReadOnly,
    /// The database is damaged.
    Damaged {
        /// The path of the database, if it is known.
        database: Option<String>,
    },
    /// The database holds a trigger or a view that another program added.
    Foreign {
        /// The path of the database, if it is known.
        database: Option<String>,
    },
    /// Another program keeps the database busy.
    Busy,
    /// A newer version wrote the database.
    Newer,
    /// Another process is opening the database and does not finish.
    OpenedElsewhere,
    /// The system names no data folder.
    NoFolder,
    /// Switchhook can't use the path of the data folder.
    FolderPath,
    /// Switchhook can't create or use the data folder.
    FolderUnusable {
        /// The folder.
        folder: String,
        /// The system's message.
        why: String,
    },
    /// Switchhook can't write to the data folder.
    FolderReadOnly {
        /// The folder, if it is known.
        folder: Option<String>,
        /// The system's message.
        why: String,
    },
    /// Other users can write to the data folder, or to a folder above it.
    FolderOpenToOthers {
        /// The folder that they can write to.
        folder: String,
    },
    /// The data folder, or a folder of its path, belongs to another user.
    FolderOfAnotherUser {
        /// The folder.
        folder: String,
    },
    /// Switchhook refuses to use a file of the data folder.
    FileRefused {
        /// The file.
        file: String,
        /// The fault of the file.
        fault: FileFault,
    },
    /// The disk of the data folder lacks a feature that the database needs.
    DiskUnfit {
        /// The folder.
        folder: String,
        /// The missing feature.
        lacks: DiskLack,
    },
    /// Switchhook can't store the sandbox's seed.
    SandboxSeed {
        /// The system's message.
        why: String,
    },
    /// Switchhook can't store the sandbox's address.
    SandboxAddress {
        /// The system's message.
        why: String,
    },
}

/// Why Switchhook refuses to use a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FileFault {
    /// The file is a symbolic link.
    Link,
    /// The file is a folder, a pipe, a socket or a device. For a folder: it is not a folder.
    OtherKind,
    /// The file belongs to another user.
    OfAnotherUser,
    /// The file has a second name (a hard link).
    SecondName,
}

/// A feature that a disk lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum DiskLack {
    /// The disk can't lock files.
    Locks,
    /// The disk does not let programs share a file's memory (`mmap`).
    SharedMemory,
}
