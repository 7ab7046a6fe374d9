//! Samples of the problems of the vault.

use std::vec::Vec;

use super::facts::FOLDER;
use crate::VaultProblem;

pub(super) fn all() -> Vec<VaultProblem> {
    use VaultProblem::*;
    samples!(VaultProblem:
        Absent: [Absent],
        Silent: [Silent],
        Refused: [Refused],
        Ambiguous: [Ambiguous],
        NoCollection: [NoCollection],
        NoBus: [NoBus],
        Forgetful: [Forgetful],
        NoRandomness: [NoRandomness],
        MadeElsewhere: [MadeElsewhere],
        OlderRunning: [OlderRunning],
        Waiting: [Waiting],
        NotUnlocked: [NotUnlocked],
        StillLocked: [StillLocked],
        OtherMode: [OtherMode],
        KeyGone: [KeyGone { folder: FOLDER.into() }],
        OtherKey: [OtherKey { folder: FOLDER.into() }],
    )
}
