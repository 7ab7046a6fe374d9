//! The doors of this room, and the state that it owns.

use std::sync::Arc;

use switchhook_core::{AttemptId, AttemptProblem, Problem};

use super::consent_links::ConsentLinks;
use super::running::RunningAttempts;
use super::strays::StrayCounter;
use super::unsaved::UnsavedAttempts;
use crate::accounts::manage::Accounts;
use crate::context::Context;
use crate::registrations::manage::Registrations;
use crate::store::attempts::{self, AttemptRow};

/// What attempts share in this process.
pub(crate) struct Room {
    pub(super) context: Arc<Context>,
    pub(super) accounts: Accounts,
    pub(super) registrations: Registrations,
    /// Authorization URLs of attempts begun here.
    pub(super) links: ConsentLinks,
    /// Attempts that this process drives.
    pub(super) running: RunningAttempts,
    /// Attempts whose token or account the store refused to take.
    pub(super) unsaved: UnsavedAttempts,
    /// Links that were no attempt's answer.
    pub(super) strays: Arc<StrayCounter>,
}

/// Attempts to connect an account.
#[derive(Clone)]
pub struct Attempts {
    pub(super) room: Arc<Room>,
}

impl Room {
    pub(crate) fn new(context: Arc<Context>) -> Arc<Self> {
        Arc::new(Self {
            accounts: Accounts::new(Arc::clone(&context)),
            registrations: Registrations::new(Arc::clone(&context)),
            links: ConsentLinks::default(),
            running: RunningAttempts::default(),
            unsaved: UnsavedAttempts::default(),
            strays: Arc::new(StrayCounter::new(context.store.clone())),
            context,
        })
    }

    /// The row of an attempt.
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
    pub(crate) const fn new(room: Arc<Room>) -> Self {
        Self { room }
    }
}
