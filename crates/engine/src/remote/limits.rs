//! The limits that missing permissions put on an account.

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, Figure, Lack, Problem};

use crate::host::clock::now;
use crate::store::{account_status, figures};

/// Marks an account as limited where its app may not read some figures, and names the permissions. Otherwise
/// ends such a limit. Changes only accounts that are connected, or limited by figures.
///
/// # Errors
/// A failure of the database.
pub(super) fn set_limited(db: &Transaction<'_>, account: &AccountId) -> rusqlite::Result<()> {
    let missing = figures::missing(db, account)?;
    let is_missing = |figure: &Figure| missing.iter().any(|name| name == figure.code());
    let lacks = lacks(Figure::ALL.into_iter().filter(is_missing));
    let problem = (!lacks.is_empty()).then(|| Problem::from(AccountProblem::MissingPermissions { lacks }));
    account_status::set_limited(db, account, problem.as_ref(), now()).map(drop)
}

/// Returns each permission once, with the figures that need it, in the order of the figures. Figures of one
/// permission must come in a row.
fn lacks(figures: impl Iterator<Item = Figure>) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = Vec::new();
    for figure in figures {
        match lacks.last_mut() {
            Some(lack) if lack.permission == figure.permission() => lack.figures.push(figure),
            _ => lacks.push(Lack { permission: figure.permission().into(), figures: vec![figure] }),
        }
    }
    lacks
}
