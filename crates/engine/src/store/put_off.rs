//! The needs that a person put off for a while.

use std::collections::HashSet;

use rusqlite::{Connection, Transaction, params};
use switchhook_core::{AccountId, Timestamp};

use super::columns;

/// The longest time for which a need can be put off, in milliseconds. A later end was written by a wrong clock.
const LONGEST: i64 = 8 * 86_400_000;

/// A need of an account, as text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PutOff {
    pub(crate) account: AccountId,
    /// The need in JSON.
    pub(crate) need: String,
    /// Since when, as it was shown. Empty where that was unknown.
    pub(crate) since: String,
}

/// Puts a need off until a moment, and removes those whose time is over. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn add(
    db: &Transaction<'_>,
    PutOff { account, need, since }: &PutOff,
    until: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM put_off WHERE until <= ?1", [now.as_millis()])?;
    let sql = "INSERT INTO put_off (account_id, need, since, until) VALUES (?1, ?2, ?3, ?4) \
               ON CONFLICT DO UPDATE SET until = excluded.until";
    db.execute(sql, params![account.as_str(), need, since, until.as_millis()])
}

/// Returns the needs that are put off now, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection, now: Timestamp) -> rusqlite::Result<HashSet<PutOff>> {
    let mut select =
        db.prepare_cached("SELECT account_id, need, since FROM put_off WHERE until > ?1 AND until <= ?2")?;
    let (now, last) = (now.as_millis(), now.as_millis().saturating_add(LONGEST));
    let rows = columns::readable(select.query([now, last])?, |row| {
        let account = AccountId::new(row.get::<_, String>("account_id")?);
        Ok(PutOff { account, need: row.get("need")?, since: row.get("since")? })
    })?;
    Ok(rows.into_iter().collect())
}

/// Shows every need again. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn clear(db: &Transaction<'_>) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM put_off", [])
}
/// Puts off for an account what was put off for another. They turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(db: &Transaction<'_>, from: &AccountId, to: &AccountId) -> rusqlite::Result<()> {
    let sql = "INSERT INTO put_off (account_id, need, since, until) \
               SELECT ?2, need, since, until FROM put_off WHERE account_id = ?1 \
               ON CONFLICT DO UPDATE SET until = max(until, excluded.until)";
    db.execute(sql, [from.as_str(), to.as_str()]).map(drop)
}
