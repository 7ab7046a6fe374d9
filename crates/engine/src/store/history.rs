//! The counts of figures over time, which can't be asked for later. At most one an hour is kept, and one a day in UTC after 90
//! days.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction, params};
use switchhook_core::{AccountId, Count, Figure, Timestamp};

use super::columns;

const HOUR: i64 = 3_600_000;
/// Hours after which a day keeps its first count alone.
const WHOLE_FOR: i64 = 90 * 24;

/// The name of the longest wait in the history, whose count is minutes of calendar time.
pub(crate) const LONGEST_WAIT: &str = "longest_wait";

/// One count of a figure.
pub(crate) struct Reading {
    pub(crate) name: String,
    pub(crate) count: u32,
    pub(crate) at: Timestamp,
    /// The conversation that the reading is about. Only the longest wait has one.
    pub(crate) conversation: Option<String>,
}

/// Keeps a count that was given at `at`, unless the hour has one. Removes counts of the future, which a wrong clock left.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn keep(
    db: &Transaction<'_>,
    account: &AccountId,
    figure: Figure,
    count: u32,
    at: Timestamp,
) -> rusqlite::Result<()> {
    keep_named(db, account, figure.code(), count, None, at)
}

/// Keeps how long the longest wait was, in minutes, and its conversation. Nobody waits: 0 and `None`.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn keep_wait(
    db: &Transaction<'_>,
    account: &AccountId,
    minutes: u32,
    conversation: Option<&str>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    keep_named(db, account, LONGEST_WAIT, minutes, conversation, at)
}

fn keep_named(
    db: &Transaction<'_>,
    account: &AccountId,
    name: &str,
    count: u32,
    conversation: Option<&str>,
    at: Timestamp,
) -> rusqlite::Result<()> {
    let (account, at) = (account.as_str(), at.as_millis());
    let hour = at.div_euclid(HOUR);
    db.prepare_cached(
        "DELETE FROM figure_history WHERE account_id = ?1 AND name = ?2 AND hour >= ?3 AND at > ?4",
    )?
    .execute(params![account, name, hour, at])?;
    let kept = db
        .prepare_cached(
            "INSERT INTO figure_history (account_id, name, hour, at, count, conversation_id) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![account, name, hour, at, count, conversation])?;
    if kept > 0 { thin(db, account, name, hour) } else { Ok(()) }
}

/// Removes the later counts of the days that lie 90 days before `hour`, or longer.
fn thin(db: &Transaction<'_>, account: &str, name: &str, hour: i64) -> rusqlite::Result<()> {
    db.prepare_cached(
        "DELETE FROM figure_history AS later WHERE account_id = ?1 AND name = ?2 AND hour < ?3 AND EXISTS ( \
           SELECT 1 FROM figure_history AS first WHERE first.account_id = ?1 AND first.name = ?2 \
           AND first.hour >= later.hour - later.hour % 24 AND first.hour < later.hour)",
    )?
    .execute(params![account, name, hour - WHOLE_FOR])
    .map(drop)
}

/// Returns the counts of an account from `since` to `until`, the oldest first and then by name, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(
    db: &Connection,
    account: &AccountId,
    name: Option<&str>,
    since: Timestamp,
    until: Timestamp,
) -> rusqlite::Result<Vec<Reading>> {
    let sql = "SELECT name, count, at, conversation_id FROM figure_history WHERE account_id = ?1 AND (?2 IS NULL OR name = ?2) \
               AND at BETWEEN ?3 AND ?4 ORDER BY at, name";
    let within = params![account.as_str(), name, since.as_millis(), until.as_millis()];
    columns::readable(db.prepare_cached(sql)?.query(within)?, |row| {
        Ok(Reading {
            name: row.get("name")?,
            count: row.get("count")?,
            at: Timestamp::from_millis(row.get("at")?),
            conversation: row.get("conversation_id")?,
        })
    })
}

/// Returns the last counts of a figure of all accounts, but for damaged rows: of each of the 30 days before `now` the last count,
/// and of the last day and a half every count. A day is 24 hours that end at a multiple of 24 hours before `now`.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of_month(
    db: &Connection,
    figure: Figure,
    now: Timestamp,
) -> rusqlite::Result<HashMap<AccountId, Vec<Count>>> {
    // Each day is sought by the key. A scan of a month would read twenty-four times as much.
    let sql = "WITH RECURSIVE day (until) AS (SELECT ?2 UNION ALL SELECT until - ?3 FROM day LIMIT 30) \
               SELECT account_id, count, at FROM account CROSS JOIN day CROSS JOIN figure_history ON account_id = account.id \
               AND figure_history.name = ?1 AND hour = ( \
                 SELECT hour FROM figure_history AS last WHERE last.account_id = account.id AND last.name = ?1 \
                 AND hour BETWEEN (until - ?3) / ?4 AND until / ?4 AND at > until - ?3 AND at <= until \
                 ORDER BY hour DESC LIMIT 1) \
               UNION \
               SELECT account_id, count, at FROM account CROSS JOIN figure_history ON account_id = account.id \
               AND figure_history.name = ?1 AND hour >= (?2 - ?3 * 3 / 2) / ?4 AND at <= ?2";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query(params![figure.code(), now.as_millis(), 24 * HOUR, HOUR])?;
    let counts = columns::readable(rows, |row| {
        let at = Timestamp::from_millis(row.get("at")?);
        Ok((AccountId::new(row.get::<_, String>("account_id")?), Count { count: row.get("count")?, at }))
    })?;
    let mut month: HashMap<_, Vec<_>> = HashMap::new();
    counts.into_iter().for_each(|(account, count)| month.entry(account).or_default().push(count));
    Ok(month)
}

/// Adds the counts of one account to another, where its hour has none. The two turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(db: &Transaction<'_>, from: &AccountId, to: &AccountId) -> rusqlite::Result<()> {
    let sql = "INSERT INTO figure_history (account_id, name, hour, at, count, conversation_id) \
               SELECT ?2, name, hour, at, count, conversation_id FROM figure_history WHERE account_id = ?1 ON CONFLICT DO NOTHING";
    db.execute(sql, params![from.as_str(), to.as_str()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::database;

    const DAY: i64 = 24 * HOUR;
    /// 2026-11-22T00:00:00Z.
    const MIDNIGHT: i64 = 1_795_305_600_000;

    fn keep_at(db: &mut Connection, account: &str, count: u32, at: i64) {
        let write = db.transaction().expect("begun");
        keep(&write, &AccountId::new(account), Figure::Tags, count, Timestamp::from_millis(at))
            .expect("kept");
        write.commit().expect("done");
    }

    fn counts(db: &Connection, account: &str) -> Vec<(u32, i64)> {
        let all = of(
            db,
            &AccountId::new(account),
            None,
            Timestamp::from_millis(0),
            Timestamp::from_millis(i64::MAX),
        );
        all.expect("readable").into_iter().map(|each| (each.count, each.at.as_millis() - MIDNIGHT)).collect()
    }

    #[test]
    fn first_count_of_an_hour_stays() {
        let mut db = database();
        for (count, at) in [(1, 0), (2, HOUR - 1), (3, HOUR), (4, HOUR + 1), (5, 3 * HOUR)] {
            keep_at(&mut db, "a", count, MIDNIGHT + at);
        }
        assert_eq!(counts(&db, "a"), [(1, 0), (3, HOUR), (5, 3 * HOUR)]);
        assert_eq!(counts(&db, "b"), [], "each account has its own");
    }

    #[test]
    fn day_keeps_its_first_count_after_ninety_days() {
        let mut db = database();
        for (count, at) in [(1, 5 * HOUR), (2, 6 * HOUR), (3, 23 * HOUR), (4, DAY), (5, DAY + HOUR)] {
            keep_at(&mut db, "a", count, MIDNIGHT + at);
        }
        keep_at(&mut db, "a", 6, MIDNIGHT + 90 * DAY + 7 * HOUR);
        let day_later = [(4, DAY), (5, DAY + HOUR), (6, 90 * DAY + 7 * HOUR)];
        assert_eq!(counts(&db, "a")[2..], day_later, "the other counts of a younger hour stay");
        assert_eq!(
            counts(&db, "a")[..2],
            [(1, 5 * HOUR), (3, 23 * HOUR)],
            "an hour is thinned once it is old enough"
        );
        keep_at(&mut db, "a", 7, MIDNIGHT + 200 * DAY);
        let thinned = [(1, 5 * HOUR), (4, DAY), (6, 90 * DAY + 7 * HOUR), (7, 200 * DAY)];
        assert_eq!(counts(&db, "a"), thinned, "after a long pause, too");
    }

    #[test]
    fn count_of_a_wrong_clock_goes_with_the_next_one() {
        let mut db = database();
        keep_at(&mut db, "a", 1, MIDNIGHT);
        keep_at(&mut db, "a", 9, MIDNIGHT + 30 * DAY);
        keep_at(&mut db, "a", 2, MIDNIGHT + HOUR);
        assert_eq!(counts(&db, "a"), [(1, 0), (2, HOUR)]);
    }

    #[test]
    fn history_is_cut_to_a_figure_and_a_time() {
        let mut db = database();
        let write = db.transaction().expect("begun");
        for (figure, hour) in [(Figure::Tags, 0), (Figure::Teams, 0), (Figure::Tags, 1), (Figure::Tags, 2)] {
            let at = Timestamp::from_millis(MIDNIGHT + hour * HOUR);
            keep(&write, &AccountId::new("a"), figure, 1, at).expect("kept");
        }
        write.commit().expect("done");
        let hours = |figure: Option<Figure>, since: i64, until: i64| -> Vec<i64> {
            let [since, until] = [since, until].map(|hour| Timestamp::from_millis(MIDNIGHT + hour * HOUR));
            let found =
                of(&db, &AccountId::new("a"), figure.map(Figure::code), since, until).expect("readable");
            found.iter().map(|each| (each.at.as_millis() - MIDNIGHT) / HOUR).collect()
        };
        assert_eq!(hours(None, 0, 5), [0, 0, 1, 2]);
        assert_eq!(hours(Some(Figure::Tags), 1, 5), [1, 2]);
        assert_eq!(hours(None, 0, 1), [0, 0, 1], "the future is left out");
    }

    #[test]
    fn month_has_the_last_count_of_each_day_and_all_of_the_newest() {
        let mut db = database();
        let now = MIDNIGHT + 40 * DAY + 9 * HOUR;
        for hours in (0..40 * 24).rev() {
            let (count, at) = (u32::try_from(hours).expect("small"), now - hours * HOUR - 1);
            keep_at(&mut db, "a", count, at);
        }
        let month = of_month(&db, Figure::Tags, Timestamp::from_millis(now)).expect("readable");
        let mut counts: Vec<_> = month[&AccountId::new("a")].iter().map(|each| each.count).collect();
        counts.sort_unstable();
        let (newest, older) = counts.split_at(36);
        assert_eq!(newest, (0..36).collect::<Vec<_>>());
        assert_eq!(older, (2..30).map(|day| day * 24).collect::<Vec<_>>());
        assert!(!month.contains_key(&AccountId::new("b")), "another account was never counted");
    }

    #[test]
    fn history_moves_with_its_account_and_goes_with_it() {
        let mut db = database();
        keep_at(&mut db, "a", 1, MIDNIGHT);
        keep_at(&mut db, "b", 2, MIDNIGHT);
        keep_at(&mut db, "a", 3, MIDNIGHT + HOUR);
        let write = db.transaction().expect("begun");
        take_over(&write, &AccountId::new("a"), &AccountId::new("b")).expect("taken over");
        write.commit().expect("done");
        assert_eq!(counts(&db, "b"), [(2, 0), (3, HOUR)], "its own count of an hour stays");
        db.execute("DELETE FROM account WHERE id = 'a'", []).expect("removed");
        assert_eq!(counts(&db, "a"), []);
    }
}
