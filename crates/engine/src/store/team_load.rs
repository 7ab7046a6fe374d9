//! The open conversations of each account by team and teammate, when somebody looked last.

use rusqlite::types::Type;
use rusqlite::{Connection, Error, Transaction, params};
use switchhook_core::{AccountId, Load, Timestamp};

use super::{columns, figures};

/// Stores the load of an account, as the provider gave it at `at`. A later load stays. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(
    db: &Transaction<'_>,
    account: &AccountId,
    load: &Load,
    at: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    let load = serde_json::to_string(load).map_err(|error| Error::ToSqlConversionFailure(error.into()))?;
    let sql = "INSERT INTO team_load (account_id, load, at) VALUES (?1, ?2, ?3) ON CONFLICT (account_id) DO UPDATE \
               SET load = excluded.load, at = excluded.at WHERE at <= excluded.at OR at > ?4";
    db.execute(sql, params![account.as_str(), load, at.as_millis(), now.as_millis()])
}

/// Returns the load of an account, and when the provider gave it. `None` where nobody looked yet, or where the row is damaged.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(db: &Connection, account: &AccountId) -> rusqlite::Result<Option<(Load, Timestamp)>> {
    let mut select = db.prepare_cached("SELECT load, at FROM team_load WHERE account_id = ?1")?;
    let rows = columns::readable(select.query([account.as_str()])?, |row| {
        let damaged = |error: serde_json::Error| Error::FromSqlConversionFailure(0, Type::Text, error.into());
        let load = serde_json::from_str(&row.get::<_, String>("load")?).map_err(damaged)?;
        Ok((load, Timestamp::from_millis(row.get("at")?)))
    })?;
    Ok(rows.into_iter().next())
}

/// Copies the load of one account to another, where it is newer. The two turned out to be the same account.
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
        "INSERT INTO team_load (account_id, load, at) SELECT ?2, load, at FROM team_load WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET load = excluded.load, at = excluded.at WHERE {newer}"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::database;

    fn keep(db: &mut Connection, account: &str, known: u32, at: i64, now: i64) {
        let write = db.transaction().expect("begun");
        let load = Load { known, ..Load::default() };
        let (at, now) = (Timestamp::from_millis(at), Timestamp::from_millis(now));
        set(&write, &AccountId::new(account), &load, at, now).expect("kept");
        write.commit().expect("done");
    }

    fn kept(db: &Connection, account: &str) -> Option<(u32, i64)> {
        let row = of(db, &AccountId::new(account)).expect("readable");
        row.map(|(load, at)| (load.known, at.as_millis()))
    }

    #[test]
    fn later_load_counts_unless_a_wrong_clock_dated_it() {
        let mut db = database();
        assert_eq!(kept(&db, "a"), None);
        keep(&mut db, "a", 1, 100, 100);
        keep(&mut db, "a", 2, 200, 200);
        keep(&mut db, "a", 3, 150, 210);
        assert_eq!(kept(&db, "a"), Some((2, 200)));
        keep(&mut db, "a", 4, 160, 180);
        assert_eq!(kept(&db, "a"), Some((4, 160)), "a time of the future is no time");
        db.execute("UPDATE team_load SET load = '[]'", []).expect("damaged");
        assert_eq!(kept(&db, "a"), None);
    }

    #[test]
    fn merge_keeps_the_newer_load() {
        let mut db = database();
        keep(&mut db, "a", 1, 100, 100);
        keep(&mut db, "b", 2, 200, 200);
        let take = |db: &mut Connection, from, to| {
            let write = db.transaction().expect("begun");
            take_over(&write, &AccountId::new(from), &AccountId::new(to), Timestamp::from_millis(900))
                .expect("done");
            write.commit().expect("done");
        };
        take(&mut db, "a", "b");
        assert_eq!(kept(&db, "b"), Some((2, 200)));
        take(&mut db, "b", "a");
        assert_eq!(kept(&db, "a"), Some((2, 200)));
    }
}
