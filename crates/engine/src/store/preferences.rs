//! The preferences of a person for this home.

use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// Whether Switchhook checks accounts by itself.
pub(crate) const BACKGROUND_CHECKS: &str = "background_checks";

/// Whether Switchhook shows an icon in the tray, and hides its window instead of closing it.
pub(crate) const TRAY: &str = "tray";

/// Whether a preference is on. `false` where it was never set.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_on(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT value = 'on' FROM preference WHERE name = ?1";
    Ok(db.query_row(sql, [name], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Turns a preference on or off. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set(db: &Transaction<'_>, name: &str, on: bool) -> rusqlite::Result<usize> {
    let sql =
        "INSERT INTO preference VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    db.execute(sql, [name, if on { "on" } else { "off" }])
}
