//! Samples of the problems of the store.

use std::format;
use std::vec::Vec;

use super::facts::{FOLDER, WHY};
use crate::{DiskLack, FileFault, StoreProblem};

pub(super) fn all() -> Vec<StoreProblem> {
    use StoreProblem::*;
    let database = || Some("/home/maya/.local/share/Switchhook/switchhook.db".into());
    let file = |fault| FileRefused { file: format!("{FOLDER}/switchhook.db"), fault };
    let faults = samples!(FileFault:
        Link: [FileFault::Link],
        OtherKind: [FileFault::OtherKind],
        OfAnotherUser: [FileFault::OfAnotherUser],
        SecondName: [FileFault::SecondName],
    );
    let lacks = samples!(DiskLack: Locks: [DiskLack::Locks], SharedMemory: [DiskLack::SharedMemory]);
    samples!(StoreProblem:
        Failed: [Failed],
        DiskFull: [DiskFull],
        ReadOnly: [ReadOnly],
        Damaged: [Damaged { database: database() }, Damaged { database: None }],
        Foreign: [Foreign { database: database() }, Foreign { database: None }],
        Busy: [Busy],
        Newer: [Newer],
        OpenedElsewhere: [OpenedElsewhere],
        NoFolder: [NoFolder],
        FolderPath: [FolderPath],
        FolderUnusable: [FolderUnusable { folder: FOLDER.into(), why: WHY.into() }],
        FolderReadOnly: [
            FolderReadOnly { folder: Some(FOLDER.into()), why: WHY.into() },
            FolderReadOnly { folder: None, why: WHY.into() },
        ],
        FolderOpenToOthers: [FolderOpenToOthers { folder: FOLDER.into() }],
        FolderOfAnotherUser: [FolderOfAnotherUser { folder: FOLDER.into() }],
        FileRefused: faults.into_iter().map(file),
        DiskUnfit: lacks.into_iter().map(|lacks| DiskUnfit { folder: FOLDER.into(), lacks }),
        SandboxSeed: [SandboxSeed { why: WHY.into() }],
        SandboxAddress: [SandboxAddress { why: WHY.into() }],
    )
}
