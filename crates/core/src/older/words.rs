//! The sentences of older versions, by problem.
//!
//! Databases hold these sentences, so they are data. A change of today's words never changes them.

use alloc::format;

mod account;
mod attempt;
mod older_words;
mod provider;

use crate::{Problem, StoreProblem};
pub(super) use older_words::OlderWords;
use older_words::RECONNECT_OR_FORGET;

/// The text that an older version added to the message of a token that died during an uninstall.
pub(super) const DEAD_AFTER_UNINSTALL: &str =
    " No answer told what came of its uninstall, so the app may have been uninstalled.";

/// Returns an older version's words for a problem. Returns `None` for a kind that no older version stored.
pub(super) fn of(problem: &Problem) -> Option<OlderWords> {
    match problem {
        Problem::Attempt(problem) => attempt::words(problem),
        Problem::Account(problem) => account::words(problem),
        Problem::Provider(problem) => provider::words(problem),
        Problem::Store(StoreProblem::Failed) => Some(OlderWords::new(
            "The database could not be read or written.",
            "Check that the data folder is writable and the disk is not full, then try again.",
        )),
        Problem::DeadAfterUninstall { why } => of(why).map(|OlderWords { message, .. }| {
            OlderWords::new(format!("{message}{DEAD_AFTER_UNINSTALL}"), RECONNECT_OR_FORGET)
        }),
        Problem::Link(_)
        | Problem::Registration(_)
        | Problem::Vault(_)
        | Problem::Store(_)
        | Problem::Desktop(_)
        | Problem::FiguresUnread { .. }
        | Problem::Older { .. } => None,
    }
}
