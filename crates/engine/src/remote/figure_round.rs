//! One round: asks for all figures of an account, four at a time, and stores each as soon as it comes.

use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{Code, Endpoint, Figure, Headroom, Problem, ProviderProblem, Timestamp};
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};

use super::access::Access;
use super::figure_answer::{FigureOutcome, figure_outcome};
use super::limits::set_limited;
use super::probe::{RefusedCall, TokenState, probe};
use super::record::mark_needs_reconnect;
use super::send::{RetryPolicy, send};
use crate::context::Context;
use crate::host::clock::now;
use crate::intercom::api::{Call, is_over_limit};
use crate::intercom::failure::HttpError;
use crate::intercom::http::Answer;
use crate::store::account_rows::AccountRow;
use crate::store::account_status;
use crate::store::figures::{self, FigureAnswer};
use crate::store::waiting::{self, WaitingOutcome};

/// The longest time of a round. Two windows of Intercom's rate limit, of 10 seconds each, fit into it.
pub(super) const ROUND_IN: Duration = Duration::from_secs(30);
/// The questions without an answer after which a round asks no more.
const MOST_FAILURES: usize = 3;

/// All figures of one account, each asked for once.
pub(super) struct Round<'a> {
    pub(super) context: &'a Context,
    pub(super) row: Arc<AccountRow>,
    /// The end of the round's time.
    pub(super) until: Instant,
    /// The figures that are still to be asked for.
    left: Mutex<slice::Iter<'static, Figure>>,
    /// Whether a refused token is dead, found out once a round.
    token_state: OnceCell<TokenState>,
    /// Why the round stops early.
    stopped: OnceLock<Stop>,
    /// How many questions had no answer, because the provider could not be reached or had a fault.
    failures: AtomicUsize,
}

/// Why the round does not ask for the figures that are left.
pub(super) enum Stop {
    /// The token is dead: the problem, and when the refused figure was asked for.
    Dead(Problem, Timestamp),
    /// The provider is out of reach, so the figures that are left would end alike.
    OutOfReach(Problem),
    /// The account was forgotten, disabled, or got another token.
    Unwanted,
    /// The database failed.
    StoreFailed(Problem),
}

impl<'a> Round<'a> {
    /// Returns a round that has asked for nothing. Its time runs from now.
    pub(super) fn new(context: &'a Context, row: AccountRow) -> Self {
        Self {
            context,
            row: Arc::new(row),
            until: Instant::now() + ROUND_IN,
            left: Mutex::new(Figure::ALL.iter()),
            token_state: OnceCell::new(),
            stopped: OnceLock::new(),
            failures: AtomicUsize::new(0),
        }
    }

    /// Asks for the figures and stores each. Returns when none is left or the round stops.
    ///
    /// Four at a time are a small part of what Intercom takes, and enough to hide the network's delay.
    pub(super) async fn ask_all(&self, access: &Access) {
        tokio::join!(
            self.ask_until_done(access),
            self.ask_until_done(access),
            self.ask_until_done(access),
            self.ask_until_done(access)
        );
    }

    /// Asks for one figure after another, until none is left or the round stops.
    async fn ask_until_done(&self, access: &Access) {
        while let Some(figure) = self.next_figure() {
            let asked = now();
            // A figure may take all the time of the round.
            let policy = RetryPolicy { until: self.until, answer_in: ROUND_IN, ..RetryPolicy::patient() };
            let sent = Box::pin(send(self.context, access, Call::Figure(figure), policy, |_| ()));
            let kept = match timeout_at(self.until, sent).await {
                Ok(sent) => self.judge(access, figure, asked, sent.answer).await,
                Err(_) => {
                    let problem = too_slow(&access.api_base);
                    self.stop(Stop::OutOfReach(problem.clone()));
                    self.record(figure, FigureAnswer::Trouble(problem), asked, None).await
                }
            };
            if let Err(problem) = kept {
                self.stop(Stop::StoreFailed(problem));
            }
        }
    }

    /// Returns the next figure to ask for. `None` where none is left or the round stops.
    fn next_figure(&self) -> Option<Figure> {
        if self.is_stopped() {
            return None;
        }
        self.left.lock().unwrap_or_else(PoisonError::into_inner).next().copied()
    }

    /// Whether the round asks for nothing more.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.get().is_some()
    }

    /// Stops the round. The first reason counts.
    pub(super) fn stop(&self, stop: Stop) {
        let _ = self.stopped.set(stop);
    }

    /// Counts a question without an answer. The round stops at the third one where the provider has a fault: each question is sent
    /// three times, and a provider in trouble needs no more of them.
    pub(super) fn count_failure(&self, problem: &Problem) {
        let is_fault = problem.code() == Code::ProviderUnreachable;
        if is_fault && self.failures.fetch_add(1, Ordering::Relaxed) + 1 >= MOST_FAILURES {
            self.stop(Stop::OutOfReach(problem.clone()));
        }
    }

    /// Stores the outcome of an answer. Stops the round where the request never left, or where a rate limit
    /// has no room. Where the token is dead, stops the round and stores nothing.
    ///
    /// # Errors
    /// `store_failed`.
    async fn judge(
        &self,
        access: &Access,
        figure: Figure,
        asked: Timestamp,
        answer: Result<Answer, HttpError>,
    ) -> Result<(), Problem> {
        let headroom = answer.as_ref().ok().and_then(|answer| answer.headroom);
        let never_left = answer.as_ref().is_err_and(|error| !error.may_have_arrived());
        let is_over = never_left || is_over_limit(&answer);
        let outcome = figure_outcome(answer, &access.api_base, figure);
        if let FigureOutcome::Clear(FigureAnswer::Trouble(problem)) = &outcome {
            if is_over {
                self.stop(Stop::OutOfReach(problem.clone()));
            }
            self.count_failure(problem);
        }
        match self.settle(access, outcome, asked).await {
            Some(found) => self.record(figure, found, asked, headroom).await,
            None => Ok(()),
        }
    }

    /// Returns how a question of `asked` ended. Where the token is dead, stops the round and returns `None`.
    pub(super) async fn settle(
        &self,
        access: &Access,
        outcome: FigureOutcome,
        asked: Timestamp,
    ) -> Option<FigureAnswer> {
        let problem = match outcome {
            FigureOutcome::Clear(found) => return Some(found),
            FigureOutcome::Dead(problem) => problem,
            FigureOutcome::DeadOrMissing => match self.token_state(access).await {
                TokenState::Alive => return Some(FigureAnswer::Missing),
                TokenState::Unknown(problem) | TokenState::HeldBack(problem) => {
                    return Some(FigureAnswer::Trouble(problem.into()));
                }
                TokenState::Dead(problem) => problem,
            },
        };
        self.stop(Stop::Dead(problem.into(), asked));
        None
    }

    /// Finds out whether the refused token is dead, once a round.
    async fn token_state(&self, access: &Access) -> TokenState {
        let settle = || probe(self.context, access, RefusedCall::Other, self.until, None);
        self.token_state.get_or_init(settle).await.clone()
    }

    /// Stores how a figure was answered, and the rate limit that the answer stated. Stops the round where
    /// the account no longer has its token, or is disabled.
    ///
    /// # Errors
    /// `store_failed`.
    async fn record(
        &self,
        figure: Figure,
        found: FigureAnswer,
        asked: Timestamp,
        headroom: Option<Headroom>,
    ) -> Result<(), Problem> {
        let row = Arc::clone(&self.row);
        let write = move |db: &Transaction<'_>| {
            let wanted = account_status::is_in_use(db, &row)?;
            if wanted {
                figures::set(db, &row.id, figure, &found, asked, now())?;
                if let Some(headroom) = headroom {
                    figures::set_headroom(db, &row.id, headroom, now())?;
                }
            }
            Ok(wanted)
        };
        let wanted = self.context.store.write(write).await?;
        if !wanted {
            self.stop(Stop::Unwanted);
        }
        Ok(())
    }

    /// Ends a round that asked for no figures.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn end_part(self) -> Result<(), Problem> {
        let (store, row) = (&self.context.store, self.row);
        match self.stopped.into_inner() {
            Some(Stop::Dead(problem, asked)) => {
                let write = move |db: &Transaction<'_>| mark_needs_reconnect(db, &row, &problem, asked, true);
                Ok(store.write(write).await?)
            }
            Some(Stop::StoreFailed(problem)) => Err(problem),
            _ => Ok(()),
        }
    }

    /// Ends the round: stores why it asked for no more figures, and what the round means for the account's
    /// status.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn end(self) -> Result<(), Problem> {
        let left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (store, row) = (&self.context.store, self.row);
        match self.stopped.into_inner() {
            None => {
                let write = move |db: &Transaction<'_>| {
                    if account_status::is_in_use(db, &row)? { set_limited(db, &row.id) } else { Ok(()) }
                };
                Ok(store.write(write).await?)
            }
            Some(Stop::Unwanted) => Ok(()),
            Some(Stop::StoreFailed(problem)) => Err(problem),
            Some(Stop::Dead(problem, asked)) => {
                let write = move |db: &Transaction<'_>| mark_needs_reconnect(db, &row, &problem, asked, true);
                Ok(store.write(write).await?)
            }
            Some(Stop::OutOfReach(problem)) => {
                let write = move |db: &Transaction<'_>| {
                    if account_status::is_in_use(db, &row)? {
                        let (why, trouble) = (problem.clone(), FigureAnswer::Trouble(problem));
                        for figure in left {
                            figures::set(db, &row.id, *figure, &trouble, now(), now())?;
                        }
                        // The longest wait is asked for last.
                        waiting::set(db, &row.id, &WaitingOutcome::Trouble(why), now(), now())?;
                    }
                    Ok(())
                };
                Ok(store.write(write).await?)
            }
        }
    }
}

/// Returns the problem of a round that ran out of time.
pub(super) fn too_slow(api_base: &Endpoint) -> Problem {
    ProviderProblem::RoundLate { host: api_base.host(), seconds: ROUND_IN.as_secs() }.into()
}
