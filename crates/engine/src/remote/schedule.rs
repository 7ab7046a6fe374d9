//! Checks that nobody asked for: off until a person wants them, a few accounts at a time, each once a day, and only when
//! the key is in memory already, and where the system tells, the connection is not metered and the computer stays awake.

use std::collections::HashMap;
use std::time::Duration;

use switchhook_core::{ErrorReport, RegistrationKind, Timestamp};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use crate::connector::Connector;
use crate::host::clock::now;
use crate::host::power_and_network;
use crate::store::accounts;
use crate::store::preferences::{self, BACKGROUND_CHECKS, TRAY};

const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);
/// How old, in seconds, an answer is before another one is asked for.
const OLD: i64 = 24 * 60 * 60;
/// How soon one that did not answer is asked again.
const AGAIN_IN: Duration = Duration::from_secs(6 * 60 * 60);
const AT_A_LOOK: usize = 20;
const AT_A_TIME: usize = 2;

impl Connector {
    /// Whether accounts are checked without being asked to.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn background_checks(&self) -> Result<bool, ErrorReport> {
        self.store().read(|db| preferences::is_on(db, BACKGROUND_CHECKS)).await
    }

    /// Turns that on or off.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_background_checks(&self, on: bool) -> Result<(), ErrorReport> {
        self.store().write(move |db| preferences::set(db, BACKGROUND_CHECKS, on).map(drop)).await
    }

    /// Whether an icon in the tray is wanted.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn wants_tray(&self) -> Result<bool, ErrorReport> {
        self.store().read(|db| preferences::is_on(db, TRAY)).await
    }

    /// Turns that on or off.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_wants_tray(&self, on: bool) -> Result<(), ErrorReport> {
        self.store().write(move |db| preferences::set(db, TRAY, on).map(drop)).await
    }

    /// Checks old accounts for as long as it is polled, where a person wants that. Never returns; for a program that is
    /// here to stay.
    pub async fn check_in_background(&self) {
        let mut tried = HashMap::new();
        loop {
            sleep(LOOK_EVERY).await;
            if let Err(error) = self.check_old(&mut tried).await {
                tracing::warn!(code = error.code.as_str(), "accounts could not be checked in the background");
            }
        }
    }

    async fn check_old(&self, tried: &mut HashMap<String, Instant>) -> Result<(), ErrorReport> {
        // A person must not be asked to unlock a keyring for something that they did not ask for.
        let is_wanted = self.inner.vault.is_open() && self.background_checks().await?;
        if !is_wanted || !power_and_network::now().await.is_good() {
            return Ok(());
        }
        tried.retain(|_, at| at.elapsed() < AGAIN_IN);
        let due: Vec<String> =
            self.old(now()).await?.into_iter().filter(|id| !tried.contains_key(id)).take(AT_A_LOOK).collect();
        tried.extend(due.iter().map(|id| (id.clone(), Instant::now())));
        // There is room for all: nobody need listen, but while nobody holds it the checks end.
        let (told, kept_open) = mpsc::channel(AT_A_LOOK);
        let checks = self.check_some(due, AT_A_TIME, told);
        tokio::pin!(checks);
        tokio::select! {
            checked = &mut checks => return checked,
            () = self.turned_off() => drop(kept_open),
        }
        checks.await
    }

    /// Returns once it is off, whoever turned it off.
    async fn turned_off(&self) {
        let mut changes = self.follow();
        while self.background_checks().await.unwrap_or_default() {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Accounts whose last answer is old at `at`, the oldest first. The sandbox's are nobody's concern.
    pub(crate) async fn old(&self, at: Timestamp) -> Result<Vec<String>, ErrorReport> {
        let before = at.plus_seconds(-OLD);
        let rows = self.store().read(move |db| accounts::answered_before(db, before, at)).await?;
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
    use crate::host::home::Home;
    use crate::vault::{SessionKeys, VaultMode};

    async fn connector(folder: &tempfile::TempDir) -> Connector {
        let home = Home::at(folder.path()).expect("a home");
        Connector::open(home, VaultMode::Session(SessionKeys::default())).await.expect("opened")
    }

    #[tokio::test]
    async fn it_is_off_until_a_person_turns_it_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let connector = connector(&folder).await;
        assert!(!connector.background_checks().await.expect("read"));
        connector.set_background_checks(true).await.expect("written");
        assert!(connector.background_checks().await.expect("read"));
        connector.set_background_checks(false).await.expect("written");
        assert!(!connector.background_checks().await.expect("read"));
    }

    #[tokio::test]
    async fn what_is_under_way_ends_when_it_is_turned_off_and_not_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let connector = connector(&folder).await;
        connector.set_background_checks(true).await.expect("written");
        let off = tokio::spawn({
            let connector = connector.clone();
            async move { connector.turned_off().await }
        });
        sleep(Duration::from_millis(600)).await;
        assert!(!off.is_finished());
        connector.set_background_checks(false).await.expect("written");
        tokio::time::timeout(Duration::from_secs(5), off).await.expect("soon").expect("no panic");
    }

    #[tokio::test]
    async fn the_old_ones_are_due_but_for_those_that_are_disabled_dead_or_the_sandboxs() {
        let folder = tempfile::tempdir().expect("a folder");
        let connector = connector(&folder).await;
        let day = OLD * 1000;
        let add = move |db: &rusqlite::Transaction<'_>| {
            for (id, kind, status, disabled, checked) in [
                ("fresh", "app", "connected", 0, 5 * day),
                ("old", "app", "connected", 0, 2 * day),
                ("oldest", "token", "unreachable", 0, day),
                // The clock ran ahead then.
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
        connector.store().write(add).await.expect("written");
        let due = connector.old(Timestamp::from_millis(5 * day + 1)).await.expect("read");
        assert_eq!(due, ["oldest", "old", "of the future"]);
    }
}
