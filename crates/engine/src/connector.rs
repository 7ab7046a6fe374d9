//! The entrance of the engine: opens a home, and hands out one handle for each subject.

use std::sync::Arc;

use switchhook_core::Problem;
use tokio::sync::watch;

use crate::accounts::manage::Accounts;
use crate::connect::lifetime::Lifetime;
use crate::connect::own_token::OwnTokens;
use crate::connect::room::{Attempts, Room};
use crate::context::Context;
use crate::health::doctor::Doctor;
use crate::host::home::Home;
use crate::preferences::Preferences;
use crate::registrations::manage::Registrations;
use crate::remote::room::Remote;
use crate::vault::{VaultMode, VaultState};
use crate::view::overview::View;

/// One home, opened by this process. Clones share all state.
#[derive(Clone)]
pub struct Connector {
    context: Arc<Context>,
    accounts: Accounts,
    attempts: Attempts,
    lifetime: Lifetime,
    own_tokens: OwnTokens,
    preferences: Preferences,
    registrations: Registrations,
    remote: Remote,
    view: View,
}

impl Connector {
    /// Opens a home: creates its database, or migrates it to this version. Uses neither keyring nor network.
    ///
    /// The caller then runs [`Lifetime::resume`] or [`Lifetime::run_maintenance`]: they finish the attempts that a stopped
    /// program left.
    ///
    /// # Errors
    /// `store_failed` when the home can't be used.
    pub async fn open(home: Home, mode: VaultMode) -> Result<Self, Problem> {
        let context = Context::open(home, mode).await?;
        let room = Room::new(Arc::clone(&context));
        let attempts = Attempts::new(Arc::clone(&room));
        let remote = Remote::new(Arc::clone(&context));
        Ok(Self {
            accounts: Accounts::new(Arc::clone(&context)),
            lifetime: Lifetime::new(room),
            own_tokens: OwnTokens::new(Arc::clone(&context)),
            preferences: Preferences::new(Arc::clone(&context)),
            registrations: Registrations::new(Arc::clone(&context)),
            view: View::new(Arc::clone(&context), attempts.clone(), remote.clone()),
            attempts,
            remote,
            context,
        })
    }

    /// Returns the handle for stored accounts.
    pub const fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Returns the handle for attempts to connect an account.
    pub const fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// Returns the handle that examines this home and this computer.
    pub fn doctor(&self) -> Doctor {
        Doctor::new(Arc::clone(&self.context))
    }

    /// Returns the handle for the start, the maintenance and the end of the program.
    pub const fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }

    /// Returns the handle for accounts whose token a person pastes.
    pub const fn own_tokens(&self) -> &OwnTokens {
        &self.own_tokens
    }

    /// Returns the handle for the choices that a person made for this home.
    pub const fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// Returns the handle for registrations.
    pub const fn registrations(&self) -> &Registrations {
        &self.registrations
    }

    /// Returns the handle for requests to a provider.
    pub const fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Returns the handle that reads this home in the shapes that the window draws.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// Returns a number that grows with each change of the database: at once with a change by this process, and within 250 ms
    /// with one by another.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.context.changes.follow()
    }

    /// Returns the home that this connector opened.
    pub fn home(&self) -> &Home {
        &self.context.home
    }

    /// Opens the vault now, so that a person who repaired their keyring sees that it works.
    ///
    /// # Errors
    /// `vault_unavailable`, `vault_locked` or `key_missing` when the vault does not open, `store_failed`.
    pub async fn open_vault(&self) -> Result<(), Problem> {
        self.context.vault.key().await.map(drop)
    }

    /// Tests whether the system's keyring can be reached, so that the vault's state shows it where it can't. Repeats the test
    /// every few seconds until the keyring can be reached. Asks no person and opens nothing: a locked keyring counts as reachable.
    pub async fn test_vault(&self) {
        self.context.vault.test().await;
    }

    /// Stops waiting for a person to unlock the keyring. Each operation that waits for the vault fails with `vault_locked`.
    pub fn stop_waiting(&self) {
        self.context.vault.give_up();
    }

    /// Returns the vault's state as last observed; the receiver notices each change.
    pub fn vault(&self) -> watch::Receiver<VaultState> {
        self.context.vault.state()
    }
}
