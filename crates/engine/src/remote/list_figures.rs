//! The figures that the list shows, read together with `/me` where many accounts are checked.

use rusqlite::Transaction;
use switchhook_core::{AccountId, Figure, Headroom, Problem, Timestamp};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::access::Access;
use super::figure_answer::{FigureOutcome, figure_outcome};
use super::send::{RetryPolicy, Sent, send};
use crate::context::Context;
use crate::host::clock::now;
use crate::intercom::api::Call;
use crate::store::figures::{self, FigureAnswer};

/// A figure that was asked for, and the answer.
pub(super) struct AskedFigure {
    figure: Figure,
    asked: Timestamp,
    /// The rate limit that the answer stated.
    headroom: Option<Headroom>,
    found: FigureOutcome,
}

/// A token that the provider called dead when Switchhook asked for a figure.
pub(super) struct DeadToken {
    pub(super) problem: Problem,
    pub(super) asked: Timestamp,
}

/// The findings of the questions, besides the stored figures.
#[derive(Default)]
pub(super) struct Recorded {
    pub(super) dead: Option<DeadToken>,
    /// The figures that could not be read, and why.
    pub(super) unread: Vec<(Figure, Problem)>,
}

/// Asks for figures, one after another. Stores nothing. Asks for no more after a dead token.
pub(super) async fn ask(
    context: &Context,
    access: &Access,
    figures: &[Figure],
    until: Instant,
    turns: Option<&Semaphore>,
) -> Vec<AskedFigure> {
    let mut all = Vec::with_capacity(figures.len());
    for figure in figures.iter().copied() {
        let policy = RetryPolicy { until, turns, ..RetryPolicy::patient() };
        let Sent { asked, answer, .. } = send(context, access, Call::Figure(figure), policy, |_| ()).await;
        let headroom = answer.as_ref().ok().and_then(|answer| answer.headroom);
        let found = figure_outcome(answer, &access.api_base, figure);
        let is_dead = matches!(found, FigureOutcome::Dead(_));
        all.push(AskedFigure { figure, asked, headroom, found });
        if is_dead {
            break;
        }
    }
    all
}

/// Stores figures of an account for which `/me` has just answered.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(super) fn record(
    db: &Transaction<'_>,
    account: &AccountId,
    all: Vec<AskedFigure>,
) -> rusqlite::Result<Recorded> {
    let mut recorded = Recorded::default();
    for AskedFigure { figure, asked, headroom, found } in all {
        let found = match found {
            FigureOutcome::Clear(found) => found,
            // The same token has just opened `/me`.
            FigureOutcome::DeadOrMissing => FigureAnswer::Missing,
            FigureOutcome::Dead(problem) => {
                recorded.dead = Some(DeadToken { problem: problem.into(), asked });
                continue;
            }
        };
        if let FigureAnswer::Trouble(problem) = &found {
            recorded.unread.push((figure, problem.clone()));
        }
        figures::set(db, account, figure, &found, asked, now())?;
        if let Some(headroom) = headroom {
            figures::set_headroom(db, account, headroom, now())?;
        }
    }
    Ok(recorded)
}
