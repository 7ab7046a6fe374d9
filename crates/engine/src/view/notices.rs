//! The needs that are worth a notification: at most one an account and day, and only while its team works.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, Transaction};
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
        let due = self.context.store.read(move |db| due(db, needs, now)).await?;
        // A write without a notice would look like a change, which brings the next look.
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let told: Vec<_> = due.iter().map(|(need, day)| (need.account.clone(), *day)).collect();
        let write = move |db: &Transaction<'_>| {
            told.iter().try_for_each(|(account, day)| notified::set(db, account, *day).map(drop))
        };
        self.context.store.write(write).await?;
        Ok(due.into_iter().map(|(need, _)| need).collect())
    }
}

/// Returns the most urgent need of each account that had no notification today and whose team works, with the day.
fn due(
    db: &Connection,
    needs: Vec<AccountNeed>,
    now: Timestamp,
) -> rusqlite::Result<Vec<(AccountNeed, i32)>> {
    let told: HashMap<_, _> = notified::all(db)?.into_iter().collect();
    let rhythms = rhythm::all(db)?;
    let rows: HashMap<_, _> =
        accounts::all(db, None, None)?.into_iter().map(|row| (row.id.clone(), row)).collect();
    let (mut seen, mut due) = (HashSet::new(), Vec::new());
    for need in needs {
        let Some(row) = rows.get(&need.account).filter(|row| seen.insert(row.id.clone())) else { continue };
        let chosen = rhythms.get(&row.id).and_then(|(hours, _)| hours.clone());
        // Nobody said when this team works. A notification at night does harm, so it keeps to the usual hours.
        let hours = chosen.unwrap_or_else(|| proposed_hours(row));
        let day = day_of(&hours.zone, now);
        if is_working(Some(&hours), now) && told.get(&row.id) != Some(&day) {
            due.push((need, day));
        }
    }
    Ok(due)
}
