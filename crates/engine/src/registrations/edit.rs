//! Changes of a registration.

use rusqlite::Transaction;
use switchhook_core::{
    ClientSecret, Endpoint, Field, Problem, Provider, Region, RegistrationId, RegistrationKind,
    RegistrationProblem, VaultProblem, label,
};

use super::addresses::{AddressInput, checked_client_id, checked_redirect_uri, checked_workspace, unusable};
use super::manage::Registrations;
use super::{secret, shown};
use crate::contract::Registration;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::registration_secret::{is_bound_alike, opened, sealed};

/// A change of a registration. A field that is `None` stays as it is.
#[derive(Default)]
pub struct RegistrationChange {
    /// The new name. Accounts and attempts of the registration's client that bear the old name get it too.
    pub name: Option<String>,
    /// Another client. Needs the client secret of that client.
    pub client_id: Option<String>,
    /// The address to which the provider sends people back.
    pub redirect_uri: Option<String>,
    /// The region in which people consent. Intercom's own addresses follow the region; a person's own stay.
    pub region: Option<Region>,
    /// Another address for consent. Needs the client secret again.
    pub authorization_endpoint: Option<String>,
    /// Another address for token requests. Needs the client secret again.
    pub token_endpoint: Option<String>,
    /// Another address of the API. Needs the client secret again.
    pub api_base: Option<String>,
    /// Whether Intercom's own addresses replace the person's. An address in this change still counts.
    pub intercom_addresses: bool,
    /// The workspaces that the registration may connect.
    pub workspace: Option<WorkspaceChoice>,
    /// The client secret, typed or piped once. Another client or address needs it; it may also replace the
    /// old secret.
    pub client_secret: Option<ClientSecret>,
}

/// A registration after its change.
#[derive(Debug)]
pub struct EditedRegistration {
    /// The registration.
    pub registration: Registration,
    /// The names of the accounts that stay with the former client, ordered by name. This registration can't
    /// connect them again. Empty where the client stays, or where another registration has the former one.
    pub left_behind: Vec<String>,
}

/// The workspaces that a registration may connect.
pub enum WorkspaceChoice {
    /// The workspace that the browser is signed in to.
    Any,
    /// The workspace with this id.
    Only(String),
}

impl Registrations {
    /// Changes a registration. Attempts that await their answer keep what they began with.
    ///
    /// # Errors
    /// - `usage` for a value that can't be used, a name that is taken, or the sandbox's registration.
    /// - `usage` for a new client or address without the secret, and where another process changed the
    ///   registration.
    /// - `not_found`, a vault code, `store_failed`.
    pub async fn edit(
        &self,
        id: &RegistrationId,
        change: RegistrationChange,
    ) -> Result<EditedRegistration, Problem> {
        let old = self.own_app(id).await?;
        let name = match &change.name {
            Some(name) => label(name).map_err(unusable(Field::Name))?,
            None => old.name.clone(),
        };
        let client_id = match &change.client_id {
            Some(client_id) => checked_client_id(client_id)?,
            None => old.client_id.clone(),
        };
        let redirect_uri = match &change.redirect_uri {
            Some(uri) => checked_redirect_uri(uri)?,
            None => old.redirect_uri.clone(),
        };
        let workspace = match &change.workspace {
            Some(WorkspaceChoice::Only(id)) => Some(checked_workspace(id)?),
            Some(WorkspaceChoice::Any) => None,
            None => old.workspace.clone(),
        };
        let had: Region = old.region.parse().unwrap_or(Region::Us);
        let region = change.region.unwrap_or(had);
        let own = custom_addresses(&old, had);
        // Consent follows the region. A move from one host of Intercom's to another gives no secret away.
        let follows = own.authorization_endpoint.is_none() && change.authorization_endpoint.is_none();
        let kept = if change.intercom_addresses { AddressInput::default() } else { own };
        let api_pinned = change.api_base.is_some() || kept.api_base.is_some();
        let addresses = AddressInput {
            authorization_endpoint: change.authorization_endpoint.or(kept.authorization_endpoint),
            token_endpoint: change.token_endpoint.or(kept.token_endpoint),
            api_base: change.api_base.or(kept.api_base),
        }
        .checked(region)?;

        // Whole addresses count: another path of a host may belong to another party.
        let is_same = |had: &Option<String>, new: &Endpoint| parsed(had.as_deref()).as_ref() == Some(new);
        let consents_there = is_same(&old.authorization_endpoint, &addresses.parsed.authorization_endpoint);
        let exchanges_there = is_same(&old.token_endpoint, &addresses.parsed.token_endpoint);
        let asks_there =
            parsed(old.api_base.as_deref()).is_some_and(|had| had.is_same_prefix(&addresses.parsed.api_base));
        let is_elsewhere =
            old.client_id != client_id || !exchanges_there || !asks_there || !(follows || consents_there);
        if is_elsewhere && change.client_secret.is_none() {
            return Err(RegistrationProblem::SecretNeeded.into());
        }
        let new = RegistrationRow {
            name,
            client_id,
            redirect_uri,
            region: region.code().to_string(),
            authorization_endpoint: keep_spelling(
                &old.authorization_endpoint,
                consents_there,
                addresses.authorization_endpoint,
            ),
            token_endpoint: keep_spelling(&old.token_endpoint, exchanges_there, addresses.token_endpoint),
            api_base: keep_spelling(&old.api_base, asks_there, addresses.api_base),
            api_pinned,
            workspace,
            ..old.clone()
        };
        let client_secret = self.secret_of(&old, &new, change.client_secret).await?;
        self.store_change(old, RegistrationRow { client_secret, ..new }).await
    }

    /// Returns the client secret as `new` holds it: sealed to the new columns. The old blob stays where no
    /// secret is given and no bound column changed; `None` where there was none.
    ///
    /// A registration whose secret does not open takes no other secret: another program may have edited the
    /// addresses.
    ///
    /// # Errors
    /// `key_missing` where the old secret is missing or does not open. `usage` for a text that can't be the
    /// secret, and for a client id that is a secret. A vault code, `store_failed`.
    async fn secret_of(
        &self,
        old: &RegistrationRow,
        new: &RegistrationRow,
        given: Option<ClientSecret>,
    ) -> Result<Option<Vec<u8>>, Problem> {
        if given.is_none() && is_bound_alike(old, new) {
            return Ok(old.client_secret.clone());
        }
        let key = self.context.vault.key().await?;
        let unreadable = || RegistrationProblem::SecretUnreadable { name: old.name.clone() };
        let had = opened(old, &key).ok_or_else(unreadable)?;
        if let Some(given) = &given {
            secret::check(&self.context, &new.client_id, given, &key).await?;
        }
        let sealed = sealed(new, given.as_ref().unwrap_or(&had), &key);
        Ok(Some(sealed.map_err(|_| VaultProblem::Absent)?))
    }

    /// Replaces a registration's client secret, as after a new one from the Developer Hub.
    ///
    /// # Errors
    /// `not_found`, a vault code, `store_failed`. `usage` for a text that can't be the secret, and for the
    /// sandbox's registration. `key_missing` where the old secret does not open.
    pub async fn replace_secret(
        &self,
        id: &RegistrationId,
        secret: ClientSecret,
    ) -> Result<Registration, Problem> {
        let change = RegistrationChange { client_secret: Some(secret), ..Default::default() };
        self.edit(id, change).await.map(|edited| edited.registration)
    }

    /// Returns the row of a registration that a person made.
    ///
    /// # Errors
    /// `not_found`, `usage` for the sandbox's registration, `store_failed`.
    async fn own_app(&self, id: &RegistrationId) -> Result<RegistrationRow, Problem> {
        let row = self.row(id).await?;
        if row.kind == RegistrationKind::App {
            return Ok(row);
        }
        Err(RegistrationProblem::SandboxOwned { name: row.name }.into())
    }

    /// Stores a change, and returns the registration with the accounts that stay with a former client.
    ///
    /// # Errors
    /// `usage` where the name is taken, or where the stored row is no longer `old`. `store_failed`.
    async fn store_change(
        &self,
        old: RegistrationRow,
        new: RegistrationRow,
    ) -> Result<EditedRegistration, Problem> {
        let shown = shown::registration(&new);
        let is_new_secret = old.client_secret != new.client_secret;
        let change = move |db: &Transaction<'_>| {
            if registrations::is_taken(db, &new.name, Some(&old.id))? {
                return Ok(Err(RegistrationProblem::NameTaken { name: new.name }));
            }
            match registrations::by_id(db, &old.id)? {
                Some(found) if found == old => {
                    registrations::change(db, &old, &new)?;
                    let is_same = old.client_id == new.client_id;
                    Ok(Ok(if is_same { Vec::new() } else { registrations::accounts(db, &old)? }))
                }
                _ => Ok(Err(RegistrationProblem::ChangedElsewhere { name: old.name })),
            }
        };
        let left_behind = self.context.store.write(change).await??;
        if is_new_secret {
            self.context.store.erase_deleted().await?;
        }
        Ok(EditedRegistration { registration: shown, left_behind })
    }
}

/// Returns the addresses that a person gave: the API's address where it is pinned, and each endpoint that is
/// not Intercom's own in `region`. Intercom's own endpoints follow the region.
fn custom_addresses(row: &RegistrationRow, region: Region) -> AddressInput {
    let Ok(own) = Provider::intercom(region) else { return AddressInput::default() };
    let given = |kept: &Option<String>, own: &Endpoint| kept.clone().filter(|kept| kept != own.as_str());
    AddressInput {
        authorization_endpoint: given(&row.authorization_endpoint, &own.authorization_endpoint),
        token_endpoint: given(&row.token_endpoint, &own.token_endpoint),
        api_base: row.api_base.clone().filter(|_| row.api_pinned),
    }
}

/// Returns the address. `None` where it is missing or can't be used.
fn parsed(endpoint: Option<&str>) -> Option<Endpoint> {
    endpoint.and_then(|text| Endpoint::new(text).ok())
}

/// Returns the stored spelling of an unchanged address, otherwise the new address. Never `None`. The secret
/// is sealed to the spelling.
fn keep_spelling(had: &Option<String>, is_same: bool, new: String) -> Option<String> {
    had.clone().filter(|_| is_same).or(Some(new))
}
