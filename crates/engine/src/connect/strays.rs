//! Counts links that were nobody's answer, in few writes: whoever forges ten thousand of them must not
//! keep the disk, or a window, busy.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::connector::Connector;
use crate::store::attempts;

/// The first one is written at once; those that follow it, together, this much later.
const TOGETHER: Duration = Duration::from_millis(250);

/// Strays that are not in the database yet, by the attempt they named, if any.
#[derive(Default)]
pub(crate) struct Strays {
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    unwritten: HashMap<Option<String>, u32>,
    is_writing: bool,
}

impl Connector {
    /// Counts one: with its attempt where it named one, else with those of nobody. That a count can't be
    /// written is no reason to say anything else to whoever sent the link.
    pub(crate) async fn count_stray(&self, attempt: Option<&str>) {
        let is_first = {
            let mut counts = self.inner.strays.counts.lock().unwrap_or_else(PoisonError::into_inner);
            *counts.unwritten.entry(attempt.map(ToString::to_string)).or_default() += 1;
            !std::mem::replace(&mut counts.is_writing, true)
        };
        if is_first {
            let (connector, (written, first)) = (self.clone(), tokio::sync::oneshot::channel());
            tokio::spawn(async move {
                connector.write_strays().await;
                // Whoever waits for it may have gone.
                let _ = written.send(());
                loop {
                    tokio::time::sleep(TOGETHER).await;
                    if !connector.write_strays().await {
                        return;
                    }
                }
            });
            // A command that ends right after this has counted its link.
            let _ = first.await;
        }
    }

    /// Writes what was counted; `false` when there was nothing, and then the next one is a first again.
    async fn write_strays(&self) -> bool {
        let unwritten = {
            let mut counts = self.inner.strays.counts.lock().unwrap_or_else(PoisonError::into_inner);
            counts.is_writing = !counts.unwritten.is_empty();
            std::mem::take(&mut counts.unwritten)
        };
        if unwritten.is_empty() {
            return false;
        }
        let written = self.store().write(move |db| {
            for (attempt, count) in &unwritten {
                attempts::count_strays(db, attempt.as_deref(), *count)?;
            }
            Ok(())
        });
        if written.await.is_err() {
            tracing::warn!("stray links could not be counted");
        }
        true
    }
}
