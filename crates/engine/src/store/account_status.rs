//! Stores the provider's answers for an account: status, problem and facts.

use rusqlite::{Connection, Transaction, named_params, params};
use switchhook_core::{AccountId, Me, Problem, Status, Timestamp, WorkspaceId};

use super::account_rows::{AccountRow, COLUMNS, one};
use super::columns::written;
use super::me_answers;

/// Returns the account as it is now, where a question of `asked` is the newest one and used its present
/// token. `None` otherwise, and where the account is gone.
///
/// The answer to an older question brings nothing new, even where it comes later. `at` is now.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn if_news(
    db: &Connection,
    row: &AccountRow,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<Option<AccountRow>> {
    // A question of the future was asked before the clock was set back, so every answer is newer.
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE id = ?1 AND token IS ?2 AND (judged_at <= ?3 OR judged_at > ?4)"
    );
    one(db, &sql, params![row.id.as_str(), row.token, asked.as_millis(), at.as_millis()])
}

/// Whether the account still has the token that `row` was read with. `false` where the account is gone.
///
/// # Errors
/// A failure of the database.
pub(crate) fn holds(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2";
    db.query_row(sql, params![row.id.as_str(), row.token], |found| found.get(0))
}

/// Whether the account still has the token that `row` was read with, and is not disabled. `false` where the
/// account is gone.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_in_use(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2 AND NOT disabled";
    db.query_row(sql, params![row.id.as_str(), row.token], |found| found.get(0))
}

/// Stores the facts of an answer of `/me`, and sets the status to *connected* where the identity is known,
/// otherwise to *unverified*.
///
/// `asked` is the time of the question, `at` that of the answer. A fact that the answer leaves out stays as
/// it was. `None` as `identity` leaves the stored one.
///
/// Removes an earlier problem. But missing permissions of figures limit the account until the figures are
/// asked for again. An account that no person has named gets its workspace's name, as long as it had no
/// identity before.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set_facts(
    db: &Transaction<'_>,
    id: &AccountId,
    identity: Option<&str>,
    me: &Me,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<()> {
    me_answers::set(db, id, me, at)?;
    let sql = "UPDATE account SET status = CASE WHEN coalesce(:identity, identity) IS NULL THEN 'unverified' \
         WHEN status = 'limited' AND trouble_of_figures THEN status ELSE 'connected' END, \
         trouble = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble END, \
         trouble_since = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble_since END, \
         checked_at = :at, judged_at = :asked, identity = coalesce(:identity, identity), \
         name = CASE WHEN identity IS NULL AND NOT named THEN coalesce(:workspace_name, name) ELSE name END, \
         workspace_id = coalesce(:workspace_id, workspace_id), \
         workspace_name = coalesce(:workspace_name, workspace_name), \
         workspace_region = coalesce(:workspace_region, workspace_region), \
         workspace_timezone = coalesce(:workspace_timezone, workspace_timezone), \
         workspace_created_at = coalesce(:workspace_created_at, workspace_created_at), \
         admin_id = coalesce(:admin_id, admin_id), admin_name = coalesce(:admin_name, admin_name), \
         admin_email = coalesce(:admin_email, admin_email), \
         admin_email_verified = coalesce(:admin_email_verified, admin_email_verified) WHERE id = :id";
    db.execute(
        sql,
        named_params! {
            ":id": id.as_str(),
            ":identity": identity,
            ":asked": asked.as_millis(),
            ":at": at.as_millis(),
            ":workspace_id": me.workspace.id.as_ref().map(WorkspaceId::as_str),
            ":workspace_name": me.workspace.name,
            ":workspace_region": me.workspace.region.map(|region| region.code()),
            ":workspace_timezone": me.workspace.timezone,
            ":workspace_created_at": me.workspace.created_at,
            ":admin_id": me.admin.id,
            ":admin_name": me.admin.name,
            ":admin_email": me.admin.email,
            ":admin_email_verified": me.admin.email_verified,
        },
    )
    .map(drop)
}

/// Stores the status that a question of `asked` found, and why it is not `connected`. Returns how many rows
/// changed.
///
/// `answered` is the time of the provider's answer, where there was one. The time since when the account has
/// this status stays, as long as the status stays.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_status(
    db: &Transaction<'_>,
    id: &AccountId,
    status: Status,
    answered: Option<Timestamp>,
    trouble: Option<&Problem>,
    asked: Timestamp,
) -> rusqlite::Result<usize> {
    let trouble = trouble.map(written);
    db.execute(
        "UPDATE account SET status = ?2, checked_at = coalesce(?3, checked_at), trouble = ?4, \
         trouble_of_figures = 0, judged_at = ?5, \
         trouble_since = CASE WHEN ?4 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?5) ELSE ?5 END \
         WHERE id = ?1",
        params![id.as_str(), status.code(), answered.map(Timestamp::as_millis), trouble, asked.as_millis()],
    )
}

/// Stores what a whole round of figures found at `at`: missing permissions, as the problem `lacks`, or none.
/// Changes only an account that is connected, or limited by figures. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_limited(
    db: &Transaction<'_>,
    id: &AccountId,
    lacks: Option<&Problem>,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    let status = if lacks.is_some() { Status::Limited } else { Status::Connected };
    let trouble = lacks.map(written);
    // Figures that can be read do not end a refusal of `/me`. Nor do they count as an answer of `/me`: the
    // next answer is still news.
    db.execute(
        "UPDATE account SET status = ?2, trouble = ?3, trouble_of_figures = ?3 IS NOT NULL, \
         trouble_since = CASE WHEN ?3 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?4) ELSE ?4 END \
         WHERE id = ?1 AND (status = 'connected' OR (status = 'limited' AND trouble_of_figures))",
        params![id.as_str(), status.code(), trouble, at.as_millis()],
    )
}

/// Removes the account's problem, which an earlier token had. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn forget_trouble(db: &Transaction<'_>, id: &AccountId) -> rusqlite::Result<usize> {
    let sql = "UPDATE account SET trouble = NULL, trouble_since = NULL, trouble_of_figures = 0 WHERE id = ?1";
    db.execute(sql, [id.as_str()])
}

#[cfg(test)]
mod tests {
    use super::super::accounts;
    use super::*;

    #[test]
    fn answer_is_news_unless_question_is_older_or_token_changed() {
        let mut db = Connection::open_in_memory().expect("memory");
        super::super::migrations::run(&mut db).expect("migrated");
        let add = "INSERT INTO account (id, name, kind, status, connected_at, token, judged_at) \
                   VALUES ('a', 'A', 'app', 'connected', 1, x'01', ?1)";
        for (judged_at, asked, at, token, is_news) in [
            (0, 10, 20, 1, true),
            (10, 10, 20, 1, true),
            (11, 10, 20, 1, false),
            (20, 10, 20, 1, false),
            // The clock was set back since.
            (99, 10, 20, 1, true),
            (0, 10, 20, 2, false),
        ] {
            db.execute("DELETE FROM account", []).expect("empty");
            db.execute(add, [judged_at]).expect("kept");
            let mut row = accounts::by_id(&db, &AccountId::new("a")).expect("readable").expect("there");
            row.token = Some(vec![token]);
            let [asked, at] = [asked, at].map(Timestamp::from_millis);
            let news = if_news(&db, &row, asked, at).expect("readable");
            assert_eq!(news.is_some(), is_news, "{judged_at} {asked:?} {at:?} {token}");
        }
    }
}
