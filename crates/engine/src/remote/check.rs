//! Checks: whether the provider still answers for an account, and what is wrong where it does not.

use std::time::Duration;

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, ApiRefusal, Figure, Me, Problem, Status};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::access::{Access, NoAccess};
use super::list_figures;
use super::probe::{RefusedCall, TokenState, probe};
use super::record::{CheckResult, MeOutcome, Whose, record, whose};
use super::room::Remote;
use super::send::{RetryPolicy, Sent, send};
use crate::accounts::manage::{row as accounts_row, row_in_use};
use crate::accounts::shown;
use crate::contract::Checked;
use crate::host::clock::now;
use crate::intercom::api::{ApiFailure, Call, is_over_limit, read_me};
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::sandbox::RunningSandbox;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::store::figures;

/// The questions of a check for one account, and its patience.
pub(super) struct Errand<'a> {
    /// The running sandbox, where the caller knows it.
    pub(super) sandbox: Option<&'a RunningSandbox>,
    /// The figures to ask for after `/me` answered.
    pub(super) figures: &'static [Figure],
    /// The longest wait for rate limits, and for the answer.
    pub(super) patience: Duration,
    pub(super) turns: Option<&'a Turns>,
}

impl Errand<'_> {
    /// Returns the errand that asks `/me` alone.
    pub(super) const fn within(patience: Duration) -> Self {
        Self { sandbox: None, figures: &[], patience, turns: None }
    }
}

/// Limits how many requests are sent at a time.
///
/// Figures have turns of their own. In one queue they would wait until `/me` was asked for every account, and
/// no account would be done before.
pub(super) struct Turns {
    me: Semaphore,
    figures: Semaphore,
}

impl Turns {
    /// Returns that many turns for `/me`, and as many for figures.
    pub(super) fn of(many: usize) -> Self {
        Self { me: Semaphore::new(many), figures: Semaphore::new(many) }
    }
}

/// An account after a check.
pub(super) struct CheckedAccount {
    row: AccountRow,
    /// Whether `/me` answered for the account.
    is_answered: bool,
    /// Why the status was not updated.
    not_updated: Option<Problem>,
    /// The figures that could not be read, and why.
    unread: Option<Problem>,
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

    /// Asks for one account and stores the result.
    ///
    /// # Errors
    /// A vault code, `store_failed`, `not_found` where the account was forgotten meanwhile.
    async fn check_one(&self, row: AccountRow) -> Result<CheckedAccount, Problem> {
        let name = row.name.clone();
        let result = self.ask(row, Errand::within(ANSWER_IN)).await?;
        let forgotten = || AccountProblem::ForgottenInCheck { name }.into();
        self.record_all(vec![result]).await?.pop().ok_or_else(forgotten)
    }

    /// Asks `/me` for one account, and then for the errand's figures where `/me` answered for this account.
    /// Stores nothing.
    ///
    /// # Errors
    /// A vault code or `store_failed`, where the vault does not open.
    pub(super) async fn ask(&self, row: AccountRow, errand: Errand<'_>) -> Result<CheckResult, Problem> {
        let Errand { sandbox, figures, patience, turns } = errand;
        let nothing = |row, found| CheckResult { row, asked: now(), found, figures: Vec::new() };
        let access = match Access::of(&self.context, &row, sandbox).await {
            Ok(access) => access,
            Err(NoAccess::Vault(problem)) => return Err(problem),
            Err(NoAccess::TokenUnreadable) => return Ok(nothing(row, MeOutcome::NoToken)),
            Err(NoAccess::Address(problem)) => return Ok(nothing(row, MeOutcome::Silent(problem))),
        };
        let until = Instant::now() + patience;
        let (me_turns, figure_turns) = (turns.map(|turns| &turns.me), turns.map(|turns| &turns.figures));
        let policy = RetryPolicy { until, turns: me_turns, ..RetryPolicy::patient() };
        let Sent { asked, answer, .. } = send(&self.context, &access, Call::Me, policy, |_| ()).await;
        let is_over_limit = is_over_limit(&answer);
        let found = match read_me(answer, &access.api_base) {
            Err(failure) if is_over_limit => MeOutcome::HeldBack(failure.problem),
            me => self.judge(me, &access, until, me_turns).await,
        };
        let figures = match &found {
            MeOutcome::Me(me) if matches!(whose(&row, me), Whose::Own) => {
                list_figures::ask(&self.context, &access, figures, until, figure_turns).await
            }
            _ => Vec::new(),
        };
        Ok(CheckResult { row, asked, found, figures })
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
    pub(super) async fn record_all(&self, results: Vec<CheckResult>) -> Result<Vec<CheckedAccount>, Problem> {
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
                unread: figures_unread(recorded.unread),
            })
            .collect())
    }

    /// Returns a checked account in the shape that leaves the process.
    pub(super) fn shown(&self, kept: CheckedAccount) -> Checked {
        let CheckedAccount { row, not_updated, unread, .. } = kept;
        let checked = shown::checked(row, self.context.vault.is_key_missing());
        Checked { untold: not_updated.map(Into::into), unread: unread.map(Into::into), ..checked }
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
        Ok(figures_unread(unread))
    }
}

/// Returns the problem that these figures could not be read, with the reason of the first. `None` where
/// there are none. The problem names no figures where these are all that exist.
fn figures_unread(unread: Vec<(Figure, Problem)>) -> Option<Problem> {
    let (_, why) = unread.first().cloned()?;
    let is_all = unread.len() == Figure::ALL.len();
    let figures = if is_all { Vec::new() } else { unread.into_iter().map(|(figure, _)| figure).collect() };
    Some(Problem::FiguresUnread { figures, why: Box::new(why) })
}
