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
