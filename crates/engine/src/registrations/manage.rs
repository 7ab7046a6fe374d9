//! Registrations as a person manages them: added, listed, removed, and prepared for an attempt.

use std::sync::Arc;

use rusqlite::{Connection, Transaction};
use switchhook_core::{
    Addresses, AttemptProblem, Channel, ClientId, ClientSecret, Endpoint, Field, Problem, RedirectUri,
    Region, RegistrationId, RegistrationKind, RegistrationProblem, VaultProblem, label,
};

use super::addresses::{AddressInput, checked_client_id, checked_redirect_uri, checked_workspace, unusable};
use super::{secret, shown};
use crate::context::Context;
use crate::contract::Registration;
use crate::host::clock::now;
use crate::intercom::sandbox;
use crate::store::attempts;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::registration_secret;
use crate::vault::sealing::MasterKey;

/// The registrations of this home.
#[derive(Clone)]
pub struct Registrations {
    pub(super) context: Arc<Context>,
}

/// A registration as a person enters it.
pub struct NewRegistration {
    /// A name of the person's choice. No other registration has it.
    pub name: String,
    /// The public id at the provider.
    pub client_id: String,
    /// The client secret, typed or piped once. Switchhook seals it at once.
    pub client_secret: ClientSecret,
    /// The address to which the provider sends people back, exactly as registered there.
    pub redirect_uri: String,
    /// The region in which people consent.
    pub region: Region,
    /// Replaces Intercom's own address.
    pub authorization_endpoint: Option<String>,
    /// Replaces Intercom's own address.
    pub token_endpoint: Option<String>,
    /// Replaces Intercom's own address. Every later call goes there, in any region.
    pub api_base: Option<String>,
    /// The id of the only workspace that the registration may connect.
    pub workspace: Option<String>,
}

/// A registration with all that an attempt needs.
pub(crate) struct ResolvedRegistration {
    pub(crate) row: RegistrationRow,
    pub(crate) addresses: Addresses,
    pub(crate) redirect_uri: RedirectUri,
    pub(crate) client_secret: ClientSecret,
}

/// The name of the sandbox's registration.
const SANDBOX_NAME: &str = "Sandbox";

/// A registration after its removal.
pub struct RemovedRegistration {
    /// The registration's id.
    pub id: RegistrationId,
    /// The registration's name.
    pub name: String,
    /// The names of the accounts that were connected with the registration's client, ordered by name. They
    /// stay, and can be connected again once the client is back. Empty where another registration has the
    /// client too.
    pub accounts: Vec<String>,
}

impl Registrations {
    /// Returns a handle to the registrations of this home.
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Returns all registrations, ordered by name. Leaves out damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn list(&self) -> Result<Vec<Registration>, Problem> {
        let rows = self.context.store.read(registrations::all).await?;
        Ok(rows.iter().map(shown::registration).collect())
    }

    /// Returns the id of the registration that has this id or this name. An id counts before a name, which
    /// may be in any form of Unicode.
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

    /// Checks a registration, seals its secret and stores it.
    ///
    /// # Errors
    /// `usage` for a value that can't be used or a name that is taken, a vault code when the secret can't be
    /// sealed, `store_failed`.
    pub async fn add(&self, new: NewRegistration) -> Result<Registration, Problem> {
        let name = label(&new.name).map_err(unusable(Field::Name))?;
        let client_id = checked_client_id(&new.client_id)?;
        let redirect_uri = checked_redirect_uri(&new.redirect_uri)?;
        let workspace = new.workspace.as_deref().map(checked_workspace).transpose()?;
        let api_pinned = new.api_base.is_some();
        let addresses = AddressInput {
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

    /// Returns the registration of the running sandbox, and makes it at the first call.
    ///
    /// # Errors
    /// `provider_unreachable` when no sandbox runs, `provider_unreadable` when another program answers,
    /// `store_failed`.
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

    /// Returns the names of the accounts that were connected with a registration's client, ordered by name.
    /// Empty where another registration has that client too.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn accounts_of(&self, id: &RegistrationId) -> Result<Vec<String>, Problem> {
        let row = self.row(id).await?;
        Ok(self.context.store.read(move |db| registrations::accounts(db, &row)).await?)
    }

    /// Removes a registration and cancels the attempts that await an answer for it. Its accounts stay, and
    /// so do the attempts that have their answer.
    ///
    /// The result names the accounts as [`Self::accounts_of`] does.
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

    /// Returns the row of a registration.
    ///
    /// # Errors
    /// `not_found`, `store_failed`, also for a damaged row.
    pub(crate) async fn row(&self, id: &RegistrationId) -> Result<RegistrationRow, Problem> {
        let id = id.clone();
        let row = self.context.store.read(move |db| registrations::by_id(db, &id)).await?;
        row.ok_or_else(|| RegistrationProblem::NotFound.into())
    }

    /// Returns a registration with its addresses and its secret: the stored ones, or those of the running
    /// sandbox.
    ///
    /// # Errors
    /// `store_failed` for damaged addresses, `key_missing` where the secret is missing or does not open,
    /// `provider_unreachable` or `provider_unreadable` where no sandbox answers.
    pub(crate) async fn ready(
        &self,
        row: RegistrationRow,
        key: &MasterKey,
    ) -> Result<ResolvedRegistration, Problem> {
        let damaged = RegistrationProblem::AddressesDamaged;
        let redirect_uri =
            RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| damaged.clone())?;
        if row.kind == RegistrationKind::Sandbox {
            let sandbox = sandbox::ask(&self.context.home, &self.context.http).await?;
            let row = RegistrationRow { client_id: sandbox.client_id, ..row };
            return Ok(ResolvedRegistration {
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
        Ok(ResolvedRegistration { row, addresses, redirect_uri, client_secret })
    }

    /// Refuses a name that is taken.
    ///
    /// # Errors
    /// `usage` where another registration has the name or has it as its id, `store_failed`.
    async fn check_free(&self, name: &str) -> Result<(), Problem> {
        let wanted = name.to_string();
        let taken = move |db: &Connection| registrations::is_taken(db, &wanted, None);
        match self.context.store.read(taken).await? {
            true => Err(RegistrationProblem::NameTaken { name: name.into() }.into()),
            false => Ok(()),
        }
    }
}

/// Returns a new row for the sandbox's client. The name ends with a part of the id where `name_taken`.
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
