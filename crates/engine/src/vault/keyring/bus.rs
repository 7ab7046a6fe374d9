//! What only the bus can tell on Linux: whether there is a keyring, and whether it is locked.
//!
//! Futures of zbus, which need no thread of ours: dropping one leaves nothing of ours behind. The keyring's question
//! stays on the screen then, and an answer to it counts: gnome-keyring 42 ends by an assertion when a question
//! that is shown is taken back.

use secret_service::{EncryptionType, Error, SecretService};
use switchhook_core::{Code, ErrorReport};

/// Whether the default collection is there and locked: then a person must be asked, and people need time.
pub(super) async fn is_locked() -> Result<bool, ErrorReport> {
    let service = connect().await?;
    let locked = match service.get_default_collection().await {
        // One that does not say is taken for open: the call itself will tell.
        Ok(collection) => Ok(collection.is_locked().await.unwrap_or(false)),
        // Then there is nothing to unlock; what is written next says so.
        Err(Error::NoResult) => Ok(false),
        Err(error) => Err(error),
    };
    locked.map_err(|error| report(&error))
}

/// Has the person asked to unlock it, by the keyring's own window.
pub(super) async fn unlock() -> Result<(), ErrorReport> {
    let service = connect().await?;
    let unlocked = match service.get_default_collection().await {
        Ok(collection) => collection.unlock().await,
        Err(error) => Err(error),
    };
    unlocked.map_err(|error| report(&error))
}

async fn connect() -> Result<SecretService<'static>, ErrorReport> {
    let bus = zbus::Connection::session().await.map_err(|_| no_bus())?;
    // Plain, since no secret goes over this connection.
    let service = SecretService::connect_with_existing(EncryptionType::Plain, bus).await;
    service.map_err(|error| report(&error))
}

fn no_bus() -> ErrorReport {
    ErrorReport::new(Code::VaultUnavailable)
        .saying("There is no session bus here, so the system's keyring can't be reached.")
        .hinting(
            "Use Switchhook where you are logged in to a desktop; over SSH, start it under dbus-run-session \
             with a keyring. Nothing was opened or stored.",
        )
}

fn report(error: &Error) -> ErrorReport {
    match error {
        Error::Prompt | Error::Locked => super::still_locked(),
        Error::Zbus(zbus::Error::MethodError(name, ..)) if is_absence(name) => Code::VaultUnavailable.into(),
        Error::ZbusFdo(zbus::fdo::Error::ServiceUnknown(_) | zbus::fdo::Error::NameHasNoOwner(_)) => {
            Code::VaultUnavailable.into()
        }
        // It ended while it was asked.
        Error::Zbus(zbus::Error::MethodError(name, ..)) if name.ends_with(".NoReply") => {
            super::silent("any more")
        }
        Error::PromptDisconnected => super::silent("any more"),
        _ => super::refused(),
    }
}

/// Whether this error of the bus says that nobody is there, or that whoever should be could not be started.
fn is_absence(name: &str) -> bool {
    let name = name.strip_prefix("org.freedesktop.DBus.Error.").unwrap_or_default();
    ["ServiceUnknown", "NameHasNoOwner"].contains(&name) || name.starts_with("Spawn.")
}
