//! Drives one attempt: asks the core what is next, does it, tells the core what came of it.
//!
//! From its claim on an attempt is driven by one task of one process, which no caller can drop. Whatever
//! such a task leaves behind (a panic, a store that never came back) is found by `tend`.

use std::collections::VecDeque;
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{
    AccessToken, AuthorizationCode, Awaited, Channel, ClientSecret, Code, ConnectFlow, Effect, Ending,
    Endpoint, ErrorReport, Identity, Input, Match, Me, Purpose, RedirectUri, RegistrationKind, Stage,
    Unwritten,
};

use crate::accounts::manage::{NewAccount, provider};
use crate::connect::begin::client_secret_row;
use crate::connect::receive::Received;
use crate::connect::running::Driving;
use crate::connector::Connector;
use crate::contract::{Answered, AttemptStage, Connected};
use crate::host::clock::now;
use crate::host::kill_points;
use crate::intercom::api;
use crate::intercom::http::ANSWER_IN;
use crate::intercom::token_request::{NoToken, TokenRequest};
use crate::remote::identify::{Untold, unsaid};
use crate::store::accounts::{self, AccountRow};
use crate::store::attempts::{self, AttemptRow, End};
use crate::vault::sealing::Row;

/// One attempt under way.
pub(crate) struct Drive {
    connector: Connector,
    pub(crate) row: AttemptRow,
    flow: ConnectFlow,
    driving: Option<Driving>,
    code: Option<AuthorizationCode>,
    token: Option<AccessToken>,
    me: Me,
    identity: Option<Identity>,
    /// Why nobody knows whose the token is.
    untold: Option<Untold>,
    ended: Option<Result<Box<Connected>, ErrorReport>>,
}

/// Why an input could not be carried out.
pub(crate) enum Lost {
    /// Another process, or another task of this one, took the attempt's next step.
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

const END_TRIES: u32 = 3;

impl Drive {
    /// A drive of an attempt that awaits: it is taken over by its claim.
    pub(crate) fn awaiting(connector: Connector, row: AttemptRow) -> Self {
        let purpose = match (&row.reconnects, &row.workspace) {
            (Some(_), _) => Purpose::Reconnect,
            (None, Some(_)) => Purpose::ConnectOnly,
            (None, None) => Purpose::Connect,
        };
        let flow = ConnectFlow { stage: stage(&row), purpose, expires_at: row.expires_at };
        Self {
            connector,
            row,
            flow,
            driving: None,
            code: None,
            token: None,
            me: Me::default(),
            identity: None,
            untold: None,
            ended: None,
        }
    }

    /// A drive of an attempt that was claimed before, if no other task has it.
    pub(crate) fn claimed(connector: Connector, row: AttemptRow) -> Result<Self, Lost> {
        let driving = Driving::begin(&connector, &row.id).ok_or(Lost::Claim)?;
        Ok(Self { driving: Some(driving), ..Self::awaiting(connector, row) })
    }

    /// Feeds an input and all that follows from it, in a task of its own.
    pub(crate) async fn run(mut self, input: Input) -> Result<Received, Lost> {
        let task = tokio::spawn(async move {
            let fed = self.feed(input).await;
            let unsaved = matches!(self.flow.stage, Stage::Unsaved(_));
            let received = match (fed, self.ended.take()) {
                (Err(lost), _) => Err(lost),
                (Ok(()), Some(ended)) => Ok(Received::Ended(ended)),
                (Ok(()), None) if unsaved => Ok(Received::Unsaved {
                    attempt: self.row.id.clone(),
                    report: crate::connect::decide::unsaved(),
                }),
                (Ok(()), None) => {
                    let attempt = self.row.id.clone();
                    let undecided = self.undecided().await.map_err(Lost::Report);
                    undecided.map(|report| Received::Undecided { attempt, report })
                }
            };
            let connector = self.connector.clone();
            if unsaved {
                connector.keep_unsaved(self);
            } else {
                connector.no_longer_unsaved(&self.row.id);
            }
            received
        });
        task.await.unwrap_or_else(|_| Err(Lost::Report(Code::StoreFailed.into())))
    }

    /// The words for what a person has to decide.
    async fn undecided(&self) -> Result<ErrorReport, ErrorReport> {
        match self.flow.stage {
            Stage::Refused => self.connector.refused(&self.row).await,
            _ => Ok(self.row.error.clone().unwrap_or_else(crate::connect::decide::not_compared)),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.row.id
    }

    /// As [`Driving::set_at_stake`].
    pub(crate) fn set_at_stake(&self, is_at_stake: bool) {
        if let Some(driving) = &self.driving {
            driving.set_at_stake(is_at_stake);
        }
    }

    /// What the core says to an input that changes nothing: the words for a person.
    pub(crate) fn warning(&self, input: Input) -> Option<ErrorReport> {
        let effects = self.flow.clone().step(input, now()).effects;
        effects.contains(&Effect::WarnUnsaved).then(crate::connect::decide::unsaved)
    }

    async fn feed(&mut self, input: Input) -> Result<(), Lost> {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let before = self.flow.clone();
            let step = before.clone().step(input, now());
            self.flow = step.flow;
            let (from, to) = (stage_code(&before.stage).code(), stage_code(&self.flow.stage).code());
            tracing::debug!(attempt = self.row.id, from, to, "an attempt went on");
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
        self.settle().await
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
                self.seal_token().await
            }
            Effect::SealTokenAgain => self.seal_token().await,
            Effect::GetMe => self.get_me(from).await.map(Some),
            Effect::AddAccount | Effect::ReplaceToken | Effect::AddUnverified => self.store_account().await,
            Effect::SayEmptyReturn => self.write(attempts::set_empty_return).await,
            Effect::CountStray => {
                self.connector.count_stray(Some(&self.row.id)).await;
                Ok(None)
            }
            Effect::Report(report) => self.end(from, report).await,
            Effect::DropToken => self.end(from, Code::Cancelled.into()).await,
            Effect::SayAnswering => Err(Lost::Report(crate::connect::decide::answering())),
            Effect::WarnUnsaved => Err(Lost::Report(crate::connect::decide::unsaved())),
            // Done by `begin`, which proves vault and disk before there is a row to drive.
            Effect::LoadKey | Effect::CommitAttempt | Effect::OpenBrowser => Ok(None),
        }
    }

    async fn claim(&mut self) -> Result<(), Lost> {
        let driving = Driving::begin(&self.connector, &self.row.id).ok_or(Lost::Claim)?;
        // From before the claim is written: whoever sees it must not end the program.
        driving.set_at_stake(true);
        let (id, owner) = (self.row.id.clone(), self.owner());
        self.connector.store().reserve().await?;
        let claim = move |db: &Transaction<'_>| {
            let claimed = attempts::claim(db, &id, &owner, now())?;
            kill_points::point("claiming");
            Ok(claimed)
        };
        if !self.connector.store().write(claim).await? {
            return Err(Lost::Claim);
        }
        kill_points::point("claimed");
        self.driving = Some(driving);
        Ok(())
    }

    async fn exchange(&self, secret: &ClientSecret) -> Input {
        let unusable = || Input::NoToken(Code::StoreFailed.into());
        let (Some(code), Ok(token_endpoint)) = (&self.code, Endpoint::new(&self.row.token_endpoint)) else {
            return unusable();
        };
        let Ok(redirect_uri) = RedirectUri::new(&self.row.redirect_uri, Channel::current()) else {
            return unusable();
        };
        let request = TokenRequest {
            token_endpoint: &token_endpoint,
            client_id: &self.row.client_id,
            client_secret: secret,
            redirect_uri: &redirect_uri,
        };
        let answer = request.send(&self.connector.inner.http, code, self.remaining()).await;
        // A connection that was never made is tried again, and a token is to be stored yet.
        if matches!(answer, Err(NoToken::Over(_))) {
            self.set_at_stake(false);
        }
        match answer {
            Ok(token) => {
                kill_points::point("token-received");
                Input::Token(token)
            }
            Err(NoToken::NeverConnected(report)) => Input::NeverConnected(report),
            Err(NoToken::Over(report)) => Input::NoToken(report),
        }
    }

    /// What is left of the 20 seconds since the claim, connecting and pauses included.
    fn remaining(&self) -> Duration {
        let spent = match &self.flow.stage {
            Stage::Exchanging(awaited) => now().since(awaited.since),
            _ => 0,
        };
        // A clock that was set back must not make it longer.
        ANSWER_IN.saturating_sub(Duration::from_millis(u64::try_from(spent).unwrap_or_default()))
    }

    async fn client_secret(&self) -> Result<ClientSecret, Lost> {
        let key = self.connector.key().await?;
        let origins = origins_of(&self.row.token_endpoint);
        let row = client_secret_row(&self.row.id, &self.row.client_id, &origins);
        self.row
            .client_secret
            .as_deref()
            .and_then(|sealed| key.open_text(&row, sealed).ok())
            .and_then(|secret| ClientSecret::new(secret).ok())
            .ok_or_else(|| Lost::Report(damaged()))
    }

    async fn seal_token(&mut self) -> Performed {
        let failed = Ok(Some(Input::StoreFailed(Unwritten::Token)));
        let (Some(token), Ok(key)) = (&self.token, self.connector.key().await) else { return failed };
        let origins = origins_of(&self.row.api_base);
        let row = token_row(&self.row, &origins);
        let Ok(sealed) = key.seal(&row, token.expose().as_bytes()) else { return failed };
        self.row.token = Some(sealed.clone());
        let (id, owner) = (self.row.id.clone(), self.owner());
        let seal = move |db: &Transaction<'_>| {
            let kept = attempts::set_token(db, &id, &owner, &sealed)?;
            kill_points::point("token-sealing");
            Ok(kept)
        };
        match self.connector.store().write(seal).await {
            Ok(true) => {
                kill_points::point("token-sealed");
                self.set_at_stake(false);
                Ok(None)
            }
            Ok(false) => Err(Lost::Claim),
            Err(_) => failed,
        }
    }

    async fn get_me(&mut self, from: &Stage) -> Result<Input, Lost> {
        if self.token.is_none() {
            self.token = Some(self.sealed_token().await?);
        }
        if matches!(from, Stage::Refused | Stage::Ended(_)) {
            self.reopen(from).await?;
        }
        let (Some(token), Ok(api_base)) = (&self.token, Endpoint::new(&self.row.api_base)) else {
            return Ok(Input::Unidentified);
        };
        let me = match self.me_of(&api_base, token).await {
            Ok(me) => me,
            Err(untold) => {
                self.untold = untold;
                return Ok(Input::Unidentified);
            }
        };
        let provider = provider(self.row.kind, self.pinned());
        self.identity = provider.and_then(|provider| me.identity(&provider, Some(&self.row.client_id)));
        self.me = me;
        kill_points::point("identified");
        let Some(identity) = self.identity.clone() else {
            self.untold = Some(Untold::Unknown(unsaid()));
            return Ok(Input::Unidentified);
        };
        Ok(match self.compare(identity).await {
            Ok(matched) => Input::Identified(matched),
            Err(_) => Input::StoreFailed(Unwritten::Account),
        })
    }

    /// Why nobody tells is asked only where that is kept: an account that needs no comparing is checked later.
    async fn me_of(&self, api_base: &Endpoint, token: &AccessToken) -> Result<Me, Option<Untold>> {
        match self.flow.purpose {
            Purpose::Connect => api::me(&self.connector.inner.http, api_base, token).await.map_err(|_| None),
            Purpose::ConnectOnly | Purpose::Reconnect => {
                self.connector.whose(api_base, token).await.map_err(Some)
            }
        }
    }

    async fn reopen(&mut self, from: &Stage) -> Result<(), Lost> {
        let as_new = self.flow.purpose == Purpose::Connect;
        let (id, owner, from) = (self.row.id.clone(), self.owner(), stage_code(from));
        let reopened =
            self.connector.store().write(move |db| attempts::reopen(db, &id, from, &owner, as_new)).await?;
        if !reopened {
            return Err(Lost::Claim);
        }
        if as_new {
            (self.row.reconnects, self.row.workspace) = (None, None);
        }
        Ok(())
    }

    async fn compare(&self, identity: Identity) -> Result<Match, ErrorReport> {
        // Before anything else, whatever it is for.
        if self.row.workspace.is_some() && self.row.workspace != self.me.workspace.id {
            return Ok(Match::Unwanted);
        }
        let wanted = self.row.reconnects.clone();
        let compared = identity.clone();
        let (known, wanted) = self
            .connector
            .store()
            .read(move |db| {
                let wanted = wanted.map(|id| accounts::by_id(db, &id)).transpose()?;
                Ok((accounts::by_identity(db, &compared)?, wanted))
            })
            .await?;
        Ok(match (known, wanted) {
            (None, None) => Match::New,
            (Some(_), None) => Match::Known,
            // Of a region that one of them leaves out nobody can say that it is another one.
            (_, Some(Some(wanted))) if wanted.known().is_some_and(|known| known.may_be(&identity)) => {
                Match::Same
            }
            // An account whose identity was never learnt takes the first one its own provider gives it, of the workspace
            // that it has, where that much is known.
            (None, Some(Some(wanted))) if wanted.identity.is_none() && self.is_of(&wanted) => Match::Same,
            // Another identity, or an account that was forgotten meanwhile.
            (Some(_), Some(_)) => Match::Known,
            (None, Some(_)) => Match::New,
        })
    }

    fn is_of(&self, account: &AccountRow) -> bool {
        let same_client = account.client_id.as_deref() == Some(self.row.client_id.as_str());
        let same_workspace = account.workspace.id.is_none() || account.workspace.id == self.me.workspace.id;
        let same_provider = account.kind == self.row.kind && account.api_base.as_deref() == self.pinned();
        same_client && same_provider && same_workspace
    }

    /// The API address that serves every later call, where one was given.
    fn pinned(&self) -> Option<&str> {
        let is_pinned = self.row.api_pinned && self.row.kind != RegistrationKind::Sandbox;
        is_pinned.then_some(self.row.api_base.as_str())
    }

    /// The token that an earlier process sealed to this attempt.
    async fn sealed_token(&self) -> Result<AccessToken, Lost> {
        let key = self.connector.key().await?;
        let origins = origins_of(&self.row.api_base);
        self.row
            .token
            .as_deref()
            .and_then(|sealed| key.open_text(&token_row(&self.row, &origins), sealed).ok())
            .and_then(|token| AccessToken::new(token).ok())
            .ok_or_else(|| Lost::Report(damaged()))
    }

    async fn store_account(&mut self) -> Performed {
        let failed = Ok(Some(Input::StoreFailed(Unwritten::Account)));
        let Some(token) = self.token.clone() else { return failed };
        let account = NewAccount {
            kind: self.row.kind,
            api_base: self.pinned().map(ToString::to_string),
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
            Ok(Some(connected)) => {
                self.ended = Some(Ok(Box::new(connected)));
                Ok(None)
            }
            Ok(None) => Err(Lost::Claim),
            Err(_) => failed,
        }
    }

    /// Ends the row. A store that is busy is waited for: the reason is worth more than the seconds.
    async fn end(&mut self, from: &Stage, report: ErrorReport) -> Performed {
        let (from, to) = (row_stage(from), stage_code(&self.flow.stage));
        let mut tries = 1;
        let ended = loop {
            let (id, error) = (self.row.id.clone(), report.clone());
            let write = move |db: &Transaction<'_>| {
                let end = End {
                    from,
                    stage: to,
                    account_id: None,
                    error: Some(&error),
                    keeps_token: false,
                    at: now(),
                };
                let ended = attempts::end(db, &id, &end)?;
                kill_points::point("attempt-ending");
                Ok(ended)
            };
            match self.connector.store().write(write).await {
                Ok(ended) => break ended,
                Err(error) if tries >= END_TRIES => return Err(Lost::Report(error)),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        if !ended {
            return Err(Lost::Claim);
        }
        kill_points::point("attempt-ended");
        self.ended = Some(Err(report));
        Ok(None)
    }

    /// Writes the stages in which the person's decision is awaited: the new token stays with the attempt.
    async fn settle(&mut self) -> Result<(), Lost> {
        let (id, owner) = (self.row.id.clone(), self.owner());
        match (&self.flow.stage, self.flow.purpose) {
            (Stage::Refused, _) => {
                let answered = Answered::of(&self.me);
                self.row.answered = Some(answered.clone());
                let write = move |db: &Transaction<'_>| attempts::set_refused(db, &id, &owner, &answered);
                self.connector.store().write(write).await?;
                kill_points::point("refusal-kept");
            }
            (Stage::Ended(Ending::Unverified), Purpose::Reconnect | Purpose::ConnectOnly)
                if self.ended.is_none() =>
            {
                let report = self
                    .untold
                    .take()
                    .map_or_else(crate::connect::decide::not_compared, Untold::not_compared);
                self.row.error = Some(report.clone());
                let write = move |db: &Transaction<'_>| {
                    let end = End {
                        from: AttemptStage::Identifying,
                        stage: AttemptStage::Unverified,
                        account_id: None,
                        error: Some(&report),
                        keeps_token: true,
                        at: now(),
                    };
                    attempts::end(db, &id, &end)
                };
                self.connector.store().write(write).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn write(
        &self,
        work: impl FnOnce(&Transaction<'_>, &str) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Performed {
        let id = self.row.id.clone();
        self.connector.store().write(move |db| work(db, &id)).await?;
        Ok(None)
    }

    fn owner(&self) -> String {
        self.connector.inner.owner.id.clone()
    }
}

fn token_row<'a>(row: &'a AttemptRow, origins: &'a [String]) -> Row<'a> {
    Row { kind: "attempt/token", id: &row.id, client_id: &row.client_id, origins }
}

fn origins_of(endpoint: &str) -> Vec<String> {
    Endpoint::new(endpoint).iter().map(Endpoint::origin).collect()
}

fn damaged() -> ErrorReport {
    ErrorReport::new(Code::KeyMissing)
        .saying("A secret of this attempt does not open: its row was changed.")
        .hinting("Cancel the attempt and connect again.")
}

fn stage(row: &AttemptRow) -> Stage {
    match row.stage {
        AttemptStage::Awaiting => Stage::Awaiting,
        AttemptStage::Exchanging => {
            Stage::Exchanging(Awaited { since: row.claimed_at.unwrap_or(row.started_at), tries: 1 })
        }
        // What was unsaved lived in the memory of the drive that has it, never in a row.
        AttemptStage::Identifying | AttemptStage::Unsaved => Stage::Identifying,
        AttemptStage::Refused => Stage::Refused,
        AttemptStage::Connected => Stage::Ended(Ending::Connected),
        AttemptStage::AlreadyConnected => Stage::Ended(Ending::AlreadyConnected),
        AttemptStage::Unverified => Stage::Ended(Ending::Unverified),
        AttemptStage::Denied => Stage::Ended(Ending::Denied),
        AttemptStage::Failed => Stage::Ended(Ending::Failed),
        AttemptStage::Expired => Stage::Ended(Ending::Expired),
        AttemptStage::Cancelled => Stage::Ended(Ending::Cancelled),
        AttemptStage::Interrupted => Stage::Ended(Ending::Interrupted),
    }
}

/// The stage that the row is in: what was unsaved never reached it.
const fn row_stage(stage: &Stage) -> AttemptStage {
    match stage {
        Stage::Unsaved(Unwritten::Token) => AttemptStage::Exchanging,
        Stage::Unsaved(Unwritten::Account) => AttemptStage::Identifying,
        stage => stage_code(stage),
    }
}

const fn stage_code(stage: &Stage) -> AttemptStage {
    match stage {
        Stage::Awaiting => AttemptStage::Awaiting,
        Stage::Exchanging(_) => AttemptStage::Exchanging,
        Stage::Identifying => AttemptStage::Identifying,
        Stage::Unsaved(_) => AttemptStage::Unsaved,
        Stage::Refused => AttemptStage::Refused,
        Stage::Ended(Ending::Connected) => AttemptStage::Connected,
        Stage::Ended(Ending::AlreadyConnected) => AttemptStage::AlreadyConnected,
        Stage::Ended(Ending::Unverified) => AttemptStage::Unverified,
        Stage::Ended(Ending::Denied) => AttemptStage::Denied,
        Stage::Ended(Ending::Failed) => AttemptStage::Failed,
        Stage::Ended(Ending::Expired) => AttemptStage::Expired,
        Stage::Ended(Ending::Cancelled) => AttemptStage::Cancelled,
        Stage::Ended(Ending::Interrupted) => AttemptStage::Interrupted,
    }
}
