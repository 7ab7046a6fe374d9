//! Counts the ratings that customers gave since yesterday began.

use switchhook_core::{
    LowRatings, Problem, Ratings, low_ratings_since, ratings_since, read_low_ratings, total,
};

use super::access::Access;
use super::figure_round::Round;
use super::round_search::Searched;
use crate::host::clock::now;
use crate::host::working_time::{day_bounds, day_of};
use crate::store::ratings;

impl Round<'_> {
    /// Asks for the ratings since yesterday began in `zone`, and stores their counts. Earlier counts stay where there is no
    /// answer.
    ///
    /// # Errors
    /// `store_failed`.
    pub(super) async fn count_ratings(&self, access: &Access, zone: &str) -> Result<(), Problem> {
        let (since, _) = day_bounds(zone, day_of(zone, now()) - 1);
        let Searched::Answer(LowRatings { low, with_remark, newest }) =
            self.search(access, &low_ratings_since(since), self.until, read_low_ratings).await?
        else {
            return Ok(());
        };
        let at = now();
        let Searched::Answer(rated) = self.search(access, &ratings_since(since), self.until, total).await?
        else {
            return Ok(());
        };
        // A rating may arrive between the two answers, and one may be taken back.
        let ratings = Ratings { rated: rated.max(low), low, with_remark, since, at };
        self.store(move |db, id| ratings::set(db, id, &ratings, &newest).map(drop)).await
    }
}
