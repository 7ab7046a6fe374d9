//! Begins an attempt: the key verified, the row committed, then the browser.

use switchhook_core::{
    AccountId, AttemptId, AttemptProblem, AttemptStage, AuthorizationRequest, Channel, ConnectFlow,
    CsrfToken, DesktopProblem, Effect, Problem, Purpose, RANDOM_LEN, RegistrationId, Timestamp, VaultProblem,
    WorkspaceId,
};
use url::Url;

use super::bridge::KeyPair;
use super::decide::cancel;
use super::room::Attempts;
use crate::accounts::labels::{checked_name, checked_tags};
use crate::accounts::manage::row;
use crate::host::clock::now;
use crate::host::{browser, kill_points};
use crate::registrations::addresses::checked_workspace;
use crate::store::attempts::{self, AttemptRow, MAX_AWAITING};
use crate::store::registrations::RegistrationRow;
use crate::vault::attempt_secrets::{AttemptSecret, sealed};

/// What a person asks for.
pub struct ConnectRequest {
    /// The registration to connect with.
    pub registration: RegistrationId,
    /// A name for the account; else the workspace's.
    pub name: Option<String>,
    /// Tags for the account.
    pub tags: Vec<String>,
    /// The account that gets a new token.
    pub reconnects: Option<AccountId>,
    /// The id of the only workspace that it may connect; else the registration's, which it may not contradict.
    pub workspace: Option<String>,
    /// Seconds to wait instead of 30 minutes; never more than those.
    pub timeout: Option<u32>,
}

/// An attempt that awaits its answer.
pub struct Begun {
    /// The attempt's id.
    pub attempt: AttemptId,
    /// What the person's browser is to open. It carries the state: never log it.
    pub authorization_url: Url,
    /// When waiting ends.
    pub expires_at: Timestamp,
}

/// Sign-on, a second factor and an install approval take their time.
const WAIT_SECONDS: u32 = 30 * 60;

impl ConnectRequest {
    /// Asks for an account by this registration, and for nothing else.
    pub fn new(registration: RegistrationId) -> Self {
        Self { registration, name: None, tags: Vec::new(), reconnects: None, workspace: None, timeout: None }
    }
}

impl Attempts {
    /// Begins an attempt. When this returns, vault and disk have proved themselves and the row is
    /// committed; [`Self::open_consent`] is the next step.
    ///
    /// # Errors
    /// `not_found` for the registration or the account, `usage` for a name, a tag, a workspace or too many
    /// attempts, a vault code, `provider_unreachable` when the sandbox is not running, `store_failed`.
    pub async fn begin(&self, request: ConnectRequest) -> Result<Begun, Problem> {
        let room = &self.room;
        let name = request.name.as_deref().map(checked_name).transpose()?;
        let tags = checked_tags(&request.tags)?;
        let asked = request.workspace.as_deref().map(checked_workspace).transpose()?;
        let registration = room.registrations.row(&request.registration).await?;
        let only = only_workspace(asked.as_ref(), &registration)?;
        let reconnects = match &request.reconnects {
            Some(account) => Some(row(&room.context, account).await?),
            None => None,
        };
        // A reconnect expects the account's own workspace. The registration's applies only to an account that was never
        // identified.
        let is_identified = reconnects.as_ref().is_some_and(|account| account.identity.is_some());
        let workspace = if is_identified { asked } else { only };
        let purpose = if reconnects.is_some() { Purpose::Reconnect } else { Purpose::Connect };
        let started_at = now();
        let wait = request.timeout.unwrap_or(WAIT_SECONDS).min(WAIT_SECONDS);
        let step = ConnectFlow::start(purpose, started_at.plus_seconds(i64::from(wait)));
        debug_assert_eq!(step.effects, [Effect::LoadKey, Effect::CommitAttempt, Effect::OpenBrowser]);

        let key = room.context.vault.key().await?;
        let ready = room.registrations.ready(registration, &key).await?;
        if reconnects.as_ref().is_some_and(|account| account.client_id.as_ref() != Some(&ready.row.client_id))
        {
            return Err(AttemptProblem::OtherApp { registration: ready.row.name }.into());
        }
        let pair = KeyPair::generate().map_err(|_| VaultProblem::Absent)?;
        let mut random = [0; RANDOM_LEN];
        getrandom::fill(&mut random).map_err(|_| VaultProblem::Absent)?;
        let state = CsrfToken::compose(Channel::current(), &pair.public, &random);
        let authorization_url = AuthorizationRequest {
            endpoint: &ready.addresses.authorization_endpoint,
            client_id: &ready.row.client_id,
            redirect_uri: &ready.redirect_uri,
            state: &state,
        }
        .url();

        let id = AttemptId::new(uuid::Uuid::new_v4().to_string());
        let row = AttemptRow {
            private_key: None,
            client_secret: None,
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
            owner: room.context.process.id.clone(),
            started_at,
            expires_at: step.flow.expires_at,
            claimed_at: None,
            empty_return: false,
            strays: 0,
            account_id: None,
            error: None,
        };
        let seal = |which, secret: &[u8]| sealed(&row, which, secret, &key).map_err(|_| VaultProblem::Absent);
        let row = AttemptRow {
            private_key: Some(seal(AttemptSecret::PrivateKey, &pair.private)?),
            client_secret: Some(seal(AttemptSecret::ClientSecret, ready.client_secret.expose().as_bytes())?),
            ..row
        };
        let attempt = row.id.clone();
        self.make_room().await?;
        let taken = room.context.store.write(move |db| attempts::insert(db, &row)).await?;
        if !taken {
            return Err(AttemptProblem::TooMany { most: MAX_AWAITING }.into());
        }
        let host = ready.addresses.authorization_endpoint.host();
        tracing::debug!(attempt = attempt.as_str(), host, "an attempt was begun");
        kill_points::point("attempt-kept");
        room.links.keep(attempt.clone(), authorization_url.clone());
        Ok(Begun { attempt, authorization_url, expires_at: step.flow.expires_at })
    }

    /// When too many await, the oldest whose program is gone gives way: nobody is there to cancel it.
    async fn make_room(&self) -> Result<(), Problem> {
        let context = &self.room.context;
        let awaiting = context.store.read(attempts::awaiting).await?;
        if awaiting.len() < MAX_AWAITING as usize {
            return Ok(());
        }
        match awaiting.iter().find(|row| context.process.is_gone(&row.owner)) {
            Some(row) => cancel(&self.room, &row.id).await,
            None => Ok(()),
        }
    }

    /// Asks the system browser to open the consent page of an attempt begun by this process.
    ///
    /// # Errors
    /// `not_found` when the attempt was begun elsewhere, or no browser could be asked.
    pub async fn open_consent(&self, attempt: &AttemptId) -> Result<(), Problem> {
        let url = self.consent_url(attempt)?;
        let (attempts, id) = (self.clone(), attempt.clone());
        let late = move || attempts.note_opened(&id, false);
        let opened = tokio::task::spawn_blocking(move || browser::open(&url, late)).await;
        let opened = opened.unwrap_or(Err(DesktopProblem::NoBrowser));
        self.note_opened(attempt, opened.is_ok());
        Ok(opened?)
    }

    /// Remembers whether a browser was asked, and announces what is new of that.
    fn note_opened(&self, attempt: &AttemptId, opened: bool) {
        if self.room.links.note_opened(attempt, opened) {
            self.room.context.changes.announce();
        }
    }

    /// The consent page of an attempt begun by this process, for the clipboard.
    ///
    /// # Errors
    /// `not_found` when the attempt was begun elsewhere.
    pub fn consent_url(&self, attempt: &AttemptId) -> Result<Url, Problem> {
        self.room.links.url(attempt).ok_or_else(|| AttemptProblem::UrlForgotten.into())
    }
}

/// The only workspace to connect, if there is one: the one that was asked for, else the registration's.
fn only_workspace(
    asked: Option<&WorkspaceId>,
    registration: &RegistrationRow,
) -> Result<Option<WorkspaceId>, AttemptProblem> {
    match (asked, registration.workspace.as_ref()) {
        (Some(asked), Some(own)) if asked != own => Err(AttemptProblem::OtherWorkspace {
            registration: registration.name.clone(),
            only: own.clone(),
            asked: asked.clone(),
        }),
        (asked, own) => Ok(asked.or(own).cloned()),
    }
}
