//! Drives one attempt: asks the core for the next step, performs it, and passes the result to the core.
//!
//! From its claim on, one task of one process drives an attempt, and no caller can drop the task. A panic or a broken store
//! may stop that task. Then the maintenance finds the attempt.

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
use super::outcome::{DriveError, Received};
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
    /// The attempt's end, once it is in the store.
    ended: Option<Result<Box<Connected>, Problem>>,
}

/// The input to which an effect leads, if any, or why the effect failed.
type Performed = Result<Option<Input>, DriveError>;

/// How often the driver tries to write an attempt's end.
const END_TRIES: u32 = 3;

impl Driver {
    /// Makes a driver for an attempt that awaits its answer. A later claim takes the attempt over.
    pub(super) fn awaiting(room: &Arc<Room>, row: AttemptRow) -> Self {
        Self::of(room, Progress::of(row))
    }

    /// Makes a driver for an attempt that was claimed before. Fails with
    /// [`DriveError::ClaimLost`] when another task of this process drives the attempt.
    pub(super) fn claimed(room: &Arc<Room>, row: AttemptRow) -> Result<Self, DriveError> {
        let running = room.running.begin(&row.id).ok_or(DriveError::ClaimLost)?;
        Ok(Self::of(room, Progress { running: Some(running), ..Progress::of(row) }))
    }

    /// Makes a driver for an attempt that this process has in memory.
    pub(super) fn of(room: &Arc<Room>, progress: Progress) -> Self {
        Self { room: Arc::clone(room), progress, ended: None }
    }

    /// Carries out an input and all that follows from it, in a task of its own. Returns the result for the attempt.
    ///
    /// Keeps the attempt in memory when the store refused its token or account. Fails with [`DriveError::ClaimLost`] when
    /// another task has the attempt. Fails with a problem of store or vault, and with [`AttemptProblem::Answering`] or
    /// [`AttemptProblem::Unsaved`] when the flow refuses the input. A panic of the task counts as `store_failed`.
    pub(super) async fn run(mut self, input: Input) -> Result<Received, DriveError> {
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
                    let undecided = self.undecided().await.map_err(DriveError::Problem);
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

    /// Returns the problem on which a person must decide. Fails with `store_failed`.
    async fn undecided(&self) -> Result<Problem, Problem> {
        let row = &self.progress.row;
        match self.progress.flow.stage {
            Stage::Refused => mismatch(&self.room.context, row).await,
            _ => Ok(row.error.clone().unwrap_or_else(|| not_compared(None).into())),
        }
    }

    /// Passes an input to the core, performs the effects, and goes on with the inputs to which they lead.
    ///
    /// Fails as [`Self::perform`]: then the flow is as it was before the failed step.
    async fn feed(&mut self, input: Input) -> Result<(), DriveError> {
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
        if self.store_undecided().await.is_err() {
            // The row has the token: Switchhook asks `/me` again once the store can be written.
            let unsettled = Input::StoreFailed(Unwritten::Account);
            self.progress.flow = self.progress.flow.clone().step(unsettled, now()).flow;
        }
        Ok(())
    }

    /// Performs one effect. `from` is the stage before the step. Returns the input to which the effect leads, if any.
    ///
    /// Fails when another task has the attempt, when vault or store fail, and when the flow refuses the input.
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

    /// Claims the attempt for this process, with room on the disk reserved for its token.
    ///
    /// Fails with [`DriveError::ClaimLost`] when another task drives the attempt, or when it no longer awaits its answer.
    /// Fails with `store_failed` when the disk is full or the store can't be written.
    async fn claim(&mut self) -> Result<(), DriveError> {
        let running = self.room.running.begin(&self.progress.row.id).ok_or(DriveError::ClaimLost)?;
        // This comes before the claim: a person who sees the claim must not end the program.
        running.set_would_lose_answer(true);
        let (id, owner) = (self.progress.row.id.clone(), self.owner());
        self.room.context.store.reserve().await?;
        let claim = move |db: &Transaction<'_>| {
            let claimed = attempts::claim(db, &id, &owner, now())?;
            kill_points::point("claiming");
            Ok(claimed)
        };
        if !self.room.context.store.write(claim).await? {
            return Err(DriveError::ClaimLost);
        }
        kill_points::point("claimed");
        self.progress.running = Some(running);
        Ok(())
    }

    /// Sends the token request. Returns the token or the problem as the next input.
    ///
    /// A damaged endpoint or redirect URI in the row gives `NoToken` with `store_failed`, and sends nothing.
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
        // The other answers go on: the driver connects again, or stores the token.
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

    /// Returns what is left of the 20 seconds since the claim; 0 when they are over. Connecting and pauses count.
    fn remaining(&self) -> Duration {
        let spent = match &self.progress.flow.stage {
            Stage::Exchanging(awaited) => now().since(awaited.since),
            _ => 0,
        };
        // A clock that was set back must not lengthen the time.
        ANSWER_IN.saturating_sub(Duration::from_millis(u64::try_from(spent).unwrap_or_default()))
    }

    /// Opens the attempt's client secret. Fails with a vault code, with `store_failed`, or with `key_missing` when the secret
    /// does not open.
    async fn client_secret(&self) -> Result<ClientSecret, DriveError> {
        let key = self.room.context.vault.key().await?;
        Ok(secrets::client_secret(&self.progress.row, &key)?)
    }

    /// Seals the token and stores it with the attempt.
    ///
    /// Returns `StoreFailed` as the next input when vault or store fail: the token is then in memory alone. Fails with
    /// [`DriveError::ClaimLost`] when the row belongs to another process or has left `exchanging`.
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
            Ok(false) => Err(DriveError::ClaimLost),
            Err(_) => failed,
        }
    }

    /// Asks `/me` with the attempt's token, and compares the identity with the stored accounts. Returns the next input.
    ///
    /// `Unidentified` when `/me` gives no identity or the stored API address is damaged, `StoreFailed` when the accounts
    /// can't be read. Fails with a vault code or `store_failed` when the stored token does not open, and as [`Self::reopen`]
    /// where a person has decided.
    async fn get_me(&mut self, from: &Stage) -> Result<Input, DriveError> {
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

    /// Asks `/me`. Fails with the reason why the token is not identified.
    ///
    /// For [`Purpose::Connect`] the reason is `None`: that account is stored without an identity, and a check asks again.
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

    /// Moves an attempt on which a person has decided back to `identifying`, in the store.
    ///
    /// An attempt that now adds an account loses its account and workspace, and its token is sealed again without them.
    /// Fails with [`DriveError::ClaimLost`] when the row has left `from`, with a vault code or `store_failed`.
    async fn reopen(&mut self, from: &Stage) -> Result<(), DriveError> {
        let mut row = AttemptRow { owner: self.owner(), ..self.progress.row.clone() };
        if let (Purpose::Connect, Some(token)) = (self.progress.flow.purpose, &self.progress.token) {
            (row.reconnects, row.workspace) = (None, None);
            let key = self.room.context.vault.key().await?;
            let sealed = sealed(&row, AttemptSecret::Token, token.expose().as_bytes(), &key);
            row.token = Some(sealed.map_err(|_| StoreProblem::Failed)?);
        }
        let (reopened, from) = (row.clone(), AttemptStage::shown(from));
        if !self.room.context.store.write(move |db| attempts::reopen(db, &reopened, from)).await? {
            return Err(DriveError::ClaimLost);
        }
        self.progress.row = row;
        Ok(())
    }

    /// Compares the identity that answered with the attempt's workspace and account, and with the stored accounts.
    ///
    /// Returns `Unwanted` for another workspace than the attempt's only one. Returns `Same` when the identity may be that of
    /// the account to reconnect. Otherwise returns `Known` when a stored account has the identity, else `New`.
    ///
    /// Fails with `store_failed`.
    async fn compare(&self, identity: Identity) -> Result<Match, Problem> {
        // Another workspace than the only one is unwanted for each purpose.
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
            // An identity without a region may be the one with a region.
            (_, Some(Some(wanted))) if wanted.known().is_some_and(|known| known.may_be(&identity)) => {
                Match::Same
            }
            // An account without an identity takes the first one that its own provider gives. Where the account's workspace
            // is known, the identity must be of that workspace.
            (None, Some(Some(wanted))) if wanted.identity.is_none() && self.progress.may_be_of(&wanted) => {
                Match::Same
            }
            // Another identity answered, or a person has forgotten the account.
            (Some(_), Some(_)) => Match::Known,
            (None, Some(_)) => Match::New,
        })
    }

    /// Stores the account with its token and ends the attempt.
    ///
    /// Returns `StoreFailed` as the next input when vault or store fail, or when a person has forgotten the account to
    /// reconnect. Fails with [`DriveError::ClaimLost`] when the attempt has left `identifying`.
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
            Ok(None) => Err(DriveError::ClaimLost),
            Err(_) => failed,
        }
    }

    /// Returns the region that the registration names; `None` when the registration was removed, or another program has
    /// edited it.
    ///
    /// Fails with a vault code or `store_failed`.
    async fn named_region(&self) -> Result<Option<Region>, Problem> {
        let (id, key) = (self.progress.row.registration_id.clone(), self.room.context.vault.key().await?);
        let registration = self.room.context.store.read(move |db| registrations::by_id(db, &id)).await?;
        let proven = registration.filter(|row| registration_secret::opened(row, &key).is_some());
        Ok(proven.and_then(|registration| registration.region.parse().ok()))
    }

    /// Ends the attempt in the store with this problem. `from` is the stage before the step.
    ///
    /// Tries a store that fails three times, a second apart, so that the reason is not lost. Fails with
    /// [`DriveError::ClaimLost`] when the row has left the stage, and with `store_failed` after the last try. After an
    /// exchange the last failure is ignored.
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
                // The code is spent, so the caller gets the reason now. The maintenance ends the row later.
                Err(_) if tries >= END_TRIES && is_code_spent => break true,
                Err(problem) if tries >= END_TRIES => return Err(problem.into()),
                Err(_) => tries += 1,
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        };
        if !ended {
            return Err(DriveError::ClaimLost);
        }
        kill_points::point("attempt-ended");
        self.ended = Some(Err(why));
        Ok(None)
    }

    /// Writes a stage in which a person must decide. The new token stays with the attempt. Does nothing in another stage.
    ///
    /// Fails with `store_failed`.
    async fn store_undecided(&mut self) -> Result<(), DriveError> {
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

    /// Runs `work` on the attempt in a transaction, and returns no further input. Fails with `store_failed`.
    async fn write(
        &self,
        work: impl FnOnce(&Transaction<'_>, &AttemptId) -> rusqlite::Result<usize> + Send + 'static,
    ) -> Performed {
        let id = self.progress.row.id.clone();
        self.room.context.store.write(move |db| work(db, &id)).await?;
        Ok(None)
    }

    /// Returns the name of this process, as attempts store it.
    fn owner(&self) -> String {
        self.room.context.process.id.clone()
    }
}

/// Makes the problem of a token that `/me` did not identify, and that the attempt keeps. `why` is the reason, where it is
/// known.
pub(super) fn not_compared(why: Option<NotIdentified>) -> AttemptProblem {
    let is_dead = matches!(why, Some(NotIdentified::Dead(_)));
    let why = why.map(|why| match why {
        NotIdentified::Alive(why) | NotIdentified::Dead(why) | NotIdentified::Unknown(why) => why,
    });
    AttemptProblem::NotCompared { why, is_dead }
}
