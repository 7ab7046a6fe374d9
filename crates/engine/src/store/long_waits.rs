//! How many conversations of each account waited longer than its threshold, by the newest answer.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};
use switchhook_core::{AccountId, Timestamp};

use super::{columns, figures};

/// One row of `long_waits`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LongWaitsRow {
    pub(crate) count: u32,
    /// The threshold in minutes.
    pub(crate) minutes: u32,
    /// The working hours in which it counts, as JSON. `None` for calendar time.
    pub(crate) hours: Option<String>,
    pub(crate) at: Timestamp,
}

/// Stores the count of an account. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(db: &Transaction<'_>, account: &AccountId, row: &LongWaitsRow) -> rusqlite::Result<usize> {
    let LongWaitsRow { count, minutes, hours, at } = row;
    db.prepare_cached(
        "INSERT INTO long_waits (account_id, count, minutes, hours, at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT DO UPDATE SET count = excluded.count, minutes = excluded.minutes, hours = excluded.hours, \
         at = excluded.at",
    )?
    .execute(params![account.as_str(), count, minutes, hours, at.as_millis()])
}

/// Returns the counts of all accounts, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<HashMap<AccountId, LongWaitsRow>> {
    let mut select = db.prepare_cached("SELECT account_id, count, minutes, hours, at FROM long_waits")?;
    let rows = columns::readable(select.query([])?, |row| {
        let found = LongWaitsRow {
            count: row.get("count")?,
            minutes: row.get("minutes")?,
            hours: row.get("hours")?,
            at: Timestamp::from_millis(row.get("at")?),
        };
        Ok((AccountId::new(row.get::<_, String>("account_id")?), found))
    });
    Ok(rows?.into_iter().collect())
}
/// Copies the count of one account to another, where it is newer. The two turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(
    db: &Transaction<'_>,
    from: &AccountId,
    to: &AccountId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let newer = figures::is_newer("at");
    let sql = format!(
        "INSERT INTO long_waits (account_id, count, minutes, hours, at) \
         SELECT ?2, count, minutes, hours, at FROM long_waits WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET count = excluded.count, minutes = excluded.minutes, \
         hours = excluded.hours, at = excluded.at WHERE {newer}"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}
