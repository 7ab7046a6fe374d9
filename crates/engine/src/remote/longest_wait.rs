//! Searches for the conversation that waits longest, as the last part of a round, and stores it.

use std::sync::Arc;

use rusqlite::Transaction;
use switchhook_core::{
    FigureError, Headroom, Problem, ProviderProblem, Timestamp, Unreadable, WaitingAnswer, WaitingSearch,
    WaitingStep,
};
use tokio::time::timeout_at;

use super::access::Access;
use super::figure_answer::refused_outcome;
use super::figure_round::{ROUND_IN, Round, Stop, too_slow};
use super::send::{RetryPolicy, send};
use crate::host::clock::now;
use crate::intercom::api::{Call, read_search};
use crate::store::account_status;
use crate::store::figures::{self, FigureAnswer};
use crate::store::waiting::{self, WaitingOutcome};

impl Round<'_> {
    /// Searches for the conversation that waits longest, and stores it. Asks for nothing where the round has stopped.
    ///
    /// The counts come first, since the first search of an account takes many questions, one after another.
    pub(super) async fn ask_longest_wait(&self, access: &Access) {
        if self.is_stopped() {
            return;
        }
        if let Err(problem) = self.search(access).await {
            self.stop(Stop::StoreFailed(problem));
        }
    }

    /// Asks one question after another until the search ends, and stores its end. Stores nothing where the token is dead.
    ///
    /// # Errors
    /// `store_failed`.
    async fn search(&self, access: &Access) -> Result<(), Problem> {
        let id = self.row.id.clone();
        let known = self.context.store.read(move |db| waiting::of(db, &id)).await?;
        let last = known.and_then(|known| known.longest).map(|longest| longest.since);
        let (mut search, began, mut headroom) = (WaitingSearch::from(last), now(), None);
        let outcome = loop {
            let question = match search.step() {
                WaitingStep::Ask(question) => *question,
                WaitingStep::Found(longest) => break WaitingOutcome::Found(longest.clone()),
                WaitingStep::Unsettled => break WaitingOutcome::Trouble(unsettled(access)),
            };
            if !self.is_wanted().await? {
                return Ok(());
            }
            let policy = RetryPolicy { until: self.until, answer_in: ROUND_IN, ..RetryPolicy::patient() };
            let asked = question.search();
            let sent = send(self.context, access, Call::Search(&asked), policy, |_| ());
            let Ok(sent) = timeout_at(self.until, sent).await else {
                break WaitingOutcome::Trouble(too_slow(&access.api_base));
            };
            headroom = sent.answer.as_ref().ok().and_then(|answer| answer.headroom).or(headroom);
            match read_search(sent.answer, &access.api_base, WaitingAnswer::read) {
                Ok(answer) => search.learn(answer),
                Err(refused) => match self.settle(access, refused_outcome(refused), sent.asked).await {
                    Some(FigureAnswer::Trouble(problem)) => break WaitingOutcome::Trouble(problem),
                    Some(_) => break WaitingOutcome::Missing,
                    None => return Ok(()),
                },
            }
        };
        self.record_wait(outcome, began, headroom).await
    }

    /// Whether the account still has its token and is not disabled. A search takes long enough to ask before each question.
    ///
    /// # Errors
    /// `store_failed`.
    async fn is_wanted(&self) -> Result<bool, Problem> {
        let row = Arc::clone(&self.row);
        Ok(self.context.store.read(move |db| account_status::is_in_use(db, &row)).await?)
    }

    /// Stores how the search ended that began at `began`, and the rate limit that its last answer stated.
    ///
    /// # Errors
    /// `store_failed`.
    async fn record_wait(
        &self,
        outcome: WaitingOutcome,
        began: Timestamp,
        headroom: Option<Headroom>,
    ) -> Result<(), Problem> {
        let row = Arc::clone(&self.row);
        let write = move |db: &Transaction<'_>| {
            if account_status::is_in_use(db, &row)? {
                waiting::set(db, &row.id, &outcome, began, now())?;
                if let Some(headroom) = headroom {
                    figures::set_headroom(db, &row.id, headroom, now())?;
                }
            }
            Ok(())
        };
        Ok(self.context.store.write(write).await?)
    }
}

/// Returns the problem of a search whose answers did not agree.
fn unsettled(access: &Access) -> Problem {
    let why = Unreadable::Figure(FigureError::Unsettled);
    ProviderProblem::Unreadable { host: access.api_base.host(), why, code: None }.into()
}
