//! Checks: whether the provider still answers for one account or many, and what is wrong where it does not.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, ApiRefusal, Figure, Me, Problem, RegistrationKind, Status};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::access::{Access, NoAccess};
use super::probe::{RefusedCall, TokenState, probe};
use super::record::{CheckResult, MeOutcome, record};
use super::room::Remote;
use super::send::{RetryPolicy, Sent, send};
use crate::accounts::manage::{row as accounts_row, row_in_use};
use crate::accounts::shown;
use crate::contract::Checked;
use crate::host::clock::now;
use crate::intercom::api::{ApiFailure, Call, is_over_limit, read_me};
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::sandbox::{self, RunningSandbox};
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::store::figures;

/// How many accounts are asked at a time: slow ones hold up no other, and any computer has enough sockets.
const AT_A_TIME: usize = 64;
/// How many results one transaction stores. Each transaction waits for the disk.
const WRITTEN_AT_ONCE: usize = 64;
/// How long each of many accounts waits for the provider's rate limit: as long as people leave a program
/// alone.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// An account after a check.
struct CheckedAccount {
    row: AccountRow,
    /// Whether `/me` answered for the account.
    is_answered: bool,
    /// Why the status was not updated.
    not_updated: Option<Problem>,
}

impl Remote {
    /// Asks the provider whether the account still answers, and stores the result.
    ///
    /// A provider that refuses or is out of reach is no error: status and `trouble` of the result say so.
    /// Nor is an answer without an identity, or a rate limit without room. Then `untold` says so, and the
    /// account stays as it was.
    ///
    /// The account may have another id afterwards: its answer may show that it is another stored account.
    ///
    /// # Errors
    /// `not_found`, also where the account is forgotten meanwhile. `usage` for a disabled account, a vault
    /// code, `store_failed`.
    pub async fn check(&self, id: &AccountId) -> Result<Checked, Problem> {
        let kept = self.check_one(row_in_use(&self.context, id).await?).await?;
        Ok(self.shown(kept))
    }

    /// Checks an account as [`Self::check`] does, and then reads all its figures, which shows missing
    /// permissions. `unread` names the figures that could not be read, and why.
    ///
    /// Reads no figures where `/me` did not answer for the account, or where the account is disabled by then.
    ///
    /// # Errors
    /// `not_found`, also where the account is forgotten meanwhile. `usage` for a disabled account, a vault
    /// code, `store_failed`.
    pub async fn check_in_full(&self, id: &AccountId) -> Result<Checked, Problem> {
        let row = row_in_use(&self.context, id).await?;
        let name = row.name.clone();
        let kept = self.check_one(row).await?;
        if !kept.is_answered || kept.row.disabled {
            return Ok(self.shown(kept));
        }
        let forgotten = |problem: Problem| match problem {
            Problem::Account(AccountProblem::NotFound) => {
                AccountProblem::ForgottenInCheck { name: name.clone() }.into()
            }
            problem => problem,
        };
        let id = kept.row.id.clone();
        self.read_figures_of(kept.row).await.map_err(forgotten)?;
        let row = accounts_row(&self.context, &id).await.map_err(forgotten)?;
        // A dead token ends the round, so the stored figures are those of an earlier round.
        let is_asked = row.status != Status::NeedsReconnect;
        let unread = if is_asked { self.unread(&id).await? } else { None };
        let checked = shown::checked(row, self.context.vault.is_key_missing());
        Ok(Checked { unread: unread.map(Into::into), ..checked })
    }

    /// Checks many accounts, some at a time, within the provider's rate limits. Sends each account once it
    /// is stored, in any order. Skips disabled accounts, unknown ids and damaged rows. Sends no account that
    /// was forgotten meanwhile. Ends early when the receiver is closed.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub async fn check_each(
        &self,
        ids: Vec<AccountId>,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.check_some(ids, AT_A_TIME, checked).await
    }

    /// Returns the time until the first request that a used up rate limit holds back may go. `None` where
    /// this process has none that waits.
    pub fn held_back_for(&self) -> Option<Duration> {
        self.context.limits.holds_back_for()
    }

    /// Checks the accounts of these ids, `at_a_time` of them at once, and sends each once it is stored.
    /// Skips disabled accounts, unknown ids and damaged rows. Ends early when the receiver is closed.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub(super) async fn check_some(
        &self,
        ids: Vec<AccountId>,
        at_a_time: usize,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        let rows = self.context.store.read(move |db| accounts::some(db, &ids)).await?;
        self.check_rows(rows.into_iter().filter(|row| !row.disabled).collect(), at_a_time, checked).await
    }

    /// Checks accounts, disabled ones too, and sends each once it is stored. Ends early when the receiver is
    /// closed.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    pub(super) async fn check_even_disabled(
        &self,
        rows: Vec<AccountRow>,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.check_rows(rows, AT_A_TIME, checked).await
    }

    /// Asks for each account, `at_a_time` of them at once, and sends each once it is stored. Ends early when
    /// the receiver is closed. Sends no account that was forgotten meanwhile.
    ///
    /// A refusal of the provider is no error: the sent account names it.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn check_rows(
        &self,
        rows: Vec<AccountRow>,
        at_a_time: usize,
        checked: mpsc::Sender<Checked>,
    ) -> Result<(), Problem> {
        self.context.vault.key().await?;
        let sandbox = self.sandbox_of(&rows).await.map(Arc::new);
        let (turns, mut asking) = (Arc::new(Semaphore::new(at_a_time)), JoinSet::new());
        let (send, mut results) = mpsc::channel(WRITTEN_AT_ONCE);
        for row in rows {
            let (remote, turns, send) = (self.clone(), Arc::clone(&turns), send.clone());
            let sandbox = sandbox.clone();
            asking.spawn(async move {
                if let Ok(result) = remote.ask(row, sandbox.as_deref(), LONGEST_WAIT, Some(&turns)).await {
                    let _ = send.send(result).await;
                }
            });
        }
        drop(send);
        let mut some = Vec::new();
        loop {
            tokio::select! {
                came = results.recv_many(&mut some, WRITTEN_AT_ONCE) => if came == 0 { return Ok(()) },
                () = checked.closed() => return Ok(()),
            }
            for kept in self.record_all(std::mem::take(&mut some)).await? {
                // The select above notices a closed receiver.
                let _ = checked.send(self.shown(kept)).await;
            }
        }
    }

    /// Asks for one account and stores the result.
    ///
    /// # Errors
    /// A vault code, `store_failed`, `not_found` where the account was forgotten meanwhile.
    async fn check_one(&self, row: AccountRow) -> Result<CheckedAccount, Problem> {
        let name = row.name.clone();
        let result = self.ask(row, None, ANSWER_IN, None).await?;
        let forgotten = || AccountProblem::ForgottenInCheck { name }.into();
        self.record_all(vec![result]).await?.pop().ok_or_else(forgotten)
    }

    /// Returns the running sandbox, where one of the accounts is a sandbox account. `None` for other
    /// accounts, and where no sandbox answers.
    ///
    /// Switchhook asks the sandbox once, and not for each account.
    async fn sandbox_of(&self, rows: &[AccountRow]) -> Option<RunningSandbox> {
        if !rows.iter().any(|row| row.kind == RegistrationKind::Sandbox) {
            return None;
        }
        sandbox::ask(&self.context.home, &self.context.http).await.ok()
    }

    /// Asks `/me` for one account, within `patience` for rate limits and answer. Stores nothing.
    ///
    /// # Errors
    /// A vault code or `store_failed`, where the vault does not open.
    async fn ask(
        &self,
        row: AccountRow,
        sandbox: Option<&RunningSandbox>,
        patience: Duration,
        turns: Option<&Semaphore>,
    ) -> Result<CheckResult, Problem> {
        let nothing = |row, found| CheckResult { row, asked: now(), found };
        let access = match Access::of(&self.context, &row, sandbox).await {
            Ok(access) => access,
            Err(NoAccess::Vault(problem)) => return Err(problem),
            Err(NoAccess::TokenUnreadable) => return Ok(nothing(row, MeOutcome::NoToken)),
            Err(NoAccess::Address(problem)) => return Ok(nothing(row, MeOutcome::Silent(problem))),
        };
        let until = Instant::now() + patience;
        let policy = RetryPolicy { until, turns, ..RetryPolicy::patient() };
        let Sent { asked, answer } = send(&self.context, &access, Call::Me, policy, |_| ()).await;
        let is_over_limit = is_over_limit(&answer);
        let found = match read_me(answer, &access.api_base) {
            Err(failure) if is_over_limit => MeOutcome::HeldBack(failure.problem),
            me => self.judge(me, &access, until, turns).await,
        };
        Ok(CheckResult { row, asked, found })
    }

    /// Returns the outcome of an answer of `/me`. Asks more questions where a refusal leaves a doubt.
    async fn judge(
        &self,
        me: Result<Me, ApiFailure>,
        access: &Access,
        until: Instant,
        turns: Option<&Semaphore>,
    ) -> MeOutcome {
        let ApiFailure { refusal, problem, is_beyond_doubt } = match me {
            Ok(me) => return MeOutcome::Me(Box::new(me)),
            Err(failure) => failure,
        };
        let may_not = || {
            let host = access.api_base.host();
            let problem = AccountProblem::MissingIdentityPermission { host }.into();
            MeOutcome::Refused(ApiRefusal::NotAllowed, problem)
        };
        match refusal {
            Some(ApiRefusal::Dead) if !is_beyond_doubt => {
                match probe(&self.context, access, RefusedCall::Me, until, turns).await {
                    TokenState::Alive => may_not(),
                    TokenState::Dead(_) => MeOutcome::Refused(ApiRefusal::Dead, problem.into()),
                    TokenState::Unknown(why) => MeOutcome::Silent(why.into()),
                    TokenState::HeldBack(why) => MeOutcome::HeldBack(why),
                }
            }
            Some(ApiRefusal::NotAllowed) => may_not(),
            Some(refusal) => MeOutcome::Refused(refusal, problem.into()),
            None => MeOutcome::Silent(problem.into()),
        }
    }

    /// Stores results in one transaction, and returns the accounts in the order of the results. Leaves out
    /// accounts that were forgotten meanwhile.
    ///
    /// # Errors
    /// A vault code or `store_failed`.
    async fn record_all(&self, results: Vec<CheckResult>) -> Result<Vec<CheckedAccount>, Problem> {
        let key = self.context.vault.key().await?;
        let write = move |db: &Transaction<'_>| {
            let mut kept = Vec::with_capacity(results.len());
            for result in results {
                let recorded = record(db, result, &key)?;
                // No caller hears of an account that was forgotten meanwhile.
                kept.extend(accounts::by_id(db, &recorded.id)?.map(|row| (row, recorded)));
            }
            Ok(kept)
        };
        let kept = self.context.store.write(write).await?.into_iter();
        Ok(kept
            .map(|(row, recorded)| CheckedAccount {
                row,
                is_answered: recorded.is_answered,
                not_updated: recorded.not_updated,
            })
            .collect())
    }

    /// Returns a checked account in the shape that leaves the process.
    fn shown(&self, kept: CheckedAccount) -> Checked {
        let checked = shown::checked(kept.row, self.context.vault.is_key_missing());
        Checked { untold: kept.not_updated.map(Into::into), ..checked }
    }

    /// Returns the figures that the last round could not read, with the reason of the first. `None` where it
    /// read all.
    ///
    /// # Errors
    /// `store_failed`.
    async fn unread(&self, id: &AccountId) -> Result<Option<Problem>, Problem> {
        let id = id.clone();
        let rows = self.context.store.read(move |db| figures::all(db, &id)).await?;
        let mut unread = Vec::new();
        for figure in Figure::ALL {
            let row = rows.iter().find(|row| row.name == figure.code());
            unread.extend(row.and_then(|row| row.trouble.clone()).map(|problem| (figure, problem)));
        }
        let Some((_, why)) = unread.first().cloned() else { return Ok(None) };
        let is_all = unread.len() == Figure::ALL.len();
        let figures =
            if is_all { Vec::new() } else { unread.into_iter().map(|(figure, _)| figure).collect() };
        Ok(Some(Problem::FiguresUnread { figures, why: Box::new(why) }))
    }
}
