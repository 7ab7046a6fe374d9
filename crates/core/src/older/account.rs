//! Finds problems of accounts in sentences of older versions.

use alloc::format;
use alloc::vec::Vec;

use super::sentences::Sentences;
use super::{answered, provider};
use crate::{AccountProblem, Lack, Permission};

/// The text that an older version added to the message of a token that was dead before the uninstall.
const DEAD_BEFORE_UNINSTALL: &str = " It was dead before, so it could not ask for the uninstall: the app may still be installed in this workspace.";

/// Returns the problems of an account that the sentences may describe.
pub(super) fn candidates(sentence: Sentences<'_>) -> Vec<AccountProblem> {
    let mut all = Vec::from([
        AccountProblem::TokenUnreadable,
        AccountProblem::Unidentified,
        AccountProblem::Uninstalled,
        AccountProblem::MissingIdentityPermission { host: sentence.host() },
        AccountProblem::MissingPermissions { lacks: lacks(sentence.message) },
    ]);
    all.extend(
        answered::both(sentence.message)
            .map(|(came, known)| AccountProblem::Another { came: came.into(), known: known.into() }),
    );
    if let Some(message) = sentence.message.strip_suffix(DEAD_BEFORE_UNINSTALL) {
        let why = provider::candidates(Sentences { message, ..sentence });
        all.extend(why.into_iter().map(|why| AccountProblem::DeadBeforeUninstall { why }));
    }
    all
}

/// Returns each permission that the message names, with the figures that the message lists for it.
fn lacks(message: &str) -> Vec<Lack> {
    Permission::all().into_iter().filter_map(|permission| lack(message, permission)).collect()
}

fn lack(message: &str, Permission { label, mut figures }: Permission) -> Option<Lack> {
    let (_, rest) = message.split_once(&format!("“{label}” (for "))?;
    let (things, _) = rest.split_once(')')?;
    figures.retain(|figure| things.split(", ").any(|thing| thing == figure.label()));
    Some(Lack { permission: label.into(), figures })
}
