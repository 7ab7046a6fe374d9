//! Samples of the problems of the store.

use std::vec::Vec;

use super::facts::{FOLDER, WHY};
use crate::StoreProblem;

pub(super) fn all() -> Vec<StoreProblem> {
    use StoreProblem::*;
    let database = || Some("/home/maya/.local/share/Switchhook/switchhook.db".into());
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
        SandboxSeed: [SandboxSeed { why: WHY.into() }],
        SandboxAddress: [SandboxAddress { why: WHY.into() }],
    )
}
