//! The problem of an attempt that another identity answered than the awaited one.

use switchhook_core::{Answered, AttemptProblem, Problem};

use crate::accounts::shown::answered;
use crate::context::Context;
use crate::store::accounts;
use crate::store::attempts::AttemptRow;

/// Returns the problem of an attempt that another identity answered, with both identities.
///
/// Returns [`AttemptProblem::AccountForgotten`] when a person has forgotten the account to reconnect, unless the attempt
/// names an only workspace.
///
/// # Errors
/// `store_failed`.
pub(super) async fn mismatch(context: &Context, row: &AttemptRow) -> Result<Problem, Problem> {
    let came = row.answered.clone().unwrap_or_default();
    let account = match row.reconnects.clone() {
        Some(id) => context.store.read(move |db| accounts::by_id(db, &id)).await?,
        None => None,
    };
    let problem = match account {
        // An account without an identity names nothing to compare, so the attempt's only workspace is named instead.
        Some(account) if account.identity.is_some() || row.workspace.is_none() => {
            let (came, awaited) = came.apart(answered(&account));
            AttemptProblem::Another { came, awaited }
        }
        None if row.reconnects.is_some() && row.workspace.is_none() => {
            AttemptProblem::AccountForgotten { came: Box::new(Answered { ids: None, ..came }) }
        }
        _ => {
            let awaited = Answered::workspace(row.workspace.as_ref().map(|id| id.as_str()));
            let came = Box::new(Answered { ids: None, ..came });
            AttemptProblem::Another { came, awaited: Box::new(awaited) }
        }
    };
    Ok(problem.into())
}
