//! When the team of each account works, and from when on *Today* says something about the account, as a person said.

use std::collections::HashMap;

use rusqlite::types::Type;
use rusqlite::{Connection, Error, Row, Transaction, params};
use serde::de::DeserializeOwned;
use switchhook_core::{AccountId, AccountThresholds, WorkingHours};

use super::columns;

/// The working hours, where somebody said them, and the thresholds.
pub(crate) type Rhythm = (Option<WorkingHours>, AccountThresholds);

/// Returns what a person said of an account. The default stands for what nobody said, and for a damaged row.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of(db: &Connection, account: &AccountId) -> rusqlite::Result<Rhythm> {
    let hours = columns::readable(
        db.prepare_cached("SELECT hours FROM working_hours WHERE account_id = ?1")?
            .query([account.as_str()])?,
        hours,
    )?;
    let thresholds = columns::readable(
        db.prepare_cached("SELECT thresholds FROM threshold WHERE account_id = ?1")?
            .query([account.as_str()])?,
        thresholds,
    )?;
    Ok((hours.into_iter().next(), thresholds.into_iter().next().unwrap_or_default()))
}

/// Returns what a person said of each account. Leaves out accounts of which nobody said anything, and damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<HashMap<AccountId, Rhythm>> {
    let mut found: HashMap<AccountId, Rhythm> = HashMap::new();
    let mut select = db.prepare_cached("SELECT account_id, hours FROM working_hours")?;
    for (id, hours) in columns::readable(select.query([])?, |row| Ok((account(row)?, hours(row)?)))? {
        found.entry(id).or_default().0 = Some(hours);
    }
    let mut select = db.prepare_cached("SELECT account_id, thresholds FROM threshold")?;
    for (id, thresholds) in columns::readable(select.query([])?, |row| Ok((account(row)?, thresholds(row)?)))?
    {
        found.entry(id).or_default().1 = thresholds;
    }
    Ok(found)
}

/// Stores when the team of an account works, or forgets it.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set_hours(
    db: &Transaction<'_>,
    account: &AccountId,
    hours: Option<&WorkingHours>,
) -> rusqlite::Result<()> {
    let Some(hours) = hours else {
        return db.execute("DELETE FROM working_hours WHERE account_id = ?1", [account.as_str()]).map(drop);
    };
    let sql = "INSERT INTO working_hours (account_id, hours) VALUES (?1, ?2) \
               ON CONFLICT (account_id) DO UPDATE SET hours = excluded.hours";
    db.execute(sql, params![account.as_str(), json(hours)?]).map(drop)
}

/// Stores the thresholds of an account.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set_thresholds(
    db: &Transaction<'_>,
    account: &AccountId,
    thresholds: &AccountThresholds,
) -> rusqlite::Result<()> {
    let sql = "INSERT INTO threshold (account_id, thresholds) VALUES (?1, ?2) \
               ON CONFLICT (account_id) DO UPDATE SET thresholds = excluded.thresholds";
    db.execute(sql, params![account.as_str(), json(thresholds)?]).map(drop)
}

/// Copies what a person said of one account to another, of which nobody said it. The two turned out to be the same account.
///
/// # Errors
/// A failure of the database.
pub(crate) fn take_over(db: &Transaction<'_>, from: &AccountId, to: &AccountId) -> rusqlite::Result<()> {
    for sql in [
        "INSERT INTO working_hours (account_id, hours) SELECT ?2, hours FROM working_hours WHERE account_id = ?1 \
         ON CONFLICT DO NOTHING",
        "INSERT INTO threshold (account_id, thresholds) SELECT ?2, thresholds FROM threshold WHERE account_id = ?1 \
         ON CONFLICT DO NOTHING",
    ] {
        db.execute(sql, [from.as_str(), to.as_str()])?;
    }
    Ok(())
}

fn account(row: &Row<'_>) -> rusqlite::Result<AccountId> {
    Ok(AccountId::new(row.get::<_, String>("account_id")?))
}

/// Reads working hours. Those that no person could have chosen are damaged.
fn hours(row: &Row<'_>) -> rusqlite::Result<WorkingHours> {
    let hours: WorkingHours = read(row, "hours")?;
    hours.check().map(|()| hours).map_err(|_| damaged())
}

/// Reads thresholds. Those that no person could have chosen are damaged.
fn thresholds(row: &Row<'_>) -> rusqlite::Result<AccountThresholds> {
    let thresholds: AccountThresholds = read(row, "thresholds")?;
    thresholds.check().map(|()| thresholds).map_err(|_| damaged())
}

fn read<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    serde_json::from_str(&row.get::<_, String>(column)?).map_err(|_| damaged())
}

fn damaged() -> Error {
    Error::FromSqlConversionFailure(0, Type::Text, "no rhythm".into())
}

fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::database;

    fn write<T>(db: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>) {
        let write = db.transaction().expect("begun");
        work(&write).expect("written");
        write.commit().expect("done");
    }

    fn ids() -> [AccountId; 2] {
        ["a", "b"].map(AccountId::new)
    }

    #[test]
    fn rhythm_is_what_a_person_said_last() {
        let (mut db, [a, b]) = (database(), ids());
        assert_eq!(of(&db, &a).expect("readable"), (None, AccountThresholds::DEFAULT));
        let hours = WorkingHours::proposed("Europe/Dublin".into());
        let thresholds = AccountThresholds { low_ratings: 3, ..AccountThresholds::DEFAULT };
        write(&mut db, |db| set_hours(db, &a, Some(&WorkingHours { to: 900, ..hours.clone() })));
        write(&mut db, |db| set_hours(db, &a, Some(&hours)));
        write(&mut db, |db| set_thresholds(db, &a, &AccountThresholds { low_ratings: 2, ..thresholds }));
        write(&mut db, |db| set_thresholds(db, &a, &thresholds));
        write(&mut db, |db| set_thresholds(db, &b, &thresholds));
        assert_eq!(of(&db, &a).expect("readable"), (Some(hours.clone()), thresholds));
        let all = all(&db).expect("readable");
        assert_eq!(all.len(), 2);
        assert_eq!((&all[&a], &all[&b]), (&(Some(hours), thresholds), &(None, thresholds)));
        write(&mut db, |db| set_hours(db, &a, None));
        assert_eq!(of(&db, &a).expect("readable"), (None, thresholds));
        db.execute("DELETE FROM account WHERE id = 'a'", []).expect("it goes with its account");
    }

    #[test]
    fn damaged_rhythm_counts_as_none_and_hides_no_other() {
        let (mut db, [a, b]) = (database(), ids());
        let hours = WorkingHours::proposed("UTC".into());
        let thresholds = AccountThresholds { low_ratings: 3, ..AccountThresholds::DEFAULT };
        for id in [&a, &b] {
            write(&mut db, |db| set_hours(db, id, Some(&hours)));
            write(&mut db, |db| set_thresholds(db, id, &thresholds));
        }
        for damage in [
            "'{}'",
            "'[1]'",
            "CAST(x'ff' AS TEXT)",
            "replace(hours, '540', '2000')",
            "replace(hours, 'true', 'false')",
        ] {
            let sql = format!("UPDATE working_hours SET hours = {damage} WHERE account_id = 'a'");
            db.execute(&sql, []).expect("damaged");
            assert_eq!(of(&db, &a).expect("readable").0, None, "{damage}");
            assert_eq!(all(&db).expect("readable")[&b].0.as_ref(), Some(&hours), "{damage}");
            write(&mut db, |db| set_hours(db, &a, Some(&hours)));
        }
        db.execute(
            "UPDATE threshold SET thresholds = replace(thresholds, '3', '0') WHERE account_id = 'a'",
            [],
        )
        .expect("damaged");
        assert_eq!(of(&db, &a).expect("readable").1, AccountThresholds::DEFAULT);
        assert_eq!(all(&db).expect("readable")[&b].1, thresholds);
    }

    #[test]
    fn merge_keeps_what_either_account_has() {
        let (mut db, [a, b]) = (database(), ids());
        let [dublin, apia] =
            ["Europe/Dublin", "Pacific/Apia"].map(|zone| WorkingHours::proposed(zone.into()));
        let thresholds = AccountThresholds { low_ratings: 3, ..AccountThresholds::DEFAULT };
        write(&mut db, |db| set_hours(db, &a, Some(&dublin)));
        write(&mut db, |db| set_thresholds(db, &a, &thresholds));
        write(&mut db, |db| set_hours(db, &b, Some(&apia)));
        write(&mut db, |db| take_over(db, &a, &b));
        assert_eq!(of(&db, &b).expect("readable"), (Some(apia), thresholds));
    }
}
