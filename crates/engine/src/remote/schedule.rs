//! Checks that nobody asked for: off until a person wants them, a few accounts at a time, each once a day, and only when
//! the key is in memory already, and where the system tells, the connection is not metered and the computer stays awake.

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

const LOOK_EVERY: Duration = Duration::from_secs(10 * 60);
/// How old, in seconds, an answer is before another one is asked for.
const OLD: i64 = 24 * 60 * 60;
/// How soon one that did not answer is asked again.
const AGAIN_IN: Duration = Duration::from_secs(6 * 60 * 60);
const AT_A_LOOK: usize = 20;
const AT_A_TIME: usize = 2;

impl Remote {
    /// Checks old accounts for as long as it is polled, where a person wants that. Never returns; for a program that is
    /// here to stay.
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

    async fn check_old(&self, tried: &mut HashMap<AccountId, Instant>) -> Result<(), Problem> {
        // A person must not be asked to unlock a keyring for something that they did not ask for.
        let is_wanted = self.context.vault.is_open() && self.is_on().await?;
        if !is_wanted || !power_and_network::now().await.is_good() {
            return Ok(());
        }
        tried.retain(|_, at| at.elapsed() < AGAIN_IN);
        let due: Vec<AccountId> =
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

    async fn is_on(&self) -> Result<bool, Problem> {
        Ok(self.context.store.read(|db| preferences::is_on(db, BACKGROUND_CHECKS)).await?)
    }

    /// Returns once it is off, whoever turned it off.
    async fn turned_off(&self) {
        let mut changes = self.context.changes.follow(&self.context.home);
        while self.is_on().await.unwrap_or_default() {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// Accounts whose last answer is old at `at`, the oldest first. The sandbox's are nobody's concern.
    pub(crate) async fn old(&self, at: Timestamp) -> Result<Vec<AccountId>, Problem> {
        let before = at.plus_seconds(-OLD);
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
    async fn what_is_under_way_ends_when_it_is_turned_off_and_not_before() {
        let folder = tempfile::tempdir().expect("a folder");
        let remote = remote(&folder).await;
        turn(&remote, true).await;
        let off = tokio::spawn({
            let remote = remote.clone();
            async move { remote.turned_off().await }
        });
        sleep(Duration::from_millis(600)).await;
        assert!(!off.is_finished());
        turn(&remote, false).await;
        tokio::time::timeout(Duration::from_secs(5), off).await.expect("soon").expect("no panic");
    }

    #[tokio::test]
    async fn the_old_ones_are_due_but_for_those_that_are_disabled_dead_or_the_sandboxs() {
        let folder = tempfile::tempdir().expect("a folder");
        let remote = remote(&folder).await;
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
        remote.context.store.write(add).await.expect("written");
        let due = remote.old(Timestamp::from_millis(5 * day + 1)).await.expect("read");
        assert_eq!(due, ["oldest", "old", "of the future"].map(AccountId::new));
    }
}
