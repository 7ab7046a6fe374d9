//! Searches for the conversation that waits longest, and stores it.

use switchhook_core::{
    FigureError, Problem, ProviderProblem, Unreadable, WaitingAnswer, WaitingSearch, WaitingStep,
};

use super::access::Access;
use super::figure_round::Round;
use super::round_search::Searched;
use crate::host::clock::now;
use crate::store::waiting::{self, WaitingOutcome};

impl Round<'_> {
    /// Asks for the longest wait, and how many are long.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn ask_waits(&self, access: &Access) -> Result<(), Problem> {
        self.ask_longest_wait(access).await?;
        self.count_long_waits(access, self.until).await
    }

    /// Asks one question after another until the search ends, and stores its end. Stores nothing where the round stops.
    ///
    /// # Errors
    /// `store_failed`.
    async fn ask_longest_wait(&self, access: &Access) -> Result<(), Problem> {
        let id = self.row.id.clone();
        let known = self.context.store.read(move |db| waiting::of(db, &id)).await?;
        let last = known.and_then(|known| known.longest).map(|longest| longest.since);
        let (mut search, began) = (WaitingSearch::from(last), now());
        let outcome = loop {
            let question = match search.step() {
                WaitingStep::Ask(question) => *question,
                WaitingStep::Found(longest) => break WaitingOutcome::Found(longest.clone()),
                WaitingStep::Unsettled => break WaitingOutcome::Trouble(unsettled(access)),
            };
            match self.search(access, &question.search(), self.until, WaitingAnswer::read).await? {
                Searched::Answer(answer) => search.learn(answer),
                Searched::Missing => break WaitingOutcome::Missing,
                Searched::Trouble(problem) => break WaitingOutcome::Trouble(problem),
                Searched::Stopped => return Ok(()),
            }
        };
        self.store(move |db, id| waiting::set(db, id, &outcome, began, now()).map(drop)).await
    }
}

/// Returns the problem of a search whose answers did not agree.
fn unsettled(access: &Access) -> Problem {
    let why = Unreadable::Figure(FigureError::Unsettled);
    ProviderProblem::Unreadable { host: access.api_base.host(), why, code: None }.into()
}
