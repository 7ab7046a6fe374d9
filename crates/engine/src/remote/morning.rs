//! The reading of all accounts each morning, once a person has turned it on.
//!
//! Switchhook reads only while the key is in memory. As far as the system tells, the connection must not be metered and the
//! computer must stay awake.

use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AccountId, LocalMinute, MorningReading, Problem, RegistrationKind, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::room::Remote;
use crate::host::clock::now;
use crate::host::power_and_network;
use crate::host::working_time::{local_minute, moment_at, zone_of_this_computer};
use crate::store::{accounts, figures, preferences};

/// How often Switchhook looks at the clock. A timer over hours would stand still while the computer sleeps.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How soon Switchhook reads again where no account answered: a computer that wakes may have no network yet.
const AGAIN_IN: Duration = Duration::from_secs(10 * 60);
/// How many accounts are read at a time.
const AT_A_TIME: usize = 2;

impl Remote {
    /// Reads all accounts each morning for as long as it is polled, while a person has that turned on. Never returns.
    pub async fn read_each_morning(&self) {
        let mut not_before = Instant::now();
        loop {
            if not_before <= Instant::now() {
                match self.read_if_morning(now()).await {
                    Ok(Some(false)) => not_before = Instant::now() + AGAIN_IN,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::warn!(
                            code = error.code().as_str(),
                            "accounts could not be read in the morning"
                        );
                    }
                }
            }
            sleep(LOOK_EVERY).await;
        }
    }

    /// Reads all accounts where the reading of the day is due at `now`, and notes the day once an account answers. Returns whether
    /// one answered. `None` where nothing is due, or where power, network or key do not allow a reading.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn read_if_morning(&self, now: Timestamp) -> Result<Option<bool>, Problem> {
        let here = local_minute(&zone_of_this_computer(), now);
        // The reading must not make the system ask a person to unlock the keyring.
        let is_wanted = self.context.vault.is_open() && self.is_morning_due(here).await?;
        if !is_wanted || !power_and_network::now().await.is_good() {
            return Ok(None);
        }
        let is_read = self.read_all_accounts(here).await?;
        if is_read {
            self.context.store.write(move |db| preferences::set_morning_day(db, here.day).map(drop)).await?;
        }
        Ok(Some(is_read))
    }

    async fn is_morning_due(&self, here: LocalMinute) -> Result<bool, Problem> {
        let read = |db: &rusqlite::Connection| Ok((preferences::morning(db)?, preferences::morning_day(db)?));
        let (morning, last) = self.context.store.read(read).await?;
        Ok(morning.is_due(here, last))
    }

    /// Reads the accounts that are in use, two at a time, but those of the sandbox. Returns whether one of them answered, or
    /// none is there. Ends early where a person turns the reading off.
    ///
    /// # Errors
    /// `store_failed`.
    async fn read_all_accounts(&self, here: LocalMinute) -> Result<bool, Problem> {
        let began = now();
        let rows = self.context.store.read(|db| accounts::all(db, None, None)).await?;
        let in_use = rows.into_iter().filter(|row| !row.disabled && row.kind != RegistrationKind::Sandbox);
        let ids: Vec<AccountId> = in_use.map(|row| row.id).collect();
        let (turns, mut reading) = (Arc::new(Semaphore::new(AT_A_TIME)), JoinSet::new());
        for id in &ids {
            let (remote, turns, id) = (self.clone(), Arc::clone(&turns), id.clone());
            reading.spawn(async move {
                let _turn = turns.acquire_owned().await;
                if remote.is_morning_due(here).await.unwrap_or(true) {
                    // A refusal is stored. An account may be forgotten meanwhile.
                    let _ = remote.check_in_full(&id).await;
                }
            });
        }
        while reading.join_next().await.is_some() {}
        let open = self.context.store.read(figures::open).await?;
        let has_answered = |id: &AccountId| {
            open.get(id).and_then(|open| open.counted_at).is_some_and(|counted| counted >= began)
        };
        Ok(ids.is_empty() || ids.iter().any(has_answered))
    }
}

/// Returns when the next reading comes by itself. `None` where none does.
pub(crate) fn next_reading(morning: MorningReading, now: Timestamp) -> Option<Timestamp> {
    let zone = zone_of_this_computer();
    morning.next(local_minute(&zone, now)).map(|next| moment_at(&zone, next))
}
