//! The two connections of a process, one to write and one to read: a reader never waits for a writer.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use switchhook_core::{StoreProblem, plain};

use super::changes::{Changes, Writer};
use super::open::{BUSY_FOR, configure, holds_foreign_schema, open_reader, open_writer, problem};
use super::{attempts, disk, migrations};
use crate::host::clock::now;
use crate::host::file_locks::lock_within;
use crate::host::files::make_private_file;
use crate::host::home::Home;

/// Bytes that are reserved: several times what a sealed token, an account and the end of its attempt take.
const ROOM: u32 = 64 * 1024;
/// How often a reservation tries to empty the write-ahead log into the database.
const RESERVE_TRIES: u32 = 10;
/// How often [`Store::erase_deleted`] tries.
const ERASE_TRIES: u32 = 10;
/// The wait between two tries.
const BRIEFLY: Duration = Duration::from_millis(100);
/// The longest wait for another process that opens the database. Opening and upgrading take milliseconds, so
/// a longer one has stopped.
const TURN_IN: Duration = Duration::from_secs(10);

/// A handle to the database. Clones share the connections.
#[derive(Clone)]
pub(crate) struct Store {
    writer: Arc<Writer>,
    reader: Arc<Mutex<Connection>>,
    changes: Changes,
}

impl Store {
    /// Opens the database of a home. Makes it, and upgrades it, where needed.
    ///
    /// # Errors
    /// [`StoreProblem`], e.g. `Foreign` for a database with a trigger or a view, `Newer` for one of a newer
    /// version.
    pub(crate) fn open(home: &Home, changes: Changes) -> Result<Self, StoreProblem> {
        // First runs and upgrades take turns. Of two processes that both saw an old database, one would
        // fail.
        let _turn = turn(home)?;
        disk::sweep(home.folder());
        let path = home.database();
        // Made here: SQLite would let everybody read it whom the umask allows. SQLite gives its rights to
        // the other files.
        make_private_file(&path).map_err(|error| {
            error.or(|why| {
                tracing::error!(why, "the database file can't be made");
                StoreProblem::Failed
            })
        })?;
        let problem = |error| problem(&error, path.to_str());
        let mut connection = open_writer(home).map_err(problem)?;
        configure(&connection).map_err(problem)?;
        if holds_foreign_schema(&connection).map_err(problem)? {
            return Err(StoreProblem::Foreign { database: path.to_str().map(plain) });
        }
        migrations::run(&mut connection)?;
        let reader = open_reader(home).map_err(problem)?;
        let writer = Arc::new(Mutex::new(connection));
        changes.look_into(home, &writer);
        Ok(Self { writer, reader: Arc::new(Mutex::new(reader)), changes })
    }

    /// Runs `work` on the reading connection, on a thread that may block. All of `work` sees one moment of
    /// the database.
    ///
    /// # Errors
    /// [`StoreProblem`].
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreProblem> {
        run(&self.reader, move |connection| work(&*connection.transaction()?)).await
    }

    /// Runs `work` in one `BEGIN IMMEDIATE` transaction, commits it, and announces the change. An error of
    /// `work` undoes all of it.
    ///
    /// # Errors
    /// [`StoreProblem`].
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreProblem> {
        let changes = self.changes.clone();
        run(&self.writer, move |connection| {
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = work(&transaction)?;
            transaction.commit()?;
            // Here, since a caller may stop waiting while the commit goes on.
            changes.announce();
            Ok(value)
        })
        .await
    }

    /// Reserves room on the disk for writes that must not fail later: once a code is spent, a full disk must
    /// not cost its token.
    ///
    /// Both files keep the room by which they grew: the database as free pages, the write-ahead log from its
    /// beginning. The log has room again once all of it is in the database. A reader can hold that up. After
    /// a short wait only the database has room then.
    ///
    /// # Errors
    /// [`StoreProblem`], e.g. `DiskFull`.
    pub(crate) async fn reserve(&self) -> Result<(), StoreProblem> {
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

    /// Empties the write-ahead log, so that no deleted data stays in it. `false` where that must wait:
    /// another process reads or writes, or a code is being exchanged that needs the log's room.
    ///
    /// # Errors
    /// [`StoreProblem`].
    pub(crate) async fn erase(&self) -> Result<bool, StoreProblem> {
        let erase = |connection: &mut Connection| {
            if attempts::is_any_under_way(connection, now())? {
                return Ok(false);
            }
            // SQLite counts the emptying of an empty log as a change, too. The maintenance would answer it by the next one.
            if is_log_empty(connection) {
                return Ok(true);
            }
            // No process can write while this waits.
            connection.busy_timeout(BRIEFLY)?;
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            let busy = connection.query_row(sql, [], |row| row.get::<_, bool>(0));
            connection.busy_timeout(BUSY_FOR)?;
            Ok(!busy?)
        };
        run(&self.writer, erase).await
    }

    /// Empties the write-ahead log after a deletion, so that nothing of a forgotten token stays.
    ///
    /// Waits up to two seconds for a process that holds the log up. After that, maintenance empties the
    /// log, or the last process that closes the database. That is no error.
    ///
    /// # Errors
    /// [`StoreProblem`].
    pub(crate) async fn erase_deleted(&self) -> Result<(), StoreProblem> {
        for _ in 0..ERASE_TRIES {
            if self.erase().await? {
                return Ok(());
            }
            tokio::time::sleep(BRIEFLY).await;
        }
        tracing::warn!("another program holds the write-ahead log");
        Ok(())
    }
}

/// Takes the file lock under which a process opens the database, and returns the file that holds it.
///
/// # Errors
/// - [`StoreProblem::OpenedElsewhere`] where another process holds the lock too long.
/// - [`StoreProblem::DiskUnfit`] where the disk has no locks.
/// - [`StoreProblem::FileRefused`] where the lock file is not ours alone.
/// - [`StoreProblem::FolderReadOnly`] where the lock file can't be made or locked for another reason.
fn turn(home: &Home) -> Result<File, StoreProblem> {
    let unwritable = |why| StoreProblem::FolderReadOnly { folder: None, why };
    let taken = lock_within(&home.store_lock(), TURN_IN).map_err(|error| error.or(unwritable))?;
    taken.ok_or(StoreProblem::OpenedElsewhere)
}

/// Runs `work` with a connection, on a thread that may block: SQLite blocks.
///
/// # Errors
/// [`StoreProblem`]; `Failed` also where `work` panics.
async fn run<T: Send + 'static>(
    connection: &Arc<Mutex<Connection>>,
    work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
) -> Result<T, StoreProblem> {
    let connection = Arc::clone(connection);
    let task = tokio::task::spawn_blocking(move || {
        // A panic elsewhere leaves no half transaction behind: SQLite rolled it back.
        let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut connection).map_err(|error| problem(&error, connection.path()))
    });
    task.await.unwrap_or_else(|_| Err(StoreProblem::Failed))
}

/// Whether the write-ahead log of this connection's database has no bytes, or does not exist.
fn is_log_empty(connection: &Connection) -> bool {
    let log = connection.path().map(|database| fs::metadata(format!("{database}-wal")));
    match log {
        Some(Ok(log)) => log.len() == 0,
        Some(Err(error)) => error.kind() == ErrorKind::NotFound,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> i64 {
        connection.query_row("PRAGMA data_version", [], |row| row.get(0)).expect("a number")
    }

    /// Each announcement makes a window read again.
    #[tokio::test]
    async fn own_commit_is_announced_once_and_a_foreign_one_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let changes = Changes::new();
        let store = Store::open(&home, changes.clone()).expect("a store");
        let followed = changes.follow();
        // Twice the time of a look.
        let settled = || tokio::time::sleep(Duration::from_millis(500));
        let write = |db: &Connection| db.execute("INSERT INTO preference VALUES (hex(randomblob(8)), 1)", []);
        settled().await;
        assert_eq!(*followed.borrow(), 0, "nothing happened yet");
        for written in 1..=3 {
            store.write(move |db| write(db)).await.expect("written");
            settled().await;
            assert_eq!(*followed.borrow(), written, "an own commit");
        }
        store.reserve().await.expect("room");
        settled().await;
        assert_eq!(*followed.borrow(), 3, "room is no change");
        let theirs = open_writer(&home).expect("another connection");
        for written in 4..=6 {
            write(&theirs).expect("written");
            settled().await;
            assert_eq!(*followed.borrow(), written, "a foreign commit");
        }
        write(&theirs).expect("written");
        store.write(move |db| write(db)).await.expect("written");
        settled().await;
        assert_eq!(*followed.borrow(), 8, "a foreign and an own commit at once are announced once each");
    }

    /// The caller stops waiting before the commit.
    #[tokio::test]
    async fn commit_that_nobody_waits_for_is_announced() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let changes = Changes::new();
        let store = Store::open(&home, changes.clone()).expect("a store");
        let mut followed = changes.follow();
        let slow = |db: &Transaction<'_>| {
            std::thread::sleep(BRIEFLY);
            db.execute("INSERT INTO preference VALUES ('a', 1)", [])
        };
        let left = tokio::time::timeout(BRIEFLY / 4, store.write(slow)).await;
        assert!(left.is_err(), "nobody waits any more");
        tokio::time::timeout(TURN_IN, followed.changed()).await.expect("announced").expect("followed");
    }

    /// The maintenance erases after each change, and each process announces what changes the version.
    #[tokio::test]
    async fn erasing_an_empty_log_is_no_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let store = Store::open(&home, Changes::new()).expect("a store");
        let other = open_reader(&home).expect("a second connection");
        store.reserve().await.expect("a write");
        let before = version(&other);
        assert!(store.erase().await.expect("erased"));
        let erased = version(&other);
        assert_ne!(erased, before, "the log was not empty");
        assert!(store.erase().await.expect("erased"));
        assert_eq!(version(&other), erased, "an empty log is left alone");
    }
}
