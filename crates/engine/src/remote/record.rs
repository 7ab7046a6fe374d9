//! Stores the outcome of a check.

use rusqlite::Transaction;
use switchhook_core::{
    AccountId, AccountProblem, Answered, ApiRefusal, Code, Compared, Figure, Me, Problem, ProviderProblem,
    Status, Timestamp, status_after,
};

use super::limits::set_limited;
use super::list_figures::{self, AskedFigure, DeadToken};
use crate::accounts::merge::keep_facts;
use crate::accounts::shown::answered;
use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::{account_status, accounts};
use crate::vault::sealing::MasterKey;

/// The outcome of a question to `/me` for one account.
pub(super) struct CheckResult {
    /// The account as it was before the question.
    pub(super) row: AccountRow,
    /// When Switchhook asked.
    pub(super) asked: Timestamp,
    pub(super) found: MeOutcome,
    /// The figures that were asked for after `/me` answered.
    pub(super) figures: Vec<AskedFigure>,
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
    /// The figures that could not be read, and why.
    pub(super) unread: Vec<(Figure, Problem)>,
}

impl Recorded {
    /// Returns an outcome that leaves the account without an answer, and says nothing more.
    const fn unanswered(id: AccountId) -> Self {
        Self { id, is_answered: false, not_updated: None, unread: Vec::new() }
    }
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
    let CheckResult { row, asked, found, figures } = result;
    let recorded = Recorded::unanswered(row.id.clone());
    let Some(row) = account_status::if_news(db, &row, asked, now())? else {
        return Ok(Recorded { is_answered: matches!(found, MeOutcome::Me(_)), ..recorded });
    };
    let identified = row.identity.is_some();
    let set = |status, answered, problem: &Problem| {
        account_status::set_status(db, &row.id, status, answered, Some(problem), asked)
    };
    match found {
        MeOutcome::Me(me) => return record_me(db, row, &me, asked, figures, key),
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

/// The account that an answer of `/me` describes.
pub(super) enum Whose {
    /// The account's own.
    Own,
    /// Nobody knows: the answer names no account, and this account needs that.
    Unknown,
    /// Another account's.
    Other,
}

/// Returns the account that an answer of `/me` describes. The answer came for the token of this row.
pub(super) fn whose(row: &AccountRow, me: &Me) -> Whose {
    let compared = match row.known() {
        Some(identity) => Some(identity.compared(me)),
        // Where the workspace alone is known, the workspace alone is compared.
        None => {
            let ids = row.workspace.id.as_ref().zip(me.workspace.id.as_ref());
            ids.is_some_and(|(known, named)| known != named).then_some(Compared::Other)
        }
    };
    match compared {
        Some(Compared::Unknown) => Whose::Unknown,
        Some(Compared::Other) => Whose::Other,
        None if is_dead(row) && me.workspace.id.is_none() => Whose::Unknown,
        _ => Whose::Own,
    }
}

/// Stores an answer of `/me`, and the figures that were asked for after it. An answer that does not identify
/// a known account changes nothing. An answer of another account marks this one as needing a reconnect.
///
/// A disabled account keeps its figures.
///
/// # Errors
/// A failure of the database.
fn record_me(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    asked: Timestamp,
    figures: Vec<AskedFigure>,
    key: &MasterKey,
) -> rusqlite::Result<Recorded> {
    let id = row.id.clone();
    match whose(&row, me) {
        Whose::Own => {}
        Whose::Unknown => {
            let not_updated = Some(AccountProblem::Unidentified.into());
            return Ok(Recorded { not_updated, ..Recorded::unanswered(id) });
        }
        Whose::Other => {
            let (came, known) = Answered::of(me).apart(answered(&row));
            let problem = AccountProblem::Another { came, known }.into();
            account_status::set_status(db, &id, Status::NeedsReconnect, Some(now()), Some(&problem), asked)?;
            return Ok(Recorded::unanswered(id));
        }
    }
    let learns = row.known().is_none_or(|identity| identity.learns_region(me));
    let is_disabled = row.disabled;
    let id = keep_facts(db, row, me, learns, asked, key)?;
    if accounts::by_id(db, &id)?.is_some_and(|kept| kept.identity.is_none()) {
        let problem = AccountProblem::Unidentified.into();
        account_status::set_status(db, &id, Status::Unverified, Some(now()), Some(&problem), asked)?;
    }
    let figures = if is_disabled { Vec::new() } else { figures };
    let list_figures::Recorded { dead, unread } = list_figures::record(db, &id, figures)?;
    set_limited(db, &id)?;
    if let Some(DeadToken { problem, asked }) = dead {
        account_status::set_status(db, &id, Status::NeedsReconnect, Some(now()), Some(&problem), asked)?;
    }
    Ok(Recorded { id, is_answered: true, not_updated: None, unread })
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
    if account_status::if_news(db, row, asked, now())?.is_some() {
        let answered = is_answered.then(now);
        account_status::set_status(db, &row.id, Status::NeedsReconnect, answered, Some(why), asked)?;
    }
    Ok(())
}
