//! Begin: key verified, row committed, then the browser.

use std::sync::PoisonError;

use switchhook_core::{
    AuthorizationRequest, Channel, Code, ConnectFlow, CsrfToken, Effect, ErrorReport, Purpose, RANDOM_LEN,
    Timestamp, label, tag,
};
use url::Url;

use crate::connect::bridge::KeyPair;
use crate::connector::{Connector, usage};
use crate::contract::AttemptStage;
use crate::host::browser;
use crate::host::clock::now;
use crate::host::kill_points;
use crate::registrations::manage::checked_workspace;
use crate::store::attempts::{self, AttemptRow, MAX_AWAITING};
use crate::store::registrations::RegistrationRow;
use crate::vault::sealing::Row;

/// What a person asks for.
#[derive(Default)]
pub struct ConnectRequest {
    /// A registration, by id or name.
    pub registration: String,
    /// A name for the account; else the workspace's.
    pub name: Option<String>,
    /// Tags for the account.
    pub tags: Vec<String>,
    /// The account that gets a new token, by id.
    pub reconnects: Option<String>,
    /// The id of the only workspace that it may connect; else the registration's, which it may not contradict.
    pub workspace: Option<String>,
    /// Seconds to wait instead of 30 minutes; never more than those.
    pub timeout: Option<u32>,
}

/// An attempt that awaits its answer.
pub struct Begun {
    /// The attempt's id.
    pub attempt: String,
    /// What the person's browser is to open. It carries the state: never log it.
    pub authorization_url: Url,
    /// When waiting ends.
    pub expires_at: Timestamp,
}

/// Sign-on, a second factor and an install approval take their time.
const WAIT_SECONDS: u32 = 30 * 60;

impl Connector {
    /// Begins an attempt. When this returns, vault and disk have proved themselves and the row is
    /// committed; [`Connector::open_consent`] is the next step.
    ///
    /// # Errors
    /// `not_found` for the registration or the account, `usage` for a name, a tag, a workspace or too many
    /// attempts, a vault code, `provider_unreachable` when the sandbox is not running, `store_failed`.
    pub async fn begin(&self, request: ConnectRequest) -> Result<Begun, ErrorReport> {
        let name = request.name.as_deref().map(label).transpose().map_err(|error| {
            usage(format!("The account's name can't be used: {error}."), "Choose another name.")
        })?;
        let tags = crate::accounts::manage::tags(&request.tags)?;
        let asked = request.workspace.as_deref().map(checked_workspace).transpose()?;
        let registration = self.registration(&request.registration).await?;
        let only = only_workspace(asked.as_deref(), &registration)?;
        let reconnects = match &request.reconnects {
            Some(account) => Some(self.account_row(account).await?),
            None => None,
        };
        // Whom a reconnect awaits is plain from its account, unless nobody has told whose that is.
        let is_plain = reconnects.as_ref().is_some_and(|account| account.identity.is_some());
        let workspace = if is_plain { asked } else { only };
        let purpose = if reconnects.is_some() { Purpose::Reconnect } else { Purpose::Connect };
        let started_at = now();
        let wait = request.timeout.unwrap_or(WAIT_SECONDS).min(WAIT_SECONDS);
        let step = ConnectFlow::start(purpose, started_at.plus_seconds(i64::from(wait)));
        debug_assert_eq!(step.effects, [Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser]);

        let key = self.key().await?;
        let ready = self.ready(registration, &key).await?;
        if reconnects.as_ref().is_some_and(|account| account.client_id.as_ref() != Some(&ready.row.client_id))
        {
            return Err(usage(
                format!("This account was not connected with “{}”.", ready.row.name),
                "Reconnect it with the app it was connected with, or connect it as a new account.",
            ));
        }
        let pair = KeyPair::generate().map_err(|_| Code::VaultUnavailable)?;
        let mut random = [0; RANDOM_LEN];
        getrandom::fill(&mut random).map_err(|_| Code::VaultUnavailable)?;
        let state = CsrfToken::compose(Channel::current(), &pair.public, &random);
        let authorization_url = AuthorizationRequest {
            endpoint: &ready.addresses.authorization_endpoint,
            client_id: &ready.row.client_id,
            redirect_uri: &ready.redirect_uri,
            state: &state,
        }
        .url();

        let id = uuid::Uuid::new_v4().to_string();
        let origins = [ready.addresses.token_endpoint.origin()];
        let seal = |row: &Row<'_>, secret: &[u8]| {
            key.seal(row, secret).map_err(|_| ErrorReport::new(Code::VaultUnavailable))
        };
        let row = AttemptRow {
            private_key: Some(seal(&private_key_row(&id), &pair.private)?),
            client_secret: Some(seal(
                &client_secret_row(&id, &ready.row.client_id, &origins),
                ready.client_secret.expose().as_bytes(),
            )?),
            id,
            state_hash: state.hash(),
            stage: AttemptStage::Awaiting,
            reconnects: reconnects.map(|account| account.id),
            public_key: pair.public.to_vec(),
            token: None,
            inbox: None,
            registration_id: ready.row.id,
            registration: ready.row.name,
            kind: ready.row.kind,
            client_id: ready.row.client_id,
            redirect_uri: ready.row.redirect_uri,
            authorization_endpoint: ready.addresses.authorization_endpoint.as_str().into(),
            token_endpoint: ready.addresses.token_endpoint.as_str().into(),
            api_base: ready.addresses.api_base.as_str().into(),
            api_pinned: ready.row.api_pinned,
            name,
            tags,
            workspace,
            answered: None,
            owner: self.inner.owner.id.clone(),
            started_at,
            expires_at: step.flow.expires_at,
            claimed_at: None,
            empty_return: false,
            strays: 0,
            account_id: None,
            error: None,
        };
        let attempt = row.id.clone();
        self.make_room().await?;
        let taken = self.store().write(move |db| attempts::insert(db, &row)).await?;
        if !taken {
            return Err(usage(
                format!("{MAX_AWAITING} attempts are waiting for an answer already."),
                "Cancel one of them in the window or by `switchhook attempt discard ID`, or let it expire: an attempt waits 30 minutes at most.",
            ));
        }
        tracing::debug!(
            attempt,
            host = ready.addresses.authorization_endpoint.host(),
            "an attempt was begun"
        );
        kill_points::point("attempt-kept");
        let mut links = self.inner.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.insert(attempt.clone(), authorization_url.clone());
        Ok(Begun { attempt, authorization_url, expires_at: step.flow.expires_at })
    }

    /// When too many await, the oldest whose program is gone gives way: nobody is there to cancel it.
    async fn make_room(&self) -> Result<(), ErrorReport> {
        let awaiting = self.store().read(attempts::awaiting).await?;
        if awaiting.len() < MAX_AWAITING {
            return Ok(());
        }
        match awaiting.iter().find(|row| self.inner.owner.is_gone(&row.owner)) {
            Some(row) => self.cancel(&row.id).await,
            None => Ok(()),
        }
    }

    /// Asks the system browser to open the consent page of an attempt begun by this process.
    ///
    /// # Errors
    /// `not_found` when the attempt was begun elsewhere, or no browser could be asked.
    pub async fn open_consent(&self, attempt: &str) -> Result<(), ErrorReport> {
        let url = self.consent_url(attempt)?;
        let (connector, id) = (self.clone(), attempt.to_owned());
        let late = move || connector.note_opened(&id, false);
        let opened = tokio::task::spawn_blocking(move || browser::open(&url, late)).await;
        let opened = opened.unwrap_or_else(|_| Err(Code::NotFound.into()));
        self.note_opened(attempt, opened.is_ok());
        opened
    }

    /// Remembers whether a browser was asked, and tells those who follow where that is new.
    fn note_opened(&self, attempt: &str, opened: bool) {
        let mut unopened = self.inner.unopened.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = if opened { unopened.remove(attempt) } else { unopened.insert(attempt.to_owned()) };
        if is_new {
            self.inner.changes.announce();
        }
    }

    /// The consent page of an attempt begun by this process, for the clipboard.
    ///
    /// # Errors
    /// `not_found` when the attempt was begun elsewhere.
    pub fn consent_url(&self, attempt: &str) -> Result<Url, ErrorReport> {
        let links = self.inner.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.get(attempt).cloned().ok_or_else(|| {
            ErrorReport::new(Code::NotFound)
                .saying(
                    "The link of this attempt is no longer known: it lives only in the program that made it.",
                )
                .hinting("Cancel the attempt and start again.")
        })
    }
}

/// The only workspace to connect, if there is one: what was asked for, and what the registration is for.
fn only_workspace(
    asked: Option<&str>,
    registration: &RegistrationRow,
) -> Result<Option<String>, ErrorReport> {
    match (asked, registration.workspace.as_deref()) {
        (Some(asked), Some(own)) if asked != own => Err(usage(
            format!(
                "“{}” connects only the workspace “{own}”, and “{asked}” was asked for.",
                registration.name
            ),
            "Leave the workspace out, choose another app, or edit this one. Nothing was begun.",
        )),
        (asked, own) => Ok(asked.or(own).map(ToString::to_string)),
    }
}

pub(crate) fn private_key_row(id: &str) -> Row<'_> {
    Row { kind: "attempt/private_key", id, client_id: "", origins: &[] }
}

pub(crate) fn client_secret_row<'a>(id: &'a str, client_id: &'a str, origins: &'a [String]) -> Row<'a> {
    Row { kind: "attempt/client_secret", id, client_id, origins }
}

/// Tags as they are kept.
pub(crate) fn checked_tag(text: &str) -> Result<String, ErrorReport> {
    tag(text)
        .map_err(|error| usage(format!("A tag can't be used: {error}."), "A tag has 1 to 50 characters."))
}
