//! The needs that are worth a notification: at most one an account and day, and only while its team works.

use std::collections::HashMap;

use switchhook_core::{Problem, Timestamp};

use super::overview::View;
use crate::accounts::rhythm::proposed_hours;
use crate::contract::AccountNeed;
use crate::host::clock::now;
use crate::host::working_time::{day_of, is_working};
use crate::store::preferences::{self, NOTIFY_NEEDS};
use crate::store::{accounts, notified, rhythm};

impl View {
    /// Returns the needs to notify the person of now, and notes the day for each. None where the person did not turn
    /// notifications on. Each account has the most urgent need alone. Leaves out accounts of the sandbox.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn take_notices(&self) -> Result<Vec<AccountNeed>, Problem> {
        self.take_notices_at(now()).await
    }

    async fn take_notices_at(&self, now: Timestamp) -> Result<Vec<AccountNeed>, Problem> {
        if !self.context.store.read(|db| preferences::is_on(db, NOTIFY_NEEDS)).await? {
            return Ok(Vec::new());
        }
        let needs = self.all_needs(now).await?;
        let take = move |db: &rusqlite::Transaction<'_>| {
            let told: HashMap<_, _> = notified::all(db)?.into_iter().collect();
            let mut rhythms = rhythm::all(db)?;
            let rows = accounts::all(db, None, None)?;
            let mut notices: Vec<AccountNeed> = Vec::new();
            for need in needs {
                let Some(row) = rows.iter().find(|row| row.id == need.account) else { continue };
                let chosen = rhythms.get_mut(&row.id).and_then(|(hours, _)| hours.clone());
                // Nobody said when this team works. A notification at night does harm, so it keeps to the usual hours.
                let hours = chosen.unwrap_or_else(|| proposed_hours(row));
                let day = day_of(&hours.zone, now);
                let is_first = notices.iter().all(|each| each.account != need.account);
                if is_first && is_working(Some(&hours), now) && told.get(&row.id) != Some(&day) {
                    notified::set(db, &row.id, day)?;
                    notices.push(need);
                }
            }
            Ok(notices)
        };
        Ok(self.context.store.write(take).await?)
    }
}
