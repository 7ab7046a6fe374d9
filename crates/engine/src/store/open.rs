//! Opens connections, and says what went wrong with one.

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use switchhook_core::{StoreProblem, plain};

use crate::host::home::Home;

/// How long another program's hold on the database is waited for.
pub(super) const BUSY_FOR: Duration = Duration::from_secs(5);

/// A connection that only reads: for queries, and for watching what others write.
pub(super) fn open_reader(home: &Home) -> rusqlite::Result<Connection> {
    // Not opened as read-only: the last of a process to close must be able to empty the write-ahead log.
    // Without SQLite's own locks: the compiler sees to it that one thread at a time has a connection.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(home.database(), flags)?;
    connection.busy_timeout(BUSY_FOR)?;
    distrust_schema(&connection)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_FOR)?;
    distrust_schema(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: the code is spent when the token is committed, so a power cut must not take it back.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")
}

/// No trigger runs and no view is read, also of those that another program adds while this one runs.
fn distrust_schema(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

/// Whether the database holds a trigger or a view. Switchhook makes none.
pub(super) fn holds_foreign_schema(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view'))";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Names the kind of a failure, and where the database lies, no more: a message of SQLite may quote a value.
pub(super) fn problem(error: &rusqlite::Error, database: Option<&str>) -> StoreProblem {
    let code = error.sqlite_error_code();
    tracing::error!(?code, "the database failed");
    match code {
        Some(rusqlite::ErrorCode::DiskFull) => StoreProblem::DiskFull,
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => StoreProblem::ReadOnly,
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            StoreProblem::Damaged { database: database.map(plain) }
        }
        Some(rusqlite::ErrorCode::DatabaseBusy) => StoreProblem::Busy,
        _ => StoreProblem::Failed,
    }
}
