//! Announces that the database changed, by this process or by another, but not what changed.
//!
//! The file system reports a write of another process. A look every 250 ms finds what it does not report.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use super::open::open_reader;
use crate::host::home::Home;
use crate::host::writes::Writes;

const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The pauses before the looks that follow a write: the system may report it before the commit is whole.
const LOOKS_AFTER_WRITE: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(1), Duration::from_millis(5), Duration::from_millis(20)];

/// A number that grows with each change of the database.
#[derive(Clone)]
pub(crate) struct Changes {
    count: watch::Sender<u64>,
    /// Whether this process looks already. The looks stop when the last clone of this value is dropped.
    alive: Arc<Mutex<bool>>,
}

impl Changes {
    /// Makes a number of which no change has been announced. Looks for no changes yet.
    pub(crate) fn new() -> Self {
        Self { count: watch::Sender::new(0), alive: Arc::default() }
    }

    /// Announces a change by this process.
    pub(crate) fn announce(&self) {
        self.count.send_modify(|count| *count += 1);
    }

    /// Returns a receiver of the number, and begins to look for changes of other processes. Without a readable database the
    /// receiver gets only the changes of this process.
    pub(crate) fn follow(&self, home: &Home) -> watch::Receiver<u64> {
        let receiver = self.count.subscribe();
        let mut looks = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        if !*looks && let Ok(connection) = open_reader(home) {
            *looks = true;
            let look = Look::through(connection, self.count.clone());
            tokio::spawn(look.while_needed(
                Writes::into(home.folder()),
                LOOK_EVERY,
                Arc::downgrade(&self.alive),
            ));
        }
        receiver
    }
}

/// Reads whether another connection has committed.
struct Look {
    connection: Connection,
    /// SQLite's `data_version`, which grows when another connection commits. Reading it costs microseconds.
    seen: Option<i64>,
    count: watch::Sender<u64>,
}

impl Look {
    /// Makes a look through this connection. Only later commits count as changes.
    fn through(connection: Connection, count: watch::Sender<u64>) -> Self {
        let seen = version(&connection);
        Self { connection, seen, count }
    }

    /// Looks after each write and at each interval, and announces each change. Ends after the last
    /// [`Changes`], which holds `alive`, is dropped.
    async fn while_needed(mut self, writes: Writes, every: Duration, alive: Weak<Mutex<bool>>) {
        let mut ticks = tokio::time::interval(every);
        while alive.strong_count() > 0 {
            tokio::select! {
                _ = ticks.tick() => drop(self.finds_change()),
                () = writes.next() => self.after_write().await,
            }
        }
    }

    /// Looks until a look finds a change, at most once after each of [`LOOKS_AFTER_WRITE`].
    async fn after_write(&mut self) {
        for pause in LOOKS_AFTER_WRITE {
            tokio::time::sleep(pause).await;
            if self.finds_change() {
                return;
            }
        }
    }

    /// Returns whether the database changed since the last look, and announces it.
    fn finds_change(&mut self) -> bool {
        let now = version(&self.connection);
        let is_change = now != self.seen;
        if is_change {
            self.seen = now;
            self.count.send_modify(|count| *count += 1);
        }
        is_change
    }
}

/// Returns SQLite's `data_version` of a connection; `None` when it can't be read.
fn version(connection: &Connection) -> Option<i64> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const HOUR: Duration = Duration::from_secs(3600);

    /// A database in write-ahead mode, with one table.
    fn database(folder: &Path) -> Connection {
        let database = Connection::open(folder.join("switchhook.db")).expect("opened");
        database.pragma_update(None, "journal_mode", "WAL").expect("set");
        database.execute_batch("CREATE TABLE IF NOT EXISTS letter (text TEXT)").expect("made");
        database
    }

    /// Commits by another connection, and returns whether a follower of `watched` hears of it within ten seconds.
    async fn is_announced(watched: &str, every: Duration) -> bool {
        let folder = tempfile::tempdir().expect("a folder");
        let (ours, theirs) = (database(folder.path()), database(folder.path()));
        let writes = Writes::into(&folder.path().join(watched));
        let (count, alive) = (watch::Sender::new(0), Arc::new(Mutex::new(true)));
        let mut changes = count.subscribe();
        let looks = Look::through(ours, count).while_needed(writes, every, Arc::downgrade(&alive));
        let looks = tokio::spawn(looks);
        // The first tick comes at once, and must be over.
        tokio::time::sleep(Duration::from_millis(50)).await;
        theirs.execute("INSERT INTO letter VALUES ('a')", []).expect("written");
        let heard = tokio::time::timeout(Duration::from_secs(10), changes.changed()).await;
        looks.abort();
        heard.is_ok()
    }

    #[tokio::test]
    async fn a_commit_elsewhere_is_announced_by_the_file_system() {
        assert!(is_announced("", HOUR).await);
    }

    #[tokio::test]
    async fn a_commit_elsewhere_is_found_where_no_folder_is_watched() {
        assert!(is_announced("missing", LOOK_EVERY).await);
    }
}
