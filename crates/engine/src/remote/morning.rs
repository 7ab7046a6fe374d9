//! The reading of all accounts each morning, once a person has turned it on.
//!
//! Switchhook reads only where the key asks no person. As far as the system tells, the connection must not be metered and the
//! computer must stay awake.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use switchhook_core::{AccountId, LocalMinute, MorningReading, Problem, RegistrationKind, Status, Timestamp};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::room::Remote;
use crate::host::clock::now;
use crate::host::power_and_network;
use crate::host::working_time::{local_minute, moment_at, zone_of_this_computer};
use crate::store::account_rows::AccountRow;
use crate::store::{accounts, figures, preferences};

/// How often Switchhook looks at the clock. A timer over hours would stand still while the computer sleeps.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// How soon Switchhook reads those again that did not answer: a computer that wakes may have no network yet.
const AGAIN_IN: Duration = Duration::from_secs(10 * 60);
/// How many accounts are read at a time.
const AT_A_TIME: usize = 2;

/// The accounts that answered the reading of a day.
#[derive(Debug, Default)]
pub struct MorningAnswers {
    day: Option<i32>,
    accounts: HashSet<AccountId>,
}

impl MorningAnswers {
    /// Forgets the accounts of another day.
    fn begin(&mut self, day: i32) {
        if self.day.replace(day) != Some(day) {
            self.accounts.clear();
        }
    }
}

impl Remote {
    /// Reads all accounts each morning for as long as it is polled, while a person has that turned on. Never returns.
    pub async fn read_each_morning(&self) {
        let (mut not_before, mut answered) = (Instant::now(), MorningAnswers::default());
        loop {
            if not_before <= Instant::now() {
                match self.read_if_morning(&mut answered, now()).await {
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

    /// Reads all accounts where the reading of the day is due at `now`, but those in `answered`, and adds those that answer. Notes
    /// the day once each has answered, and returns whether each has. `None` where nothing is due, or where power, network or key do
    /// not allow a reading.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn read_if_morning(
        &self,
        answered: &mut MorningAnswers,
        now: Timestamp,
    ) -> Result<Option<bool>, Problem> {
        let here = local_minute(&zone_of_this_computer(), now);
        // The reading must not make the system ask a person to unlock the keyring.
        let is_wanted = self.is_morning_due(here).await? && self.context.vault.opens_unasked().await;
        if !is_wanted || !power_and_network::now().await.is_good() {
            return Ok(None);
        }
        answered.begin(here.day);
        let is_read = self.read_all_accounts(answered, here).await?;
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

    /// Reads the accounts that are in use, two at a time. Leaves out those of the sandbox, with a dead token, and in `answered`.
    /// Returns whether each of them answered. Ends early where a person turns the reading off.
    ///
    /// # Errors
    /// `store_failed`.
    async fn read_all_accounts(
        &self,
        answered: &mut MorningAnswers,
        here: LocalMinute,
    ) -> Result<bool, Problem> {
        let began = now();
        let rows = self.context.store.read(|db| accounts::all(db, None, None)).await?;
        let is_asked = |row: &AccountRow| {
            !row.disabled
                && row.kind != RegistrationKind::Sandbox
                && row.status != Status::NeedsReconnect
                && !answered.accounts.contains(&row.id)
        };
        let ids: Vec<AccountId> = rows.into_iter().filter(is_asked).map(|row| row.id).collect();
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
        let (here, missing): (Vec<_>, Vec<_>) = ids.into_iter().partition(has_answered);
        answered.accounts.extend(here);
        Ok(missing.is_empty())
    }
}

/// Returns when the next reading comes by itself. `None` where none does.
pub(crate) fn next_reading(morning: MorningReading, now: Timestamp) -> Option<Timestamp> {
    let zone = zone_of_this_computer();
    morning.next(local_minute(&zone, now)).map(|next| moment_at(&zone, next))
}
