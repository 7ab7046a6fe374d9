//! Whether a token that was refused is dead. Intercom answers dead tokens and missing permissions alike, so a refusal that
//! leaves a doubt is settled by asking for other things: any that is answered, or refused by name, proves life.

use switchhook_core::{AccessToken, ApiRefusal, Endpoint, ErrorReport, Figure};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use crate::connector::Connector;
use crate::intercom::api::{self, ApiFailure};
use crate::intercom::http::{ANSWER_IN, Answer, HttpError};
use crate::intercom::rate_limit::Counted;

/// Cheap, and each of another permission.
const PROBES: [Figure; 3] = [Figure::Contacts, Figure::ConversationsOpen, Figure::Teammates];

/// What is known of a token that was refused.
#[derive(Clone)]
pub(crate) enum Life {
    /// It lives; what was refused takes a permission.
    Alive,
    /// Nothing that was asked for is answered.
    Dead(ErrorReport),
    /// Not everything told, and why.
    Unknown(ErrorReport),
}

/// What was refused already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    Me,
    Other,
}

/// Whom is asked, as whom, and whom that counts for.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) api_base: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) counted: Counted,
}

impl Connector {
    /// Settles a refusal, until then, for one who asks alone.
    pub(crate) async fn life(&self, asked: &Asked, refused: Refused, until: Instant) -> Life {
        let alone = Semaphore::new(1);
        self.life_in_turn(asked, refused, until, &alone).await.unwrap_or_else(Life::Unknown)
    }

    /// The same among others: each question takes a turn.
    ///
    /// # Errors
    /// The words for a rate limit that left it unsettled.
    pub(crate) async fn life_in_turn(
        &self,
        asked: &Asked,
        refused: Refused,
        until: Instant,
        turns: &Semaphore,
    ) -> Result<Life, ErrorReport> {
        let (mut held_back, mut unknown, mut dead) = (None, None, None);
        let me = (refused == Refused::Other).then_some(None);
        for question in me.into_iter().chain(PROBES.map(Some)) {
            let answer = timeout_at(until, self.ask_in_turn(asked, question, until, turns)).await;
            let answer = answer.unwrap_or(Err(HttpError::Late));
            let is_over_limit = is_over_limit(&answer);
            let read = match question {
                Some(figure) => api::read_figure(answer, &asked.api_base, figure).map(drop),
                None => api::read_me(answer, &asked.api_base, &asked.token).map(drop),
            };
            match heard(read) {
                Life::Alive => return Ok(Life::Alive),
                Life::Dead(report) => dead = dead.or(Some(report)),
                Life::Unknown(report) if is_over_limit => held_back = Some(report),
                Life::Unknown(report) => unknown = Some(report),
            }
        }
        match (held_back, unknown, dead) {
            (Some(report), ..) => Err(report),
            (None, Some(report), _) => Ok(Life::Unknown(report)),
            (None, None, Some(report)) => Ok(Life::Dead(report)),
            // There are probes, so something was heard.
            (None, None, None) => Ok(Life::Alive),
        }
    }

    /// One question of one who asks alone.
    ///
    /// # Errors
    /// As [`Self::ask_in_turn`].
    pub(crate) async fn ask_once(
        &self,
        asked: &Asked,
        figure: Option<Figure>,
        until: Instant,
    ) -> Result<Answer, HttpError> {
        self.ask_in_turn(asked, figure, until, &Semaphore::new(1)).await
    }

    /// One question, for a figure or else for `/me`, once the rate limits have room for it and it is its turn.
    ///
    /// # Errors
    /// As for any request, and [`HttpError::HeldBack`] where there is no room until then.
    async fn ask_in_turn(
        &self,
        asked: &Asked,
        figure: Option<Figure>,
        until: Instant,
        turns: &Semaphore,
    ) -> Result<Answer, HttpError> {
        let (http, gate) = (&self.inner.http, &self.inner.gate);
        gate.pass(&asked.counted, until).await?;
        // Taken after the gate: who waits for a limit holds up nobody whose limit has room.
        let _turn = turns.acquire().await;
        let answer = match figure {
            Some(figure) => api::figure(http, &asked.api_base, &asked.token, figure).await,
            None => api::ask_me(http, &asked.api_base, &asked.token, ANSWER_IN).await,
        };
        gate.learn(&asked.counted, &answer);
        answer
    }
}

/// Whether the provider, or what is known of its limits, has no room for it now: of the account that says nothing.
pub(crate) const fn is_over_limit(answer: &Result<Answer, HttpError>) -> bool {
    matches!(answer, Ok(Answer { status: 429, .. }) | Err(HttpError::HeldBack(_)))
}

fn heard(read: Result<(), ApiFailure>) -> Life {
    match read {
        Ok(()) => Life::Alive,
        Err(ApiFailure { refusal: Some(ApiRefusal::NotAllowed | ApiRefusal::NotInPlan), .. }) => Life::Alive,
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), report, .. }) => Life::Dead(report),
        Err(ApiFailure { refusal: None, report, .. }) => Life::Unknown(report),
    }
}
