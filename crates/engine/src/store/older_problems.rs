//! Rewrites the problems that older versions stored as sentences.

use rusqlite::{Transaction, params};
use switchhook_core::OlderReport;

use super::columns::{readable, written};

/// Every column that held an error as code, sentence and hint: the table, its key (a single column twice),
/// the column.
const COLUMNS: [(&str, [&str; 2], &str); 3] = [
    ("account", ["id", "id"], "trouble"),
    ("figure", ["account_id", "name"], "trouble"),
    ("attempt", ["id", "id"], "error"),
];

/// Turns each stored error into a problem. Other texts and damaged rows stay as they are, and read as no problem.
///
/// # Errors
/// A failure of the database.
pub(super) fn rewrite(db: &Transaction<'_>) -> rusqlite::Result<()> {
    for (table, [one, other], column) in COLUMNS {
        let sql = format!("SELECT {one}, {other}, {column} FROM {table} WHERE {column} IS NOT NULL");
        let mut select = db.prepare(&sql)?;
        let rows = readable(select.query([])?, |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let sql = format!("UPDATE {table} SET {column} = ?3 WHERE {one} = ?1 AND {other} = ?2");
        let mut update = db.prepare(&sql)?;
        for (one, other, report) in rows {
            if let Ok(report) = serde_json::from_str::<OlderReport>(&report) {
                update.execute(params![one, other, written(&report.problem())])?;
            }
        }
    }
    Ok(())
}
