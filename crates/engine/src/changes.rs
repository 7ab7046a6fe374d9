//! Who wrote what is not told; that somebody wrote is: this process at once, others within 250 ms.

use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::watch;

use crate::home::Home;
use crate::store::open_watcher;

const POLL_EVERY: Duration = Duration::from_millis(250);

/// A number that grows with every change of the database.
#[derive(Clone)]
pub(crate) struct Changes(watch::Sender<u64>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(crate) fn announce(&self) {
        self.0.send_modify(|count| *count += 1);
    }

    /// Follows the changes from now on, those of other processes included, for as long as the receiver
    /// lives.
    pub(crate) fn follow(&self, home: &Home) -> watch::Receiver<u64> {
        let receiver = self.0.subscribe();
        let sender = self.0.clone();
        if let Ok(connection) = open_watcher(home) {
            tokio::spawn(poll(connection, sender));
        }
        receiver
    }
}

/// `PRAGMA data_version` grows when another connection commits; reading it costs microseconds.
async fn poll(connection: Connection, sender: watch::Sender<u64>) {
    let version =
        |connection: &Connection| connection.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0));
    let mut seen = version(&connection).ok();
    let mut ticks = tokio::time::interval(POLL_EVERY);
    while !sender.is_closed() {
        ticks.tick().await;
        let now = version(&connection).ok();
        if now != seen {
            seen = now;
            sender.send_modify(|count| *count += 1);
        }
    }
}
