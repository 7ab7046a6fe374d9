//! Reads an account's figures: one round asks for all of them.

use switchhook_core::{AccountId, AccountProblem, Code, Problem};

use super::access::{Access, NoAccess};
use super::figure_round::{Round, Stop};
use super::figure_rounds::join;
use super::record::mark_needs_reconnect;
use super::room::Remote;
use crate::accounts::manage::row_in_use;
use crate::accounts::rhythm::zone_of;
use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::rhythm;

impl Remote {
    /// Asks the provider for all figures of an account, its longest wait, its ratings, and the days that were not counted yet.
    /// Stores each as soon as it comes. Returns when all were asked for or the round stopped, within a minute.
    ///
    /// Where a round of the account runs in this process, waits for that round and returns its outcome.
    ///
    /// A provider that refuses or is out of reach is no error: each figure says so. Nor is a token that is
    /// dead, missing or does not open: the account's status says so. Where another account answered the last
    /// check, each figure has that problem.
    ///
    /// # Errors
    /// `not_found`, `usage` for a disabled account, a vault code, `store_failed`.
    pub async fn read_figures(&self, id: &AccountId) -> Result<(), Problem> {
        self.read_figures_of(row_in_use(&self.context, id).await?).await
    }

    /// Counts the long waits of an account anew, after its threshold or its working hours changed. Leaves the count as it was
    /// where the provider refuses or is out of reach: then *Today* shows none.
    ///
    /// # Errors
    /// `not_found`, `usage` for a disabled account, a vault code, `store_failed`.
    pub async fn count_long_waits(&self, id: &AccountId) -> Result<(), Problem> {
        let row = row_in_use(&self.context, id).await?;
        match Access::of(&self.context, &row, None).await {
            Err(NoAccess::Vault(problem)) => Err(problem),
            Err(_) => Ok(()),
            Ok(access) => {
                let round = Round::new(&self.context, row);
                round.part(round.count_long_waits(&access, round.until)).await;
                round.end_part().await
            }
        }
    }

    /// Whether this process reads figures of an account now.
    pub(crate) fn is_reading(&self, id: &AccountId) -> bool {
        self.rounds.is_running(id)
    }

    /// Runs a round for an account, or waits for the round that runs already. A token that does not open, or
    /// a provider that refuses, is no error.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub(super) async fn read_figures_of(&self, row: AccountRow) -> Result<(), Problem> {
        match self.rounds.begin(&self.context.changes, &row.id) {
            Ok(round) => {
                let outcome = self.read_all(row).await;
                round.end(&outcome);
                outcome
            }
            Err(running) => join(running).await,
        }
    }

    /// Runs a round for an account. Where the token is missing or does not open, marks the account as one
    /// that needs a reconnect.
    ///
    /// Asks for nothing where the address is unknown, or where another account answered the last check. Then
    /// each figure has that problem.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn read_all(&self, row: AccountRow) -> Result<(), Problem> {
        // A token of another account would count the figures of another workspace.
        let of_another = row.trouble.as_ref().map(|(problem, _)| problem.clone());
        let of_another = of_another.filter(|problem| problem.code() == Code::WrongWorkspace);
        let access = match (Access::of(&self.context, &row, None).await, of_another) {
            (Err(NoAccess::Vault(problem)), _) => return Err(problem),
            (Err(NoAccess::TokenUnreadable), _) => {
                let (why, asked) = (AccountProblem::TokenUnreadable.into(), now());
                let mark =
                    move |db: &rusqlite::Transaction<'_>| mark_needs_reconnect(db, &row, &why, asked, false);
                return Ok(self.context.store.write(mark).await?);
            }
            (_, Some(problem)) | (Err(NoAccess::Address(problem)), None) => Err(problem),
            (Ok(access), None) => Ok(access),
        };
        let of = row.id.clone();
        let hours = self.context.store.read(move |db| rhythm::of(db, &of)).await?.0;
        let zone = zone_of(&row, hours.as_ref());
        let round = Round::new(&self.context, row);
        match access {
            Ok(access) => {
                round.ask_all(&access).await;
                let (waits, ratings) = (round.ask_waits(&access), round.count_ratings(&access, &zone));
                tokio::join!(round.part(waits), round.part(ratings));
                round.part(round.count_days(&access, &zone)).await;
            }
            Err(problem) => round.stop(Stop::OutOfReach(problem)),
        }
        round.end().await
    }
}
