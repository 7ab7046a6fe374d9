//! The problems of the desktop that the program runs on.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::Code;

/// A problem of the desktop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum DesktopProblem {
    /// Switchhook could not open a page in a browser.
    NoBrowser,
    /// Switchhook could not open its data folder in a file manager.
    NoFileManager {
        /// The folder.
        folder: String,
    },
    /// Switchhook can't write the clipboard.
    ClipboardUnusable,
    /// Switchhook can't read the clipboard, or it holds no text.
    ClipboardEmpty,
    /// Switchhook can't write a file that the person asked for.
    FileNotWritten {
        /// The file.
        file: String,
        /// The system's message.
        why: String,
    },
    /// Switchhook can't write a desktop entry.
    EntryNotWritten {
        /// The file.
        file: String,
        /// The system's message.
        why: String,
    },
    /// Switchhook can't remove a desktop entry.
    EntryNotRemoved {
        /// The file.
        file: String,
        /// The system's message.
        why: String,
    },
    /// No desktop entry can hold the path of this program.
    ProgramNotNamable,
    /// A tool of the system is missing or does not answer.
    ToolMissing {
        /// The name of the tool.
        tool: String,
    },
    /// The desktop still opens links with another program.
    LinksElsewhere {
        /// The name of that program, if it is known.
        name: Option<String>,
    },
    /// Switchhook can't write the entry that makes it open links.
    LinksNotWritten {
        /// The file.
        file: String,
        /// The system's message.
        why: String,
    },
    /// The system does not let Switchhook open its links.
    LinksRefused,
    /// This system has no such setting.
    NotHere,
}

impl DesktopProblem {
    pub(crate) const fn code(&self) -> Code {
        match self {
            Self::NoBrowser
            | Self::NoFileManager { .. }
            | Self::ClipboardUnusable
            | Self::ClipboardEmpty
            | Self::ToolMissing { .. }
            | Self::NotHere => Code::NotFound,
            Self::FileNotWritten { .. }
            | Self::EntryNotWritten { .. }
            | Self::EntryNotRemoved { .. }
            | Self::ProgramNotNamable
            | Self::LinksElsewhere { .. }
            | Self::LinksNotWritten { .. }
            | Self::LinksRefused => Code::StoreFailed,
        }
    }
}
