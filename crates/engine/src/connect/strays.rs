//! Counts links that were nobody's answer, in few writes: ten thousand forged links must not keep the disk, or a window,
//! busy.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use switchhook_core::AttemptId;

use crate::store::attempts;
use crate::store::connection::Store;

/// The first one is written at once; those that follow it, together, this much later.
const TOGETHER: Duration = Duration::from_millis(250);

/// Strays that are not in the database yet, by the attempt they named, if any.
pub(crate) struct StrayCounter {
    store: Store,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    unwritten: HashMap<Option<AttemptId>, u32>,
    is_writing: bool,
}

impl StrayCounter {
    pub(super) fn new(store: Store) -> Self {
        Self { store, counts: Mutex::default() }
    }

    /// Counts a link with the attempt that it named, else with those of nobody. A count that can't be
    /// written changes nothing for the sender of the link.
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
                // The caller may have gone.
                let _ = written.send(());
                loop {
                    tokio::time::sleep(TOGETHER).await;
                    if !counter.write().await {
                        return;
                    }
                }
            });
            // A command that ends right after this has counted its link.
            let _ = first.await;
        }
    }

    /// Writes what was counted; `false` when there was nothing, and then the next one is a first again.
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

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
