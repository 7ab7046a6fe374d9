//! Rewrites the problems that older versions stored as sentences.

use rusqlite::{Transaction, params};
use switchhook_core::OlderReport;

use super::columns::written;

/// Every column that held an error as code, sentence and hint, by the key of its table.
const COLUMNS: [(&str, &str, &str); 3] = [
    ("account", "id", "trouble"),
    ("figure", "account_id || ' ' || name", "trouble"),
    ("attempt", "id", "error"),
];

/// Turns each of them into a problem. What is no report is left as it is, and reads as no problem.
pub(super) fn rewrite(db: &Transaction<'_>) -> rusqlite::Result<()> {
    for (table, key, column) in COLUMNS {
        let sql = format!("SELECT {key} AS key, {column} AS report FROM {table} WHERE {column} IS NOT NULL");
        let mut select = db.prepare(&sql)?;
        let rows = select
            .query_map([], |row| Ok((row.get::<_, String>("key")?, row.get::<_, String>("report")?)))?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut update = db.prepare(&format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1"))?;
        for (key, report) in rows {
            if let Ok(report) = serde_json::from_str::<OlderReport>(&report) {
                update.execute(params![key, written(&report.problem())])?;
            }
        }
    }
    Ok(())
}
