//! What is done to a registration that is there: edited, given a new secret, removed.

use switchhook_core::{
    ClientSecret, Code, Endpoint, ErrorReport, PASTE_REDIRECT_URI, Permission, Provider, Region,
    RegistrationKind, label,
};

use crate::connector::{Connector, usage};
use crate::contract::{AppForm, AppGuide, AppPermission, Registration};
use crate::host::clock::now;
use crate::registrations::manage::NewRegistration;
use crate::registrations::manage::{
    Given, checked_client_id, checked_redirect_uri, checked_workspace, refuse, seal, taken,
};
use crate::store::attempts;
use crate::store::registrations::{self, RegistrationRow};

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
    /// Instead of the one it has: another host takes the secret once more.
    pub authorization_endpoint: Option<String>,
    /// Instead of the one it has: any other address takes the secret once more.
    pub token_endpoint: Option<String>,
    /// Instead of the one it has: another host takes the secret once more.
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

/// A registration that is gone.
pub struct RemovedRegistration {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The names of the accounts that were connected with its client: they stay, and can be connected again once it is
    /// back.
    pub accounts: Vec<String>,
}

impl AppForm {
    /// A new registration at Intercom's own addresses.
    pub fn with_secret(self, client_secret: ClientSecret) -> NewRegistration {
        NewRegistration {
            name: self.name,
            client_id: self.client_id,
            client_secret,
            redirect_uri: self.redirect_uri,
            region: self.region,
            authorization_endpoint: None,
            token_endpoint: None,
            api_base: None,
            workspace: self.workspace,
        }
    }
}

impl From<AppForm> for RegistrationChange {
    /// A form shows all that it can change, so all of it is taken; addresses of the person's own stay.
    fn from(form: AppForm) -> Self {
        Self {
            name: Some(form.name),
            client_id: Some(form.client_id),
            redirect_uri: Some(form.redirect_uri),
            region: Some(form.region),
            workspace: Some(form.workspace.map_or(WorkspaceChoice::Any, WorkspaceChoice::Only)),
            ..Self::default()
        }
    }
}

/// What a person is told who makes an app in the Developer Hub.
pub fn app_guide() -> AppGuide {
    let permissions = Permission::all()
        .into_iter()
        .map(|Permission { label, figures }| AppPermission { label, figures })
        .collect();
    AppGuide { redirect_uri: PASTE_REDIRECT_URI, permissions }
}

impl Connector {
    /// Changes a registration, by id or name. Attempts that await their answer carry what they began with.
    ///
    /// # Errors
    /// `not_found`; `usage` for what can't be used, for the sandbox's registration, and when the client id, the token
    /// endpoint or the host of another address changes without the secret; a vault code, `store_failed`.
    pub async fn edit_registration(
        &self,
        id_or_name: &str,
        change: RegistrationChange,
    ) -> Result<EditedRegistration, ErrorReport> {
        let old = self.own_app(id_or_name).await?;
        let name = match &change.name {
            Some(name) => label(name).map_err(|error| refuse("name", &error))?,
            None => old.name.clone(),
        };
        let client_id = match change.client_id {
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

        let moved = |had: &Option<String>, new: &Endpoint| origin_of(had.as_deref()) != Some(new.origin());
        // The secret itself is sent there: another path of a host may be somebody else's.
        let had_token_endpoint = old.token_endpoint.as_deref().and_then(|text| Endpoint::new(text).ok());
        let is_elsewhere = old.client_id != client_id
            || had_token_endpoint.as_ref() != Some(&addresses.parsed.token_endpoint)
            || moved(&old.api_base, &addresses.parsed.api_base)
            || (!follows && moved(&old.authorization_endpoint, &addresses.parsed.authorization_endpoint));
        let client_secret = match change.client_secret {
            Some(secret) => {
                let key = self.key().await?;
                self.check_secret(&client_id, &secret, &key).await?;
                Some(seal(&key, &old.id, &client_id, &addresses.parsed, &secret)?)
            }
            None if is_elsewhere => {
                return Err(usage(
                    "Another client id, another token endpoint, or an address at another host, takes the client secret once more.",
                    "Give the secret together with that change: on the command line with --secret-stdin. Nothing was changed.",
                ));
            }
            None => old.client_secret.clone(),
        };
        let new = RegistrationRow {
            name,
            client_id,
            redirect_uri,
            region: region.code().to_string(),
            authorization_endpoint: Some(addresses.authorization_endpoint),
            token_endpoint: Some(addresses.token_endpoint),
            api_base: Some(addresses.api_base),
            api_pinned,
            client_secret,
            workspace,
            ..old.clone()
        };
        self.put(old, new).await
    }

    /// Seals another secret for a registration, by id or name: it was replaced in the Developer Hub.
    ///
    /// # Errors
    /// As [`Self::edit_registration`].
    pub async fn replace_secret(
        &self,
        id_or_name: &str,
        secret: ClientSecret,
    ) -> Result<Registration, ErrorReport> {
        let change = RegistrationChange { client_secret: Some(secret), ..Default::default() };
        self.edit_registration(id_or_name, change).await.map(|edited| edited.registration)
    }

    /// The names of the accounts that were connected with a registration's client.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn accounts_of_registration(&self, id_or_name: &str) -> Result<Vec<String>, ErrorReport> {
        let row = self.registration(id_or_name).await?;
        self.store().read(move |db| registrations::accounts(db, &row)).await
    }

    /// Removes a registration, by id or name. Accounts connected with it stay; which those are is told. What awaits an
    /// answer for it is cancelled.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn remove_registration(&self, id_or_name: &str) -> Result<RemovedRegistration, ErrorReport> {
        let row = self.registration(id_or_name).await?;
        let removed = self
            .store()
            .write(move |db| {
                let accounts = registrations::accounts(db, &row)?;
                registrations::remove(db, &row.id)?;
                attempts::cancel_all_of(db, &row.id, &removed_meanwhile(&row.name), now())?;
                Ok(RemovedRegistration { id: row.id, name: row.name, accounts })
            })
            .await?;
        self.erase_deleted().await?;
        Ok(removed)
    }

    /// A registration whose id and secret are the person's own.
    async fn own_app(&self, id_or_name: &str) -> Result<RegistrationRow, ErrorReport> {
        let row = self.registration(id_or_name).await?;
        if row.kind == RegistrationKind::App {
            return Ok(row);
        }
        Err(usage(
            format!("“{}” is the sandbox's own: it follows the running sandbox.", row.name),
            "There is nothing to change; add an app of your own beside it.",
        ))
    }

    /// Writes a change, unless somebody else has changed or removed the registration meanwhile.
    async fn put(
        &self,
        old: RegistrationRow,
        new: RegistrationRow,
    ) -> Result<EditedRegistration, ErrorReport> {
        let shown = crate::view::overview::registration(&new);
        let is_new_secret = old.client_secret != new.client_secret;
        let written = self
            .store()
            .write(move |db| {
                if registrations::find(db, &new.name)?.is_some_and(|other| other.id != old.id) {
                    return Ok(Err(taken(&new.name)));
                }
                match registrations::find(db, &old.id)? {
                    Some(found) if found == old => {
                        registrations::change(db, &old, &new)?;
                        let is_same = old.client_id == new.client_id;
                        Ok(Ok(if is_same { Vec::new() } else { registrations::accounts(db, &old)? }))
                    }
                    _ => Ok(Err(usage(
                        format!("“{}” was changed from elsewhere just now.", old.name),
                        "See how it stands, and try again. Nothing was changed.",
                    ))),
                }
            })
            .await?;
        let left_behind = written?;
        if is_new_secret {
            self.erase_deleted().await?;
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

/// The words for who waits for an answer that nobody takes any more.
fn removed_meanwhile(name: &str) -> ErrorReport {
    ErrorReport::new(Code::Cancelled)
        .saying(format!("The app “{name}” was removed while its answer was awaited."))
        .hinting("Connect with another app, or add this one again.")
}

fn origin_of(endpoint: Option<&str>) -> Option<String> {
    endpoint.and_then(|text| Endpoint::new(text).ok()).map(|endpoint| endpoint.origin())
}
