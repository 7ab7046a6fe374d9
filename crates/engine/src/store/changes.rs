//! Announces that the database changed, by this process or by another, but not what changed.
//!
//! The file system reports a write of another process. A look every 250 ms finds what it does not report. This process
//! announces its own commits itself, so the looks leave them out.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use crate::host::home::Home;
use crate::host::writes::Writes;

/// The connection that this process writes with. SQLite's `data_version` of a connection leaves out its own commits.
pub(super) type Writer = Mutex<Connection>;

const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The pauses before the looks that follow a write: the system reports the writes of a commit, but not the moment in which it is
/// whole. The first one is never cut short, so that a storm of writes leads to few looks.
const LOOKS_AFTER_WRITE: [Duration; 6] = [
    Duration::from_millis(1),
    Duration::from_millis(2),
    Duration::from_millis(4),
    Duration::from_millis(8),
    Duration::from_millis(16),
    Duration::from_millis(32),
];

/// A number that grows with each change of the database.
#[derive(Clone)]
pub(crate) struct Changes {
    count: watch::Sender<u64>,
    /// The database of the looks; none before it is open.
    source: Arc<OnceLock<Source>>,
    /// Whether this process looks already. The looks stop when the last clone of this value is dropped.
    alive: Arc<Mutex<bool>>,
}

impl Changes {
    /// Makes a number of which no change has been announced. Looks for no changes yet.
    pub(crate) fn new() -> Self {
        Self { count: watch::Sender::new(0), source: Arc::default(), alive: Arc::default() }
    }

    /// Names the database whose changes are looked for: its folder, and the connection that writes. The first call counts.
    pub(super) fn look_into(&self, home: &Home, writer: &Arc<Writer>) {
        let _ = self.source.set(Source { folder: home.folder().to_owned(), writer: Arc::downgrade(writer) });
    }

    /// Announces a change by this process.
    pub(crate) fn announce(&self) {
        self.count.send_modify(|count| *count += 1);
    }

    /// Returns a receiver of the number, and begins to look for changes of other processes.
    pub(crate) fn follow(&self) -> watch::Receiver<u64> {
        let receiver = self.count.subscribe();
        let mut looks = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        if !*looks && let Some(Source { folder, writer }) = self.source.get() {
            *looks = true;
            let look = Look::through(writer.clone(), self.count.clone());
            tokio::spawn(look.while_needed(Writes::into(folder), LOOK_EVERY, Arc::downgrade(&self.alive)));
        }
        receiver
    }
}

/// The database whose changes are looked for.
struct Source {
    folder: PathBuf,
    writer: Weak<Writer>,
}

/// Reads whether another connection has committed.
struct Look {
    writer: Weak<Writer>,
    /// SQLite's `data_version`, which grows when another connection commits. Reading it costs microseconds.
    seen: Option<i64>,
    count: watch::Sender<u64>,
    pauses: [Duration; 6],
}

impl Look {
    /// Makes a look through this connection. Only later commits count as changes.
    fn through(writer: Weak<Writer>, count: watch::Sender<u64>) -> Self {
        let seen = version(&writer);
        Self { writer, seen, count, pauses: LOOKS_AFTER_WRITE }
    }

    /// Looks after each write and at each interval, and announces each change. Ends after the last
    /// [`Changes`], which holds `alive`, is dropped.
    async fn while_needed(mut self, writes: Writes, every: Duration, alive: Weak<Mutex<bool>>) {
        let mut ticks = tokio::time::interval(every);
        while alive.strong_count() > 0 {
            tokio::select! {
                _ = ticks.tick() => drop(self.finds_change()),
                () = writes.next() => self.after_write(&writes).await,
            }
        }
    }

    /// Looks after each of the pauses until a look finds a change. Begins anew after each further write.
    async fn after_write(&mut self, writes: &Writes) {
        let [first, later @ ..] = self.pauses;
        'writes: loop {
            tokio::time::sleep(first).await;
            if self.finds_change() {
                return;
            }
            for pause in later {
                tokio::select! {
                    () = tokio::time::sleep(pause) => if self.finds_change() { return },
                    () = writes.next() => continue 'writes,
                }
            }
            return;
        }
    }

    /// Returns whether the database changed since the last look, and announces it.
    fn finds_change(&mut self) -> bool {
        let Some(now) = version(&self.writer) else { return false };
        let is_change = self.seen.replace(now) != Some(now);
        if is_change {
            self.count.send_modify(|count| *count += 1);
        }
        is_change
    }
}

/// Returns SQLite's `data_version` of a connection; `None` when it can't be read.
///
/// Never waits for a write of this process: a later look finds what happened meanwhile.
fn version(writer: &Weak<Writer>) -> Option<i64> {
    let writer = writer.upgrade()?;
    let connection = writer.try_lock().ok()?;
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
        let (ours, theirs) = (Arc::new(Mutex::new(database(folder.path()))), database(folder.path()));
        let writes = Writes::into(&folder.path().join(watched));
        let (count, alive) = (watch::Sender::new(0), Arc::new(Mutex::new(true)));
        let mut changes = count.subscribe();
        let looks =
            Look::through(Arc::downgrade(&ours), count).while_needed(writes, every, Arc::downgrade(&alive));
        let looks = tokio::spawn(looks);
        // The first tick comes at once, and must be over.
        tokio::time::sleep(Duration::from_millis(50)).await;
        theirs.execute("INSERT INTO letter VALUES ('a')", []).expect("written");
        let heard = tokio::time::timeout(Duration::from_secs(10), changes.changed()).await;
        looks.abort();
        heard.is_ok()
    }

    /// The system reports the writes of a commit before the commit is visible. A look that came too early must not put off the
    /// next one.
    #[tokio::test]
    async fn further_write_leads_to_a_look_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let (ours, theirs) = (Arc::new(Mutex::new(database(folder.path()))), database(folder.path()));
        let (count, alive) = (watch::Sender::new(0), Arc::new(Mutex::new(true)));
        let mut changes = count.subscribe();
        let pauses = [Duration::from_millis(1), HOUR, HOUR, HOUR, HOUR, HOUR];
        let look = Look { pauses, ..Look::through(Arc::downgrade(&ours), count) };
        let looks = look.while_needed(Writes::into(folder.path()), HOUR, Arc::downgrade(&alive));
        let looks = tokio::spawn(looks);
        let settled = || tokio::time::sleep(Duration::from_millis(100));
        let write = || std::fs::write(folder.path().join("other"), "written").expect("written");
        settled().await;
        write();
        settled().await;
        theirs.execute("INSERT INTO letter VALUES ('a')", []).expect("written");
        settled().await;
        write();
        let heard = tokio::time::timeout(Duration::from_secs(10), changes.changed()).await;
        looks.abort();
        assert!(heard.is_ok(), "the next look was due in an hour");
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
