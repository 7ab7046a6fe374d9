//! Changes of a registration.

use rusqlite::Transaction;
use switchhook_core::{
    ClientSecret, Endpoint, Field, Problem, Provider, Region, RegistrationId, RegistrationKind,
    RegistrationProblem, VaultProblem, label,
};

use super::addresses::{Given, checked_client_id, checked_redirect_uri, checked_workspace, unusable};
use super::manage::Registrations;
use super::{secret, shown};
use crate::contract::Registration;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::registration_secret::{is_bound_alike, opened, sealed};

/// What becomes of a registration; what is not given stays.
#[derive(Default)]
pub struct RegistrationChange {
    /// Another name: accounts and attempts of its client that bear the old one bear this one then.
    pub name: Option<String>,
    /// Another client: it has another secret.
    pub client_id: Option<String>,
    /// Where the provider sends people back to.
    pub redirect_uri: Option<String>,
    /// Where people consent; Intercom's own addresses follow it, a person's own stay.
    pub region: Option<Region>,
    /// Instead of the one it has: any other address takes the secret once more.
    pub authorization_endpoint: Option<String>,
    /// Instead of the one it has: any other address takes the secret once more.
    pub token_endpoint: Option<String>,
    /// Instead of the one it has: any other address takes the secret once more.
    pub api_base: Option<String>,
    /// Intercom's own addresses in place of the person's, but for those that are given here.
    pub intercom_addresses: bool,
    /// Which workspaces it may connect.
    pub workspace: Option<WorkspaceChoice>,
    /// Typed or piped once, where another client or another address takes it, or to replace it.
    pub client_secret: Option<ClientSecret>,
}

/// A registration as it is now.
#[derive(Debug)]
pub struct EditedRegistration {
    /// The registration.
    pub registration: Registration,
    /// The names of the accounts that stay with the client it had: this registration can't connect them again.
    pub left_behind: Vec<String>,
}

/// Which workspaces a registration may connect.
pub enum WorkspaceChoice {
    /// Whichever the browser is signed in to.
    Any,
    /// The one with this id.
    Only(String),
}

impl Registrations {
    /// Changes a registration. Attempts that await their answer carry what they began with.
    ///
    /// # Errors
    /// `not_found`; `usage` for what can't be used, for the sandbox's registration, and when the client id or an
    /// address changes without the secret; a vault code, `store_failed`.
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
        let own = kept_addresses(&old, had);
        // Consent follows the region: from one host of Intercom's to another nothing is given to anybody else.
        let follows = own.authorization_endpoint.is_none() && change.authorization_endpoint.is_none();
        let kept = if change.intercom_addresses { Given::default() } else { own };
        let api_pinned = change.api_base.is_some() || kept.api_base.is_some();
        let addresses = Given {
            authorization_endpoint: change.authorization_endpoint.or(kept.authorization_endpoint),
            token_endpoint: change.token_endpoint.or(kept.token_endpoint),
            api_base: change.api_base.or(kept.api_base),
        }
        .checked(region)?;

        // Whole addresses are compared: another path of a host may be somebody else's.
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
            authorization_endpoint: spelled(
                &old.authorization_endpoint,
                consents_there,
                addresses.authorization_endpoint,
            ),
            token_endpoint: spelled(&old.token_endpoint, exchanges_there, addresses.token_endpoint),
            api_base: spelled(&old.api_base, asks_there, addresses.api_base),
            api_pinned,
            workspace,
            ..old.clone()
        };
        let client_secret = self.secret_of(&old, &new, change.client_secret).await?;
        self.put(old, RegistrationRow { client_secret, ..new }).await
    }

    /// The client secret as `new` holds it: sealed to what the registration is from then on. A registration whose secret does
    /// not open takes no other one: somebody may have edited the addresses that it would be sent to.
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

    /// Seals another secret for a registration: it was replaced in the Developer Hub.
    ///
    /// # Errors
    /// As [`Self::edit`].
    pub async fn replace_secret(
        &self,
        id: &RegistrationId,
        secret: ClientSecret,
    ) -> Result<Registration, Problem> {
        let change = RegistrationChange { client_secret: Some(secret), ..Default::default() };
        self.edit(id, change).await.map(|edited| edited.registration)
    }

    /// A registration whose id and secret are the person's own.
    async fn own_app(&self, id: &RegistrationId) -> Result<RegistrationRow, Problem> {
        let row = self.row(id).await?;
        if row.kind == RegistrationKind::App {
            return Ok(row);
        }
        Err(RegistrationProblem::SandboxOwned { name: row.name }.into())
    }

    /// Writes a change, unless somebody else has changed or removed the registration meanwhile.
    async fn put(&self, old: RegistrationRow, new: RegistrationRow) -> Result<EditedRegistration, Problem> {
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

/// The addresses that a person gave; Intercom's own follow the region instead.
fn kept_addresses(row: &RegistrationRow, region: Region) -> Given {
    let Ok(own) = Provider::intercom(region) else { return Given::default() };
    let given = |kept: &Option<String>, own: &Endpoint| kept.clone().filter(|kept| kept != own.as_str());
    Given {
        authorization_endpoint: given(&row.authorization_endpoint, &own.authorization_endpoint),
        token_endpoint: given(&row.token_endpoint, &own.token_endpoint),
        api_base: row.api_base.clone().filter(|_| row.api_pinned),
    }
}

fn parsed(endpoint: Option<&str>) -> Option<Endpoint> {
    endpoint.and_then(|text| Endpoint::new(text).ok())
}

/// The same address stays in the spelling in which it was kept: the secret is sealed to that.
fn spelled(had: &Option<String>, is_same: bool, new: String) -> Option<String> {
    had.clone().filter(|_| is_same).or(Some(new))
}
