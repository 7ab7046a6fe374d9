//! Puts needs of accounts off, and shows them again.

use switchhook_core::{AccountId, Need, Problem};

use super::manage::{Accounts, row};
use crate::host::clock::{now, start_of_day_in};
use crate::store::put_off::{self, PutOff};

/// How long a need is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum PutOffFor {
    /// Until the next midnight in this computer's time zone.
    Today,
    /// Until the seventh midnight.
    Week,
}

impl Accounts {
    /// Puts a need of an account off. `since` is the time that *Today* gave with it. A need that changes, or begins anew, is
    /// another need, so it shows at once.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn put_off(
        &self,
        id: &AccountId,
        need: &Need,
        since: Option<String>,
        how_long: PutOffFor,
    ) -> Result<(), Problem> {
        row(&self.context, id).await?;
        let put_off = PutOff::of(id.clone(), need, since);
        let days = match how_long {
            PutOffFor::Today => 1,
            PutOffFor::Week => 7,
        };
        let now = now();
        let until = start_of_day_in(days, now);
        let write = move |db: &rusqlite::Transaction<'_>| put_off::add(db, &put_off, until, now).map(drop);
        Ok(self.context.store.write(write).await?)
    }

    /// Shows every need again that was put off.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn show_put_off(&self) -> Result<(), Problem> {
        Ok(self.context.store.write(|db| put_off::clear(db).map(drop)).await?)
    }
}

impl PutOff {
    /// Returns a need as the database compares it: without its counts, and for a count without its time.
    pub(crate) fn of(account: AccountId, need: &Need, since: Option<String>) -> Self {
        let since = since.filter(|_| matches!(need, Need::Reconnect)).unwrap_or_default();
        let need = serde_json::to_string(&need.without_counts()).unwrap_or_default();
        Self { account, need, since }
    }
}
