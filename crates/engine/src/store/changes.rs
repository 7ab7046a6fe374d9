//! Who wrote what is not told; that somebody wrote is: this process at once, others within 250 ms.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use super::open::open_reader;
use crate::host::home::Home;

const POLL_EVERY: Duration = Duration::from_millis(250);

/// A number that grows with every change of the database.
#[derive(Clone)]
pub(crate) struct Changes {
    count: watch::Sender<u64>,
    /// Whether the one poll of this process runs; it ends with the last who announces.
    alive: Arc<Mutex<bool>>,
}

impl Changes {
    pub(crate) fn new() -> Self {
        Self { count: watch::Sender::new(0), alive: Arc::default() }
    }

    pub(crate) fn announce(&self) {
        self.count.send_modify(|count| *count += 1);
    }

    /// Follows the changes from now on, those of other processes included.
    pub(crate) fn follow(&self, home: &Home) -> watch::Receiver<u64> {
        let receiver = self.count.subscribe();
        let mut polls = self.alive.lock().unwrap_or_else(PoisonError::into_inner);
        if !*polls && let Ok(connection) = open_reader(home) {
            *polls = true;
            tokio::spawn(poll(connection, self.count.clone(), Arc::downgrade(&self.alive)));
        }
        receiver
    }
}

/// `PRAGMA data_version` grows when another connection commits; reading it costs microseconds.
async fn poll(connection: Connection, count: watch::Sender<u64>, alive: Weak<Mutex<bool>>) {
    let version =
        |connection: &Connection| connection.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0));
    let mut seen = version(&connection).ok();
    let mut ticks = tokio::time::interval(POLL_EVERY);
    while alive.strong_count() > 0 {
        ticks.tick().await;
        let now = version(&connection).ok();
        if now != seen {
            seen = now;
            count.send_modify(|count| *count += 1);
        }
    }
}
