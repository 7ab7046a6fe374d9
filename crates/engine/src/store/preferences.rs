//! What a person chose for this home.

use rusqlite::{Connection, OptionalExtension as _, Transaction};

/// Whether accounts are checked without being asked to.
pub(crate) const BACKGROUND_CHECKS: &str = "background_checks";

/// Whether an icon stands among those of the desktop, and the window hides when it is closed.
pub(crate) const TRAY: &str = "tray";

pub(crate) fn is_on(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT value = 'on' FROM preference WHERE name = ?1";
    Ok(db.query_row(sql, [name], |row| row.get(0)).optional()?.unwrap_or(false))
}

pub(crate) fn set(db: &Transaction<'_>, name: &str, on: bool) -> rusqlite::Result<usize> {
    let sql =
        "INSERT INTO preference VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    db.execute(sql, [name, if on { "on" } else { "off" }])
}
