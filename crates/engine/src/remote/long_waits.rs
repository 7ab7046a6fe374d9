//! Counts the conversations that wait longer than an account's threshold.

use switchhook_core::{Problem, WaitingQuestion, total};
use tokio::time::Instant;

use super::access::Access;
use super::figure_round::Round;
use super::round_search::Searched;
use crate::host::clock::now;
use crate::host::working_time::moment_before;
use crate::store::long_waits::{self, LongWaitsRow};
use crate::store::rhythm;

impl Round<'_> {
    /// Asks how many conversations wait longer than the threshold, and stores the count. An earlier count stays where there is
    /// no answer.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn count_long_waits(&self, access: &Access, until: Instant) -> Result<(), Problem> {
        let id = self.row.id.clone();
        let (hours, thresholds) = self.context.store.read(move |db| rhythm::of(db, &id)).await?;
        let (minutes, asked) = (thresholds.wait_minutes(hours.as_ref()), now());
        let question = WaitingQuestion::count_before(moment_before(hours.as_ref(), asked, minutes));
        let Searched::Answer(count) = self.search(access, &question.search(), until, total).await? else {
            return Ok(());
        };
        let hours = hours.and_then(|hours| serde_json::to_string(&hours).ok());
        let row = LongWaitsRow { count, minutes, hours, at: asked };
        self.store(move |db, id| long_waits::set(db, id, &row).map(drop)).await
    }
}
