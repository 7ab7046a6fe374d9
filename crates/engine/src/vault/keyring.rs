//! The system's keyring: one entry, read and written within a time limit.
//!
//! Futures find out whether the keyring answers and whether a person must unlock it. They leave nothing
//! behind when they are dropped. The call itself blocks, so it runs on a detached thread and answers by a
//! oneshot. `spawn_blocking` would not do: a stuck call would hold up the end of the runtime.
//!
//! gnome-keyring 42 crashes when a program takes back its question, so the question stays open. The
//! `keyring` crate chooses its store once in a process, but people start or mend a keyring later. So on
//! Linux Switchhook makes a new store after `keyring` failed to start, or after an abandoned call.

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
/// Elsewhere nothing can be found out beforehand: the call itself shows it.
#[cfg(not(target_os = "linux"))]
mod bus {
    use super::VaultProblem;

    /// Returns `false` and never fails.
    pub(super) async fn is_locked() -> Result<bool, VaultProblem> {
        Ok(false)
    }

    /// Returns `false` and never fails.
    pub(super) async fn is_entry_locked(_service: &str, _user: &str) -> Result<bool, VaultProblem> {
        Ok(false)
    }

    /// Does nothing and never fails.
    pub(super) async fn exists() -> Result<(), VaultProblem> {
        Ok(())
    }

    /// Does nothing and never fails.
    pub(super) async fn unlock() -> Result<(), VaultProblem> {
        Ok(())
    }
}

/// The longest time for an answer of the keyring.
const ANSWER_IN: Duration = Duration::from_secs(3);
/// The longest time for a person to unlock the keyring.
const UNLOCK_IN: Duration = Duration::from_secs(120);
/// Whether the call itself asks the person. Then Switchhook takes a slow call for one that asks.
pub(super) const ASKS_BY_ITSELF: bool = cfg!(target_os = "macos");

/// Called when a person must unlock the keyring.
pub(crate) type OnLocked<'a> = dyn Fn() + Send + Sync + 'a;

/// Access to the keyring, one call at a time.
pub(crate) struct Keyring {
    answer_in: Duration,
    unlock_in: Duration,
    /// The thread of a call holds this lock until the call ends.
    turn: Arc<Mutex<()>>,
}

impl Default for Keyring {
    /// Returns a keyring with the usual time limits.
    fn default() -> Self {
        Self { answer_in: ANSWER_IN, unlock_in: UNLOCK_IN, turn: Arc::default() }
    }
}

impl Keyring {
    /// Finds out whether there is a keyring that answers. Asks no person: a locked one counts. Only Linux
    /// knows that beforehand.
    ///
    /// # Errors
    /// `vault_unavailable` where there is none, or where it does not answer.
    pub(crate) async fn exists(&self) -> Result<(), VaultProblem> {
        timeout(self.answer_in, bus::exists()).await.map_err(|_| silent("to a first question"))?
    }

    /// Whether the keyring answers and is unlocked. Asks no person.
    pub(crate) async fn is_unlocked(&self) -> bool {
        matches!(timeout(self.answer_in, bus::is_locked()).await, Ok(Ok(false)))
    }

    /// Returns once the keyring answers and is unlocked. Calls `waiting` where a person must unlock it.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer, `vault_locked` where a person does not unlock
    /// it.
    pub(crate) async fn ready(&self, waiting: &OnLocked<'_>) -> Result<(), VaultProblem> {
        self.ready_by(bus::is_locked(), bus::unlock(), waiting).await
    }

    /// Reads the entry of this user. `None` where there is none; an empty text where the entry is no text.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer or refuses, `vault_locked` where a person does
    /// not unlock it.
    pub(crate) async fn read(
        &self,
        user: &str,
        waiting: &OnLocked<'_>,
    ) -> Result<Option<Zeroizing<String>>, VaultProblem> {
        // Unlocked first: a locked keyring may hide an entry, and that entry is not gone.
        self.ready(waiting).await?;
        self.read_unlocked(user, waiting).await
    }

    /// Whether a person must unlock the keyring. Asks no person.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer.
    pub(super) async fn is_locked(&self) -> Result<bool, VaultProblem> {
        timeout(self.answer_in, bus::is_locked()).await.map_err(|_| silent("to a question"))?
    }

    /// Whether an entry of this user lies in a locked keyring. Asks no person.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer.
    pub(super) async fn is_entry_locked(&self, user: &str) -> Result<bool, VaultProblem> {
        let asked = bus::is_entry_locked(Channel::current().identifier(), user);
        timeout(self.answer_in, asked).await.map_err(|_| silent("to a search"))?
    }

    /// Reads the entry of this user in an unlocked keyring, as [`Self::read`] does.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer or refuses.
    pub(super) async fn read_unlocked(
        &self,
        user: &str,
        waiting: &OnLocked<'_>,
    ) -> Result<Option<Zeroizing<String>>, VaultProblem> {
        let user = user.to_string();
        let read = move || match entry(&user)?.get_password() {
            Ok(value) => Ok(Some(Zeroizing::new(value))),
            Err(KeyringError::NoEntry) => Ok(None),
            // There is an entry, but Switchhook did not write it.
            Err(KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..)) => {
                Ok(Some(Zeroizing::default()))
            }
            Err(error) => Err(error),
        };
        self.call(read, waiting).await?.map_err(|error| problem(&error))
    }

    /// Writes the entry of this user.
    ///
    /// # Errors
    /// `vault_unavailable` where the keyring does not answer or refuses, `vault_locked` where a person does
    /// not unlock it.
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

    /// Waits for `locked`, and for `unlock` where that is `true`. Calls `waiting` between the two.
    ///
    /// # Errors
    /// [`VaultProblem::Silent`] and [`VaultProblem::NotUnlocked`] where a future takes too long, otherwise
    /// its own error.
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

    /// Runs a call on a thread of its own and returns its answer. A call that does not answer in time is
    /// abandoned. No other call begins until it ends, or each try would leave one more thread.
    ///
    /// # Errors
    /// [`VaultProblem::Silent`] where the call, or an earlier abandoned one, does not end in time. The same
    /// problem where the call panics, or where the system gives no thread.
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
            ABANDONED.store(true, Ordering::Relaxed);
        }
        answer.ok().and_then(Result::ok).ok_or_else(|| silent("to a call"))
    }
}

/// Whether a call was abandoned. That call may hold the store of `keyring` for as long as the process lives.
static ABANDONED: AtomicBool = AtomicBool::new(false);

/// Returns the entry of this user in the platform's store.
///
/// # Errors
/// Where no keyring can be reached.
fn entry(user: &str) -> keyring_core::Result<Entry> {
    store()?.build(Channel::current().identifier(), user, None)
}

/// Returns the store that `keyring` chose for this platform. On Linux, makes a new store where `keyring` has
/// none or a call was abandoned.
///
/// # Errors
/// Where no keyring can be reached. On other systems, also after a call was abandoned.
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    if !ABANDONED.load(Ordering::Relaxed)
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

/// Logs that the keyring does not answer, and returns [`VaultProblem::Silent`].
fn silent(what: &str) -> VaultProblem {
    tracing::warn!(what, "the keyring does not answer");
    VaultProblem::Silent
}

/// Logs the kind of a keyring's error, and returns the problem.
fn problem(error: &KeyringError) -> VaultProblem {
    // The log names the variant alone: a keyring's own text may quote the entry.
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

/// Returns the problem of a keyring that denies access: it has no collection, or is locked.
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
