//! Uninstalling: which accounts it may end, which it ended, and what an unclear outcome means.

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, Problem, ProviderProblem, Status};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};

use super::access::Access;
use super::room::Remote;
use super::send::{RetryPolicy, send};
use crate::accounts::manage::row;
use crate::accounts::shown;
use crate::contract::{Checked, UninstallImpact};
use crate::host::clock::now;
use crate::intercom::api::{Call, Uninstalled, read_uninstall};
use crate::intercom::failure::ANSWER_IN;
use crate::store::account_rows::AccountRow;
use crate::store::{account_status, accounts};

impl Remote {
    /// Returns the names of the other accounts that end with an uninstall of this one, ordered by name. Disabled
    /// accounts are among them.
    ///
    /// `surely` has those of the same app in the same workspace. An own token's app is unknown. So where one
    /// of two accounts of a workspace has an own token, `maybe` has the other.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn uninstall_impact(&self, id: &AccountId) -> Result<UninstallImpact, Problem> {
        let row = row(&self.context, id).await?;
        let (surely, maybe) = self.others_of(&row).await?;
        let names = |rows: Vec<AccountRow>| rows.into_iter().map(|row| row.name).collect();
        Ok(UninstallImpact { surely: names(surely), maybe: names(maybe) })
    }

    /// Asks the provider to remove the app from the account's workspace, which ends every connection of that
    /// app. Returns the account as it is then.
    ///
    /// - Confirmed: the account and all that surely end with it are marked as needing a reconnect. Those
    ///   that may have ended are checked.
    /// - The token was dead before: only this account is marked, and its problem says that the app may still
    ///   be installed. All others are checked.
    /// - Unconfirmed: all of them are checked. Where this account turns out to be dead, its problem says
    ///   that the app may be gone.
    ///
    /// An account that got a new token meanwhile is checked in each case. A disabled account can be uninstalled
    /// too.
    ///
    /// # Errors
    /// `not_found`, `store_failed`, a vault code, and `code_rejected` where the token may not uninstall.
    /// `provider_unreadable` or `provider_unreachable`, which say so where the app may be gone nevertheless.
    pub async fn uninstall(&self, id: &AccountId) -> Result<Checked, Problem> {
        let account = row(&self.context, id).await?;
        let access = Access::of(&self.context, &account, None).await;
        let access = access.map_err(|none| none.or(AccountProblem::CannotUninstall))?;
        // Read before the request: an account that is connected meanwhile has not died.
        let (surely, _) = self.others_of(&account).await?;
        let policy = RetryPolicy::once(Instant::now() + ANSWER_IN);
        let sent = send(&self.context, &access, Call::Uninstall, policy, |_| ()).await;
        match read_uninstall(sent.answer, &access.api_base).map_err(|failure| failure.problem)? {
            Uninstalled::Removed => {
                let all = [vec![account.clone()], surely].concat();
                let marked = self.mark_dead(all, AccountProblem::Uninstalled.into()).await?;
                self.check_in_doubt(account, &marked).await;
            }
            Uninstalled::AlreadyRefused(why) => {
                let why = AccountProblem::DeadBeforeUninstall { why }.into();
                let marked = self.mark_dead(vec![account.clone()], why).await?;
                self.check_in_doubt(account, &marked).await;
            }
            Uninstalled::Unconfirmed(why) => self.settle_unconfirmed(account, why).await?,
        }
        let mut row = row(&self.context, id).await?;
        // Shown for a disabled account too: a person has just acted on it.
        let trouble = shown::trouble(&mut row);
        let account = shown::account(row, self.context.vault.is_key_missing());
        Ok(Checked { account, trouble, untold: None, unread: None })
    }

    /// Checks all accounts that an unconfirmed uninstall may have ended. Marks this account where it is dead
    /// now and was not before.
    ///
    /// # Errors
    /// [`AccountProblem::UninstallUnknown`] where this account is not dead, or was dead before. `not_found`,
    /// `store_failed`.
    async fn settle_unconfirmed(&self, account: AccountRow, why: ProviderProblem) -> Result<(), Problem> {
        let (id, was_dead) = (account.id.clone(), account.status == Status::NeedsReconnect);
        self.check_in_doubt(account, &[]).await;
        let row = row(&self.context, &id).await?;
        if was_dead || row.status != Status::NeedsReconnect {
            return Err(AccountProblem::UninstallUnknown { why }.into());
        }
        let died = row.trouble.clone().map_or_else(|| why.into(), |(problem, _)| problem);
        self.mark_dead(vec![row], Problem::DeadAfterUninstall { why: Box::new(died) }).await?;
        Ok(())
    }

    /// Returns the other accounts that surely are of the same app and workspace, and those that may be. Both
    /// are ordered by name.
    ///
    /// # Errors
    /// `store_failed`.
    async fn others_of(&self, row: &AccountRow) -> Result<(Vec<AccountRow>, Vec<AccountRow>), Problem> {
        let row = row.clone();
        let read = move |db: &rusqlite::Connection| {
            Ok((accounts::of_same_app(db, &row)?, accounts::of_perhaps_same_app(db, &row)?))
        };
        Ok(self.context.store.read(read).await?)
    }

    /// Marks accounts as needing a reconnect, and returns the ids of those marked, in the order of `rows`. An
    /// account that has another token by now, or is gone, stays as it is.
    ///
    /// # Errors
    /// `store_failed`.
    async fn mark_dead(&self, rows: Vec<AccountRow>, why: Problem) -> Result<Vec<AccountId>, Problem> {
        let mark = move |db: &Transaction<'_>| {
            let mut marked = Vec::new();
            for row in rows {
                if account_status::holds(db, &row)? {
                    let status = Status::NeedsReconnect;
                    account_status::set_status(db, &row.id, status, Some(now()), Some(&why), now())?;
                    marked.push(row.id);
                }
            }
            Ok(marked)
        };
        Ok(self.context.store.write(mark).await?)
    }

    /// Checks the account and all that may have ended with it, but for `marked`. Disabled accounts are
    /// checked too: a person has just acted on them.
    ///
    /// An account that got a new token meanwhile may have got it before the app went. The uninstall is over
    /// by then, so a failed check only stands in the log.
    async fn check_in_doubt(&self, row: AccountRow, marked: &[AccountId]) {
        if let Err(problem) = self.check_all_but(row, marked).await {
            tracing::warn!(
                code = problem.code().as_str(),
                "accounts that an uninstall may have ended were not checked"
            );
        }
    }

    /// Checks the account and all that may have ended with it, but for `marked`, within [`ANSWER_IN`].
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn check_all_but(&self, account: AccountRow, marked: &[AccountId]) -> Result<(), Problem> {
        let (surely, maybe) = self.others_of(&account).await?;
        let id = account.id.clone();
        // As it is now, not as it was before the uninstall.
        let account = self.context.store.read(move |db| accounts::by_id(db, &id)).await?;
        let mut rows = [account.into_iter().collect(), surely, maybe].concat();
        rows.retain(|row| !marked.contains(&row.id));
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        rows.dedup_by(|one, other| one.id == other.id);
        if rows.is_empty() {
            return Ok(());
        }
        let (send, mut checked) = mpsc::channel(1);
        // The receiver is dropped when its time is up, which ends the checks.
        let listening = timeout(ANSWER_IN, async move { while checked.recv().await.is_some() {} });
        let (outcome, _) = tokio::join!(self.check_even_disabled(rows, send), listening);
        outcome
    }
}
