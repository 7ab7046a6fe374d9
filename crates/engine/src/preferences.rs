//! The choices that a person made for this home.

use std::sync::Arc;

use switchhook_core::{MorningReading, Problem};

use crate::context::Context;
use crate::store::preferences::{self, BACKGROUND_CHECKS, MORNING_READING, NOTIFY_NEEDS, TRAY};

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

    /// Whether Switchhook reads all accounts each morning, and whether a person was asked.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn morning_reading(&self) -> Result<MorningReading, Problem> {
        Ok(self.context.store.read(preferences::morning).await?)
    }

    /// Turns the reading of all accounts each morning on or off.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_morning_reading(&self, on: bool) -> Result<(), Problem> {
        self.set(MORNING_READING, on).await
    }

    /// Whether Switchhook tells the person of accounts that need one. Off until a person turns it on.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn notify_needs(&self) -> Result<bool, Problem> {
        self.is_on(NOTIFY_NEEDS).await
    }

    /// Stores whether Switchhook tells the person of accounts that need one.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn set_notify_needs(&self, on: bool) -> Result<(), Problem> {
        self.set(NOTIFY_NEEDS, on).await
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

    async fn preferences(folder: &tempfile::TempDir) -> Preferences {
        let home = Home::at(folder.path()).expect("a home");
        let mode = VaultMode::Session(SessionKeys::default());
        Preferences::new(Context::open(home, mode).await.expect("opened"))
    }

    #[tokio::test]
    async fn background_checks_are_off_until_turned_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let preferences = preferences(&folder).await;
        assert!(!preferences.background_checks().await.expect("read"));
        preferences.set_background_checks(true).await.expect("written");
        assert!(preferences.background_checks().await.expect("read"));
        preferences.set_background_checks(false).await.expect("written");
        assert!(!preferences.background_checks().await.expect("read"));
    }

    #[tokio::test]
    async fn morning_reading_knows_whether_a_person_was_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        let preferences = preferences(&folder).await;
        assert_eq!(preferences.morning_reading().await.expect("read"), MorningReading::Unasked);
        for (on, found) in
            [(false, MorningReading::Off), (true, MorningReading::On), (false, MorningReading::Off)]
        {
            preferences.set_morning_reading(on).await.expect("written");
            assert_eq!(preferences.morning_reading().await.expect("read"), found);
        }
        assert!(!preferences.notify_needs().await.expect("read"), "each has its own name");
        preferences.set_notify_needs(true).await.expect("written");
        assert!(preferences.notify_needs().await.expect("read"));
        assert_eq!(preferences.morning_reading().await.expect("read"), MorningReading::Off);
    }
}
