//! Opens connections, and names the failures of a connection.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, Error, ErrorCode, OpenFlags};
use switchhook_core::{StoreProblem, plain};
use url::Url;

use super::disk;
use crate::host::home::Home;

/// How long a connection waits for another program's lock on the database.
pub(super) const BUSY_FOR: Duration = Duration::from_secs(5);

/// How a connection is opened.
///
/// The database is made before, so SQLite makes none, and refuses a link in its place. The compiler ensures
/// that one thread at a time has a connection, so SQLite's own locks are left out.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_WRITE
    .union(OpenFlags::SQLITE_OPEN_NO_MUTEX)
    .union(OpenFlags::SQLITE_OPEN_NOFOLLOW);

/// Returns a new connection that writes. [`configure`] it before use.
///
/// # Errors
/// Where the database can't be opened.
pub(super) fn open_writer(home: &Home) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(home.database(), FLAGS)
}

/// The most that the reader caches, in SQLite's unit: negative kilobytes.
const READER_CACHE: i32 = -256;

/// Returns a new connection that only reads: for queries, and to notice what other processes write.
///
/// # Errors
/// Where the database can't be opened.
pub(super) fn open_reader(home: &Home) -> rusqlite::Result<Connection> {
    // Not opened as read-only: the last connection to close must be able to empty the write-ahead log.
    let connection = Connection::open_with_flags(home.database(), FLAGS)?;
    connection.busy_timeout(BUSY_FOR)?;
    distrust_schema(&connection)?;
    connection.pragma_update(None, "query_only", "ON")?;
    // The system caches the file. A cache of SQLite's own would keep every page that a list reads once: 2 MB.
    connection.pragma_update(None, "cache_size", READER_CACHE)?;
    Ok(connection)
}

/// Returns a new connection for a look. It changes no byte and makes no file, whether a process uses the database, ended well or
/// was killed.
///
/// # Errors
/// Where the database can't be opened.
pub(super) fn open_for_look(home: &Home) -> rusqlite::Result<Connection> {
    let database = home.database();
    let mut address = Url::from_file_path(&database).map_err(|()| Error::InvalidPath(database.clone()))?;
    let is_beside = |end: &str| {
        let mut path = database.clone().into_os_string();
        path.push(end);
        Path::new(&path).exists()
    };
    let (has_log, has_index) = (is_beside("-wal"), is_beside("-shm"));
    address.set_query(Some(match (has_log, has_index) {
        // SQLite would make a log, so it reads the file alone.
        (false, _) => "immutable=1",
        // SQLite keeps an index of the log in memory where no process uses the database.
        (true, true) => "readonly_shm=1",
        // No process uses the database.
        (true, false) => WITHOUT_LOCKS,
    }));
    let flags = FLAGS.difference(OpenFlags::SQLITE_OPEN_READ_WRITE)
        | OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(address.as_str(), flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.busy_timeout(BUSY_FOR)?;
    distrust_schema(&connection)?;
    if has_log && !has_index {
        // Otherwise SQLite would make a file for the index.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    }
    Ok(connection)
}

/// The parameter by which SQLite takes no locks.
const WITHOUT_LOCKS: &str = if cfg!(windows) { "vfs=win32-none" } else { "vfs=unix-none" };

/// Prepares a connection that writes: waits, write-ahead log, full sync, secure deletion, foreign keys.
///
/// # Errors
/// A failure of the database.
pub(super) fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_FOR)?;
    distrust_schema(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: the code is spent when the token is committed, so a power cut must not undo the commit.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")
}

/// Forbids triggers and views on a connection, also those that another program adds while this one runs.
/// Forbids the schema to call functions that may do harm.
///
/// # Errors
/// A failure of the database.
fn distrust_schema(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}

/// Whether the database holds a trigger or a view. Switchhook makes none.
///
/// # Errors
/// A failure of the database.
pub(super) fn holds_foreign_schema(connection: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view'))";
    connection.query_row(sql, [], |row| row.get(0))
}

/// Returns the problem of a failure: its kind, and where the database lies. A message of SQLite is left out,
/// since it may quote a value. Probes the disk where the disk may be at fault.
pub(super) fn problem(error: &rusqlite::Error, database: Option<&str>) -> StoreProblem {
    let named = unprobed_problem(error, database);
    let code = error.sqlite_error_code().filter(|code| is_perhaps_of_disk(*code));
    code.and_then(|_| unfit(database?)).unwrap_or(named)
}

/// Returns the problem of a failure as [`problem`] does, and never probes the disk, since a probe writes.
pub(super) fn unprobed_problem(error: &rusqlite::Error, database: Option<&str>) -> StoreProblem {
    let code = error.sqlite_error_code();
    tracing::error!(?code, "the database failed");
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

/// Whether a disk that can't lock, or can't share memory, may cause this failure.
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

/// Returns the problem of the database's disk. `None` where the disk lacks nothing.
fn unfit(database: &str) -> Option<StoreProblem> {
    let folder = Path::new(database).parent()?;
    let lacks = disk::lack(folder)?;
    Some(StoreProblem::DiskUnfit { folder: folder.display().to_string(), lacks })
}
