//! All that a window draws at first.

use std::sync::Arc;

use switchhook_core::{Channel, Problem};

use crate::accounts::shown::checked;
use crate::connect::room::Attempts;
use crate::context::Context;
use crate::contract::{AccountCard, Checked, Failure, Overview, Settings, Vault};
use crate::host::clock::{now, rfc3339};
use crate::registrations::shown::registration;
use crate::remote::room::Remote;
use crate::store::account_rows::AccountRow;
use crate::store::figures::OpenConversations;
use crate::store::{accounts, attempts, figures, registrations};
use crate::vault::VaultState;

/// Returns what the list needs of an account.
fn card(row: AccountRow, open: OpenConversations, is_key_missing: bool) -> AccountCard {
    let kind = row.kind;
    let Checked { account, trouble, .. } = checked(row, is_key_missing);
    AccountCard {
        workspace_name: account.workspace.name.filter(|name| *name != account.name),
        id: account.id,
        name: account.name,
        tags: account.tags,
        status: account.status,
        workspace_id: account.workspace.id,
        region: account.workspace.region,
        teammate: account.admin.name,
        email: account.admin.email,
        registration: account.registration,
        connected_at: account.connected_at,
        checked_at: account.checked_at,
        kind,
        trouble,
        open: open.count,
        open_as_of: open.counted_at.map(rfc3339),
        open_failed: open.failed,
    }
}

/// The content of this home in the window's shapes. Reading it touches neither keyring nor network.
#[derive(Clone)]
pub struct View {
    pub(super) context: Arc<Context>,
    pub(super) attempts: Attempts,
    pub(super) remote: Remote,
}

impl View {
    /// Returns a handle to the content of this home.
    pub(crate) const fn new(context: Arc<Context>, attempts: Attempts, remote: Remote) -> Self {
        Self { context, attempts, remote }
    }

    /// Returns all that a window draws at first, read at one moment: accounts and registrations by name, attempts
    /// with the oldest first. Leaves out damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn overview(&self) -> Result<Overview, Problem> {
        let read = |db: &rusqlite::Connection| {
            let open = figures::open(db)?;
            let attempts = attempts::on_show(db, now())?;
            Ok((accounts::all(db, None, None)?, open, attempts, registrations::all(db)?))
        };
        let (accounts, mut open, attempts, registrations) = self.context.store.read(read).await?;
        let is_key_missing = self.context.vault.is_key_missing();
        let card = |row: AccountRow| {
            let open = open.remove(&row.id).unwrap_or_default();
            card(row, open, is_key_missing)
        };
        let vault = self.context.vault.state().borrow().clone();
        Ok(Overview {
            accounts: accounts.into_iter().map(card).collect(),
            attempts: self.attempts.shown(&attempts),
            registrations: registrations.iter().map(registration).collect(),
            vault: Vault {
                mode: self.context.vault.mode.code(),
                error: vault.problem().cloned().map(Failure::from),
                waiting: matches!(vault, VaultState::Waiting(_)),
            },
            version: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Returns the vault's mode, the data folder, this program's version and its channel.
    pub fn settings(&self) -> Settings {
        Settings {
            vault: self.context.vault.mode.code(),
            data_folder: self.context.home.folder().display().to_string(),
            version: env!("CARGO_PKG_VERSION"),
            channel: Channel::current().code(),
        }
    }
}
