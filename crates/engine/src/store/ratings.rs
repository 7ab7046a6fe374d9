//! The ratings of customers since a moment, by the newest answer.

use std::collections::HashMap;

use rusqlite::types::Type;
use rusqlite::{Connection, Error, Transaction, params};
use switchhook_core::{AccountId, LowRating, Ratings, Timestamp};

use super::{columns, figures};

/// Stores the ratings of an account, and its newest low ones. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(
    db: &Transaction<'_>,
    account: &AccountId,
    ratings: &Ratings,
    newest: &[LowRating],
) -> rusqlite::Result<usize> {
    let Ratings { rated, low, with_remark, since, at } = ratings;
    let newest =
        serde_json::to_string(newest).map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
    db.prepare_cached(
        "INSERT INTO rating (account_id, since, rated, low, with_remark, at, newest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT DO UPDATE SET since = excluded.since, rated = excluded.rated, low = excluded.low, \
         with_remark = excluded.with_remark, at = excluded.at, newest = excluded.newest",
    )?
    .execute(params![
        account.as_str(),
        since.as_millis(),
        rated,
        low,
        with_remark,
        at.as_millis(),
        newest
    ])
}

/// Returns the ratings of an account with its newest low ones. Those are empty in a row of an earlier version. `None` before the
/// first answer, and for a damaged row.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(
    db: &Connection,
    account: &AccountId,
) -> rusqlite::Result<Option<(Ratings, Vec<LowRating>)>> {
    let mut select = db.prepare_cached(
        "SELECT since, rated, low, with_remark, at, newest FROM rating WHERE account_id = ?1",
    )?;
    let rows = columns::readable(select.query([account.as_str()])?, |row| {
        let damaged = |error: serde_json::Error| Error::FromSqlConversionFailure(5, Type::Text, error.into());
        let newest: Option<String> = row.get("newest")?;
        let newest = newest.map(|newest| serde_json::from_str(&newest)).transpose().map_err(damaged)?;
        Ok((ratings(row)?, newest.unwrap_or_default()))
    })?;
    Ok(rows.into_iter().next())
}

fn ratings(row: &rusqlite::Row<'_>) -> rusqlite::Result<Ratings> {
    Ok(Ratings {
        rated: row.get("rated")?,
        low: row.get("low")?,
        with_remark: row.get("with_remark")?,
        since: Timestamp::from_millis(row.get("since")?),
        at: Timestamp::from_millis(row.get("at")?),
    })
}

/// Returns the ratings of all accounts, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<HashMap<AccountId, Ratings>> {
    let mut select =
        db.prepare_cached("SELECT account_id, since, rated, low, with_remark, at FROM rating")?;
    let rows = columns::readable(select.query([])?, |row| {
        Ok((AccountId::new(row.get::<_, String>("account_id")?), ratings(row)?))
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
        "INSERT INTO rating (account_id, since, rated, low, with_remark, at, newest) \
         SELECT ?2, since, rated, low, with_remark, at, newest FROM rating WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET since = excluded.since, rated = excluded.rated, low = excluded.low, \
         with_remark = excluded.with_remark, at = excluded.at, newest = excluded.newest WHERE {newer}"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}
