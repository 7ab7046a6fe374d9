//! One search of a round: sends it, judges the answer, and stores the rate limit that the answer stated.

use std::sync::Arc;

use rusqlite::Transaction;
use switchhook_core::{FigureError, Problem, Search};
use tokio::time::{Instant, timeout_at};

use super::access::Access;
use super::figure_answer::refused_outcome;
use super::figure_round::{ROUND_IN, Round, Stop, too_slow};
use super::send::{RetryPolicy, send};
use crate::host::clock::now;
use crate::intercom::api::{Call, read_search};
use crate::store::account_status;
use crate::store::figures::{self, FigureAnswer};

/// How a search ended.
pub(super) enum Searched<T> {
    /// The provider answered.
    Answer(T),
    /// The app lacks the permission.
    Missing,
    /// There was no answer, for this reason.
    Trouble(Problem),
    /// The round stopped: the token is dead, or nobody wants the answer any more.
    Stopped,
}

impl Round<'_> {
    /// Sends a search, and reads its answer by `read`. No wait goes beyond `until`. Stops the round where the token is dead,
    /// or where the account was forgotten or disabled.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn search<T>(
        &self,
        access: &Access,
        search: &Search,
        until: Instant,
        read: impl Fn(&[u8]) -> Result<T, FigureError>,
    ) -> Result<Searched<T>, Problem> {
        if self.is_stopped() || !self.is_wanted().await? {
            return Ok(Searched::Stopped);
        }
        let policy = RetryPolicy { until, answer_in: ROUND_IN, ..RetryPolicy::patient() };
        // A round holds several of these large futures at once, and the stack of a thread is small.
        let sent = Box::pin(send(self.context, access, Call::Search(search), policy, |_| ()));
        let Ok(sent) = timeout_at(until, sent).await else {
            return Ok(Searched::Trouble(too_slow(&access.api_base)));
        };
        if let Some(headroom) = sent.answer.as_ref().ok().and_then(|answer| answer.headroom) {
            let id = self.row.id.clone();
            let write = move |db: &Transaction<'_>| figures::set_headroom(db, &id, headroom, now()).map(drop);
            self.context.store.write(write).await?;
        }
        Ok(match read_search(sent.answer, &access.api_base, read) {
            Ok(answer) => Searched::Answer(answer),
            Err(refused) => match self.settle(access, refused_outcome(refused), sent.asked).await {
                Some(FigureAnswer::Trouble(problem)) => {
                    self.count_failure(&problem);
                    Searched::Trouble(problem)
                }
                Some(_) => Searched::Missing,
                None => Searched::Stopped,
            },
        })
    }

    /// Runs a part of the round, unless the round has stopped. Stops the round where the part fails.
    pub(super) async fn part(&self, part: impl Future<Output = Result<(), Problem>>) {
        if self.is_stopped() {
            return;
        }
        if let Err(problem) = Box::pin(part).await {
            self.stop(Stop::StoreFailed(problem));
        }
    }

    /// Whether the account still has its token and is not disabled. A round takes long enough to ask before each search.
    ///
    /// # Errors
    /// `store_failed`.
    async fn is_wanted(&self) -> Result<bool, Problem> {
        let row = Arc::clone(&self.row);
        Ok(self.context.store.read(move |db| account_status::is_in_use(db, &row)).await?)
    }

    /// Stores something of the account, unless it was forgotten, disabled or got another token meanwhile.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn store(
        &self,
        write: impl FnOnce(&Transaction<'_>, &switchhook_core::AccountId) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<(), Problem> {
        let row = Arc::clone(&self.row);
        let write = move |db: &Transaction<'_>| {
            if account_status::is_in_use(db, &row)? { write(db, &row.id) } else { Ok(()) }
        };
        Ok(self.context.store.write(write).await?)
    }
}
