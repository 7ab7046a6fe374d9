//! The choices that a person made for this home.

use std::sync::Arc;

use switchhook_core::Problem;

use crate::context::Context;
use crate::store::preferences::{self, BACKGROUND_CHECKS, TRAY};

/// The handle for a person's choices, which the database stores.
#[derive(Clone)]
pub struct Preferences {
    context: Arc<Context>,
}

impl Preferences {
    /// Makes a handle over this home.
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Whether Switchhook checks accounts in the background. Off until a person turns it on.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn background_checks(&self) -> Result<bool, Problem> {
        self.is_on(BACKGROUND_CHECKS).await
    }

    /// Turns background checks on or off.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_background_checks(&self, on: bool) -> Result<(), Problem> {
        self.set(BACKGROUND_CHECKS, on).await
    }

    /// Whether the person wants an icon in the tray. Off until a person turns it on.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn wants_tray(&self) -> Result<bool, Problem> {
        self.is_on(TRAY).await
    }

    /// Stores whether the person wants an icon in the tray.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_wants_tray(&self, on: bool) -> Result<(), Problem> {
        self.set(TRAY, on).await
    }

    /// Whether the preference of this name is on. `false` where it was never set. Fails with a store problem.
    async fn is_on(&self, name: &'static str) -> Result<bool, Problem> {
        Ok(self.context.store.read(move |db| preferences::is_on(db, name)).await?)
    }

    /// Stores the preference of this name. Fails with a store problem.
    async fn set(&self, name: &'static str, on: bool) -> Result<(), Problem> {
        Ok(self.context.store.write(move |db| preferences::set(db, name, on).map(drop)).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::home::Home;
    use crate::vault::{SessionKeys, VaultMode};

    #[tokio::test]
    async fn background_checks_are_off_until_turned_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::at(folder.path()).expect("a home");
        let mode = VaultMode::Session(SessionKeys::default());
        let preferences = Preferences::new(Context::open(home, mode).await.expect("opened"));
        assert!(!preferences.background_checks().await.expect("read"));
        preferences.set_background_checks(true).await.expect("written");
        assert!(preferences.background_checks().await.expect("read"));
        preferences.set_background_checks(false).await.expect("written");
        assert!(!preferences.background_checks().await.expect("read"));
    }
}
