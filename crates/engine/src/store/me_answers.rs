//! The last whole answer of `/me` for each account, in a table of its own: the list of accounts does not need it.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use switchhook_core::{AccountId, Me, Timestamp};

use super::figures;

/// Stores the whole answer of `/me`. Without a kept answer in `me`, the last one stays.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(db: &Transaction<'_>, id: &AccountId, me: &Me, at: Timestamp) -> rusqlite::Result<()> {
    let Some(raw) = &me.raw else { return Ok(()) };
    db.execute(
        "INSERT INTO me_answer (account_id, json, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (account_id) DO UPDATE SET json = excluded.json, at = excluded.at",
        params![id.as_str(), raw, at.as_millis()],
    )
    .map(drop)
}

/// Copies the last answer of `/me` from one account to another, where it is newer. The two turned out to be
/// the same account. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(
    db: &Transaction<'_>,
    from: &AccountId,
    to: &AccountId,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    let is_newer = figures::is_newer("at");
    let sql = format!(
        "INSERT INTO me_answer (account_id, json, at) SELECT ?2, json, at FROM me_answer WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET json = excluded.json, at = excluded.at WHERE {is_newer}"
    );
    db.execute(&sql, params![from.as_str(), to.as_str(), now.as_millis()])
}

/// Returns the last whole answer of `/me`, and when it came. `None` where none is stored.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn of(db: &Connection, id: &AccountId) -> rusqlite::Result<Option<(String, Timestamp)>> {
    let sql = "SELECT json, at FROM me_answer WHERE account_id = ?1";
    db.query_row(sql, [id.as_str()], |row| Ok((row.get("json")?, Timestamp::from_millis(row.get("at")?))))
        .optional()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrations;

    #[test]
    fn merge_keeps_newest_data_and_treats_future_times_as_oldest() {
        let mut db = Connection::open_in_memory().expect("memory");
        migrations::run(&mut db).expect("migrated");
        let accounts = "INSERT INTO account (id, name, kind, status, connected_at) \
                        VALUES ('gone', 'A', 'app', 'connected', 1), ('kept', 'B', 'app', 'connected', 1)";
        db.execute(accounts, []).expect("kept");
        let now = Timestamp::from_millis(100);
        for (gone, kept, left) in [
            (20, Some(10), 20),
            (10, Some(20), 20),
            (900, Some(20), 20),
            (20, Some(900), 20),
            (900, Some(800), 800),
            (900, None, 900),
        ] {
            for (id, at) in [("gone", Some(gone)), ("kept", kept)] {
                for sql in [
                    "INSERT OR REPLACE INTO me_answer (account_id, json, at) SELECT ?1, '{}', ?2 WHERE ?2 IS NOT NULL",
                    "INSERT OR REPLACE INTO headroom (account_id, total, remaining, at) SELECT ?1, 1, 1, ?2 WHERE ?2 IS NOT NULL",
                    "INSERT OR REPLACE INTO figure (account_id, name, count, counted_at, missing, asked_at) VALUES (?1, 'tags', ?2, ?2, 0, coalesce(?2, 0))",
                ] {
                    db.execute(sql, params![id, at]).expect("kept");
                }
            }
            let [gone_id, kept_id] = ["gone", "kept"].map(AccountId::new);
            let write = db.transaction().expect("begun");
            take_over(&write, &gone_id, &kept_id, now).expect("taken over");
            figures::take_over(&write, &gone_id, &kept_id, now).expect("taken over");
            for sql in [
                "SELECT at FROM me_answer WHERE account_id = 'kept'",
                "SELECT at FROM headroom WHERE account_id = 'kept'",
                "SELECT counted_at FROM figure WHERE account_id = 'kept'",
                "SELECT count FROM figure WHERE account_id = 'kept'",
            ] {
                let found: i64 = write.query_row(sql, [], |row| row.get(0)).expect(sql);
                assert_eq!(found, left, "{gone} {kept:?}: {sql}");
            }
            write
                .execute_batch("DELETE FROM me_answer; DELETE FROM headroom; DELETE FROM figure")
                .expect("empty");
            write.commit().expect("committed");
        }
    }
}
