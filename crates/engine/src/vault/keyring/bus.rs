//! Facts that only the session bus of Linux knows: whether there is a keyring, and whether it is locked.
//!
//! The futures of zbus need no thread of Switchhook's, and dropping one leaves nothing behind. The keyring's
//! question stays on the screen then, and an answer to it counts. gnome-keyring 42 fails an assertion when a
//! program takes back a question that is shown.

use std::collections::HashMap;

use secret_service::{EncryptionType, Error, SecretService};
use switchhook_core::VaultProblem;

/// Whether the default collection exists and is locked. Then a person must be asked, and people need time.
///
/// # Errors
/// A [`VaultProblem`] where the bus or the keyring does not answer.
pub(super) async fn is_locked() -> Result<bool, VaultProblem> {
    let service = connect().await?;
    let locked = match service.get_default_collection().await {
        // A collection that does not answer counts as unlocked: the call itself will show it.
        Ok(collection) => Ok(collection.is_locked().await.unwrap_or(false)),
        // Without a collection there is nothing to unlock. The next write reports that.
        Err(Error::NoResult) => Ok(false),
        Err(error) => Err(error),
    };
    locked.map_err(|error| problem(&error))
}

/// Whether an entry of this service and user is locked, in any collection. No person is asked.
///
/// # Errors
/// A [`VaultProblem`] where the bus or the keyring does not answer.
pub(super) async fn is_entry_locked(service: &str, user: &str) -> Result<bool, VaultProblem> {
    // By these names the keyring crate stores an entry.
    let named = HashMap::from([("service", service), ("username", user)]);
    let keyring = connect().await?;
    let found = keyring.search_items(named).await.map_err(|error| problem(&error))?;
    Ok(!found.locked.is_empty())
}

/// Finds out whether the session has a keyring. A locked one counts. No person is asked.
///
/// # Errors
/// [`VaultProblem::NoCollection`] where the keyring's program has no keyring; others where the bus or the
/// keyring does not answer.
pub(super) async fn exists() -> Result<(), VaultProblem> {
    match connect().await?.get_default_collection().await {
        Ok(_) => Ok(()),
        Err(Error::NoResult) => Err(VaultProblem::NoCollection),
        Err(error) => Err(problem(&error)),
    }
}

/// Makes the keyring ask the person to unlock it, in the keyring's own window.
///
/// # Errors
/// [`VaultProblem::StillLocked`] where the person declines; others where the bus or the keyring does not
/// answer.
pub(super) async fn unlock() -> Result<(), VaultProblem> {
    let service = connect().await?;
    let unlocked = match service.get_default_collection().await {
        Ok(collection) => collection.unlock().await,
        Err(error) => Err(error),
    };
    unlocked.map_err(|error| problem(&error))
}

/// Connects to the keyring over the session bus.
///
/// # Errors
/// [`VaultProblem::NoBus`] without a bus; others where the keyring does not answer.
async fn connect() -> Result<SecretService<'static>, VaultProblem> {
    let bus = zbus::Connection::session().await.map_err(|_| VaultProblem::NoBus)?;
    // Without encryption, since no secret goes over this connection.
    let service = SecretService::connect_with_existing(EncryptionType::Plain, bus).await;
    service.map_err(|error| problem(&error))
}

/// Returns the problem of an error of the keyring's service.
fn problem(error: &Error) -> VaultProblem {
    match error {
        Error::Prompt | Error::Locked => VaultProblem::StillLocked,
        Error::Zbus(zbus::Error::MethodError(name, ..)) if is_absence(name) => VaultProblem::Absent,
        Error::ZbusFdo(zbus::fdo::Error::ServiceUnknown(_) | zbus::fdo::Error::NameHasNoOwner(_)) => {
            VaultProblem::Absent
        }
        // The keyring ended while Switchhook asked it.
        Error::Zbus(zbus::Error::MethodError(name, ..)) if name.ends_with(".NoReply") => silent(),
        Error::PromptDisconnected => silent(),
        _ => VaultProblem::Refused,
    }
}

/// Logs that the keyring stopped answering, and returns [`VaultProblem::Silent`].
fn silent() -> VaultProblem {
    tracing::warn!(what = "any more", "the keyring does not answer");
    VaultProblem::Silent
}

/// Whether this error of the bus means that no keyring runs and none could be started.
fn is_absence(name: &str) -> bool {
    let name = name.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or_default();
    ["ServiceUnknown", "NameHasNoOwner"].contains(&name) || name.starts_with("Spawn.")
}
