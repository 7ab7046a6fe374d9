//! The system's keyring: one entry, read and written within a time limit.
//!
//! Whether it answers, and whether a person must unlock it first, is asked by futures, which leave nothing
//! behind when they are dropped. The call itself blocks, so it runs on a detached thread and answers by a
//! oneshot. Never `spawn_blocking`: a stuck call would hold the runtime's end.
//!
//! gnome-keyring 42 ends when a program takes back its question, so the question stays open. On Linux the store is asked for anew
//! after `keyring` failed to start or a call was abandoned: `keyring` decides once a process, and people start or mend a keyring
//! later.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error as KeyringError};
use switchhook_core::{Channel, VaultProblem};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout, timeout_at};
use zeroize::Zeroizing;

#[cfg(target_os = "linux")]
mod bus;
/// Elsewhere there is nothing to ask beforehand: the call itself tells.
#[cfg(not(target_os = "linux"))]
mod bus {
    use super::VaultProblem;

    pub(super) async fn is_locked() -> Result<bool, VaultProblem> {
        Ok(false)
    }

    pub(super) async fn unlock() -> Result<(), VaultProblem> {
        Ok(())
    }
}

const ANSWER_IN: Duration = Duration::from_secs(3);
const UNLOCK_IN: Duration = Duration::from_secs(120);
/// Where the call itself asks the person, a slow one is taken for one that asks.
const ASKS_BY_ITSELF: bool = cfg!(target_os = "macos");

/// Told when a person is asked to unlock the keyring.
pub(crate) type OnLocked<'a> = dyn Fn() + Send + Sync + 'a;

/// The way to the keyring.
pub(crate) struct Keyring {
    answer_in: Duration,
    unlock_in: Duration,
    /// Held by the thread of a call until it ends.
    turn: Arc<Mutex<()>>,
}

impl Default for Keyring {
    fn default() -> Self {
        Self { answer_in: ANSWER_IN, unlock_in: UNLOCK_IN, turn: Arc::default() }
    }
}

impl Keyring {
    /// Returns once the keyring answers and is unlocked; a person may be asked for that.
    ///
    /// # Errors
    /// `vault_unavailable`, or `vault_locked` when nobody unlocks it.
    pub(crate) async fn ready(&self, waiting: &OnLocked<'_>) -> Result<(), VaultProblem> {
        self.ready_by(bus::is_locked(), bus::unlock(), waiting).await
    }

    /// Reads the entry of this user; `None` when there is none.
    pub(crate) async fn read(
        &self,
        user: &str,
        waiting: &OnLocked<'_>,
    ) -> Result<Option<Zeroizing<String>>, VaultProblem> {
        // Unlocked first: a locked keyring may hide what it holds, and that is not gone.
        self.ready(waiting).await?;
        let user = user.to_string();
        let read = move || match entry(&user)?.get_password() {
            Ok(value) => Ok(Some(Zeroizing::new(value))),
            Err(KeyringError::NoEntry) => Ok(None),
            // There is an entry, and it is none of ours.
            Err(KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..)) => {
                Ok(Some(Zeroizing::default()))
            }
            Err(error) => Err(error),
        };
        self.call(read, waiting).await?.map_err(|error| problem(&error))
    }

    /// Writes the entry of this user.
    pub(crate) async fn write(
        &self,
        user: &str,
        value: Zeroizing<String>,
        waiting: &OnLocked<'_>,
    ) -> Result<(), VaultProblem> {
        self.ready(waiting).await?;
        let user = user.to_string();
        let write = move || entry(&user)?.set_password(&value);
        self.call(write, waiting).await?.map_err(|error| problem(&error))
    }

    async fn ready_by(
        &self,
        locked: impl Future<Output = Result<bool, VaultProblem>>,
        unlock: impl Future<Output = Result<(), VaultProblem>>,
        waiting: &OnLocked<'_>,
    ) -> Result<(), VaultProblem> {
        if !timeout(self.answer_in, locked).await.map_err(|_| silent("before it was unlocked"))?? {
            return Ok(());
        }
        waiting();
        timeout(self.unlock_in, unlock).await.map_err(|_| VaultProblem::NotUnlocked)?
    }

    /// Runs a call on a thread. One that does not answer in time is left to itself; until it ends no other
    /// is begun, or each try would leave one more.
    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
        waiting: &OnLocked<'_>,
    ) -> Result<T, VaultProblem> {
        let by = Instant::now() + self.answer_in;
        let turn = timeout_at(by, Arc::clone(&self.turn).lock_owned()).await;
        let turn = turn.map_err(|_| silent("to an earlier call"))?;
        let (send, mut receive) = tokio::sync::oneshot::channel();
        let work = move || {
            let answer = work();
            drop(turn);
            send.send(answer)
        };
        std::thread::Builder::new()
            .name("keyring".into())
            .spawn(work)
            .map_err(|_| silent("without a thread"))?;
        let mut answer = timeout_at(by, &mut receive).await;
        if answer.is_err() && ASKS_BY_ITSELF {
            waiting();
            answer = timeout(self.unlock_in, receive).await;
        }
        if answer.is_err() {
            LEFT.store(true, Ordering::Relaxed);
        }
        answer.ok().and_then(Result::ok).ok_or_else(|| silent("to a call"))
    }
}

/// Whether a call was left to itself: it may hold `keyring`'s own store for as long as the process lives.
static LEFT: AtomicBool = AtomicBool::new(false);

fn entry(user: &str) -> keyring_core::Result<Entry> {
    store()?.build(Channel::current().identifier(), user, None)
}

/// The platform's own store, chosen by `keyring`. It is set up once in a process, and a failure would
/// last as long as the process; on Linux, where a keyring may be started later, it is asked for anew.
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    if !LEFT.load(Ordering::Relaxed)
        && keyring::Entry::store_status().is_ok()
        && let Some(store) = keyring_core::get_default_store()
    {
        return Ok(store);
    }
    #[cfg(target_os = "linux")]
    return Ok(zbus_secret_service_keyring_store::Store::new()?);
    #[cfg(not(target_os = "linux"))]
    Err(KeyringError::NoDefaultStore)
}

fn silent(what: &str) -> VaultProblem {
    tracing::warn!(what, "the keyring does not answer");
    VaultProblem::Silent
}

fn problem(error: &KeyringError) -> VaultProblem {
    // The variant only: a keyring's own text may quote the entry.
    let (kind, problem) = match error {
        KeyringError::NoStorageAccess(why) => ("no access", no_access(why.as_ref())),
        KeyringError::NoDefaultStore => ("no keyring", VaultProblem::Absent),
        KeyringError::Ambiguous(_) => ("more than one entry", VaultProblem::Ambiguous),
        KeyringError::PlatformFailure(_) => ("platform failure", VaultProblem::Refused),
        _ => ("other", VaultProblem::Refused),
    };
    tracing::warn!(kind, "the keyring refused");
    problem
}

fn no_access(why: &(dyn std::error::Error + Send + Sync + 'static)) -> VaultProblem {
    #[cfg(target_os = "linux")]
    if matches!(why.downcast_ref(), Some(secret_service::Error::NoResult)) {
        return VaultProblem::NoCollection;
    }
    let _ = why;
    VaultProblem::StillLocked
}

#[cfg(test)]
mod tests;
