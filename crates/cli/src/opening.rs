//! Opens the home for a command.

use switchhook_engine::core::ErrorReport;
use switchhook_engine::{Connector, Home, VaultMode, VaultState};

use crate::output::Output;

/// Opens the home. A command that only reads the home touches neither the keyring nor the network.
pub(crate) async fn open() -> Result<Connector, ErrorReport> {
    Ok(Connector::open(Home::locate()?, VaultMode::OsKeyring).await?)
}

/// Opens the home for a command that sends requests to a provider. First finishes the attempts that a stopped program left.
pub(crate) async fn open_to_ask(output: &Output) -> Result<Connector, ErrorReport> {
    let connector = open().await?;
    say_when_locked(&connector, output);
    connector.lifetime().resume().await?;
    // If the person did not unlock the keyring for those attempts, the keyring must not ask again at once.
    let state = connector.vault().borrow().clone();
    match state {
        VaultState::Shut(problem) => Err(problem.into()),
        VaultState::Well | VaultState::Unreached(_) | VaultState::Waiting(_) => Ok(connector),
    }
}

/// Prints a message on standard error when the keyring asks the person, in its own window, to unlock it.
pub(crate) fn say_when_locked(connector: &Connector, output: &Output) {
    let mut vault = connector.vault();
    let output = output.clone();
    tokio::spawn(async move {
        while vault.changed().await.is_ok() {
            if let VaultState::Waiting(problem) = &*vault.borrow_and_update() {
                output.say(&problem.to_string());
            }
        }
    });
}
