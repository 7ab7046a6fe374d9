//! The handle for attempts, and the state that attempts share in this process.

use std::sync::Arc;

use switchhook_core::{AttemptId, AttemptProblem, Problem};

use super::consent_links::ConsentLinks;
use super::listeners::Listeners;
use super::running::RunningAttempts;
use super::strays::StrayCounter;
use super::unsaved::UnsavedAttempts;
use crate::accounts::manage::Accounts;
use crate::context::Context;
use crate::registrations::manage::Registrations;
use crate::store::attempts::{self, AttemptRow};

/// The state that attempts share in this process.
pub(crate) struct Room {
    pub(super) context: Arc<Context>,
    pub(super) accounts: Accounts,
    pub(super) registrations: Registrations,
    /// The authorization URLs of attempts that this process began.
    pub(super) links: ConsentLinks,
    /// The attempts that this process drives.
    pub(super) running: RunningAttempts,
    /// The attempts whose token or account the store refused.
    pub(super) unsaved: UnsavedAttempts,
    /// The ports on which browsers bring answers.
    pub(super) listeners: Listeners,
    /// The counter of refused links.
    pub(super) strays: Arc<StrayCounter>,
}

/// The handle for attempts to connect an account.
#[derive(Clone)]
pub struct Attempts {
    pub(super) room: Arc<Room>,
}

impl Room {
    /// Makes the state over this home.
    pub(crate) fn new(context: Arc<Context>) -> Arc<Self> {
        Arc::new(Self {
            accounts: Accounts::new(Arc::clone(&context)),
            registrations: Registrations::new(Arc::clone(&context)),
            links: ConsentLinks::default(),
            running: RunningAttempts::default(),
            unsaved: UnsavedAttempts::default(),
            listeners: Listeners::default(),
            strays: Arc::new(StrayCounter::new(context.store.clone())),
            context,
        })
    }

    /// Returns the row of an attempt.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub(super) async fn row(&self, id: &AttemptId) -> Result<AttemptRow, Problem> {
        let id = id.clone();
        let row = self.context.store.read(move |db| attempts::by_id(db, &id)).await?;
        row.ok_or_else(|| AttemptProblem::NotFound.into())
    }
}

impl Attempts {
    /// Makes a handle over this state.
    pub(crate) const fn new(room: Arc<Room>) -> Self {
        Self { room }
    }
}
