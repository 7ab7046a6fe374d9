//! The history of an account's figures.

use switchhook_core::{AccountId, Figure, Problem, Timestamp};

use super::overview::View;
use crate::accounts::manage::row;
use crate::contract::Reading;
use crate::host::clock::{now, rfc3339};
use crate::store::history;

impl View {
    /// Returns the names of all figures that have a history.
    pub fn history_names() -> impl Iterator<Item = &'static str> {
        Figure::ALL.into_iter().map(Figure::code).chain([history::LONGEST_WAIT])
    }

    /// Returns the counts of an account's figures since that moment, or all of them, the oldest first. Reads one figure alone
    /// if its name is given.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn history(
        &self,
        id: &AccountId,
        figure: Option<&'static str>,
        since: Option<Timestamp>,
    ) -> Result<Vec<Reading>, Problem> {
        row(&self.context, id).await?;
        let (of, since) = (id.clone(), since.unwrap_or(Timestamp::from_millis(0)));
        let readings = self.context.store.read(move |db| history::of(db, &of, figure, since, now())).await?;
        let reading = |history::Reading { name, count, at, conversation }| Reading {
            figure: name,
            at: rfc3339(at),
            value: count,
            conversation,
        };
        Ok(readings.into_iter().map(reading).collect())
    }
}
