//! Registrations: added and listed; and the addresses and secret that one stands for. How one is changed:
//! `registration_changes.rs`.

use std::sync::Arc;

use switchhook_core::{
    AddressError, Addresses, Channel, ClientSecret, Code, Endpoint, ErrorReport, PasteMistake, Pasted,
    Provider, RedirectUri, Region, RegistrationKind, check_client_id, check_pair, check_workspace, label,
};

use crate::connector::{Connector, usage};
use crate::contract::Registration;
use crate::host::clock::now;
use crate::intercom::sandbox;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::sealing::{MasterKey, Row};

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

impl Connector {
    /// Checks and keeps a registration; its secret is sealed.
    ///
    /// # Errors
    /// `usage` for a name, id or address that can't be used, a vault code when the secret can't be
    /// sealed, `store_failed`.
    pub async fn add_registration(&self, new: NewRegistration) -> Result<Registration, ErrorReport> {
        let name = label(&new.name).map_err(|error| refuse("name", &error))?;
        let client_id = checked_client_id(new.client_id)?;
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
        let key = self.key().await?;
        self.check_secret(&client_id, &new.client_secret, &key).await?;
        let id = uuid::Uuid::new_v4().to_string();
        let sealed = seal(&key, &id, &client_id, &addresses.parsed, &new.client_secret)?;
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
            client_secret: Some(sealed),
            created_at: now(),
            workspace,
        };
        let shown = crate::view::overview::registration(&row);
        self.store().write(move |db| registrations::insert(db, &row)).await?;
        Ok(shown)
    }

    /// Every registration, by name.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn registrations(&self) -> Result<Vec<Registration>, ErrorReport> {
        let rows = self.store().read(registrations::all).await?;
        Ok(rows.iter().map(crate::view::overview::registration).collect())
    }

    /// The registration of the running sandbox, made at its first use.
    ///
    /// # Errors
    /// `provider_unreachable` when none runs, `store_failed`.
    pub async fn sandbox_registration(&self) -> Result<Registration, ErrorReport> {
        let sandbox = sandbox::ask(&self.inner.home, &self.inner.http).await?;
        let row = self
            .store()
            .write(move |db| {
                let known =
                    registrations::all(db)?.into_iter().find(|row| row.kind == RegistrationKind::Sandbox);
                if let Some(mut row) = known {
                    registrations::set_client_id(db, &row.id, &sandbox.client_id)?;
                    row.client_id = sandbox.client_id;
                    return Ok(row);
                }
                let taken = registrations::find(db, SANDBOX_NAME)?.is_some();
                let row = sandbox_row(sandbox.client_id, taken);
                registrations::insert(db, &row)?;
                Ok(row)
            })
            .await?;
        Ok(crate::view::overview::registration(&row))
    }

    pub(crate) async fn registration(&self, id_or_name: &str) -> Result<RegistrationRow, ErrorReport> {
        let wanted = id_or_name.to_string();
        let found = self.store().read(move |db| registrations::find(db, &wanted)).await?;
        found.ok_or_else(|| {
            ErrorReport::new(Code::NotFound)
                .saying("There is no registration of that name.")
                .hinting("See `switchhook registration list` for what there is.")
        })
    }

    /// The addresses and the secret of a registration: stored ones, or the running sandbox's.
    pub(crate) async fn ready(
        &self,
        row: RegistrationRow,
        key: &Arc<MasterKey>,
    ) -> Result<Ready, ErrorReport> {
        let damaged =
            || ErrorReport::new(Code::StoreFailed).saying("The registration's addresses can't be read.");
        let redirect_uri = RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| damaged())?;
        if row.kind == RegistrationKind::Sandbox {
            let sandbox = sandbox::ask(&self.inner.home, &self.inner.http).await?;
            let row = RegistrationRow { client_id: sandbox.client_id, ..row };
            return Ok(Ready {
                row,
                addresses: sandbox.addresses,
                redirect_uri,
                client_secret: sandbox.client_secret,
            });
        }
        let endpoint = |text: &Option<String>| {
            text.as_deref().and_then(|text| Endpoint::new(text).ok()).ok_or_else(damaged)
        };
        let addresses = Addresses {
            authorization_endpoint: endpoint(&row.authorization_endpoint)?,
            token_endpoint: endpoint(&row.token_endpoint)?,
            api_base: endpoint(&row.api_base)?,
        };
        let secret = opened(key, &row).ok_or_else(|| {
            ErrorReport::new(Code::KeyMissing)
                .saying(format!("The client secret of “{}” does not open.", row.name))
                .hinting("Give its secret once more: “Replace secret…”, or `switchhook registration secret`.")
        })?;
        Ok(Ready { row, addresses, redirect_uri, client_secret: secret })
    }

    /// A secret that can't be one beside this client id, or beside those of the apps that are here; and the same of the
    /// client id beside their secrets.
    pub(crate) async fn check_secret(
        &self,
        client_id: &str,
        secret: &ClientSecret,
        key: &MasterKey,
    ) -> Result<(), ErrorReport> {
        let known = self.store().read(registrations::all).await?;
        check_pair(client_id, secret, known.iter().map(|row| row.client_id.as_str()))
            .map_err(|mistake| mistake.report(Pasted::ClientSecret))?;
        let is_secret =
            known.iter().filter_map(|row| opened(key, row)).any(|secret| secret.expose() == client_id);
        if is_secret { Err(PasteMistake::Exchanged.report(Pasted::ClientId)) } else { Ok(()) }
    }

    async fn check_free(&self, name: &str) -> Result<(), ErrorReport> {
        let wanted = name.to_string();
        match self.store().read(move |db| registrations::find(db, &wanted)).await? {
            Some(_) => Err(taken(name)),
            None => Ok(()),
        }
    }
}

/// Addresses as a person gives them; Intercom's own where there is none.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) api_base: Option<String>,
}

/// The same, each of them usable. What a person typed is called and printed as it is, not as a URL parser would
/// write it.
pub(crate) struct Checked {
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) api_base: String,
    pub(crate) parsed: Addresses,
}

impl Given {
    pub(crate) fn checked(self, region: Region) -> Result<Checked, ErrorReport> {
        let intercom = Provider::intercom(region).map_err(|error| refuse("region", &error))?;
        let given =
            |text: &Option<String>, what: &str, check: fn(&str) -> Result<Endpoint, AddressError>, own| {
                text.as_deref().map_or(Ok(own), check).map_err(|error| refuse(what, &error))
            };
        let parsed = Addresses {
            authorization_endpoint: given(
                &self.authorization_endpoint,
                "authorization endpoint",
                Endpoint::new,
                intercom.authorization_endpoint,
            )?,
            token_endpoint: given(
                &self.token_endpoint,
                "token endpoint",
                Endpoint::new,
                intercom.token_endpoint,
            )?,
            api_base: given(&self.api_base, "API base", Endpoint::prefix, intercom.api_base)?,
        };
        // `scope` is never sent (AuthorizationRequest::url).
        let ours = ["response_type", "client_id", "redirect_uri", "state", "scope"];
        if parsed.authorization_endpoint.url().query_pairs().any(|(name, _)| ours.contains(&&*name)) {
            return Err(usage(
                "The authorization endpoint's query holds a parameter that is each attempt's own.",
                "Leave response_type, client_id, redirect_uri, state and scope out of it.",
            ));
        }
        let kept =
            |typed: Option<String>, endpoint: &Endpoint| typed.unwrap_or_else(|| endpoint.as_str().into());
        Ok(Checked {
            authorization_endpoint: kept(self.authorization_endpoint, &parsed.authorization_endpoint),
            token_endpoint: kept(self.token_endpoint, &parsed.token_endpoint),
            api_base: kept(self.api_base, &parsed.api_base),
            parsed,
        })
    }
}

/// A client id as it may be registered, to the letter.
///
/// # Errors
/// `usage`, with what is wrong with it.
pub fn checked_client_id(text: String) -> Result<String, ErrorReport> {
    check_client_id(&text).map_err(|mistake| mistake.report(Pasted::ClientId))?;
    Ok(text)
}

/// A redirect URI as it may be registered, to the letter.
///
/// # Errors
/// `usage`, with what is wrong with it.
pub fn checked_redirect_uri(text: &str) -> Result<String, ErrorReport> {
    let uri = RedirectUri::new(text, Channel::current()).map_err(|error| refuse("redirect URI", &error))?;
    Ok(uri.as_str().to_string())
}

pub(crate) fn checked_workspace(text: &str) -> Result<String, ErrorReport> {
    let id = label(text).map_err(|error| refuse("workspace's id", &error))?;
    check_workspace(&id).map_err(|mistake| mistake.report(Pasted::Workspace))?;
    Ok(id)
}

/// The secret, bound to the row, the client id and the origin that it is sent to.
pub(crate) fn seal(
    key: &MasterKey,
    id: &str,
    client_id: &str,
    addresses: &Addresses,
    secret: &ClientSecret,
) -> Result<Vec<u8>, ErrorReport> {
    let origins = [addresses.token_endpoint.origin()];
    key.seal(&secret_row(id, client_id, &origins), secret.expose().as_bytes())
        .map_err(|_| Code::VaultUnavailable.into())
}

/// The secret of a registration, where it has one that opens.
fn opened(key: &MasterKey, row: &RegistrationRow) -> Option<ClientSecret> {
    let origins = [Endpoint::new(row.token_endpoint.as_deref()?).ok()?.origin()];
    let secret = key.open_text(&secret_row(&row.id, &row.client_id, &origins), row.client_secret.as_deref()?);
    secret.ok().and_then(|secret| ClientSecret::new(secret).ok())
}

fn sandbox_row(client_id: String, name_taken: bool) -> RegistrationRow {
    let id = uuid::Uuid::new_v4().to_string();
    let name = if name_taken { format!("{SANDBOX_NAME} {}", &id[..8]) } else { SANDBOX_NAME.to_string() };
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

fn secret_row<'a>(id: &'a str, client_id: &'a str, origins: &'a [String]) -> Row<'a> {
    Row { kind: "registration/client_secret", id, client_id, origins }
}

pub(crate) fn taken(name: &str) -> ErrorReport {
    usage(
        format!("A registration named “{name}” is there already."),
        "Choose another name, or remove that one first.",
    )
}

pub(crate) fn refuse(what: &str, why: &dyn std::fmt::Display) -> ErrorReport {
    usage(format!("The {what} can't be used: {why}."), "Correct it and try again; nothing was stored.")
}
