//! Uninstalling: what it would end, what it ended, and what is only said of a token that was dead before.

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
use crate::store::accounts;

impl Remote {
    /// The names of the other accounts that an uninstall of this one ends: surely those of the same app in the same
    /// workspace; of an own token nobody knows the app, so between one and any other account of its workspace it is maybe.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn uninstall_impact(&self, id: &AccountId) -> Result<UninstallImpact, Problem> {
        let row = row(&self.context, id).await?;
        let (surely, maybe) = self.others_of(&row).await?;
        let names = |rows: Vec<AccountRow>| rows.into_iter().map(|row| row.name).collect();
        Ok(UninstallImpact { surely: names(surely), maybe: names(maybe) })
    }

    /// Asks the provider to remove the app from the account's workspace: every connection of that app
    /// to it ends. The account, and those that surely die with it, stay here as ones that need a reconnect; those that may
    /// have died are checked. A token that was dead before could ask for nothing: then only its own account needs a
    /// reconnect, the trouble says that the app may still be there, and all the others are checked. Where the answer was
    /// lost, or told nothing, all of them are checked: if the account turns out to be dead, its trouble says that the app may
    /// be gone. What got a new token meanwhile is checked in any case.
    ///
    /// # Errors
    /// `not_found`, `store_failed`, a vault code, `code_rejected` when the token is not allowed to, `provider_unreadable` or
    /// `provider_unreachable`, which say so where the app may have been uninstalled all the same.
    pub async fn uninstall(&self, id: &AccountId) -> Result<Checked, Problem> {
        let account = row(&self.context, id).await?;
        let access = Access::of(&self.context, &account, None).await;
        let access = access.map_err(|none| none.or(AccountProblem::CannotUninstall))?;
        // Read before, so that one that is connected meanwhile is told from those that died.
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
            Uninstalled::Unheard(why) => self.settle_unheard(account, why).await?,
        }
        let mut row = row(&self.context, id).await?;
        // Told of a disabled one too: somebody has just asked.
        let trouble = shown::trouble(&mut row);
        let account = shown::account(row, self.context.vault.is_key_missing());
        Ok(Checked { account, trouble, untold: None, unread: None })
    }

    /// No answer tells what became of the uninstall: everything is checked that it may have ended.
    async fn settle_unheard(&self, account: AccountRow, why: ProviderProblem) -> Result<(), Problem> {
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

    /// Other accounts that surely, and that maybe, are of the same app in the same workspace.
    async fn others_of(&self, row: &AccountRow) -> Result<(Vec<AccountRow>, Vec<AccountRow>), Problem> {
        let row = row.clone();
        let read = move |db: &rusqlite::Connection| {
            Ok((accounts::of_same_app(db, &row)?, accounts::of_perhaps_same_app(db, &row)?))
        };
        Ok(self.context.store.read(read).await?)
    }

    /// Marks accounts whose tokens are dead; one that has got another token meanwhile is left as it is. Answers the ids of
    /// those that are marked.
    async fn mark_dead(&self, rows: Vec<AccountRow>, why: Problem) -> Result<Vec<AccountId>, Problem> {
        let mark = move |db: &Transaction<'_>| {
            let mut marked = Vec::new();
            for row in rows {
                if accounts::holds(db, &row)? {
                    let status = Status::NeedsReconnect;
                    accounts::set_status(db, &row.id, status, Some(now()), Some(&why), now())?;
                    marked.push(row.id);
                }
            }
            Ok(marked)
        };
        Ok(self.context.store.write(mark).await?)
    }

    /// Checks the account, and all that may die with it, but for those that are marked: one that got a new token meanwhile may
    /// have got it before the app went. Disabled ones are checked too: a person has just acted on them. The
    /// uninstall is over by then, so what can't be learnt fails nothing and is not waited for long.
    async fn check_in_doubt(&self, row: AccountRow, marked: &[AccountId]) {
        if let Err(problem) = self.check_all_but(row, marked).await {
            tracing::warn!(
                code = problem.code().as_str(),
                "what an uninstall may have ended was not checked"
            );
        }
    }

    async fn check_all_but(&self, account: AccountRow, marked: &[AccountId]) -> Result<(), Problem> {
        let (surely, maybe) = self.others_of(&account).await?;
        let id = account.id.clone();
        // As it is now, and not as it was before.
        let account = self.context.store.read(move |db| accounts::by_id(db, &id)).await?;
        let mut rows = [account.into_iter().collect(), surely, maybe].concat();
        rows.retain(|row| !marked.contains(&row.id));
        rows.sort_by(|one, other| one.id.cmp(&other.id));
        rows.dedup_by(|one, other| one.id == other.id);
        if rows.is_empty() {
            return Ok(());
        }
        let (send, mut checked) = mpsc::channel(1);
        // The receiver goes when its time is up, and that ends the checks.
        let listening = timeout(ANSWER_IN, async move { while checked.recv().await.is_some() {} });
        let (outcome, _) = tokio::join!(self.check_even_disabled(rows, send), listening);
        outcome
    }
}
