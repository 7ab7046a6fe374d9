//! Begins an attempt: opens the master key, commits the row, then opens the browser.

use switchhook_core::{
    AccountId, AttemptId, AttemptProblem, AttemptStage, AuthorizationRequest, Channel, ConnectFlow,
    CsrfToken, DesktopProblem, Effect, LoopbackAddress, Problem, Purpose, RANDOM_LEN, RegistrationId,
    Timestamp, VaultProblem, WorkspaceId,
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

/// A person's request to connect an account.
pub struct ConnectRequest {
    /// The registration to connect with.
    pub registration: RegistrationId,
    /// A name for a new account; `None` for the workspace's name.
    pub name: Option<String>,
    /// Tags for a new account.
    pub tags: Vec<String>,
    /// The account that gets a new token; `None` to add an account.
    pub reconnects: Option<AccountId>,
    /// The id of the only workspace that the attempt may connect; `None` for the one of the registration, if any. Where the
    /// registration names a workspace, only that one is accepted here.
    pub workspace: Option<String>,
    /// Seconds to wait for the answer; `None`, and more than 1,800, mean 30 minutes.
    pub timeout: Option<u32>,
}

/// An attempt that awaits its answer.
pub struct Begun {
    /// The attempt's id.
    pub attempt: AttemptId,
    /// The authorization URL for the person's browser. It carries the state: never log it.
    pub authorization_url: Url,
    /// When Switchhook stops waiting for the answer.
    pub expires_at: Timestamp,
}

/// How long an attempt waits. Sign-on, a second factor and an install approval take their time.
const WAIT_SECONDS: u32 = 30 * 60;

impl ConnectRequest {
    /// Makes a request to add an account by this registration, without name, tags, workspace or timeout.
    pub fn new(registration: RegistrationId) -> Self {
        Self { registration, name: None, tags: Vec::new(), reconnects: None, workspace: None, timeout: None }
    }
}

impl Attempts {
    /// Begins an attempt: opens the vault and commits the attempt's row. [`Self::open_consent`] is the next step.
    ///
    /// # Errors
    /// `not_found` when there is no such registration or account. `usage` for a name, tag or workspace that can't be used,
    /// for an account of another app, or when too many attempts await. `usage` too for a port that another program holds. a vault code; `provider_unreachable` or
    /// `provider_unreadable` when no sandbox answers; `store_failed`, also for a registration whose addresses are damaged.
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
        // A reconnect expects the account's own workspace. The registration's workspace counts only for an account that has
        // no identity.
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
        // Before the browser opens: a program that holds the port would receive the answer.
        if let Some(address) = LoopbackAddress::of(&ready.redirect_uri) {
            self.listen(&address).await?;
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
        self.cancel_oldest_left().await?;
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

    /// When too many attempts await, cancels the oldest one whose program is gone: no person can cancel that one there.
    ///
    /// Does nothing when each program is alive. Fails with `store_failed`, and as [`cancel`].
    async fn cancel_oldest_left(&self) -> Result<(), Problem> {
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

    /// Asks the system browser to open the consent page of an attempt that this process began.
    ///
    /// The shown attempt says whether a browser took the request, also where it fails up to 10 seconds later.
    ///
    /// # Errors
    /// `not_found` when another process began the attempt, or when no browser takes the request.
    pub async fn open_consent(&self, attempt: &AttemptId) -> Result<(), Problem> {
        let url = self.consent_url(attempt)?;
        let (attempts, id) = (self.clone(), attempt.clone());
        let late = move || attempts.note_opened(&id, false);
        let opened = tokio::task::spawn_blocking(move || browser::open(&url, late)).await;
        let opened = opened.unwrap_or(Err(DesktopProblem::NoBrowser));
        self.note_opened(attempt, opened.is_ok());
        Ok(opened?)
    }

    /// Notes whether a browser took the consent page, and announces a change of that.
    fn note_opened(&self, attempt: &AttemptId, opened: bool) {
        if self.room.links.note_opened(attempt, opened) {
            self.room.context.changes.announce();
        }
    }

    /// Returns the authorization URL of an attempt that this process began, for the clipboard.
    ///
    /// # Errors
    /// `not_found` when another process began the attempt.
    pub fn consent_url(&self, attempt: &AttemptId) -> Result<Url, Problem> {
        self.room.links.url(attempt).ok_or_else(|| AttemptProblem::UrlForgotten.into())
    }
}

/// Returns the only workspace to connect: the requested one, else the registration's, else `None`.
///
/// Fails with [`AttemptProblem::OtherWorkspace`] when both are named and differ.
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
