//! What only the bus can tell on Linux: whether there is a keyring, and whether it is locked.
//!
//! Futures of zbus, which need no thread of ours: dropping one leaves nothing of ours behind. The keyring's question
//! stays on the screen then, and an answer to it counts: gnome-keyring 42 ends by an assertion when a question
//! that is shown is taken back.

use secret_service::{EncryptionType, Error, SecretService};
use switchhook_core::VaultProblem;

/// Whether the default collection is there and locked: then a person must be asked, and people need time.
pub(super) async fn is_locked() -> Result<bool, VaultProblem> {
    let service = connect().await?;
    let locked = match service.get_default_collection().await {
        // One that does not say is taken for open: the call itself will tell.
        Ok(collection) => Ok(collection.is_locked().await.unwrap_or(false)),
        // Then there is nothing to unlock; what is written next says so.
        Err(Error::NoResult) => Ok(false),
        Err(error) => Err(error),
    };
    locked.map_err(|error| problem(&error))
}

/// Has the person asked to unlock it, by the keyring's own window.
pub(super) async fn unlock() -> Result<(), VaultProblem> {
    let service = connect().await?;
    let unlocked = match service.get_default_collection().await {
        Ok(collection) => collection.unlock().await,
        Err(error) => Err(error),
    };
    unlocked.map_err(|error| problem(&error))
}

async fn connect() -> Result<SecretService<'static>, VaultProblem> {
    let bus = zbus::Connection::session().await.map_err(|_| VaultProblem::NoBus)?;
    // Plain, since no secret goes over this connection.
    let service = SecretService::connect_with_existing(EncryptionType::Plain, bus).await;
    service.map_err(|error| problem(&error))
}

fn problem(error: &Error) -> VaultProblem {
    match error {
        Error::Prompt | Error::Locked => VaultProblem::StillLocked,
        Error::Zbus(zbus::Error::MethodError(name, ..)) if is_absence(name) => VaultProblem::Absent,
        Error::ZbusFdo(zbus::fdo::Error::ServiceUnknown(_) | zbus::fdo::Error::NameHasNoOwner(_)) => {
            VaultProblem::Absent
        }
        // It ended while it was asked.
        Error::Zbus(zbus::Error::MethodError(name, ..)) if name.ends_with(".NoReply") => silent(),
        Error::PromptDisconnected => silent(),
        _ => VaultProblem::Refused,
    }
}

fn silent() -> VaultProblem {
    tracing::warn!(what = "any more", "the keyring does not answer");
    VaultProblem::Silent
}

/// Whether this error of the bus says that nobody is there, or that whoever should be could not be started.
fn is_absence(name: &str) -> bool {
    let name = name.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or_default();
    ["ServiceUnknown", "NameHasNoOwner"].contains(&name) || name.starts_with("Spawn.")
}
