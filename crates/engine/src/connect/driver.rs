//! Drives one attempt: asks the core what is next, does it, tells the core what came of it.
//!
//! From its claim on an attempt is driven by one task of one process, which no caller can drop. The maintenance finds an
//! attempt that such a task leaves behind, by a panic or for a store that never came back.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{
    AccessToken, Answered, AttemptId, AttemptProblem, AttemptStage, Channel, ClientSecret, Effect, Ending,
    Endpoint, Identity, Input, Match, Me, Problem, Provider, ProviderProblem, Purpose, RedirectUri, Region,
    Stage, StoreProblem, Unwritten,
};

use super::mismatch::mismatch;
use super::outcome::{Lost, Received};
use super::progress::Progress;
use super::room::Room;
use super::secrets;
use crate::accounts::save::{NewAccount, save};
use crate::contract::Connected;
use crate::host::clock::now;
use crate::host::kill_points;
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::token_request::{NoToken, TokenRequest};
use crate::remote::access::Access;
use crate::remote::identify::{self, NotIdentified};
use crate::store::attempts::{self, AttemptRow, End};
use crate::store::{accounts, registrations};
use crate::vault::attempt_secrets::{AttemptSecret, sealed};
use crate::vault::registration_secret;

/// An attempt, and the means to drive it.
pub(super) struct Driver {
    room: Arc<Room>,
    progress: Progress,
    ended: Option<Result<Box<Connected>, Problem>>,
}

type Performed = Result<Option<Input>, Lost>;

const END_TRIES: u32 = 3;

impl Driver {
    /// Drives an attempt that awaits: its claim takes it over.
    pub(super) fn awaiting(room: &Arc<Room>, row: AttemptRow) -> Self {
        Self::of(room, Progress::of(row))
    }

    /// Drives an attempt that was claimed before, if no other task has it.
    pub(super) fn claimed(room: &Arc<Room>, row: AttemptRow) -> Result<Self, Lost> {
        let running = room.running.begin(&row.id).ok_or(Lost::Claim)?;
        Ok(Self::of(room, Progress { running: Some(running), ..Progress::of(row) }))
    }

    /// Goes on with an attempt that is under way.
    pub(super) fn of(room: &Arc<Room>, progress: Progress) -> Self {
        Self { room: Arc::clone(room), progress, ended: None }
    }

    /// Feeds an input and all that follows from it, in a task of its own.
    pub(super) async fn run(mut self, input: Input) -> Result<Received, Lost> {
        let task = tokio::spawn(async move {
            let fed = self.feed(input).await;
            let attempt = self.progress.row.id.clone();
            let received = match (fed, self.ended.take()) {
                (Err(lost), _) => Err(lost),
                (Ok(()), Some(ended)) => Ok(Received::Ended(ended)),
                (Ok(()), None) if self.progress.is_unsaved() => {
                    let problem = AttemptProblem::Unsaved.into();
                    Ok(Received::Unsaved { attempt: attempt.clone(), problem })
                }
                (Ok(()), None) => {
                    let undecided = self.undecided().await.map_err(Lost::Problem);
                    undecided.map(|problem| Received::Undecided { attempt: attempt.clone(), problem })
                }
            };
            let room = self.room;
            if self.progress.is_unsaved() {
                room.unsaved.keep(self.progress);
                room.context.changes.announce();
            } else {
                room.unsaved.forget(&attempt);
            }
            received
        });
        task.await.unwrap_or_else(|_| Err(StoreProblem::Failed.into()))
    }

    /// What a person has to decide.
    async fn undecided(&self) -> Result<Problem, Problem> {
        let row = &self.progress.row;
        match self.progress.flow.stage {
            Stage::Refused => mismatch(&self.room.context, row).await,
            _ => Ok(row.error.clone().unwrap_or_else(|| not_compared(None).into())),
        }
    }

    async fn feed(&mut self, input: Input) -> Result<(), Lost> {
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            let before = self.progress.flow.clone();
            let step = before.clone().step(input, now());
            self.progress.flow = step.flow;
            let [from, to] =
                [&before.stage, &self.progress.flow.stage].map(|stage| AttemptStage::shown(stage).code());
            tracing::debug!(attempt = self.progress.row.id.as_str(), from, to, "an attempt went on");
            for effect in step.effects {
                match self.perform(effect, &before.stage).await {
                    Ok(None) => {}
                    Ok(Some(next)) => {
                        inputs.push_back(next);
                        break;
                    }
                    Err(lost) => {
                        self.progress.flow = before;
                        return Err(lost);
                    }
                }
            }
        }
        if self.settle().await.is_err() {
            // The row has the token: whose it is is asked again, once the store takes the question.
            let unsettled = Input::StoreFailed(Unwritten::Account);
            self.progress.flow = self.progress.flow.clone().step(unsettled, now()).flow;
        }
        Ok(())
    }

    async fn perform(&mut self, effect: Effect, from: &Stage) -> Performed {
        match effect {
            Effect::Exchange(code) => {
                let secret = self.client_secret().await?;
                self.claim().await?;
                self.progress.code = Some(code);
                Ok(Some(self.exchange(&secret).await))
            }
            Effect::ExchangeAgain(pause) => {
                tokio::time::sleep(Duration::from_millis(u64::from(pause))).await;
                let secret = self.client_secret().await?;
                Ok(Some(self.exchange(&secret).await))
            }
            Effect::SealToken(token) => {
                self.progress.code = None;
                self.progress.token = Some(token);
                self.seal_token().await
            }
            Effect::SealTokenAgain => self.seal_token().await,
            Effect::GetMe => self.get_me(from).await.map(Some),
            Effect::AddAccount | Effect::ReplaceToken | Effect::AddUnverified => self.store_account().await,
            Effect::SayEmptyReturn => self.write(attempts::set_empty_return).await,
            Effect::Report(problem) => self.end(from, problem).await,
            Effect::DropToken => self.end(from, AttemptProblem::Cancelled.into()).await,
            Effect::SayAnswering => Err(AttemptProblem::Answering.into()),
            Effect::WarnUnsaved => Err(AttemptProblem::Unsaved.into()),
            // Done by `begin`, which proves vault and disk before there is a row to drive.
            Effect::LoadKey | Effect::CommitAttempt | Effect::OpenBrowser => Ok(None),
        }
    }

    async fn claim(&mut self) -> Result<(), Lost> {
        let running = self.room.running.begin(&self.progress.row.id).ok_or(Lost::Claim)?;
        // From before the claim is written: whoever sees it must not end the program.
        running.set_would_lose_answer(true);
        let (id, owner) = (self.progress.row.id.clone(), self.owner());
        self.room.context.store.reserve().await?;
        let claim = move |db: &Transaction<'_>| {
            let claimed = attempts::claim(db, &id, &owner, now())?;
            kill_points::point("claiming");
            Ok(claimed)
        };
        if !self.room.context.store.write(claim).await? {
            return Err(Lost::Claim);
        }
        kill_points::point("claimed");
        self.progress.running = Some(running);
        Ok(())
    }

    async fn exchange(&self, secret: &ClientSecret) -> Input {
        let unusable = || Input::NoToken(StoreProblem::Failed.into());
        let (Some(code), Ok(token_endpoint)) =
            (&self.progress.code, Endpoint::new(&self.progress.row.token_endpoint))
        else {
            return unusable();
        };
        let Ok(redirect_uri) = RedirectUri::new(&self.progress.row.redirect_uri, Channel::current()) else {
            return unusable();
        };
        let request = TokenRequest {
            token_endpoint: &token_endpoint,
            client_id: &self.progress.row.client_id,
            client_secret: secret,
            redirect_uri: &redirect_uri,
        };
        let answer = request.send(&self.room.context.http, code, self.remaining()).await;
        // A connection that was never made is tried again, and a token is to be stored yet.
        if matches!(answer, Err(NoToken::Over(_))) {
            self.progress.set_would_lose_answer(false);
        }
        match answer {
            Ok(token) => {
                kill_points::point("token-received");
                Input::Token(token)
            }
            Err(NoToken::NeverConnected(problem)) => Input::NeverConnected(problem),
            Err(NoToken::Over(problem)) => Input::NoToken(problem),
        }
    }

    /// What is left of the 20 seconds since the claim, connecting and pauses included.
    fn remaining(&self) -> Duration {
        let spent = match &self.progress.flow.stage {
            Stage::Exchanging(awaited) => now().since(awaited.since),
            _ => 0,
        };
        // A clock that was set back must not make it longer.
        ANSWER_IN.saturating_sub(Duration::from_millis(u64::try_from(spent).unwrap_or_default()))
    }

    async fn client_secret(&self) -> Result<ClientSecret, Lost> {
        let key = self.room.context.vault.key().await?;
        Ok(secrets::client_secret(&self.progress.row, &key)?)
    }

    async fn seal_token(&mut self) -> Performed {
        let failed = Ok(Some(Input::StoreFailed(Unwritten::Token)));
        let (Some(token), Ok(key)) = (&self.progress.token, self.room.context.vault.key().await) else {
            return failed;
        };
        let row = &self.progress.row;
        let Ok(sealed) = sealed(row, AttemptSecret::Token, token.expose().as_bytes(), &key) else {
            return failed;
        };
        self.progress.row.token = Some(sealed);
        let (row, owner) = (self.progress.row.clone(), self.owner());
        let seal = move |db: &Transaction<'_>| {
            let kept = attempts::set_token(db, &row, &owner)?;
            kill_points::point("token-sealing");
            Ok(kept)
        };
        match self.room.context.store.write(seal).await {
            Ok(true) => {
                kill_points::point("token-sealed");
                self.progress.set_would_lose_answer(false);
                Ok(None)
            }
            Ok(false) => Err(Lost::Claim),
            Err(_) => failed,
        }
    }

    async fn get_me(&mut self, from: &Stage) -> Result<Input, Lost> {
        if self.progress.token.is_none() {
            let key = self.room.context.vault.key().await?;
            self.progress.token = Some(secrets::token(&self.progress.row, &key)?);
        }
        if matches!(from, Stage::Refused | Stage::Ended(_)) {
            self.reopen(from).await?;
        }
        let (Some(token), Ok(api_base)) = (&self.progress.token, Endpoint::new(&self.progress.row.api_base))
        else {
            return Ok(Input::Unidentified);
        };
        let me = match self.me_of(&api_base, token).await {
            Ok(me) => me,
            Err(not_identified) => {
                self.progress.not_identified = not_identified;
                return Ok(Input::Unidentified);
            }
        };
        let provider = Provider::of(self.progress.row.kind, self.progress.pinned());
        self.progress.identity =
            provider.and_then(|provider| me.identity(&provider, Some(&self.progress.row.client_id)));
        self.progress.me = me;
        kill_points::point("identified");
        let Some(identity) = self.progress.identity.clone() else {
            self.progress.not_identified = Some(NotIdentified::Unknown(ProviderProblem::Unidentified));
            return Ok(Input::Unidentified);
        };
        Ok(match self.compare(identity).await {
            Ok(matched) => Input::Identified(matched),
            Err(_) => Input::StoreFailed(Unwritten::Account),
        })
    }

    /// Why nobody tells is asked only where that is kept: an account that needs no comparing is checked later.
    async fn me_of(&self, api_base: &Endpoint, token: &AccessToken) -> Result<Me, Option<NotIdentified>> {
        match self.progress.flow.purpose {
            Purpose::Connect => {
                let access = Access::of_new_token(api_base, token);
                identify::me(&self.room.context, &access).await.map_err(|_| None)
            }
            Purpose::ConnectOnly | Purpose::Reconnect => {
                identify::identify(&self.room.context, api_base, token).await.map_err(Some)
            }
        }
    }

    /// Takes up an attempt that a person has decided on. One that connects an account of its own then is for no other account
    /// and no workspace, and its token is sealed to that.
    async fn reopen(&mut self, from: &Stage) -> Result<(), Lost> {
        let mut row = AttemptRow { owner: self.owner(), ..self.progress.row.clone() };
        if let (Purpose::Connect, Some(token)) = (self.progress.flow.purpose, &self.progress.token) {
            (row.reconnects, row.workspace) = (None, None);
            let key = self.room.context.vault.key().await?;
            let sealed = sealed(&row, AttemptSecret::Token, token.expose().as_bytes(), &key);
            row.token = Some(sealed.map_err(|_| StoreProblem::Failed)?);
        }
        let (reopened, from) = (row.clone(), AttemptStage::shown(from));
        if !self.room.context.store.write(move |db| attempts::reopen(db, &reopened, from)).await? {
            return Err(Lost::Claim);
        }
        self.progress.row = row;
        Ok(())
    }

    async fn compare(&self, identity: Identity) -> Result<Match, Problem> {
        // Before anything else, whatever it is for.
        if self.progress.row.workspace.is_some()
            && self.progress.row.workspace != self.progress.me.workspace.id
        {
            return Ok(Match::Unwanted);
        }
        let wanted = self.progress.row.reconnects.clone();
        let compared = identity.clone();
        let (known, wanted) = self
            .room
            .context
            .store
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
            (None, Some(Some(wanted))) if wanted.identity.is_none() && self.progress.may_be_of(&wanted) => {
                Match::Same
            }
            // Another identity, or an account that was forgotten meanwhile.
            (Some(_), Some(_)) => Match::Known,
            (None, Some(_)) => Match::New,
        })
    }

    async fn store_account(&mut self) -> Performed {
        let failed = Ok(Some(Input::StoreFailed(Unwritten::Account)));
        let Some(token) = self.progress.token.clone() else { return failed };
        let Ok(region) = self.named_region().await else { return failed };
        let account = NewAccount {
            kind: self.progress.row.kind,
            api_base: self.progress.pinned().map(ToString::to_string),
            region,
            registration: Some(self.progress.row.registration.clone()),
            client_id: Some(self.progress.row.client_id.clone()),
            name: self.progress.row.name.clone(),
            tags: self.progress.row.tags.clone(),
            token,
            me: self.progress.me.clone(),
            identity: self.progress.identity.clone(),
            reconnects: self.progress.row.reconnects.clone(),
            attempt: Some(self.progress.row.id.clone()),
        };
        match save(&self.room.context, account).await {
            Ok(Some(connected)) => {
                self.ended = Some(Ok(Box::new(connected)));
                Ok(None)
            }
            Ok(None) => Err(Lost::Claim),
            Err(_) => failed,
        }
    }

    /// The region that the registration names; `None` where somebody has removed or edited it.
    async fn named_region(&self) -> Result<Option<Region>, Problem> {
        let (id, key) = (self.progress.row.registration_id.clone(), self.room.context.vault.key().await?);
        let registration = self.room.context.store.read(move |db| registrations::by_id(db, &id)).await?;
        let proven = registration.filter(|row| registration_secret::opened(row, &key).is_some());
        Ok(proven.and_then(|registration| registration.region.parse().ok()))
    }

    /// Ends the row. A store that is busy is waited for: the reason is worth more than the seconds.
    async fn end(&mut self, from: &Stage, why: Problem) -> Performed {
        let is_code_spent = matches!(from, Stage::Exchanging(_));
        let (from, to) = (AttemptStage::stored(from), AttemptStage::shown(&self.progress.flow.stage));
        let mut tries = 1;
        let ended = loop {
            let (id, error) = (self.progress.row.id.clone(), why.clone());
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
            match self.room.context.store.write(write).await {
                Ok(ended) => break ended,
                // The code is spent: the caller gets the reason now, and the maintenance ends the row later.
                Err(_) if tries >= END_TRIES && is_code_spent => break true,
                Err(problem) if tries >= END_TRIES => return Err(problem.into()),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        if !ended {
            return Err(Lost::Claim);
        }
        kill_points::point("attempt-ended");
        self.ended = Some(Err(why));
        Ok(None)
    }

    /// Writes the stages in which the person's decision is awaited: the new token stays with the attempt.
    async fn settle(&mut self) -> Result<(), Lost> {
        let (id, owner) = (self.progress.row.id.clone(), self.owner());
        match (&self.progress.flow.stage, self.progress.flow.purpose) {
            (Stage::Refused, _) => {
                let answered = Answered::of(&self.progress.me);
                self.progress.row.answered = Some(answered.clone());
                let write = move |db: &Transaction<'_>| attempts::set_refused(db, &id, &owner, &answered);
                self.room.context.store.write(write).await?;
                kill_points::point("refusal-kept");
            }
            (Stage::Ended(Ending::Unverified), Purpose::Reconnect | Purpose::ConnectOnly)
                if self.ended.is_none() =>
            {
                let problem: Problem = not_compared(self.progress.not_identified.take()).into();
                self.progress.row.error = Some(problem.clone());
                let write = move |db: &Transaction<'_>| {
                    let end = End {
                        from: AttemptStage::Identifying,
                        stage: AttemptStage::Unverified,
                        account_id: None,
                        error: Some(&problem),
                        keeps_token: true,
                        at: now(),
                    };
                    attempts::end(db, &id, &end)
                };
                self.room.context.store.write(write).await?;
            }
            _ => {}
        }
        Ok(())
    }

    async fn write(
        &self,
        work: impl FnOnce(&Transaction<'_>, &AttemptId) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Performed {
        let id = self.progress.row.id.clone();
        self.room.context.store.write(move |db| work(db, &id)).await?;
        Ok(None)
    }

    fn owner(&self) -> String {
        self.room.context.process.id.clone()
    }
}

/// The problem of a token that waits until somebody tells whose it is.
pub(super) fn not_compared(why: Option<NotIdentified>) -> AttemptProblem {
    let is_dead = matches!(why, Some(NotIdentified::Dead(_)));
    let why = why.map(|why| match why {
        NotIdentified::Alive(why) | NotIdentified::Dead(why) | NotIdentified::Unknown(why) => why,
    });
    AttemptProblem::NotCompared { why, is_dead }
}
