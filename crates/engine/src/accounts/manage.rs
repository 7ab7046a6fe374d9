//! Lists, renames, tags, disables and forgets accounts for a person.

use std::sync::Arc;

use rusqlite::Transaction;
use switchhook_core::{AccountId, AccountProblem, Problem, RegistrationKind, label};

use super::labels::checked_tags;
use super::shown;
use crate::context::Context;
use crate::contract::Account;
use crate::host::clock::now;
use crate::host::kill_points;
use crate::store::account_rows::AccountRow;
use crate::store::account_tags;
use crate::store::accounts;
use crate::store::attempts;

/// The handle for stored accounts.
#[derive(Clone)]
pub struct Accounts {
    pub(super) context: Arc<Context>,
}

/// Tags to add to an account and to remove from it.
#[derive(Default)]
pub struct TagChange {
    /// The tags that Switchhook adds first.
    pub add: Vec<String>,
    /// The tags that Switchhook removes afterwards.
    pub remove: Vec<String>,
}

impl Accounts {
    /// Makes a handle over this home.
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Returns accounts, sorted by name; all of them when `search` and `tag` are `None`. Leaves out damaged rows.
    ///
    /// `search` matches parts of name, workspace, teammate and tags, ignoring letter case. `tag` matches a whole tag and its
    /// letter case. Both match any form of Unicode.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn list(&self, search: Option<String>, tag: Option<String>) -> Result<Vec<Account>, Problem> {
        let read = move |db: &rusqlite::Connection| accounts::all(db, search.as_deref(), tag.as_deref());
        let rows = self.context.store.read(read).await?;
        Ok(rows.into_iter().map(|row| self.shown(row)).collect())
    }

    /// Returns the id of the account with this id, else of the only account with this name, in any form of Unicode.
    ///
    /// # Errors
    /// `not_found`, `usage` when several accounts have the name, `store_failed`.
    pub async fn resolve(&self, id_or_name: &str) -> Result<AccountId, Problem> {
        let wanted = id_or_name.to_owned();
        let read = move |db: &rusqlite::Connection| {
            let id = AccountId::new(&*wanted);
            match accounts::by_id(db, &id)? {
                Some(row) => Ok(vec![row.id]),
                // The name comes second, since this search reads every account.
                None => accounts::named(db, &wanted),
            }
        };
        let mut found = self.context.store.read(read).await?;
        match (found.pop(), found.is_empty()) {
            (Some(id), true) => Ok(id),
            (Some(_), false) => Err(AccountProblem::NameAmbiguous.into()),
            (None, _) => Err(AccountProblem::NotFound.into()),
        }
    }

    /// Returns one account.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn get(&self, id: &AccountId) -> Result<Account, Problem> {
        Ok(self.shown(row(&self.context, id).await?))
    }

    /// Whether any of these accounts belongs to the sandbox. Ignores ids that no account has, and damaged rows.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn is_any_of_sandbox(&self, ids: &[AccountId]) -> Result<bool, Problem> {
        let ids = ids.to_vec();
        let rows = self.context.store.read(move |db| accounts::some(db, &ids)).await?;
        Ok(rows.iter().any(|row| row.kind == RegistrationKind::Sandbox))
    }

    /// Renames an account, and returns it with its new name.
    ///
    /// # Errors
    /// `usage` for a name that can't be used, `not_found`, `store_failed`.
    pub async fn rename(&self, id: &AccountId, name: &str) -> Result<Account, Problem> {
        let name = label(name).map_err(|why| AccountProblem::NewName { why })?;
        self.change(id, move |db, id| accounts::rename(db, id, &name).map(drop)).await
    }

    /// Adds tags to an account, then removes tags, and returns the changed account.
    ///
    /// # Errors
    /// `usage` for a tag that can't be used, `not_found`, `store_failed`.
    pub async fn tag(&self, id: &AccountId, change: TagChange) -> Result<Account, Problem> {
        let (add, remove) = (checked_tags(&change.add)?, checked_tags(&change.remove)?);
        let tag = move |db: &Transaction<'_>, id: &AccountId| {
            account_tags::add(db, id, &add)?;
            account_tags::remove(db, id, &remove)
        };
        self.change(id, tag).await
    }

    /// Replaces all tags of an account, and returns the changed account.
    ///
    /// # Errors
    /// `usage` for a tag that can't be used, `not_found`, `store_failed`.
    pub async fn set_tags(&self, id: &AccountId, tags: Vec<String>) -> Result<Account, Problem> {
        let tags = checked_tags(&tags)?;
        self.change(id, move |db, id| account_tags::set(db, id, &tags)).await
    }

    /// Removes an account, its tags and its sealed token from this computer.
    ///
    /// Cancels the attempts to reconnect it that wait for an answer or a decision. The token stays valid at the provider
    /// until the person uninstalls the app there.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn forget(&self, id: &AccountId) -> Result<(), Problem> {
        let removed = id.clone();
        let remove = move |db: &Transaction<'_>| {
            let is_there = accounts::exists(db, &removed)?;
            attempts::abandon(db, &removed, now())?;
            accounts::remove(db, &removed)?;
            kill_points::point("forgetting");
            Ok(is_there)
        };
        if !self.context.store.write(remove).await? {
            return Err(AccountProblem::NotFound.into());
        }
        kill_points::point("forgotten");
        Ok(self.context.store.erase_deleted().await?)
    }

    /// Disables or enables an account, and returns the changed account.
    ///
    /// Switchhook neither checks a disabled account nor reads its figures. Its sealed token stays. An enabled account shows
    /// its earlier status. A reconnect enables the account too.
    ///
    /// # Errors
    /// `not_found`, `store_failed`.
    pub async fn set_disabled(&self, id: &AccountId, disabled: bool) -> Result<Account, Problem> {
        self.change(id, move |db, id| accounts::set_disabled(db, id, disabled).map(drop)).await
    }

    /// Runs `work` on an account in one transaction, and returns the account as it is afterwards.
    ///
    /// Fails with `not_found` when no account has this id, and with `store_failed`.
    async fn change(
        &self,
        id: &AccountId,
        work: impl FnOnce(&Transaction<'_>, &AccountId) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<Account, Problem> {
        let id = id.clone();
        let change = move |db: &Transaction<'_>| {
            if accounts::by_id(db, &id)?.is_some() {
                work(db, &id)?;
            }
            accounts::by_id(db, &id)
        };
        let changed = self.context.store.write(change).await?;
        changed.map(|row| self.shown(row)).ok_or_else(|| AccountProblem::NotFound.into())
    }

    /// Returns the account in the shape that leaves the process.
    fn shown(&self, row: AccountRow) -> Account {
        shown::account(row, self.context.vault.is_key_missing())
    }
}

/// Returns the row of an account, disabled or not.
///
/// # Errors
/// `not_found`, `store_failed`, also for a damaged row.
pub(crate) async fn row(context: &Context, id: &AccountId) -> Result<AccountRow, Problem> {
    let id = id.clone();
    let row = context.store.read(move |db| accounts::by_id(db, &id)).await?;
    row.ok_or_else(|| AccountProblem::NotFound.into())
}

/// Returns the row of an account that is in use: stored and not disabled.
///
/// # Errors
/// `not_found`, `usage` for a disabled account, `store_failed`.
pub(crate) async fn row_in_use(context: &Context, id: &AccountId) -> Result<AccountRow, Problem> {
    let row = row(context, id).await?;
    if row.disabled { Err(AccountProblem::Disabled.into()) } else { Ok(row) }
}
