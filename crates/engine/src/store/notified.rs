//! The day on which each account was in a notification last.

use rusqlite::{Connection, Transaction, params};
use switchhook_core::AccountId;

use super::columns;

/// Notes that an account was in a notification. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(db: &Transaction<'_>, account: &AccountId, day: i32) -> rusqlite::Result<usize> {
    let sql = "INSERT INTO notified VALUES (?1, ?2) ON CONFLICT DO UPDATE SET day = excluded.day";
    db.prepare_cached(sql)?.execute(params![account.as_str(), day])
}

/// Returns each account with the day of its last notification, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<(AccountId, i32)>> {
    let mut select = db.prepare_cached("SELECT account_id, day FROM notified")?;
    columns::readable(select.query([])?, |row| {
        Ok((AccountId::new(row.get::<_, String>("account_id")?), row.get("day")?))
    })
}
/// Gives an account the later notification of two. They turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(db: &Transaction<'_>, from: &AccountId, to: &AccountId) -> rusqlite::Result<()> {
    let sql = "INSERT INTO notified SELECT ?2, day FROM notified WHERE account_id = ?1 \
               ON CONFLICT (account_id) DO UPDATE SET day = max(day, excluded.day)";
    db.execute(sql, [from.as_str(), to.as_str()]).map(drop)
}
