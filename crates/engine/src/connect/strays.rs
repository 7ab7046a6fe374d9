//! Counts refused links in few writes: ten thousand forged links must not keep the disk or a window busy.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::AttemptId;

use crate::store::attempts;
use crate::store::connection::Store;

/// The pause between two writes. The counter writes a first link at once, and the ones that follow it together.
const PAUSE: Duration = Duration::from_millis(250);

/// The counter of refused links that are not in the database yet.
pub(crate) struct StrayCounter {
    store: Store,
    counts: Mutex<Counts>,
}

/// The counts that are not written yet, by the attempt that the links named, if any.
#[derive(Default)]
struct Counts {
    unwritten: HashMap<Option<AttemptId>, u32>,
    is_writing: bool,
}

impl StrayCounter {
    /// Makes a counter that writes to this store.
    pub(super) fn new(store: Store) -> Self {
        Self { store, counts: Mutex::default() }
    }

    /// Counts a refused link for the attempt that it named, else for the home.
    ///
    /// Waits for the write of a first link. Returns at once for a link that soon follows it. A failed write is only logged.
    pub(super) async fn count(self: &Arc<Self>, attempt: Option<&AttemptId>) {
        let is_first = {
            let mut counts = self.lock();
            *counts.unwritten.entry(attempt.cloned()).or_default() += 1;
            !std::mem::replace(&mut counts.is_writing, true)
        };
        if is_first {
            let (counter, (written, first)) = (Arc::clone(self), tokio::sync::oneshot::channel());
            tokio::spawn(async move {
                counter.write().await;
                // The caller may no longer wait.
                let _ = written.send(());
                loop {
                    tokio::time::sleep(PAUSE).await;
                    if !counter.write().await {
                        return;
                    }
                }
            });
            // A command may end right after this, so its link must be counted by then.
            let _ = first.await;
        }
    }

    /// Writes the counts. Returns `false` when there were none: then the next link is a first one. A failure is only logged.
    async fn write(&self) -> bool {
        let unwritten = {
            let mut counts = self.lock();
            counts.is_writing = !counts.unwritten.is_empty();
            std::mem::take(&mut counts.unwritten)
        };
        if unwritten.is_empty() {
            return false;
        }
        let written = self.store.write(move |db| {
            for (attempt, count) in &unwritten {
                attempts::count_strays(db, attempt.as_ref(), *count)?;
            }
            Ok(())
        });
        if written.await.is_err() {
            tracing::warn!("stray links could not be counted");
        }
        true
    }

    /// Returns the locked counts, also after a panic of another thread.
    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
