//! Samples of the problems of the desktop.

use std::vec::Vec;

use super::facts::{FILE, FOLDER, WHY};
use crate::DesktopProblem;

pub(super) fn all() -> Vec<DesktopProblem> {
    use DesktopProblem::*;
    let (file, why) = (|| FILE.into(), || WHY.into());
    samples!(DesktopProblem:
        NoBrowser: [NoBrowser],
        NoFileManager: [NoFileManager { folder: FOLDER.into() }],
        ClipboardUnusable: [ClipboardUnusable],
        ClipboardEmpty: [ClipboardEmpty],
        FileNotWritten: [FileNotWritten { file: file(), why: why() }],
        EntryNotWritten: [EntryNotWritten { file: file(), why: why() }],
        EntryNotRemoved: [EntryNotRemoved { file: file(), why: why() }],
        ProgramNotNamable: [ProgramNotNamable],
        ToolMissing: [ToolMissing { tool: "xdg-mime".into() }],
        LinksElsewhere: [
            LinksElsewhere { name: Some("Links & More".into()) },
            LinksElsewhere { name: None },
        ],
        LinksNotWritten: [LinksNotWritten { file: file(), why: why() }],
        LinksRefused: [LinksRefused],
        NotHere: [NotHere],
    )
}
