//! The preferences of a person for this home.

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use switchhook_core::MorningReading;

/// Whether Switchhook checks accounts by itself.
pub(crate) const BACKGROUND_CHECKS: &str = "background_checks";

/// Whether Switchhook shows an icon in the tray, and hides its window instead of closing it.
pub(crate) const TRAY: &str = "tray";

/// Whether Switchhook tells a person of accounts that need one.
pub(crate) const NOTIFY_NEEDS: &str = "notify_needs";

/// Whether Switchhook reads all accounts each morning.
pub(crate) const MORNING_READING: &str = "morning_reading";

/// The day of the last reading in the morning, in the time zone that this computer had, counted from 1970-01-01.
const MORNING_DAY: &str = "morning_day";

/// Whether a preference is on. `false` where it was never set.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_on(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    Ok(value(db, name)?.is_some_and(|value| value == "on"))
}

/// Turns a preference on or off. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set(db: &Transaction<'_>, name: &str, on: bool) -> rusqlite::Result<usize> {
    set_value(db, name, if on { "on" } else { "off" })
}

/// Returns whether Switchhook reads all accounts each morning. An unknown word counts as off.
///
/// # Errors
/// A failure of the database.
pub(crate) fn morning(db: &Connection) -> rusqlite::Result<MorningReading> {
    Ok(match value(db, MORNING_READING)?.as_deref() {
        None => MorningReading::Unasked,
        Some("on") => MorningReading::On,
        Some(_) => MorningReading::Off,
    })
}

/// Returns the day of the last reading in the morning. `None` before the first, and where it can't be read.
///
/// # Errors
/// A failure of the database.
pub(crate) fn morning_day(db: &Connection) -> rusqlite::Result<Option<i32>> {
    Ok(value(db, MORNING_DAY)?.and_then(|day| day.parse().ok()))
}

/// Notes the day of a reading in the morning. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_morning_day(db: &Transaction<'_>, day: i32) -> rusqlite::Result<usize> {
    set_value(db, MORNING_DAY, &day.to_string())
}

fn value(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    db.query_row("SELECT value FROM preference WHERE name = ?1", [name], |row| row.get(0)).optional()
}

fn set_value(db: &Transaction<'_>, name: &str, value: &str) -> rusqlite::Result<usize> {
    let sql =
        "INSERT INTO preference VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    db.execute(sql, [name, value])
}
