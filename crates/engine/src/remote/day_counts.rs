//! Counts new conversations, and what Fin did with them, for each whole day that was not counted yet.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use switchhook_core::{DayCount, DayFigure, Problem, total};
use tokio::time::Instant;

use super::access::Access;
use super::figure_round::Round;
use super::round_search::Searched;
use crate::host::clock::now;
use crate::host::working_time::{day_bounds, day_of};
use crate::store::day_counts;

/// The longest time of the questions about days. A tight rate limit holds them back: the next reading goes on.
const DAYS_IN: Duration = Duration::from_secs(10);
/// The seconds after midnight in which a day is not counted. A search may not find the newest conversations at once.
const SETTLES_IN: i64 = 10 * 60;

impl Round<'_> {
    /// Asks for each count of the last days that is not stored, four at a time and the newest first, and stores each. Ends at
    /// the first question without an answer: the next reading goes on.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn count_days(&self, access: &Access, zone: &str) -> Result<(), Problem> {
        let newest = day_of(zone, now().plus_seconds(-SETTLES_IN)) - 1;
        let left = Mutex::new(self.uncounted(newest).await?.into_iter());
        let until = Instant::now() + DAYS_IN;
        let some = || async {
            loop {
                let Some((figure, day)) = left.lock().unwrap_or_else(PoisonError::into_inner).next() else {
                    return Ok(());
                };
                let (from, end) = day_bounds(zone, day);
                let Searched::Answer(count) =
                    self.search(access, &figure.search(from, end), until, total).await?
                else {
                    // The others of this round end, too.
                    left.lock().unwrap_or_else(PoisonError::into_inner).by_ref().for_each(drop);
                    return Ok(());
                };
                self.store(move |db, id| {
                    day_counts::keep(db, id, figure, DayCount { day, count }, newest, now()).map(drop)
                })
                .await?;
            }
        };
        let outcome: [Result<(), Problem>; 4] = tokio::join!(some(), some(), some(), some()).into();
        outcome.into_iter().collect()
    }

    /// Returns the counts that are not stored, the newest day first.
    async fn uncounted(&self, newest: i32) -> Result<Vec<(DayFigure, i32)>, Problem> {
        let id = self.row.id.clone();
        let read = move |db: &rusqlite::Connection| {
            let mut uncounted = Vec::new();
            for figure in DayFigure::ALL {
                let known = day_counts::counted(db, &id, figure, newest, now())?;
                let days = newest - figure.days() + 1..=newest;
                uncounted.extend(days.filter(|day| !known.contains(day)).map(|day| (figure, day)));
            }
            uncounted.sort_by_key(|(_, day)| -day);
            Ok(uncounted)
        };
        Ok(self.context.store.read(read).await?)
    }
}
