//! What can go wrong on the desktop that the program runs on.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::Code;

/// A problem of the desktop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum DesktopProblem {
    /// No browser could be asked to open a page.
    NoBrowser,
    /// The clipboard can't be written.
    ClipboardUnusable,
    /// The clipboard can't be read, or holds no text.
    ClipboardEmpty,
    /// A desktop entry can't be written.
    EntryNotWritten {
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// A desktop entry can't be removed.
    EntryNotRemoved {
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// No desktop entry can name this program.
    ProgramNotNamable,
    /// A tool of the system is missing or does not answer.
    ToolMissing {
        /// Its name.
        tool: String,
    },
    /// Links still go to another program.
    LinksElsewhere {
        /// The name of that program, where it is known.
        name: Option<String>,
    },
    /// The entry that takes links can't be written.
    LinksNotWritten {
        /// The file.
        file: String,
        /// What the system says.
        why: String,
    },
    /// The system does not let this program open its links.
    LinksRefused,
    /// This system has no such setting.
    NotHere,
}

impl DesktopProblem {
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::NoBrowser
            | Self::ClipboardUnusable
            | Self::ClipboardEmpty
            | Self::ToolMissing { .. }
            | Self::NotHere => Code::NotFound,
            Self::EntryNotWritten { .. }
            | Self::EntryNotRemoved { .. }
            | Self::ProgramNotNamable
            | Self::LinksElsewhere { .. }
            | Self::LinksNotWritten { .. }
            | Self::LinksRefused => Code::StoreFailed,
        }
    }
}
