//! The ratings of customers since a moment, by the newest answer.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};
use switchhook_core::{AccountId, Ratings, Timestamp};

use super::{columns, figures};

/// Stores the ratings of an account. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(db: &Transaction<'_>, account: &AccountId, ratings: &Ratings) -> rusqlite::Result<usize> {
    let Ratings { rated, low, with_remark, since, at } = ratings;
    db.prepare_cached(
        "INSERT INTO rating (account_id, since, rated, low, with_remark, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT DO UPDATE SET since = excluded.since, rated = excluded.rated, low = excluded.low, \
         with_remark = excluded.with_remark, at = excluded.at",
    )?
    .execute(params![account.as_str(), since.as_millis(), rated, low, with_remark, at.as_millis()])
}

/// Returns the ratings of all accounts, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<HashMap<AccountId, Ratings>> {
    let mut select =
        db.prepare_cached("SELECT account_id, since, rated, low, with_remark, at FROM rating")?;
    let rows = columns::readable(select.query([])?, |row| {
        let ratings = Ratings {
            rated: row.get("rated")?,
            low: row.get("low")?,
            with_remark: row.get("with_remark")?,
            since: Timestamp::from_millis(row.get("since")?),
            at: Timestamp::from_millis(row.get("at")?),
        };
        Ok((AccountId::new(row.get::<_, String>("account_id")?), ratings))
    });
    Ok(rows?.into_iter().collect())
}
/// Copies the ratings of one account to another, where they are newer. The two turned out to be the same account.
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
        "INSERT INTO rating (account_id, since, rated, low, with_remark, at) \
         SELECT ?2, since, rated, low, with_remark, at FROM rating WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET since = excluded.since, rated = excluded.rated, low = excluded.low, \
         with_remark = excluded.with_remark, at = excluded.at WHERE {newer}"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}
