//! What starts, runs beside, and ends with the program: it finishes what others left, and tells what ending would lose.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AttemptProblem, Input, Problem};

use super::decide::decide;
use super::receive::empty_inboxes;
use super::recover::{Postponed, adopt, expire_due, resume_orphans};
use super::room::Room;
use crate::store::attempts;

const LOOK_EVERY: Duration = Duration::from_millis(500);
const SAVE_AGAIN_IN: Duration = Duration::from_secs(2);

/// The attempts of this home, for as long as the program runs.
#[derive(Clone)]
pub struct Lifetime {
    room: Arc<Room>,
    postponed: Arc<Postponed>,
    /// Held while delivered links are opened.
    opening: Arc<tokio::sync::Mutex<()>>,
}

impl Lifetime {
    pub(crate) fn new(room: Arc<Room>) -> Self {
        Self { room, postponed: Arc::default(), opening: Arc::default() }
    }

    /// Looks after attempts for as long as it is polled: ends those that waited too long, opens links that other
    /// processes delivered, ends or resumes what a stopped program left. Never returns.
    pub async fn run_maintenance(&self) {
        let context = &self.room.context;
        let mut changes = context.changes.follow(&context.home);
        // A program that was stopped while it forgot something may have left it in the write-ahead log.
        let mut may_hold_deleted = true;
        loop {
            let maintained = async {
                expire_due(&self.room).await?;
                self.open_delivered();
                self.retry_unsaved();
                // Each goes on by itself; nobody waits for it here.
                resume_orphans(&self.room, &self.postponed).await?;
                if may_hold_deleted {
                    may_hold_deleted = !context.store.erase().await?;
                }
                Ok::<_, Problem>(())
            };
            if let Err(problem) = maintained.await {
                tracing::warn!(code = problem.code().as_str(), "attempts could not be looked after");
            }
            may_hold_deleted |= tokio::time::timeout(LOOK_EVERY, changes.changed()).await.is_ok();
        }
    }

    /// Takes over attempts that await an answer and whose program is gone, so that links delivered for
    /// them are opened. For a program that is here to stay.
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

    /// Ends or resumes what a stopped program left: an exchange is interrupted, since its code may be
    /// spent; a sealed token is asked who it is. Returns when that is done. Needs the keyring and the
    /// network only if there is one.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn resume(&self) -> Result<(), Problem> {
        for task in resume_orphans(&self.room, &self.postponed).await? {
            let _ = task.await;
        }
        expire_due(&self.room).await
    }

    /// Whether the program may end now without losing anything.
    ///
    /// # Errors
    /// `store_failed` where a token is not stored yet, `usage` where a provider is answering.
    pub fn may_quit(&self) -> Result<(), Problem> {
        // In this order: an attempt turns from one into the other.
        let is_answering = self.would_lose_answer();
        if self.room.unsaved.is_any_lost_by_quitting() {
            return Err(AttemptProblem::Unsaved.into());
        }
        if is_answering { Err(AttemptProblem::Answering.into()) } else { Ok(()) }
    }

    /// Whether a provider is answering a code, or its answer is being stored: ending the program now would lose it.
    /// It takes 20 seconds and a write at most. A token that could not be written is no longer waited for, but
    /// [`Self::may_quit`] tells it.
    pub fn would_lose_answer(&self) -> bool {
        self.room.running.would_lose_answer()
    }

    /// Whether this process works on an attempt that was answered.
    pub fn is_working(&self) -> bool {
        self.room.running.is_any()
    }

    /// Returns when this process works on none.
    pub async fn until_idle(&self) {
        self.room.running.until_idle().await;
    }

    /// Opens links that other processes delivered, one round at a time and beside everything else: the keyring may
    /// ask a person first, and then the provider takes its time.
    fn open_delivered(&self) {
        let Ok(round) = Arc::clone(&self.opening).try_lock_owned() else { return };
        let room = Arc::clone(&self.room);
        tokio::spawn(async move {
            let _round = round;
            if let Err(problem) = empty_inboxes(&room).await {
                tracing::warn!(code = problem.code().as_str(), "delivered links could not be opened");
            }
        });
    }

    /// Offers the store again what it refused to take: nobody need ask for it.
    fn retry_unsaved(&self) {
        let waiting = self.room.unsaved.waiting();
        for id in waiting.into_iter().filter(|id| !self.postponed.contains(id)) {
            // Before it begins, and from its end on: a busy store is waited for in between.
            self.postponed.postpone(id.clone(), SAVE_AGAIN_IN);
            let (room, postponed) = (Arc::clone(&self.room), Arc::clone(&self.postponed));
            tokio::spawn(async move {
                let _ = decide(&room, &id, Input::Retry).await;
                postponed.postpone(id, SAVE_AGAIN_IN);
            });
        }
    }
}
