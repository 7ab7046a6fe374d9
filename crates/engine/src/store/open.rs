//! Opens connections, and says what went wrong with one.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use switchhook_core::{StoreProblem, plain};

use super::disk;
use crate::host::home::Home;

/// How long another program's hold on the database is waited for.
pub(super) const BUSY_FOR: Duration = Duration::from_secs(5);

/// By its own name: the database is made before, and a link in its place is refused. One thread at a time has a connection,
/// as the compiler sees to, so SQLite's own locks are left out.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE
    .union(OpenFlags::SQLITE_OPEN_NO_MUTEX)
    .union(OpenFlags::SQLITE_OPEN_NOFOLLOW);

/// A connection that writes.
pub(super) fn open_writer(home: &Home) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(home.database(), FLAGS)
}

/// A connection that only reads: for queries, and for watching what others write.
pub(super) fn open_reader(home: &Home) -> rusqlite::Result<Connection> {
    // Not opened as read-only: the last of a process to close must be able to empty the write-ahead log.
    let connection = Connection::open_with_flags(home.database(), FLAGS)?;
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
    if let Some(unfit) = code.filter(|code| is_perhaps_of_disk(*code)).and_then(|_| unfit(database?)) {
        return unfit;
    }
    match code {
        Some(ErrorCode::DiskFull) => StoreProblem::DiskFull,
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => StoreProblem::ReadOnly,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreProblem::Damaged { database: database.map(plain) }
        }
        Some(ErrorCode::DatabaseBusy) => StoreProblem::Busy,
        _ => StoreProblem::Failed,
    }
}

/// Whether a disk that can't lock, or can't share memory, may be behind it.
const fn is_perhaps_of_disk(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DatabaseBusy
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::FileLockingProtocolFailed
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory
    )
}

fn unfit(database: &str) -> Option<StoreProblem> {
    let folder = Path::new(database).parent()?;
    let lacks = disk::lack(folder)?;
    Some(StoreProblem::DiskUnfit { folder: folder.display().to_string(), lacks })
}
