//! Registrations as a person manages them: added, listed, made ready for an attempt, removed.

use std::sync::Arc;

use rusqlite::{Connection, Transaction};
use switchhook_core::{
    Addresses, AttemptProblem, Channel, ClientId, ClientSecret, Endpoint, Field, Problem, RedirectUri,
    Region, RegistrationId, RegistrationKind, RegistrationProblem, VaultProblem, label,
};

use super::addresses::{Given, checked_client_id, checked_redirect_uri, checked_workspace, unusable};
use super::{secret, shown};
use crate::context::Context;
use crate::contract::Registration;
use crate::host::clock::now;
use crate::intercom::sandbox;
use crate::store::attempts;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::registration_secret;
use crate::vault::sealing::MasterKey;

/// The stored registrations.
#[derive(Clone)]
pub struct Registrations {
    pub(super) context: Arc<Context>,
}

/// A registration as a person gives it.
pub struct NewRegistration {
    /// A name of the person's choice, unique here.
    pub name: String,
    /// The public id at the provider.
    pub client_id: String,
    /// Typed or piped once; sealed at once.
    pub client_secret: ClientSecret,
    /// Where the provider sends people back to, exactly as registered there.
    pub redirect_uri: String,
    /// Where people consent.
    pub region: Region,
    /// Instead of Intercom's own.
    pub authorization_endpoint: Option<String>,
    /// Instead of Intercom's own.
    pub token_endpoint: Option<String>,
    /// Instead of Intercom's own; serves every later call, whatever region `/me` names.
    pub api_base: Option<String>,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<String>,
}

/// What an attempt needs of its registration.
pub(crate) struct Ready {
    pub(crate) row: RegistrationRow,
    pub(crate) addresses: Addresses,
    pub(crate) redirect_uri: RedirectUri,
    pub(crate) client_secret: ClientSecret,
}

const SANDBOX_NAME: &str = "Sandbox";

/// A registration that is gone.
pub struct RemovedRegistration {
    /// Its id.
    pub id: RegistrationId,
    /// Its name.
    pub name: String,
    /// The names of the accounts that were connected with its client: they stay, and can be connected again once it is
    /// back.
    pub accounts: Vec<String>,
}

impl Registrations {
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Every registration, by name.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn list(&self) -> Result<Vec<Registration>, Problem> {
        let rows = self.context.store.read(registrations::all).await?;
        Ok(rows.iter().map(shown::registration).collect())
    }

    /// The registration that a person names, by its id or its name.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn resolve(&self, id_or_name: &str) -> Result<RegistrationId, Problem> {
        let wanted = id_or_name.to_owned();
        let read = move |db: &Connection| match registrations::by_id(db, &RegistrationId::new(&*wanted))? {
            Some(row) => Ok(Some(row)),
            None => registrations::by_name(db, &wanted),
        };
        let found = self.context.store.read(read).await?;
        found.map(|row| row.id).ok_or_else(|| RegistrationProblem::NotFound.into())
    }

    /// Checks and keeps a registration; its secret is sealed.
    ///
    /// # Errors
    /// `usage` for a name, id or address that can't be used, a vault code when the secret can't be
    /// sealed, `store_failed`.
    pub async fn add(&self, new: NewRegistration) -> Result<Registration, Problem> {
        let name = label(&new.name).map_err(unusable(Field::Name))?;
        let client_id = checked_client_id(&new.client_id)?;
        let redirect_uri = checked_redirect_uri(&new.redirect_uri)?;
        let workspace = new.workspace.as_deref().map(checked_workspace).transpose()?;
        let api_pinned = new.api_base.is_some();
        let addresses = Given {
            authorization_endpoint: new.authorization_endpoint,
            token_endpoint: new.token_endpoint,
            api_base: new.api_base,
        }
        .checked(new.region)?;
        self.check_free(&name).await?;
        let key = self.context.vault.key().await?;
        secret::check(&self.context, &client_id, &new.client_secret, &key).await?;
        let id = RegistrationId::new(uuid::Uuid::new_v4().to_string());
        let row = RegistrationRow {
            id,
            name,
            kind: RegistrationKind::App,
            client_id,
            redirect_uri,
            region: new.region.code().to_string(),
            authorization_endpoint: Some(addresses.authorization_endpoint),
            token_endpoint: Some(addresses.token_endpoint),
            api_pinned,
            api_base: Some(addresses.api_base),
            client_secret: None,
            created_at: now(),
            workspace,
        };
        let sealed = registration_secret::sealed(&row, &new.client_secret, &key);
        let row = RegistrationRow { client_secret: Some(sealed.map_err(|_| VaultProblem::Absent)?), ..row };
        let shown = shown::registration(&row);
        self.context.store.write(move |db| registrations::insert(db, &row)).await?;
        Ok(shown)
    }

    /// The registration of the running sandbox, made at its first use.
    ///
    /// # Errors
    /// `provider_unreachable` when none runs, `store_failed`.
    pub async fn of_sandbox(&self) -> Result<Registration, Problem> {
        let sandbox = sandbox::ask(&self.context.home, &self.context.http).await?;
        let find_or_add = move |db: &Transaction<'_>| {
            let known = registrations::all(db)?.into_iter().find(|row| row.kind == RegistrationKind::Sandbox);
            if let Some(mut row) = known {
                registrations::set_client_id(db, &row.id, &sandbox.client_id)?;
                row.client_id = sandbox.client_id;
                return Ok(row);
            }
            let taken = registrations::by_name(db, SANDBOX_NAME)?.is_some();
            let row = sandbox_row(sandbox.client_id, taken);
            registrations::insert(db, &row)?;
            Ok(row)
        };
        Ok(shown::registration(&self.context.store.write(find_or_add).await?))
    }

    /// The names of the accounts that were connected with a registration's client.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn accounts_of(&self, id: &RegistrationId) -> Result<Vec<String>, Problem> {
        let row = self.row(id).await?;
        Ok(self.context.store.read(move |db| registrations::accounts(db, &row)).await?)
    }

    /// Removes a registration. Accounts connected with it stay; which those are is told. An attempt that awaits an answer for it
    /// is cancelled.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn remove(&self, id: &RegistrationId) -> Result<RemovedRegistration, Problem> {
        let row = self.row(id).await?;
        let remove = move |db: &Transaction<'_>| {
            let accounts = registrations::accounts(db, &row)?;
            registrations::remove(db, &row.id)?;
            let why = AttemptProblem::RegistrationRemoved { registration: row.name.clone() };
            attempts::cancel_all_of(db, &row.id, &why.into(), now())?;
            Ok(RemovedRegistration { id: row.id, name: row.name, accounts })
        };
        let removed = self.context.store.write(remove).await?;
        self.context.store.erase_deleted().await?;
        Ok(removed)
    }

    pub(crate) async fn row(&self, id: &RegistrationId) -> Result<RegistrationRow, Problem> {
        let id = id.clone();
        let row = self.context.store.read(move |db| registrations::by_id(db, &id)).await?;
        row.ok_or_else(|| RegistrationProblem::NotFound.into())
    }

    /// The addresses and the secret of a registration: stored ones, or the running sandbox's.
    pub(crate) async fn ready(&self, row: RegistrationRow, key: &MasterKey) -> Result<Ready, Problem> {
        let damaged = RegistrationProblem::AddressesDamaged;
        let redirect_uri =
            RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| damaged.clone())?;
        if row.kind == RegistrationKind::Sandbox {
            let sandbox = sandbox::ask(&self.context.home, &self.context.http).await?;
            let row = RegistrationRow { client_id: sandbox.client_id, ..row };
            return Ok(Ready {
                row,
                addresses: sandbox.addresses,
                redirect_uri,
                client_secret: sandbox.client_secret,
            });
        }
        let endpoint = |text: &Option<String>| {
            text.as_deref().and_then(|text| Endpoint::new(text).ok()).ok_or_else(|| damaged.clone())
        };
        let addresses = Addresses {
            authorization_endpoint: endpoint(&row.authorization_endpoint)?,
            token_endpoint: endpoint(&row.token_endpoint)?,
            api_base: endpoint(&row.api_base)?,
        };
        let unreadable = || RegistrationProblem::SecretUnreadable { name: row.name.clone() };
        let client_secret = registration_secret::opened(&row, key).ok_or_else(unreadable)?;
        Ok(Ready { row, addresses, redirect_uri, client_secret })
    }

    async fn check_free(&self, name: &str) -> Result<(), Problem> {
        let wanted = name.to_string();
        let taken = move |db: &Connection| registrations::is_taken(db, &wanted, None);
        match self.context.store.read(taken).await? {
            true => Err(RegistrationProblem::NameTaken { name: name.into() }.into()),
            false => Ok(()),
        }
    }
}

fn sandbox_row(client_id: ClientId, name_taken: bool) -> RegistrationRow {
    let id = RegistrationId::new(uuid::Uuid::new_v4().to_string());
    let name =
        if name_taken { format!("{SANDBOX_NAME} {}", &id.as_str()[..8]) } else { SANDBOX_NAME.to_string() };
    RegistrationRow {
        id,
        name,
        kind: RegistrationKind::Sandbox,
        client_id,
        redirect_uri: Channel::current().callback().to_string(),
        region: Region::Us.code().to_string(),
        authorization_endpoint: None,
        token_endpoint: None,
        api_base: None,
        api_pinned: false,
        client_secret: None,
        created_at: now(),
        workspace: None,
    }
}
