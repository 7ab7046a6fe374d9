//! Notice of writes into a folder, from the file system.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

/// Wakes its holder after each write to a file of one folder, by any process.
///
/// Some file systems report no write of another computer, and a write may be reported before its last byte is there. So the
/// holder looks from time to time as well, and again soon after it was woken.
pub(crate) struct Writes {
    written: Arc<Notify>,
    /// Watches until it is dropped. There is none where the system watches no folder.
    _watcher: Option<RecommendedWatcher>,
}

impl Writes {
    /// Watches a folder from now on, but not the folders in it. A failure is only logged: then [`Self::next`] never returns.
    pub(crate) fn into(folder: &Path) -> Self {
        let written = Arc::new(Notify::new());
        let watcher = watcher(folder, written.clone());
        if let Err(error) = &watcher {
            // An error of this kind names paths alone.
            tracing::info!(%error, "the folder of the data is not watched");
        }
        Self { written, _watcher: watcher.ok() }
    }

    /// Returns after the next write, or at once if one was reported since the last return.
    pub(crate) async fn next(&self) {
        self.written.notified().await;
    }
}

/// Returns a watcher that wakes `written` after each write into a folder, until it is dropped.
///
/// Fails when the system can't watch the folder, or when the folder is missing.
fn watcher(folder: &Path, written: Arc<Notify>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // A process that ends closes its files: what it wrote is whole then.
        let closes = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let is_write = |event: Event| {
            event.kind == closes
                || matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any)
        };
        // An error says that events were lost: one of them may have been a write.
        if event.map_or(true, is_write) {
            written.notify_one();
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[tokio::test]
    async fn a_write_is_noticed_and_a_read_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("switchhook.db-wal");
        std::fs::write(&file, "one").expect("written");
        let writes = Writes::into(folder.path());
        std::fs::read(&file).expect("read");
        let noticed = tokio::time::timeout(Duration::from_millis(200), writes.next()).await;
        assert!(noticed.is_err(), "a read wakes nobody");
        std::fs::write(&file, "two").expect("written");
        tokio::time::timeout(Duration::from_secs(10), writes.next()).await.expect("the write is noticed");
    }

    #[tokio::test]
    async fn a_missing_folder_is_not_watched_and_does_no_harm() {
        let folder = tempfile::tempdir().expect("a folder");
        let writes = Writes::into(&folder.path().join("missing"));
        let noticed = tokio::time::timeout(Duration::from_millis(50), writes.next()).await;
        assert!(noticed.is_err(), "nothing is noticed");
    }
}
