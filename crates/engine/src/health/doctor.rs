//! The entrance: examines one home.

use std::sync::Arc;

use switchhook_core::{HealthCheck, HealthReport, StoreProblem};
use tokio::task::spawn_blocking;

use super::desktop::{self, Surroundings};
use super::repair::mend;
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

    /// Returns the handle for a home that this process has open.
    pub(crate) fn new(context: Arc<Context>) -> Self {
        let mode = context.vault.mode.clone();
        let (home, around) = (UncheckedHome::from(&context.home), Surroundings::of_app());
        Self { home, mode, around, context: Some(context) }
    }

    /// Examines the home and this computer. With [`Orders::fix`], mends what is safe to mend, and examines again.
    pub async fn examine(&self, orders: Orders) -> HealthReport {
        // A round trip may open the browser, so it runs once.
        let first = Orders { round_trip: orders.round_trip && !orders.fix, ..orders };
        let checks = self.look(first).await;
        if !orders.fix {
            return report(checks);
        }
        let (home, app) = (self.home.clone(), self.around.app.clone());
        let mended = spawn_blocking(move || mend(&checks, &home, app.as_deref())).await.unwrap_or_default();
        let fixed = |id: &str| mended.iter().find(|(its, _)| *its == id).map(|(_, did)| did.clone());
        let checks = self.look(orders).await.into_iter();
        report(checks.map(|check| HealthCheck { fixed: fixed(&check.id), ..check }).collect())
    }

    /// Returns the checks. Changes nothing.
    async fn look(&self, orders: Orders) -> Vec<HealthCheck> {
        let Some(Found { home, uses, needed, mut checks, of_desktop }) = self.look_here().await else {
            // Only a panic of the look ends it so.
            return Vec::new();
        };
        let is_open = self.context.as_ref().is_some_and(|context| context.vault.is_open());
        checks.push(keyring::check(&self.mode, needed, is_open, self.home.folder()).await);
        checks.extend(of_desktop);
        let (hosts, bridges, sandbox) = tokio::join!(
            network::checks(&uses, orders.offline),
            network::bridges(&self.around, &uses, orders.offline),
            desktop::sandbox_check(&uses, home.as_ref()),
        );
        let trips = match orders.round_trip {
            true => round_trip::checks(&self.around, &uses, home.as_ref(), orders.offline).await,
            false => Vec::new(),
        };
        checks.into_iter().chain(bridges).chain(hosts).chain([sandbox]).chain(trips).collect()
    }

    /// Looks at files and desktop, on a thread that may block. `None` where the look panics.
    async fn look_here(&self) -> Option<Found> {
        let (home, around) = (self.home.clone(), self.around.clone());
        let look = move || {
            let (Stored { home, database }, checks) = storage::look(&home);
            let uses = Uses::of(database.as_ref(), now());
            let of_desktop = desktop::checks(&around, &uses, home.as_ref());
            Found { home, uses, needed: NeededKey::of(database.as_ref()), checks, of_desktop }
        };
        spawn_blocking(look).await.ok()
    }
}

/// The outcome of a look at files and desktop.
struct Found {
    home: Option<Home>,
    uses: Uses,
    needed: NeededKey,
    checks: Vec<HealthCheck>,
    of_desktop: Vec<HealthCheck>,
}
