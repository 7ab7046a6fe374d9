//! Stores the outcome of a check.

use rusqlite::Transaction;
use switchhook_core::{
    AccountId, AccountProblem, Answered, ApiRefusal, Code, Compared, Me, Problem, ProviderProblem, Status,
    Timestamp, status_after,
};

use super::limits::set_limited;
use crate::accounts::merge::keep_facts;
use crate::accounts::shown::answered;
use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::vault::sealing::MasterKey;

/// The outcome of a question to `/me` for one account.
pub(super) struct CheckResult {
    /// The account as it was before the question.
    pub(super) row: AccountRow,
    /// When Switchhook asked.
    pub(super) asked: Timestamp,
    pub(super) found: MeOutcome,
}

/// How `/me` was answered.
pub(super) enum MeOutcome {
    /// The answer describes a teammate.
    Me(Box<Me>),
    /// The token is missing or does not open.
    NoToken,
    /// The provider refused.
    Refused(ApiRefusal, Problem),
    /// The provider was not reached, or its answer was not understood.
    Silent(Problem),
    /// A rate limit had no room. That says nothing of the account.
    HeldBack(ProviderProblem),
}

/// An account after the outcome of a check was stored.
pub(super) struct Recorded {
    /// The account's id. A merge may have changed it.
    pub(super) id: AccountId,
    /// Whether `/me` answered for the account, so that Switchhook can ask for figures.
    pub(super) is_answered: bool,
    /// Why the status was not updated.
    pub(super) not_updated: Option<Problem>,
}

/// Stores the outcome of a check. Where a newer outcome is stored, or the account has another token, that
/// stays.
///
/// # Errors
/// A failure of the database.
pub(super) fn record(
    db: &Transaction<'_>,
    result: CheckResult,
    key: &MasterKey,
) -> rusqlite::Result<Recorded> {
    let CheckResult { row, asked, found } = result;
    let recorded =
        Recorded { id: row.id.clone(), is_answered: matches!(found, MeOutcome::Me(_)), not_updated: None };
    let Some(row) = accounts::if_news(db, &row, asked, now())? else { return Ok(recorded) };
    let identified = row.identity.is_some();
    let set = |status, answered, problem: &Problem| {
        accounts::set_status(db, &row.id, status, answered, Some(problem), asked)
    };
    match found {
        MeOutcome::Me(me) => return record_me(db, row, &me, asked, key),
        MeOutcome::HeldBack(problem) => {
            return Ok(Recorded { not_updated: Some(problem.into()), ..recorded });
        }
        MeOutcome::NoToken => {
            set(Status::NeedsReconnect, None, &AccountProblem::TokenUnreadable.into())?;
        }
        MeOutcome::Refused(refusal, problem) => {
            set(status_after(Some(refusal), identified), Some(now()), &problem)?;
        }
        // An outage does not revive a dead token. The caller still hears that the provider was not reached.
        MeOutcome::Silent(problem) if row.status == Status::NeedsReconnect => {
            return Ok(Recorded { not_updated: Some(problem), ..recorded });
        }
        MeOutcome::Silent(problem) => {
            set(status_after(None, identified), None, &problem)?;
        }
    }
    Ok(recorded)
}

/// Stores an answer of `/me`. An answer that does not identify a known account changes nothing. An answer of
/// another account marks this one as needing a reconnect.
///
/// # Errors
/// A failure of the database.
fn record_me(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    asked: Timestamp,
    key: &MasterKey,
) -> rusqlite::Result<Recorded> {
    let identity = row.known();
    // Where the workspace alone is known, the workspace alone is compared.
    let is_elsewhere =
        row.workspace.id.as_ref().zip(me.workspace.id.as_ref()).is_some_and(|(known, named)| known != named);
    let compared = match &identity {
        Some(identity) => Some(identity.compared(me)),
        None => is_elsewhere.then_some(Compared::Other),
    };
    let id = row.id.clone();
    if compared == Some(Compared::Unknown)
        || (compared.is_none() && is_dead(&row) && me.workspace.id.is_none())
    {
        let not_updated = Some(AccountProblem::Unidentified.into());
        return Ok(Recorded { id, is_answered: false, not_updated });
    }
    if compared == Some(Compared::Other) {
        let (came, known) = Answered::of(me).apart(answered(&row));
        let problem = AccountProblem::Another { came, known }.into();
        accounts::set_status(db, &id, Status::NeedsReconnect, Some(now()), Some(&problem), asked)?;
        return Ok(Recorded { id, is_answered: false, not_updated: None });
    }
    let learns = identity.is_none_or(|identity| identity.learns_region(me));
    let id = keep_facts(db, row, me, learns, asked, key)?;
    if accounts::by_id(db, &id)?.is_some_and(|kept| kept.identity.is_none()) {
        let problem = AccountProblem::Unidentified.into();
        accounts::set_status(db, &id, Status::Unverified, Some(now()), Some(&problem), asked)?;
    }
    set_limited(db, &id)?;
    Ok(Recorded { id, is_answered: true, not_updated: None })
}

/// Whether the provider refused the account's token. A token that only could not be opened does not count.
fn is_dead(row: &AccountRow) -> bool {
    let is_unread = row.trouble.as_ref().is_some_and(|(problem, _)| problem.code() == Code::KeyMissing);
    row.status == Status::NeedsReconnect && !is_unread
}

/// Marks an account as needing a reconnect, as a question of `asked` found. Changes nothing where the
/// account has another token by now, or where a newer outcome is stored.
///
/// # Errors
/// A failure of the database.
pub(super) fn mark_needs_reconnect(
    db: &Transaction<'_>,
    row: &AccountRow,
    why: &Problem,
    asked: Timestamp,
    is_answered: bool,
) -> rusqlite::Result<()> {
    if accounts::if_news(db, row, asked, now())?.is_some() {
        let answered = is_answered.then(now);
        accounts::set_status(db, &row.id, Status::NeedsReconnect, answered, Some(why), asked)?;
    }
    Ok(())
}
