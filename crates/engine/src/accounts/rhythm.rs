//! When the team of an account works, and from when on *Today* says something about the account.

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, AccountThresholds, Problem, RhythmFault, WorkingHours};

use super::manage::{Accounts, row};
use crate::contract::Rhythm;
use crate::host::working_time::{is_zone, zone_of_this_computer, zones};
use crate::store::account_rows::AccountRow;
use crate::store::{accounts, day_counts, rhythm};

impl Accounts {
    /// Returns the working hours and thresholds of an account, and what a person can choose.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn rhythm(&self, id: &AccountId) -> Result<Rhythm, Problem> {
        let row = row(&self.context, id).await?;
        let of = id.clone();
        let (hours, thresholds) = self.context.store.read(move |db| rhythm::of(db, &of)).await?;
        Ok(Rhythm { hours, proposed: proposed_hours(&row), zones: zones(), thresholds })
    }

    /// Stores when the team of an account works; without hours, forgets it. Its waits then count in that time.
    /// Another time zone has other days, so the counts of days are counted anew.
    ///
    /// # Errors
    /// `usage` for hours that can't be used, `not_found`, `store_failed`.
    pub async fn set_working_hours(
        &self,
        id: &AccountId,
        hours: Option<WorkingHours>,
    ) -> Result<(), Problem> {
        if let Some(hours) = &hours {
            hours.check().map_err(unusable)?;
            if !is_zone(&hours.zone) {
                return Err(unusable(RhythmFault::UnknownZone));
            }
        }
        let row = row(&self.context, id).await?;
        self.set_rhythm(id, move |db, id| {
            let (before, _) = rhythm::of(db, id)?;
            if zone_of(&row, before.as_ref()) != zone_of(&row, hours.as_ref()) {
                day_counts::remove(db, id)?;
            }
            rhythm::set_hours(db, id, hours.as_ref())
        })
        .await
    }

    /// Stores from when on *Today* says something about an account.
    ///
    /// # Errors
    /// `usage` for thresholds that can't be used, `not_found`, `store_failed`.
    pub async fn set_thresholds(&self, id: &AccountId, thresholds: AccountThresholds) -> Result<(), Problem> {
        thresholds.check().map_err(unusable)?;
        self.set_rhythm(id, move |db, id| rhythm::set_thresholds(db, id, &thresholds)).await
    }

    async fn set_rhythm(
        &self,
        id: &AccountId,
        set: impl FnOnce(&Transaction<'_>, &AccountId) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<(), Problem> {
        let id = id.clone();
        let write = move |db: &Transaction<'_>| {
            let is_there = accounts::exists(db, &id)?;
            if is_there {
                set(db, &id)?;
            }
            Ok(is_there)
        };
        if self.context.store.write(write).await? { Ok(()) } else { Err(AccountProblem::NotFound.into()) }
    }
}

/// Returns the working hours to propose: Monday to Friday, 9 to 17, in the workspace's time zone.
pub(crate) fn proposed_hours(row: &AccountRow) -> WorkingHours {
    WorkingHours::proposed(zone_of(row, None))
}

/// Returns the account's time zone: that of the working hours, else the workspace's, else this computer's. Intercom may name a
/// zone in words that no system knows. Then it is this computer's, too.
pub(crate) fn zone_of(row: &AccountRow, hours: Option<&WorkingHours>) -> String {
    known_zone([hours.map(|hours| hours.zone.as_str()), row.workspace.timezone.as_deref()])
}

/// Returns the first zone that this computer knows, or its own.
fn known_zone(zones: [Option<&str>; 2]) -> String {
    let known = zones.into_iter().flatten().find(|zone| is_zone(zone));
    known.map_or_else(zone_of_this_computer, str::to_owned)
}

fn unusable(why: RhythmFault) -> Problem {
    AccountProblem::Rhythm { why }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_is_that_of_the_hours_or_workspace_or_computer() {
        let here = zone_of_this_computer();
        for (zones, zone) in [
            ([Some("Pacific/Apia"), Some("Europe/Dublin")], "Pacific/Apia"),
            ([Some("Atlantis/City"), Some("Europe/Dublin")], "Europe/Dublin"),
            ([None, Some("America/Los_Angeles")], "America/Los_Angeles"),
            ([None, Some("Pacific Time (US & Canada)")], &here),
            ([None, Some("")], &here),
            ([None, None], &here),
        ] {
            assert_eq!(known_zone(zones), zone, "{zones:?}");
        }
    }
}
