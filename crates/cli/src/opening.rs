//! The home, opened for a verb.

use switchhook_engine::core::ErrorReport;
use switchhook_engine::{Connector, Home, VaultMode, VaultState};

use crate::output::Output;

/// Opens the home. What only reads it touches neither keyring nor network.
pub(crate) async fn open() -> Result<Connector, ErrorReport> {
    Ok(Connector::open(Home::locate()?, VaultMode::OsKeyring).await?)
}

/// Opens the home for a verb that asks a provider. It first finishes what a stopped program left.
pub(crate) async fn open_to_ask(output: &Output) -> Result<Connector, ErrorReport> {
    let connector = open().await?;
    say_when_locked(&connector, output);
    connector.lifetime().resume().await?;
    // A person who did not unlock the keyring for that gets no second question at once.
    let state = connector.vault().borrow().clone();
    match state {
        VaultState::Shut(problem) => Err(problem.into()),
        VaultState::Well | VaultState::Waiting(_) => Ok(connector),
    }
}

/// Tells the terminal that a locked keyring asks the person in a window of its own.
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
