//! The start, the maintenance and the end of the program. Finishes what stopped programs left, and knows what an end would
//! lose.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AttemptProblem, Input, Problem};
use tokio::time::Instant;

use super::decide::decide;
use super::loopback;
use super::receive::open_inboxes;
use super::recover::{Postponed, adopt, expire_due, resume_orphans};
use super::room::Room;
use crate::store::attempts;

/// How often the maintenance runs when nothing announces a change.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The longest wait for a pause in the changes before the maintenance empties the write-ahead log.
const ERASE_WITHIN: Duration = Duration::from_secs(10);
/// The pause before the maintenance stores an unsaved token again.
const SAVE_AGAIN_IN: Duration = Duration::from_secs(2);

/// The handle for the start, the maintenance and the end of the program.
#[derive(Clone)]
pub struct Lifetime {
    room: Arc<Room>,
    postponed: Arc<Postponed>,
    /// Locked while a task opens delivered links.
    opening: Arc<tokio::sync::Mutex<()>>,
}

impl Lifetime {
    /// Makes a handle over the attempts of this home.
    pub(crate) fn new(room: Arc<Room>) -> Self {
        Self { room, postponed: Arc::default(), opening: Arc::default() }
    }

    /// Maintains the attempts for as long as the caller polls it. Never returns; logs a failure and goes on.
    ///
    /// Ends attempts that waited too long, listens where a browser brings an answer, opens links that other processes delivered, and stores unsaved tokens again. Ends
    /// or resumes attempts that a stopped program left. Once nothing has changed for half a second, empties the write-ahead log,
    /// so that no deleted data stays in it. At once it would hold up a command that is about to end. While changes go on, it
    /// empties the log every ten seconds.
    pub async fn run_maintenance(&self) {
        self.maintain(ERASE_WITHIN).await;
    }

    /// Maintains the attempts, and empties the write-ahead log this often while changes go on.
    async fn maintain(&self, erase_within: Duration) {
        let context = &self.room.context;
        let mut changes = context.changes.follow();
        // A stopped program may have left deleted data in the write-ahead log. `None` while the log holds none.
        let mut erase_by = Some(Instant::now());
        let mut is_quiet = true;
        loop {
            let maintained = async {
                // A row that can't be ended must not hold up the ports.
                loopback::settle(&self.room).await?;
                expire_due(&self.room).await?;
                self.open_delivered();
                self.retry_unsaved();
                // Each attempt goes on in its own task, for which the maintenance does not wait.
                resume_orphans(&self.room, &self.postponed).await?;
                if let Some(by) = erase_by
                    && (is_quiet || Instant::now() >= by)
                {
                    // A try holds up other writers, so that the next one waits, too.
                    erase_by = Some(Instant::now() + erase_within);
                    if context.store.erase().await? {
                        erase_by = None;
                    }
                }
                Ok::<_, Problem>(())
            };
            if let Err(problem) = maintained.await {
                tracing::warn!(code = problem.code().as_str(), "attempts could not be maintained");
            }
            is_quiet = tokio::time::timeout(LOOK_EVERY, changes.changed()).await.is_err();
            if !is_quiet {
                erase_by.get_or_insert_with(|| Instant::now() + erase_within);
            }
        }
    }

    /// Takes over attempts that await an answer and whose program is gone, so that this process opens links for them.
    ///
    /// For a program that goes on running.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn adopt_awaiting(&self) -> Result<(), Problem> {
        let context = &self.room.context;
        for row in context.store.read(attempts::awaiting).await? {
            if context.process.is_gone(&row.owner) {
                adopt(&self.room, &row).await?;
            }
        }
        Ok(())
    }

    /// Finishes the attempts that a stopped program left, and ends those that waited too long. Waits until that is done.
    ///
    /// An exchange ends as interrupted, since its code may be spent. With a stored token Switchhook asks `/me`. It uses
    /// keyring and network only where there is such a token. A failure of one attempt is only logged.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn resume(&self) -> Result<(), Problem> {
        for task in resume_orphans(&self.room, &self.postponed).await? {
            let _ = task.await;
        }
        expire_due(&self.room).await
    }

    /// Succeeds when the program may end now without loss.
    ///
    /// # Errors
    /// `store_failed` while a token is not stored yet, `usage` while a provider is answering.
    pub fn may_quit(&self) -> Result<(), Problem> {
        // This order matters: an unsaved attempt no longer counts as answering.
        let is_answering = self.would_lose_answer();
        if self.room.unsaved.is_any_lost_by_quitting() {
            return Err(AttemptProblem::Unsaved.into());
        }
        if is_answering { Err(AttemptProblem::Answering.into()) } else { Ok(()) }
    }

    /// Whether a provider is answering a code, or Switchhook is storing that answer. An end of the program would lose it.
    ///
    /// This lasts at most 20 seconds and one write. Returns `false` for a token that the store refused: [`Self::may_quit`]
    /// reports that.
    pub fn would_lose_answer(&self) -> bool {
        self.room.running.would_lose_answer()
    }

    /// Whether this process drives an attempt that has its answer.
    pub fn is_working(&self) -> bool {
        self.room.running.is_any()
    }

    /// Waits until this process drives no attempt.
    pub async fn until_idle(&self) {
        self.room.running.until_idle().await;
    }

    /// Waits until this process drives no attempt, and each browser has the page about its answer.
    pub async fn until_answered(&self) {
        self.until_idle().await;
        self.room.listeners.until_sent().await;
    }

    /// Starts a task that opens links which other processes delivered; does nothing while such a task runs.
    ///
    /// The task is separate, since the keyring may ask a person first, and then the provider takes its time. A failure is
    /// only logged.
    fn open_delivered(&self) {
        let Ok(round) = Arc::clone(&self.opening).try_lock_owned() else { return };
        let room = Arc::clone(&self.room);
        tokio::spawn(async move {
            let _round = round;
            if let Err(problem) = open_inboxes(&room).await {
                tracing::warn!(code = problem.code().as_str(), "delivered links could not be opened");
            }
        });
    }

    /// Starts a task for each unsaved attempt, which stores it again. Skips an attempt that was tried in the last two
    /// seconds.
    fn retry_unsaved(&self) {
        let waiting = self.room.unsaved.waiting();
        for id in waiting.into_iter().filter(|id| !self.postponed.contains(id)) {
            // The pause counts from the beginning, and again from the end: the task may wait for a busy store.
            self.postponed.postpone(id.clone(), SAVE_AGAIN_IN);
            let (room, postponed) = (Arc::clone(&self.room), Arc::clone(&self.postponed));
            tokio::spawn(async move {
                let _ = decide(&room, &id, Input::Retry).await;
                postponed.postpone(id, SAVE_AGAIN_IN);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::host::home::Home;
    use crate::vault::{SessionKeys, VaultMode};

    #[tokio::test]
    async fn log_is_emptied_while_changes_go_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let context = Context::open(home, VaultMode::Session(SessionKeys::default())).await.expect("opened");
        let lifetime = Lifetime::new(Room::new(Arc::clone(&context)));
        let log = folder.path().join("switchhook.db-wal");
        let length = || std::fs::metadata(&log).map_or(0, |log| log.len());
        let changing = async {
            let begun = Instant::now();
            let mut was_full = false;
            while begun.elapsed() < Duration::from_secs(10) {
                let write = |db: &rusqlite::Transaction<'_>| {
                    db.execute("INSERT INTO preference VALUES (hex(randomblob(8)), 1)", [])
                };
                context.store.write(write).await.expect("written");
                tokio::time::sleep(LOOK_EVERY / 10).await;
                if was_full && length() == 0 {
                    return true;
                }
                was_full |= begun.elapsed() > LOOK_EVERY && length() > 0;
            }
            false
        };
        let is_emptied = tokio::select! {
            is_emptied = changing => is_emptied,
            () = lifetime.maintain(LOOK_EVERY * 2) => unreachable!("maintenance never ends"),
        };
        assert!(is_emptied, "no pause in the changes was half a second long");
    }
}
