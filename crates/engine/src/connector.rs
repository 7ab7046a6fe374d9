//! The door of the engine: it opens a home, and hands out a handle a subject.

use std::sync::Arc;

use switchhook_core::Problem;
use tokio::sync::watch;

use crate::accounts::manage::Accounts;
use crate::connect::lifetime::Lifetime;
use crate::connect::own_token::OwnTokens;
use crate::connect::room::{Attempts, Room};
use crate::context::Context;
use crate::host::home::Home;
use crate::preferences::Preferences;
use crate::registrations::manage::Registrations;
use crate::remote::room::Remote;
use crate::vault::{VaultMode, VaultState};
use crate::view::overview::View;

/// One home, opened by this process. Clones share everything.
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
    /// Opens a home: its database is made or migrated. Neither keyring nor network is touched;
    /// [`Lifetime::resume`] or [`Lifetime::run_maintenance`] finishes what a stopped program left.
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

    /// The stored accounts.
    pub const fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Attempts to connect an account.
    pub const fn attempts(&self) -> &Attempts {
        &self.attempts
    }

    /// What starts, runs beside, and ends with the program.
    pub const fn lifetime(&self) -> &Lifetime {
        &self.lifetime
    }

    /// Accounts of tokens that a person pastes.
    pub const fn own_tokens(&self) -> &OwnTokens {
        &self.own_tokens
    }

    /// What a person chose for this home.
    pub const fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The clients that a person registered.
    pub const fn registrations(&self) -> &Registrations {
        &self.registrations
    }

    /// What is asked of a provider.
    pub const fn remote(&self) -> &Remote {
        &self.remote
    }

    /// What this home holds, in the shapes of the window.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// A number that grows with every change, other processes' included (within 250 ms).
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.context.changes.follow(&self.context.home)
    }

    /// The home this connector works in.
    pub fn home(&self) -> &Home {
        &self.context.home
    }

    /// Opens the vault now, so that a person who mended their keyring sees that it works.
    ///
    /// # Errors
    /// The vault's code.
    pub async fn open_vault(&self) -> Result<(), Problem> {
        self.context.vault.key().await.map(drop)
    }

    /// Stops waiting for a keyring that asks to be unlocked: whatever needed it fails with `vault_locked`.
    pub fn stop_waiting(&self) {
        self.context.vault.give_up();
    }

    /// What is known of the vault, and every change of it.
    pub fn vault(&self) -> watch::Receiver<VaultState> {
        self.context.vault.state()
    }
}
