//! Records what a check found.

use rusqlite::Transaction;
use switchhook_core::{
    AccountId, AccountProblem, Answered, ApiRefusal, Code, Compared, Me, Problem, ProviderProblem, Status,
    Timestamp, status_after,
};

use super::limits::set_limited;
use crate::accounts::merge::keep_facts;
use crate::accounts::shown::known;
use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::vault::sealing::MasterKey;

/// What came of asking `/me` for one account.
pub(super) struct CheckResult {
    pub(super) row: AccountRow,
    /// When it was asked.
    pub(super) asked: Timestamp,
    pub(super) found: MeOutcome,
}

/// How `/me` was answered.
pub(super) enum MeOutcome {
    Me(Box<Me>),
    /// The token is missing or does not open.
    NoToken,
    Refused(ApiRefusal, Problem),
    /// Not reached, or not understood.
    Silent(Problem),
    /// The rate limit had no room: that says nothing of the account.
    HeldBack(ProviderProblem),
}

/// What the database holds of it now.
pub(super) struct Recorded {
    /// The account's id now.
    pub(super) id: AccountId,
    /// Whether `/me` was answered for it, so that it can be asked for more.
    pub(super) is_answered: bool,
    /// Why its status was not updated.
    pub(super) not_updated: Option<Problem>,
}

/// Records a result. Its account may have changed since it was asked: what others found later stands.
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
        // An outage does not make a dead token live; that nobody was reached is told all the same.
        MeOutcome::Silent(problem) if row.status == Status::NeedsReconnect => {
            return Ok(Recorded { not_updated: Some(problem), ..recorded });
        }
        MeOutcome::Silent(problem) => {
            set(status_after(None, identified), None, &problem)?;
        }
    }
    Ok(recorded)
}

/// Records an answer of `/me`. One that names no workspace changes nothing; one of another account marks the account.
fn record_me(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    asked: Timestamp,
    key: &MasterKey,
) -> rusqlite::Result<Recorded> {
    let identity = row.known();
    // Of an account whose workspace alone is known, that much is compared.
    let is_elsewhere =
        row.workspace.id.as_ref().zip(me.workspace.id.as_ref()).is_some_and(|(known, told)| known != told);
    let compared = match &identity {
        Some(identity) => Some(identity.compared(me)),
        None => is_elsewhere.then_some(Compared::Other),
    };
    let id = row.id.clone();
    if compared == Some(Compared::Untold)
        || (compared.is_none() && is_dead(&row) && me.workspace.id.is_none())
    {
        let not_updated = Some(AccountProblem::Unidentified.into());
        return Ok(Recorded { id, is_answered: false, not_updated });
    }
    if compared == Some(Compared::Other) {
        let (came, known) = Answered::of(me).apart(known(&row));
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

/// Whether its token was refused, and does not just lie here unread.
fn is_dead(row: &AccountRow) -> bool {
    let is_unread = row.trouble.as_ref().is_some_and(|(problem, _)| problem.code() == Code::KeyMissing);
    row.status == Status::NeedsReconnect && !is_unread
}

/// The token is dead or does not open, as was found by asking at `asked`; unless the account got another one meanwhile,
/// or something newer was found.
pub(super) fn needs_reconnect(
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
