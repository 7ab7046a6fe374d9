//! The entrance: examines one home.

use std::sync::Arc;

use switchhook_core::{HealthCheck, HealthReport, StoreProblem};
use tokio::task::spawn_blocking;

use super::desktop::{self, Surroundings};
use super::repair::{Mended, mend};
use super::report::report;
use super::storage::{self, Stored};
use super::uses::Uses;
use super::{keyring, network, round_trip};
use crate::context::Context;
use crate::host::clock::now;
use crate::host::home::Home;
use crate::host::unchecked_home::UncheckedHome;
use crate::vault::VaultMode;
use crate::vault::look::NeededKey;

/// The options of an examination.
#[derive(Clone, Copy, Debug, Default)]
pub struct Orders {
    /// Sends nothing to the network.
    pub offline: bool,
    /// Mends what is safe to mend.
    pub fix: bool,
    /// Sends a link through the system's opener and back, and opens each bridge page in the browser.
    pub round_trip: bool,
}

/// The handle that examines a home, opened or not.
#[derive(Clone)]
pub struct Doctor {
    home: UncheckedHome,
    mode: VaultMode,
    around: Surroundings,
    /// The means of the process that has the home open.
    context: Option<Arc<Context>>,
}

impl Doctor {
    /// Returns the handle for the home that [`crate::Home::locate`] opens. The home may be missing or damaged.
    ///
    /// # Errors
    /// `store_failed` when the system names no data folder.
    pub fn locate() -> Result<Self, StoreProblem> {
        let (home, around) = (UncheckedHome::locate()?, Surroundings::of_command_line());
        Ok(Self::of(home, VaultMode::OsKeyring, around))
    }

    /// Returns the handle for this home.
    pub const fn of(home: UncheckedHome, mode: VaultMode, around: Surroundings) -> Self {
        Self { home, mode, around, context: None }
    }

    /// Returns the handle of the app for a home that it can't open.
    pub fn of_unopened(home: &Home) -> Self {
        Self::of(UncheckedHome::from(home), VaultMode::OsKeyring, Surroundings::of_app())
    }

    /// Returns the handle for a home that this process has open.
    pub(crate) fn new(context: Arc<Context>) -> Self {
        let mode = context.vault.mode.clone();
        let (home, around) = (UncheckedHome::from(&context.home), Surroundings::of_app());
        Self { home, mode, around, context: Some(context) }
    }

    /// Examines the home and this computer. With [`Orders::fix`], mends what is safe to mend, and examines again where it did.
    pub async fn examine(&self, orders: Orders) -> HealthReport {
        // Only a panic ends a look without an outcome.
        let Some(mut look) = self.look(orders.offline).await else { return report(Vec::new()) };
        if orders.fix {
            let mended = self.mend(look.checks.clone()).await;
            if !mended.is_empty() {
                look = self.look(orders.offline).await.unwrap_or(look);
            }
            let fixed = |id: &str| mended.iter().find(|(its, _)| *its == id).map(|(_, did)| did.clone());
            let repaired = |check: HealthCheck| {
                let did = fixed(&check.id);
                check.repaired(did)
            };
            look.checks = look.checks.into_iter().map(repaired).collect();
        }
        let mut checks = look.checks;
        if orders.round_trip {
            let trips = round_trip::checks(&self.around, &look.uses, look.home.as_ref(), orders.offline);
            checks.extend(trips.await);
        }
        report(checks)
    }

    /// Looks at everything but the round trips. Changes nothing. `None` where the look panics.
    async fn look(&self, is_offline: bool) -> Option<Look> {
        let unchecked = self.home.clone();
        let read = move || {
            let (Stored { home, database }, checks) = storage::look(&unchecked);
            let uses = Uses::of(database.as_ref(), now());
            (home, uses, NeededKey::of(database.as_ref()), checks)
        };
        let (home, uses, needed, mut checks) = spawn_blocking(read).await.ok()?;
        let is_open = self.context.as_ref().is_some_and(|context| context.vault.is_open());
        let (keyring, of_desktop, bridges, hosts, sandbox) = tokio::join!(
            keyring::check(&self.mode, needed, is_open, self.home.folder()),
            self.look_at_desktop(&uses, home.as_ref()),
            network::bridges(&self.around, &uses, is_offline),
            network::checks(&uses, is_offline),
            desktop::sandbox_check(&uses, home.as_ref()),
        );
        checks.push(keyring);
        checks.extend(of_desktop?.into_iter().chain(bridges).chain(hosts).chain([sandbox]));
        Some(Look { home, uses, checks })
    }

    /// Looks at the desktop, on a thread that may block. `None` where the look panics.
    async fn look_at_desktop(&self, uses: &Uses, home: Option<&Home>) -> Option<Vec<HealthCheck>> {
        let (around, uses, home) = (self.around.clone(), uses.clone(), home.cloned());
        spawn_blocking(move || desktop::checks(&around, &uses, home.as_ref())).await.ok()
    }

    /// Mends what these checks found, on a thread that may block.
    async fn mend(&self, checks: Vec<HealthCheck>) -> Vec<Mended> {
        let (home, app) = (self.home.clone(), self.around.app.clone());
        spawn_blocking(move || mend(&checks, &home, app.as_deref())).await.unwrap_or_default()
    }
}

/// The outcome of a look.
struct Look {
    home: Option<Home>,
    uses: Uses,
    checks: Vec<HealthCheck>,
}
