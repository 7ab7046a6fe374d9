//! The entrance: examines one home.

use std::sync::Arc;

use switchhook_core::{HealthCheck, HealthReport, StoreProblem};
use tokio::task::spawn_blocking;

use super::repair::mend;
use super::report::report;
use super::{keyring, storage};
use crate::context::Context;
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
}

/// The handle that examines a home, opened or not.
#[derive(Clone)]
pub struct Doctor {
    home: UncheckedHome,
    mode: VaultMode,
    /// The means of the process that has the home open.
    context: Option<Arc<Context>>,
}

impl Doctor {
    /// Returns the handle for the home that [`crate::Home::locate`] opens. The home may be missing or damaged.
    ///
    /// # Errors
    /// `store_failed` when the system names no data folder.
    pub fn locate() -> Result<Self, StoreProblem> {
        Ok(Self::of(UncheckedHome::locate()?, VaultMode::OsKeyring))
    }

    /// Returns the handle for this home.
    pub const fn of(home: UncheckedHome, mode: VaultMode) -> Self {
        Self { home, mode, context: None }
    }

    /// Returns the handle for a home that this process has open.
    pub(crate) fn new(context: Arc<Context>) -> Self {
        let mode = context.vault.mode.clone();
        Self { home: UncheckedHome::from(&context.home), mode, context: Some(context) }
    }

    /// Examines the home and this computer. With [`Orders::fix`], mends what is safe to mend, and examines again.
    pub async fn examine(&self, orders: Orders) -> HealthReport {
        let checks = self.look(orders).await;
        if !orders.fix {
            return report(checks);
        }
        let home = self.home.clone();
        let mended = spawn_blocking(move || mend(&checks, &home)).await.unwrap_or_default();
        let fixed = |id: &str| mended.iter().find(|(its, _)| *its == id).map(|(_, did)| did.clone());
        let checks = self.look(orders).await.into_iter();
        report(checks.map(|check| HealthCheck { fixed: fixed(&check.id), ..check }).collect())
    }

    /// Returns the checks. Changes nothing.
    async fn look(&self, _orders: Orders) -> Vec<HealthCheck> {
        let home = self.home.clone();
        let looked = spawn_blocking(move || {
            let (found, stored) = storage::look(&home);
            let needed = NeededKey::of(found.database.as_ref());
            (stored, needed)
        });
        // Only a panic of the look ends it otherwise.
        let (mut checks, needed) = looked.await.unwrap_or_else(|_| (Vec::new(), NeededKey::Unknown));
        let is_open = self.context.as_ref().is_some_and(|context| context.vault.is_open());
        checks.push(keyring::check(&self.mode, needed, is_open, self.home.folder()).await);
        checks
    }
}
