//! The system's keyring: one entry, read and written within a time limit.
//!
//! Calls block, sometimes for ever, so each runs on a detached thread of its own and answers by a
//! oneshot. Never `spawn_blocking`: a stuck call would hold the runtime's end.

use std::sync::Arc;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error as KeyringError};
use switchhook_core::{Channel, Code, ErrorReport};
use zeroize::Zeroizing;

const ANSWER_IN: Duration = Duration::from_secs(3);
const UNLOCK_IN: Duration = Duration::from_secs(120);

/// Told when a person is asked to unlock the keyring.
pub(crate) type OnLocked<'a> = dyn Fn() + Send + Sync + 'a;

/// Reads the entry of this user; `None` when there is none.
pub(crate) async fn read(
    user: &str,
    waiting: &OnLocked<'_>,
) -> Result<Option<Zeroizing<String>>, ErrorReport> {
    let user = user.to_string();
    call(waiting, move || match entry(&user)?.get_password() {
        Ok(value) => Ok(Some(Zeroizing::new(value))),
        Err(KeyringError::NoEntry) => Ok(None),
        Err(error) => Err(error),
    })
    .await
}

/// Writes the entry of this user.
pub(crate) async fn write(
    user: &str,
    value: Zeroizing<String>,
    waiting: &OnLocked<'_>,
) -> Result<(), ErrorReport> {
    let user = user.to_string();
    call(waiting, move || entry(&user)?.set_password(&value)).await
}

async fn call<T: Send + 'static>(
    waiting: &OnLocked<'_>,
    work: impl FnOnce() -> keyring_core::Result<T> + Send + 'static,
) -> Result<T, ErrorReport> {
    let locked = on_thread(is_locked, ANSWER_IN).await.ok_or_else(silent)?;
    if locked {
        waiting();
    }
    let limit = if locked { UNLOCK_IN } else { ANSWER_IN };
    match on_thread(work, limit).await {
        Some(answer) => answer.map_err(|error| report(&error)),
        None if locked => Err(Code::VaultLocked.into()),
        None => Err(silent()),
    }
}

/// `None` when the thread did not answer in time; it is left to itself.
async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    limit: Duration,
) -> Option<T> {
    let (send, receive) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().name("keyring".into()).spawn(move || send.send(work())).ok()?;
    tokio::time::timeout(limit, receive).await.ok()?.ok()
}

fn silent() -> ErrorReport {
    ErrorReport::new(Code::VaultUnavailable).saying("The system's keyring does not answer.")
}

fn report(error: &KeyringError) -> ErrorReport {
    // The variant only: a keyring's own text may quote the entry.
    let kind = match error {
        KeyringError::NoStorageAccess(_) => return Code::VaultLocked.into(),
        KeyringError::PlatformFailure(_) => "platform failure",
        KeyringError::NoDefaultStore => "no keyring",
        KeyringError::Ambiguous(_) => "more than one entry",
        KeyringError::BadEncoding(_) | KeyringError::BadDataFormat(..) => "not text",
        _ => "other",
    };
    tracing::warn!(kind, "the keyring refused");
    Code::VaultUnavailable.into()
}

fn entry(user: &str) -> keyring_core::Result<Entry> {
    store()?.build(Channel::current().identifier(), user, None)
}

/// The platform's own store, chosen by `keyring`. It is set up once in a process, and a failure would
/// last as long as the process; on Linux, where a keyring may be started later, it is asked for anew.
fn store() -> keyring_core::Result<Arc<CredentialStore>> {
    if keyring::Entry::store_status().is_ok()
        && let Some(store) = keyring_core::get_default_store()
    {
        return Ok(store);
    }
    #[cfg(target_os = "linux")]
    return Ok(zbus_secret_service_keyring_store::Store::new()?);
    #[cfg(not(target_os = "linux"))]
    Err(KeyringError::NoDefaultStore)
}

/// Whether the default collection is there and locked: then a prompt comes, and people need time.
#[cfg(target_os = "linux")]
fn is_locked() -> bool {
    let locked = || -> zbus::Result<bool> {
        let bus = zbus::blocking::Connection::session()?;
        let collection = zbus::blocking::Proxy::new(
            &bus,
            "org.freedesktop.secrets",
            "/org/freedesktop/secrets/aliases/default",
            "org.freedesktop.Secret.Collection",
        )?;
        collection.get_property("Locked")
    };
    locked().unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn is_locked() -> bool {
    false
}
