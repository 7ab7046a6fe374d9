//! Counts of whole days, each asked for once after the day.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Transaction, params};
use switchhook_core::{AccountId, DayCount, DayFigure, Timestamp};

use super::columns;

/// Days for which a count is kept. The usual of a weekday needs eight weeks.
const KEPT: i32 = 400;

/// Keeps the first count of a day, and removes counts of days that lie too far back or are to come. A count that was made in the
/// future, by a wrong clock, gives way.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn keep(
    db: &Transaction<'_>,
    account: &AccountId,
    figure: DayFigure,
    DayCount { day, count }: DayCount,
    newest: i32,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    db.prepare_cached(
        "DELETE FROM day_count WHERE account_id = ?1 AND name = ?2 AND (day < ?3 OR day > ?4)",
    )?
    .execute(params![account.as_str(), figure.code(), day - KEPT, newest])?;
    db.prepare_cached(
        "INSERT INTO day_count (account_id, name, day, count, at) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT DO UPDATE SET count = excluded.count, at = excluded.at WHERE day_count.at > excluded.at",
    )?
    .execute(params![account.as_str(), figure.code(), day, count, at.as_millis()])
}

/// Returns the days whose counts stand: up to the day `newest`, and made before `now`.
///
/// # Errors
/// A failure of the database.
pub(crate) fn counted(
    db: &Connection,
    account: &AccountId,
    figure: DayFigure,
    newest: i32,
    now: Timestamp,
) -> rusqlite::Result<HashSet<i32>> {
    let sql = "SELECT day FROM day_count WHERE account_id = ?1 AND name = ?2 AND day <= ?3 AND at <= ?4";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query(params![account.as_str(), figure.code(), newest, now.as_millis()])?;
    Ok(columns::readable(rows, |row| row.get("day"))?.into_iter().collect())
}

/// Removes all counts of an account: its days begin at another time now.
///
/// # Errors
/// A failure of the database.
pub(crate) fn remove(db: &Transaction<'_>, account: &AccountId) -> rusqlite::Result<()> {
    db.execute("DELETE FROM day_count WHERE account_id = ?1", [account.as_str()]).map(drop)
}

/// Returns the counts of an account, the oldest day first, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(db: &Connection, account: &AccountId, figure: DayFigure) -> rusqlite::Result<Vec<DayCount>> {
    let sql = "SELECT day, count FROM day_count WHERE account_id = ?1 AND name = ?2 ORDER BY day";
    columns::readable(db.prepare_cached(sql)?.query([account.as_str(), figure.code()])?, |row| {
        Ok(DayCount { day: row.get("day")?, count: row.get("count")? })
    })
}

/// Returns the counts of a figure of all accounts since a day, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(
    db: &Connection,
    figure: DayFigure,
    since: i32,
) -> rusqlite::Result<HashMap<AccountId, Vec<DayCount>>> {
    let sql = "SELECT account_id, day, count FROM account CROSS JOIN day_count ON account_id = account.id \
               AND day_count.name = ?1 AND day >= ?2";
    let rows = columns::readable(db.prepare_cached(sql)?.query(params![figure.code(), since])?, |row| {
        let count = DayCount { day: row.get("day")?, count: row.get("count")? };
        Ok((AccountId::new(row.get::<_, String>("account_id")?), count))
    })?;
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    rows.into_iter().for_each(|(account, count)| all.entry(account).or_default().push(count));
    Ok(all)
}

/// Adds the counts of one account to another, where it has none. The two turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(db: &Transaction<'_>, from: &AccountId, to: &AccountId) -> rusqlite::Result<()> {
    let sql = "INSERT INTO day_count (account_id, name, day, count, at) \
               SELECT ?2, name, day, count, at FROM day_count WHERE account_id = ?1 ON CONFLICT DO NOTHING";
    db.execute(sql, params![from.as_str(), to.as_str()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::database;

    #[test]
    fn day_keeps_its_first_count_and_goes_when_it_is_old_or_to_come() {
        let mut db = database();
        let (a, b) = (AccountId::new("a"), AccountId::new("b"));
        let figure = DayFigure::NewConversations;
        let keep_of = |db: &mut Connection, account: &AccountId, day, count, newest| {
            let write = db.transaction().expect("begun");
            keep(&write, account, figure, DayCount { day, count }, newest, Timestamp::from_millis(1))
                .expect("kept");
            write.commit().expect("done");
        };
        let days = |db: &Connection, account| -> Vec<_> {
            of(db, account, figure).expect("readable").iter().map(|each| (each.day, each.count)).collect()
        };
        keep_of(&mut db, &a, 100, 1, 100);
        keep_of(&mut db, &a, 100, 2, 100);
        assert_eq!(days(&db, &a), [(100, 1)], "the first count of a day stays");
        keep_of(&mut db, &a, 501, 3, 501);
        keep_of(&mut db, &a, 499, 4, 500);
        keep_of(&mut db, &b, 499, 9, 499);
        keep_of(&mut db, &b, 498, 8, 499);
        assert_eq!(days(&db, &a), [(499, 4)]);
        let write = db.transaction().expect("begun");
        let (day, early) = (DayCount { day: 499, count: 7 }, Timestamp::from_millis(0));
        assert_eq!(counted(&write, &a, figure, 499, early).expect("readable"), HashSet::new());
        keep(&write, &a, figure, day, 499, early).expect("kept");
        assert_eq!(counted(&write, &a, figure, 499, early).expect("readable"), HashSet::from([499]));
        write.commit().expect("done");
        assert_eq!(days(&db, &a), [(499, 7)], "a count from the future gives way");
        let write = db.transaction().expect("begun");
        take_over(&write, &a, &b).expect("taken over");
        write.commit().expect("done");
        assert_eq!(days(&db, &b), [(498, 8), (499, 9)]);
        let all = all(&db, figure, 499).expect("readable");
        assert_eq!((all[&a].len(), all[&b].len()), (1, 1));
    }
}
