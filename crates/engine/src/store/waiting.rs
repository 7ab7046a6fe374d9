//! The open conversation of each account that waits longest for a reply, by the newest answer.

use std::collections::HashMap;

use rusqlite::{Connection, Row, Transaction, params};
use switchhook_core::{AccountId, LongestWait, Problem, Timestamp};

use super::{columns, figures, history};

const MINUTE: i64 = 60_000;

/// One row of `waiting`. `missing` and `trouble` describe the last question; the rest stays from the last answer.
pub(crate) struct WaitingRow {
    /// The conversation that waits longest. `None` where nobody waits, and before the first answer.
    pub(crate) longest: Option<LongestWait>,
    /// When the last answer came. `None` before the first answer.
    pub(crate) read_at: Option<Timestamp>,
    /// Whether the app lacks the permission.
    pub(crate) missing: bool,
    /// Why the last question brought no answer.
    pub(crate) trouble: Option<Problem>,
}

/// How a search for the longest wait ended.
pub(crate) enum WaitingOutcome {
    /// The conversation that waits longest, or `None` where nobody waits.
    Found(Option<LongestWait>),
    /// The app lacks the permission.
    Missing,
    /// There was no answer, for this reason.
    Trouble(Problem),
}

/// Stores how a search ended at `at` that began at `asked`. An earlier answer stays until there is a new one. Changes nothing
/// where a later search ended. Returns how many rows changed.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(
    db: &Transaction<'_>,
    account: &AccountId,
    outcome: &WaitingOutcome,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    let (found, missing, trouble) = match outcome {
        WaitingOutcome::Found(longest) => (Some(longest.as_ref()), false, None),
        WaitingOutcome::Missing => (None, true, None),
        WaitingOutcome::Trouble(problem) => (None, false, Some(columns::written(problem))),
    };
    let longest = found.flatten();
    let changed = db.prepare_cached(
        "INSERT INTO waiting (account_id, since, conversation_id, read_at, missing, trouble, asked_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (account_id) DO UPDATE SET \
         since = CASE WHEN excluded.read_at IS NULL THEN since ELSE excluded.since END, \
         conversation_id = CASE WHEN excluded.read_at IS NULL THEN conversation_id ELSE excluded.conversation_id END, \
         read_at = coalesce(excluded.read_at, read_at), missing = excluded.missing, trouble = excluded.trouble, \
         asked_at = excluded.asked_at WHERE asked_at <= excluded.asked_at OR asked_at > ?8",
    )?
    .execute(params![
        account.as_str(),
        longest.map(|longest| longest.since.as_millis()),
        longest.map(|longest| longest.conversation.as_str()),
        found.map(|_| at.as_millis()),
        missing,
        trouble,
        asked.as_millis(),
        at.as_millis()
    ])?;
    if let (Some(longest), 1..) = (found, changed) {
        let waits = longest.map_or(0, |longest| at.since(longest.since) / MINUTE);
        let conversation = longest.map(|longest| longest.conversation.as_str());
        history::keep_wait(db, account, u32::try_from(waits).unwrap_or(0), conversation, at)?;
    }
    Ok(changed)
}

/// Returns the row of an account. `None` where Switchhook never asked, or where the row is damaged.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(db: &Connection, account: &AccountId) -> rusqlite::Result<Option<WaitingRow>> {
    let sql = format!("{SELECT} WHERE account_id = ?1");
    Ok(columns::readable(db.prepare_cached(&sql)?.query([account.as_str()])?, read)?.pop())
}

/// Returns the row of each account. Leaves out accounts for which Switchhook never asked, and damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<HashMap<AccountId, WaitingRow>> {
    let mut select = db.prepare_cached(SELECT)?;
    let rows = columns::readable(select.query([])?, |row| {
        Ok((AccountId::new(row.get::<_, String>("account_id")?), read(row)?))
    });
    Ok(rows?.into_iter().collect())
}

const SELECT: &str = "SELECT account_id, since, conversation_id, read_at, missing, trouble FROM waiting";

fn read(row: &Row<'_>) -> rusqlite::Result<WaitingRow> {
    let since = columns::moment(row, "since")?;
    let conversation: Option<String> = row.get("conversation_id")?;
    Ok(WaitingRow {
        longest: since.zip(conversation).map(|(since, conversation)| LongestWait { since, conversation }),
        read_at: columns::moment(row, "read_at")?,
        missing: row.get("missing")?,
        trouble: columns::problem(row, "trouble")?,
    })
}

/// Copies the answer and the end of the last search from one account to another, each where it is newer. The two turned out to
/// be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(
    db: &Transaction<'_>,
    from: &AccountId,
    to: &AccountId,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let [answered, asked] = ["read_at", "asked_at"].map(figures::is_newer);
    let sql = format!(
        "INSERT INTO waiting (account_id, since, conversation_id, read_at, missing, trouble, asked_at) \
         SELECT ?2, since, conversation_id, read_at, missing, trouble, asked_at FROM waiting WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET \
         since = CASE WHEN {answered} THEN excluded.since ELSE since END, \
         conversation_id = CASE WHEN {answered} THEN excluded.conversation_id ELSE conversation_id END, \
         read_at = CASE WHEN {answered} THEN excluded.read_at ELSE read_at END, \
         missing = CASE WHEN {asked} THEN excluded.missing ELSE missing END, \
         trouble = CASE WHEN {asked} THEN excluded.trouble ELSE trouble END, \
         asked_at = CASE WHEN {asked} THEN excluded.asked_at ELSE asked_at END"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::database;
    use switchhook_core::StoreProblem;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn found(since: i64) -> WaitingOutcome {
        WaitingOutcome::Found(Some(LongestWait { since: at(since), conversation: format!("c{since}") }))
    }

    fn trouble() -> WaitingOutcome {
        WaitingOutcome::Trouble(StoreProblem::Failed.into())
    }

    fn keep(db: &mut Connection, account: &str, outcome: &WaitingOutcome, asked: i64) {
        let write = db.transaction().expect("begun");
        set(&write, &AccountId::new(account), outcome, at(asked), at(asked + 5)).expect("kept");
        write.commit().expect("done");
    }

    /// The longest wait, when that was read, and whether the last search failed for a permission or another reason.
    type Kept = (Option<(i64, String)>, Option<i64>, bool, bool);

    fn kept(db: &Connection, account: &str) -> Kept {
        let row = of(db, &AccountId::new(account)).expect("readable").expect("a row");
        let longest = row.longest.map(|longest| (longest.since.as_millis(), longest.conversation));
        (longest, row.read_at.map(Timestamp::as_millis), row.missing, row.trouble.is_some())
    }

    #[test]
    fn answer_stays_until_there_is_a_new_one() {
        let mut db = database();
        assert!(of(&db, &AccountId::new("a")).expect("readable").is_none());
        keep(&mut db, "a", &trouble(), 100);
        assert_eq!(kept(&db, "a"), (None, None, false, true), "nothing is known yet");
        keep(&mut db, "a", &found(7), 200);
        let seven = Some((7, "c7".into()));
        assert_eq!(kept(&db, "a"), (seven.clone(), Some(205), false, false));
        keep(&mut db, "a", &WaitingOutcome::Missing, 300);
        assert_eq!(kept(&db, "a"), (seven.clone(), Some(205), true, false));
        keep(&mut db, "a", &trouble(), 400);
        assert_eq!(kept(&db, "a"), (seven, Some(205), false, true));
        keep(&mut db, "a", &WaitingOutcome::Found(None), 500);
        assert_eq!(kept(&db, "a"), (None, Some(505), false, false), "nobody waits, which is known");
    }

    #[test]
    fn later_search_counts_unless_a_wrong_clock_dated_it() {
        let mut db = database();
        keep(&mut db, "a", &found(2), 200);
        let write = db.transaction().expect("begun");
        set(&write, &AccountId::new("a"), &found(1), at(100), at(300)).expect("kept");
        write.commit().expect("done");
        assert_eq!(kept(&db, "a").0, Some((2, "c2".into())), "an earlier search ended late");
        keep(&mut db, "a", &found(9), 9_000);
        keep(&mut db, "a", &found(3), 300);
        assert_eq!(kept(&db, "a").0, Some((3, "c3".into())), "a time of the future is no time");
    }

    #[test]
    fn all_accounts_are_read_at_once_but_damaged_rows() {
        let mut db = database();
        keep(&mut db, "a", &found(1), 100);
        keep(&mut db, "b", &WaitingOutcome::Found(None), 100);
        let rows = all(&db).expect("readable");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[&AccountId::new("a")].longest.as_ref().map(|longest| longest.since), Some(at(1)));
        assert!(rows[&AccountId::new("b")].longest.is_none() && rows[&AccountId::new("b")].read_at.is_some());
        db.execute("UPDATE waiting SET conversation_id = CAST(x'ff' AS TEXT) WHERE account_id = 'a'", [])
            .expect("damaged");
        assert_eq!(all(&db).expect("readable").len(), 1);
        assert!(of(&db, &AccountId::new("a")).expect("readable").is_none());
    }

    #[test]
    fn merge_keeps_the_newer_answer_and_the_newer_failure() {
        let mut db = database();
        keep(&mut db, "a", &found(1), 100);
        keep(&mut db, "a", &WaitingOutcome::Missing, 300);
        keep(&mut db, "b", &found(2), 200);
        let take = |db: &mut Connection, from, to| {
            let write = db.transaction().expect("begun");
            take_over(&write, &AccountId::new(from), &AccountId::new(to), at(1_000)).expect("taken over");
            write.commit().expect("done");
        };
        take(&mut db, "a", "b");
        assert_eq!(kept(&db, "b"), (Some((2, "c2".into())), Some(205), true, false));
        keep(&mut db, "a", &WaitingOutcome::Found(None), 400);
        take(&mut db, "a", "b");
        assert_eq!(kept(&db, "b"), (None, Some(405), false, false), "that nobody waits is an answer, too");
        db.execute("DELETE FROM waiting WHERE account_id = 'a'", []).expect("removed");
        take(&mut db, "b", "a");
        assert_eq!(kept(&db, "a"), kept(&db, "b"));
        db.execute("DELETE FROM account WHERE id = 'a'", []).expect("removed");
        assert!(of(&db, &AccountId::new("a")).expect("readable").is_none(), "it goes with its account");
    }
}
