//! Drives one attempt: asks the core what is next, does it, tells the core what came of it.

use std::collections::VecDeque;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;

use switchhook_core::{
    AccessToken, AuthorizationCode, Awaited, ClientSecret, Code, ConnectFlow, Effect, Ending, Endpoint,
    ErrorReport, Identity, Input, Match, Me, Purpose, RegistrationKind, Stage, Unwritten,
};

use super::Connector;
use super::accounts::{NewAccount, provider};
use super::begin::client_secret_row;
use super::receive::Received;
use crate::api;
use crate::clock::now;
use crate::contract::Connected;
use crate::sealing::Row;
use crate::store::attempts::{self, AttemptRow, End};
use crate::token_request::{NoToken, TokenRequest};

/// One attempt under way.
pub(super) struct Drive {
    connector: Connector,
    pub(super) row: AttemptRow,
    flow: ConnectFlow,
    code: Option<AuthorizationCode>,
    token: Option<AccessToken>,
    me: Me,
    identity: Option<Identity>,
    ended: Option<Result<Box<Connected>, ErrorReport>>,
}

/// Counts the inputs under way, however they end.
struct Answering<'a>(&'a Connector);

impl<'a> Answering<'a> {
    fn begin(connector: &'a Connector) -> Self {
        connector.inner.answering.fetch_add(1, Ordering::Relaxed);
        Self(connector)
    }
}

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        self.0.inner.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Why an input could not be carried out.
pub(super) enum Lost {
    /// Another process took the attempt's next step.
    Claim,
    /// The store or the vault failed; the attempt is as it was.
    Report(ErrorReport),
}

impl From<ErrorReport> for Lost {
    fn from(report: ErrorReport) -> Self {
        Self::Report(report)
    }
}

type Performed = Result<Option<Input>, Lost>;

impl Drive {
    pub(super) fn new(connector: Connector, row: AttemptRow) -> Self {
        let purpose = if row.reconnects.is_some() { Purpose::Reconnect } else { Purpose::Connect };
        let flow = ConnectFlow { stage: stage(&row), purpose, expires_at: row.expires_at };
        Self { connector, row, flow, code: None, token: None, me: Me::default(), identity: None, ended: None }
    }

    /// Feeds an input and all that follows from it.
    pub(super) async fn feed(&mut self, input: Input) -> Result<(), Lost> {
        let connector = self.connector.clone();
        let _answering = Answering::begin(&connector);
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let before = self.flow.clone();
            let step = before.clone().step(input, now());
            self.flow = step.flow;
            for effect in step.effects {
                match self.perform(effect, &before.stage).await {
                    Ok(None) => {}
                    Ok(Some(next)) => {
                        inputs.push_back(next);
                        break;
                    }
                    Err(lost) => {
                        self.flow = before;
                        return Err(lost);
                    }
                }
            }
        }
        Ok(self.settle().await?)
    }

    /// What the person is told once the input was carried out.
    pub(super) fn received(mut self) -> Result<Received, ErrorReport> {
        match self.ended.take() {
            Some(ended) => Ok(Received::Ended(ended)),
            None if self.keep_if_unsaved() => Ok(Received::Ended(Err(unsaved()))),
            None => Ok(Received::Undecided),
        }
    }

    /// Keeps an attempt whose token or account the store refused, for as long as this process lives.
    pub(super) fn keep_if_unsaved(self) -> bool {
        let is_unsaved = matches!(self.flow.stage, Stage::Unsaved(_));
        if is_unsaved {
            let connector = self.connector.clone();
            let mut held = connector.inner.unsaved.lock().unwrap_or_else(PoisonError::into_inner);
            held.insert(self.row.id.clone(), self);
            drop(held);
            connector.inner.changes.announce();
        }
        is_unsaved
    }

    async fn perform(&mut self, effect: Effect, from: &Stage) -> Performed {
        match effect {
            Effect::Exchange(code) => {
                let secret = self.client_secret().await?;
                self.claim().await?;
                self.code = Some(code);
                Ok(Some(self.exchange(&secret).await))
            }
            Effect::ExchangeAgain(pause) => {
                tokio::time::sleep(Duration::from_millis(u64::from(pause))).await;
                let secret = self.client_secret().await?;
                Ok(Some(self.exchange(&secret).await))
            }
            Effect::SealToken(token) => {
                self.code = None;
                self.token = Some(token);
                Ok(self.seal_token().await)
            }
            Effect::SealTokenAgain => Ok(self.seal_token().await),
            Effect::GetMe => self.get_me(from).await.map(Some),
            Effect::AddAccount | Effect::ReplaceToken | Effect::AddUnverified => {
                Ok(self.store_account().await)
            }
            Effect::SayEmptyReturn => self.write(|db, id| attempts::set_empty_return(db, id).map(drop)).await,
            Effect::CountStray => self.write(|db, id| attempts::count_stray(db, Some(id)).map(drop)).await,
            Effect::Report(report) => self.end(from, Some(report)).await,
            Effect::DropToken => self.end(from, Some(Code::Cancelled.into())).await,
            Effect::SayAnswering => Err(Lost::Report(answering(&self.row))),
            Effect::WarnUnsaved => Err(Lost::Report(unsaved())),
            // Done by `begin`, which proves vault and disk before there is a row to drive.
            Effect::LoadKey | Effect::CommitAttempt | Effect::OpenBrowser => Ok(None),
        }
    }

    async fn claim(&mut self) -> Result<(), Lost> {
        let (id, owner) = (self.row.id.clone(), self.connector.inner.owner.id.clone());
        let claimed = self.connector.store().write(move |db| attempts::claim(db, &id, &owner, now())).await?;
        if claimed { Ok(()) } else { Err(Lost::Claim) }
    }

    async fn exchange(&self, secret: &ClientSecret) -> Input {
        let unusable = || Input::NoToken(Code::StoreFailed.into());
        let (Some(code), Ok(token_endpoint)) = (&self.code, Endpoint::new(&self.row.token_endpoint)) else {
            return unusable();
        };
        let channel = switchhook_core::Channel::current();
        let Ok(redirect_uri) = switchhook_core::RedirectUri::new(&self.row.redirect_uri, channel) else {
            return unusable();
        };
        let request = TokenRequest {
            token_endpoint: &token_endpoint,
            client_id: &self.row.client_id,
            client_secret: secret,
            redirect_uri: &redirect_uri,
        };
        match request.send(&self.connector.inner.http, code).await {
            Ok(token) => Input::Token(token),
            Err(NoToken::NeverConnected) => Input::NeverConnected,
            Err(NoToken::Over(report)) => Input::NoToken(report),
        }
    }

    async fn client_secret(&self) -> Result<ClientSecret, Lost> {
        let key = self.connector.key().await?;
        let origins: Vec<String> =
            Endpoint::new(&self.row.token_endpoint).iter().map(Endpoint::origin).collect();
        let row = client_secret_row(&self.row.id, &self.row.client_id, &origins);
        self.row
            .client_secret
            .as_deref()
            .and_then(|sealed| key.open_text(&row, sealed).ok())
            .and_then(|secret| ClientSecret::new(secret).ok())
            .ok_or_else(|| Lost::Report(Code::KeyMissing.into()))
    }

    async fn seal_token(&mut self) -> Option<Input> {
        let failed = Some(Input::StoreFailed(Unwritten::Token));
        let (Some(token), Ok(key)) = (&self.token, self.connector.key().await) else { return failed };
        let origins = self.api_origins();
        let Ok(sealed) = key.seal(&token_row(&self.row, &origins), token.expose().as_bytes()) else {
            return failed;
        };
        self.row.token = Some(sealed.clone());
        let id = self.row.id.clone();
        match self.connector.store().write(move |db| attempts::set_token(db, &id, &sealed)).await {
            Ok(_) => None,
            Err(_) => failed,
        }
    }

    async fn get_me(&mut self, from: &Stage) -> Result<Input, Lost> {
        if self.token.is_none() {
            self.token = Some(self.sealed_token().await?);
        }
        if matches!(from, Stage::Refused | Stage::Ended(_)) {
            let as_new = self.flow.purpose == Purpose::Connect;
            self.write(move |db, id| attempts::reopen(db, id, as_new).map(drop)).await?;
            self.row.reconnects = self.row.reconnects.take().filter(|_| !as_new);
        }
        let (Some(token), Ok(api_base)) = (&self.token, Endpoint::new(&self.row.api_base)) else {
            return Ok(Input::Unidentified);
        };
        let Ok(me) = api::me(&self.connector.inner.http, &api_base, token).await else {
            return Ok(Input::Unidentified);
        };
        let provider = provider(self.row.kind, self.row.api_pinned.then_some(self.row.api_base.as_str()));
        self.identity = provider.and_then(|provider| me.identity(&provider, Some(&self.row.client_id)));
        self.me = me;
        match &self.identity {
            Some(identity) => {
                Ok(Input::Identified(self.connector.compare(identity, self.row.reconnects.as_deref()).await?))
            }
            None => Ok(Input::Unidentified),
        }
    }

    /// The token that an earlier process sealed to this attempt.
    async fn sealed_token(&self) -> Result<AccessToken, Lost> {
        let key = self.connector.key().await?;
        let origins = self.api_origins();
        self.row
            .token
            .as_deref()
            .and_then(|sealed| key.open_text(&token_row(&self.row, &origins), sealed).ok())
            .and_then(|token| AccessToken::new(token).ok())
            .ok_or_else(|| Lost::Report(Code::KeyMissing.into()))
    }

    async fn store_account(&mut self) -> Option<Input> {
        let failed = Some(Input::StoreFailed(Unwritten::Account));
        let Some(token) = self.token.clone() else { return failed };
        let account = NewAccount {
            kind: self.row.kind,
            api_base: (self.row.api_pinned && self.row.kind != RegistrationKind::Sandbox)
                .then(|| self.row.api_base.clone()),
            registration: Some(self.row.registration.clone()),
            client_id: Some(self.row.client_id.clone()),
            name: self.row.name.clone(),
            tags: self.row.tags.clone(),
            token,
            me: self.me.clone(),
            identity: self.identity.clone(),
            reconnects: self.row.reconnects.clone(),
            attempt: Some(self.row.id.clone()),
        };
        match self.connector.store_account(account).await {
            Ok(connected) => {
                self.ended = Some(Ok(Box::new(connected)));
                None
            }
            Err(_) => failed,
        }
    }

    async fn end(&mut self, from: &Stage, report: Option<ErrorReport>) -> Performed {
        let (from, to) = (stage_code(from), stage_code(&self.flow.stage));
        let (id, error) = (self.row.id.clone(), report.clone());
        let ended = self
            .connector
            .store()
            .write(move |db| {
                let end = End {
                    from,
                    stage: to,
                    account_id: None,
                    error: error.as_ref(),
                    keeps_token: false,
                    at: now(),
                };
                attempts::end(db, &id, &end)
            })
            .await?;
        if !ended {
            return Err(Lost::Claim);
        }
        self.ended = report.map(Err);
        Ok(None)
    }

    async fn write(
        &self,
        work: impl FnOnce(&rusqlite::Transaction<'_>, &str) -> rusqlite::Result<()> + Send + 'static,
    ) -> Performed {
        let id = self.row.id.clone();
        self.connector.store().write(move |db| work(db, &id)).await?;
        Ok(None)
    }

    /// Writes the stages in which the person's decision is awaited: the new token stays with the attempt.
    async fn settle(&self) -> Result<(), ErrorReport> {
        let id = self.row.id.clone();
        match (&self.flow.stage, self.flow.purpose) {
            (Stage::Refused, _) => {
                self.connector
                    .store()
                    .write(move |db| attempts::set_stage(db, &id, "refused").map(drop))
                    .await
            }
            (Stage::Ended(Ending::Unverified), Purpose::Reconnect) if self.ended.is_none() => {
                let write = move |db: &rusqlite::Transaction<'_>| {
                    let end = End {
                        from: "identifying",
                        stage: "unverified",
                        account_id: None,
                        error: None,
                        keeps_token: true,
                        at: now(),
                    };
                    attempts::end(db, &id, &end).map(drop)
                };
                self.connector.store().write(write).await
            }
            _ => Ok(()),
        }
    }

    fn api_origins(&self) -> Vec<String> {
        Endpoint::new(&self.row.api_base).iter().map(Endpoint::origin).collect()
    }
}

fn token_row<'a>(row: &'a AttemptRow, origins: &'a [String]) -> Row<'a> {
    Row { kind: "attempt/token", id: &row.id, client_id: &row.client_id, origins }
}

fn answering(row: &AttemptRow) -> ErrorReport {
    let host =
        Endpoint::new(&row.token_endpoint).map_or_else(|_| "The provider".into(), |endpoint| endpoint.host());
    ErrorReport::new(Code::Usage)
        .saying(format!("{host} is answering: this can't be stopped now without losing the consent."))
        .hinting("It takes 20 seconds at most.")
}

fn unsaved() -> ErrorReport {
    ErrorReport::new(Code::StoreFailed)
        .saying("The new token could not be stored yet; ending now would lose it.")
        .hinting("Make room on the disk and try again.")
}

fn stage(row: &AttemptRow) -> Stage {
    match row.stage.as_str() {
        "awaiting" => Stage::Awaiting,
        "exchanging" => {
            Stage::Exchanging(Awaited { since: row.claimed_at.unwrap_or(row.started_at), tries: 1 })
        }
        "identifying" => Stage::Identifying,
        "refused" => Stage::Refused,
        "connected" => Stage::Ended(Ending::Connected),
        "already_connected" => Stage::Ended(Ending::AlreadyConnected),
        "unverified" => Stage::Ended(Ending::Unverified),
        "denied" => Stage::Ended(Ending::Denied),
        "expired" => Stage::Ended(Ending::Expired),
        "cancelled" => Stage::Ended(Ending::Cancelled),
        "interrupted" => Stage::Ended(Ending::Interrupted),
        _ => Stage::Ended(Ending::Failed),
    }
}

fn stage_code(stage: &Stage) -> &'static str {
    match stage {
        Stage::Awaiting => "awaiting",
        Stage::Exchanging(_) => "exchanging",
        Stage::Identifying => "identifying",
        Stage::Unsaved(_) => "unsaved",
        Stage::Refused => "refused",
        Stage::Ended(Ending::Connected) => "connected",
        Stage::Ended(Ending::AlreadyConnected) => "already_connected",
        Stage::Ended(Ending::Unverified) => "unverified",
        Stage::Ended(Ending::Denied) => "denied",
        Stage::Ended(Ending::Failed) => "failed",
        Stage::Ended(Ending::Expired) => "expired",
        Stage::Ended(Ending::Cancelled) => "cancelled",
        Stage::Ended(Ending::Interrupted) => "interrupted",
    }
}

impl Connector {
    async fn compare(&self, identity: &Identity, reconnects: Option<&str>) -> Result<Match, ErrorReport> {
        let key = identity.key();
        let owner = self.store().read(move |db| crate::store::accounts::by_identity(db, &key)).await?;
        let Some(wanted) = reconnects else {
            return Ok(if owner.is_some() { Match::Known } else { Match::New });
        };
        if owner.as_ref().is_some_and(|owner| owner.id == wanted) {
            return Ok(Match::Same);
        }
        // An account whose identity was never learnt takes the first one it is given.
        let nameless = self.account_row(wanted).await?.identity.is_none();
        Ok(match owner {
            Some(_) => Match::Known,
            None if nameless => Match::Same,
            None => Match::New,
        })
    }
}
