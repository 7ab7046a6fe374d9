//! The handle of this room, and the state that it owns.

use std::sync::Arc;

use super::figure_rounds::FigureRounds;
use crate::context::Context;

/// Requests to a provider for stored accounts.
#[derive(Clone)]
pub struct Remote {
    pub(super) context: Arc<Context>,
    /// The rounds of figures that this process runs.
    pub(super) rounds: Arc<FigureRounds>,
    /// The readings of teams that this process runs.
    pub(super) teams: Arc<FigureRounds>,
}

impl Remote {
    /// Returns a handle without any running round.
    pub(crate) fn new(context: Arc<Context>) -> Self {
        Self { context, rounds: Arc::default(), teams: Arc::default() }
    }
}
