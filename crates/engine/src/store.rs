//! The database: one SQLite file for everything, every write a transaction. A process has one connection to
//! write and one to read: who reads never waits for who writes.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use switchhook_core::{Code, ErrorReport, plain};

use crate::host::clock::now;
use crate::host::home::{Home, open_private, take_turn};
use crate::store::changes::Changes;

pub(crate) mod accounts;
pub(crate) mod attempts;
pub(crate) mod changes;
pub(crate) mod figures;
mod migrations;
pub(crate) mod preferences;
pub(crate) mod registrations;

/// Bytes: several times what a sealed token, an account and the ends of its attempt take.
const ROOM: u32 = 64 * 1024;
const RESERVE_TRIES: u32 = 10;
const BRIEFLY: Duration = Duration::from_millis(100);
/// How long another program's hold on the database is waited for.
const BUSY_FOR: Duration = Duration::from_secs(5);
/// Opening takes milliseconds, an upgrade not much more; one that takes longer has stopped.
const TURN_IN: Duration = Duration::from_secs(10);

/// A handle to the database; clones share the connections.
#[derive(Clone)]
pub(crate) struct Store {
    writer: Arc<Mutex<Connection>>,
    reader: Arc<Mutex<Connection>>,
    changes: Changes,
}

impl Store {
    /// Opens the database of a home, made and migrated where needed.
    pub(crate) fn open(home: &Home, changes: Changes) -> Result<Self, ErrorReport> {
        // First runs and upgrades take turns: of two that both saw an old database, one would fail.
        let _turn = turn(home)?;
        let path = home.database();
        // Made here first, since SQLite would make it readable for everybody the umask lets in.
        open_private(&path).map_err(|error| {
            tracing::error!(kind = ?error.kind(), "the database file can't be opened");
            ErrorReport::new(Code::StoreFailed)
        })?;
        let report = |error| report(&error, path.to_str());
        let mut connection = Connection::open(&path).map_err(report)?;
        configure(&connection).map_err(report)?;
        migrations::run(&mut connection)?;
        let reader = open_reader(home).map_err(report)?;
        Ok(Self { writer: Arc::new(Mutex::new(connection)), reader: Arc::new(Mutex::new(reader)), changes })
    }

    /// Reads, off the async threads, all at one moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ErrorReport> {
        run(&self.reader, move |connection| work(&*connection.transaction()?)).await
    }

    /// Writes in one `BEGIN IMMEDIATE` transaction, and tells everybody who watches.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ErrorReport> {
        let written = run(&self.writer, move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            Ok(value)
        })
        .await?;
        self.changes.announce();
        Ok(written)
    }

    /// Makes room on the disk for what must not fail later: once a code is spent, a full disk must not cost
    /// its token. Both files keep what they grew by: the database as free pages, the write-ahead log from
    /// its beginning, once all of it is in the database. A reader can hold that up, and is waited for a
    /// moment: then the room is the database's alone.
    pub(crate) async fn reserve(&self) -> Result<(), ErrorReport> {
        let make = |connection: &mut Connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute("INSERT INTO room VALUES (1, zeroblob(?1))", [ROOM])?;
            transaction.execute("DELETE FROM room", [])?;
            transaction.commit()?;
            for _ in 0..RESERVE_TRIES {
                let sql = "PRAGMA wal_checkpoint(PASSIVE)";
                let (written, moved) = connection
                    .query_row(sql, [], |row| Ok((row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))?;
                if written == moved {
                    break;
                }
                std::thread::sleep(BRIEFLY / 5);
            }
            Ok(())
        };
        run(&self.writer, make).await
    }

    /// Empties the write-ahead log, so that nothing of what was deleted stays in it. `false` when it has to
    /// wait: somebody reads or writes just then, or a code is being exchanged, whose room that log is.
    pub(crate) async fn erase(&self) -> Result<bool, ErrorReport> {
        let erase = |connection: &mut Connection| {
            if attempts::is_any_under_way(connection, now())? {
                return Ok(false);
            }
            // Nobody may write while this waits.
            connection.busy_timeout(BRIEFLY)?;
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            let busy = connection.query_row(sql, [], |row| row.get::<_, bool>(0));
            connection.busy_timeout(BUSY_FOR)?;
            Ok(!busy?)
        };
        run(&self.writer, erase).await
    }
}

/// The file lock of whoever opens the database.
fn turn(home: &Home) -> Result<File, ErrorReport> {
    let taken = take_turn(&home.store_lock(), TURN_IN).map_err(|error| {
        ErrorReport::new(Code::StoreFailed)
            .saying(format!("The data folder can't be written: {}.", error.kind()))
    })?;
    taken.ok_or_else(|| {
        ErrorReport::new(Code::StoreFailed)
            .saying("Another Switchhook is opening the database of this home, and does not finish.")
            .hinting("End it and try again.")
    })
}

/// Off the async threads: SQLite blocks.
async fn run<T: Send + 'static>(
    connection: &Arc<Mutex<Connection>>,
    work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, ErrorReport> {
    let connection = Arc::clone(connection);
    let task = tokio::task::spawn_blocking(move || {
        // A panic elsewhere leaves no half transaction behind: SQLite rolled it back.
        let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut connection).map_err(|error| report(&error, connection.path()))
    });
    task.await.unwrap_or_else(|_| Err(Code::StoreFailed.into()))
}

/// A connection that only reads: for queries, and for watching what others write.
pub(crate) fn open_reader(home: &Home) -> rusqlite::Result<Connection> {
    // Not opened as read-only: the last of a process to close must be able to empty the write-ahead log.
    // Without SQLite's own locks: the compiler sees to it that one thread at a time has a connection.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(home.database(), flags)?;
    connection.busy_timeout(BUSY_FOR)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_FOR)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: the code is spent when the token is committed, so a power cut must not take it back.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")
}

/// There is no room left where the database lies.
pub(crate) fn disk_full() -> ErrorReport {
    ErrorReport::new(Code::StoreFailed)
        .saying("The disk is full.")
        .hinting("Make room on the disk of the data folder and try again; nothing that was stored is lost.")
}

/// The kind, and where the database lies, no more: an SQLite message may quote a value.
fn report(error: &rusqlite::Error, database: Option<&str>) -> ErrorReport {
    let code = error.sqlite_error_code();
    tracing::error!(?code, "the database failed");
    let report = ErrorReport::new(Code::StoreFailed);
    match code {
        Some(rusqlite::ErrorCode::DiskFull) => disk_full(),
        Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => {
            report.saying("The database can't be written.")
        }
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            report.saying("The database is damaged.").hinting(format!(
                "Put {} aside, or restore it from a copy.",
                plain(database.unwrap_or("switchhook.db of the data folder"))
            ))
        }
        Some(rusqlite::ErrorCode::DatabaseBusy) => {
            report.saying("The database is kept busy by another program.")
        }
        _ => report,
    }
}
