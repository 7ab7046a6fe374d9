//! Checks in the background, off until a person turns them on.
//!
//! Switchhook checks a few accounts at a time, each once a day, and only while the key is in memory. As far
//! as the system tells, the connection must not be metered and the computer must stay awake.

use std::collections::HashMap;
use std::time::Duration;

use switchhook_core::{AccountId, Problem, RegistrationKind, Timestamp};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::room::Remote;
use crate::host::clock::now;
use crate::host::power_and_network;
use crate::store::accounts;
use crate::store::preferences::{self, BACKGROUND_CHECKS};

/// How often Switchhook looks for accounts to check.
const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);
/// The age, in seconds, at which an answer is old.
const OLD_AFTER: i64 = 24 * 60 * 60;
/// How soon Switchhook tries an account again that did not answer.
const AGAIN_IN: Duration = Duration::from_secs(6 * 60 * 60);
/// How soon Switchhook reads the setting again that it could not read.
const READ_AGAIN_IN: Duration = Duration::from_secs(1);
/// The most accounts that one look checks.
const AT_A_LOOK: usize = 20;
/// How many accounts are asked at a time.
const AT_A_TIME: usize = 2;

impl Remote {
    /// Checks accounts with old answers for as long as it is polled, while a person has that turned on.
    /// Never returns.
    pub async fn check_in_background(&self) {
        let mut tried = HashMap::new();
        loop {
            sleep(LOOK_EVERY).await;
            if let Err(error) = self.check_old(&mut tried).await {
                tracing::warn!(
                    code = error.code().as_str(),
                    "accounts could not be checked in the background"
                );
            }
        }
    }

    /// Checks accounts with old answers, except those in `tried`, and adds them to `tried`. Does nothing
    /// while background checks are off, a person would have to unlock the keyring, or power or network are unfit.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn check_old(&self, tried: &mut HashMap<AccountId, Instant>) -> Result<(), Problem> {
        // A background check must not make the system ask a person to unlock the keyring.
        let is_wanted = self.is_on().await? && self.context.vault.opens_unasked().await;
        if !is_wanted || !power_and_network::now().await.is_good() {
            return Ok(());
        }
        tried.retain(|_, at| at.elapsed() < AGAIN_IN);
        let due: Vec<AccountId> =
            self.due(now()).await?.into_iter().filter(|id| !tried.contains_key(id)).take(AT_A_LOOK).collect();
        tried.extend(due.iter().map(|id| (id.clone(), Instant::now())));
        // The channel has room for all results, so no task need receive them. The checks end when the
        // receiver is dropped.
        let (checked, kept_open) = mpsc::channel(AT_A_LOOK);
        let checks = self.check_some(due, AT_A_TIME, checked);
        tokio::pin!(checks);
        tokio::select! {
            checked = &mut checks => return checked,
            () = self.until_turned_off() => drop(kept_open),
        }
        checks.await
    }

    /// Whether a person turned background checks on.
    ///
    /// # Errors
    /// `store_failed`.
    async fn is_on(&self) -> Result<bool, Problem> {
        Ok(self.context.store.read(|db| preferences::is_on(db, BACKGROUND_CHECKS)).await?)
    }

    /// Returns once background checks are off, by this process or another. A setting that can't be read
    /// counts as before.
    async fn until_turned_off(&self) {
        let mut changes = self.context.changes.follow();
        loop {
            match self.is_on().await {
                Ok(false) => return,
                Ok(true) => {
                    if changes.changed().await.is_err() {
                        return;
                    }
                }
                Err(_) => sleep(READ_AGAIN_IN).await,
            }
        }
    }

    /// Returns the accounts whose last answer is old at `at`, the oldest first. Leaves out accounts of the
    /// sandbox, disabled ones, and those that need a reconnect.
    ///
    /// # Errors
    /// `store_failed`.
    pub(crate) async fn due(&self, at: Timestamp) -> Result<Vec<AccountId>, Problem> {
        let before = at.plus_seconds(-OLD_AFTER);
        let rows = self.context.store.read(move |db| accounts::answered_before(db, before, at)).await?;
        Ok(rows
            .into_iter()
            .filter(|(_, kind)| *kind != RegistrationKind::Sandbox)
            .map(|(id, _)| id)
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::host::home::Home;
    use crate::vault::{SessionKeys, VaultMode};

    async fn remote(folder: &tempfile::TempDir) -> Remote {
        let home = Home::at(folder.path()).expect("a home");
        let mode = VaultMode::Session(SessionKeys::default());
        Remote::new(Context::open(home, mode).await.expect("opened"))
    }

    async fn turn(remote: &Remote, on: bool) {
        let set = move |db: &rusqlite::Transaction<'_>| preferences::set(db, BACKGROUND_CHECKS, on);
        remote.context.store.write(set).await.expect("written");
    }

    #[tokio::test]
    async fn running_checks_end_when_turned_off_and_not_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let remote = remote(&folder).await;
        turn(&remote, true).await;
        let off = tokio::spawn({
            let remote = remote.clone();
            async move { remote.until_turned_off().await }
        });
        sleep(Duration::from_millis(600)).await;
        assert!(!off.is_finished());
        // A failed read turns nothing off.
        let rename = |from: &str, to: &str| {
            let database = rusqlite::Connection::open(folder.path().join("switchhook.db")).expect("opened");
            database.execute_batch(&format!("ALTER TABLE {from} RENAME TO {to}")).expect("renamed");
        };
        rename("preference", "elsewhere");
        sleep(Duration::from_millis(600)).await;
        assert!(remote.is_on().await.is_err());
        assert!(!off.is_finished());
        rename("elsewhere", "preference");
        turn(&remote, false).await;
        tokio::time::timeout(Duration::from_secs(5), off).await.expect("soon").expect("no panic");
    }

    #[tokio::test]
    async fn old_accounts_are_due_but_disabled_dead_and_sandbox_ones() {
        let folder = tempfile::tempdir().expect("a folder");
        let remote = remote(&folder).await;
        let day = OLD_AFTER * 1000;
        let add = move |db: &rusqlite::Transaction<'_>| {
            for (id, kind, status, disabled, checked) in [
                ("fresh", "app", "connected", 0, 5 * day),
                ("old", "app", "connected", 0, 2 * day),
                ("oldest", "token", "unreachable", 0, day),
                // The clock ran ahead at that check.
                ("of the future", "app", "connected", 0, 9 * day),
                ("disabled", "app", "connected", 1, day),
                ("dead", "app", "needs_reconnect", 0, day),
                ("sandbox", "sandbox", "connected", 0, day),
            ] {
                db.execute(
                    "INSERT INTO account (id, name, kind, status, disabled, connected_at, checked_at) \
                     VALUES (?1, ?1, ?2, ?3, ?4, 0, ?5)",
                    rusqlite::params![id, kind, status, disabled, checked],
                )?;
            }
            Ok(())
        };
        remote.context.store.write(add).await.expect("written");
        let due = remote.due(Timestamp::from_millis(5 * day + 1)).await.expect("read");
        assert_eq!(due, ["oldest", "old", "of the future"].map(AccountId::new));
    }
}
