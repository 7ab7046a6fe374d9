//! Stores a connected account, its token and the end of its attempt in one transaction.

use rusqlite::Transaction;
use switchhook_core::{
    AccessToken, AccountId, AccountProblem, AttemptId, AttemptStage, ClientId, Identity, Me, Outcome,
    Problem, Provider, Region, RegistrationKind, Status, Workspace,
};

use super::merge::row_to_seal_to;
use super::shown;
use crate::context::Context;
use crate::contract::Connected;
use crate::host::clock::now;
use crate::host::kill_points;
use crate::store::account_rows::AccountRow;
use crate::store::attempts::{self, End};
use crate::store::{account_status, accounts, me_answers};
use crate::vault::account_token;
use crate::vault::sealing::MasterKey;

/// An account that Switchhook is about to store.
pub(crate) struct NewAccount {
    pub(crate) kind: RegistrationKind,
    /// The API address that the person gave; `None` for the provider's own address of the region.
    pub(crate) api_base: Option<String>,
    /// The region that the person or the registration named. It counts where the provider names none.
    pub(crate) region: Option<Region>,
    /// The registration's name.
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<ClientId>,
    /// The name that the person chose.
    pub(crate) name: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) token: AccessToken,
    pub(crate) me: Me,
    pub(crate) identity: Option<Identity>,
    /// The account that gets this token, of any identity.
    pub(crate) reconnects: Option<AccountId>,
    /// The attempt to end in the same transaction.
    pub(crate) attempt: Option<AttemptId>,
}

impl NewAccount {
    /// Returns the region whose host Switchhook asks from now on: that of `/me`, else the `known` one, else the named one.
    /// Returns `None` when none of them is known.
    ///
    /// The named region counts for Intercom alone. This region is no part of the identity, since a later answer may name
    /// another one.
    fn region(&self, known: Option<Region>) -> Option<Region> {
        let is_intercom =
            matches!(Provider::of(self.kind, self.api_base.as_deref()), Some(Provider::Intercom));
        self.me.workspace.region.or(known).or(self.region.filter(|_| is_intercom))
    }
}

/// The result of writing a new account.
enum Written {
    /// The stored account.
    Account(Box<AccountRow>, Outcome),
    /// The attempt was no longer in `identifying`: nothing is written.
    TooLate,
    /// A person has forgotten the account that was to get the token: nothing is written.
    Forgotten,
}

/// Stores a new or known account with its sealed token and ends its attempt, in one transaction. Returns the account.
///
/// Enables a known account. That account keeps its own name and tags. Returns `None` and writes nothing when the attempt was
/// no longer in `identifying`.
///
/// # Errors
/// A vault code, `store_failed`, or `not_found` when a person has forgotten the account that was to get the token. Nothing
/// is written then.
pub(crate) async fn save(context: &Context, new: NewAccount) -> Result<Option<Connected>, Problem> {
    let key = context.vault.key().await?;
    let write = move |db: &Transaction<'_>| {
        let written = write_account(db, &new, &key)?;
        kill_points::point("account-writing");
        Ok(written)
    };
    let (row, outcome) = match context.store.write(write).await? {
        Written::Account(row, outcome) => (row, outcome),
        Written::TooLate => return Ok(None),
        Written::Forgotten => return Err(AccountProblem::ForgottenInRenewal.into()),
    };
    kill_points::point("account-kept");
    Ok(Some(Connected { account: shown::account(*row, context.vault.is_key_missing()), outcome }))
}

/// Writes the account, its token and the end of its attempt. Returns the stored account, or why nothing was written.
///
/// Fails with the error of SQLite.
fn write_account(db: &Transaction<'_>, new: &NewAccount, key: &MasterKey) -> rusqlite::Result<Written> {
    let known = match (&new.reconnects, &new.identity) {
        (Some(id), _) => match accounts::by_id(db, id)? {
            Some(row) => Some(row),
            None => return Ok(Written::Forgotten),
        },
        (None, Some(identity)) => accounts::by_identity(db, identity)?,
        (None, None) => None,
    };
    let (row, outcome) = match (known, &new.identity) {
        (Some(known), _) => (known, Outcome::AlreadyConnected),
        (None, Some(identity)) => (new_row(new, Some(identity.key())), Outcome::Connected),
        (None, None) => (new_row(new, None), Outcome::Unverified),
    };
    if let Some(attempt) = &new.attempt {
        let from = AttemptStage::Identifying;
        let end = End {
            from,
            stage: outcome.into(),
            account_id: Some(&row.id),
            error: None,
            keeps_token: false,
            at: now(),
        };
        if !attempts::end(db, attempt, &end)? {
            return Ok(Written::TooLate);
        }
    }
    if outcome == Outcome::AlreadyConnected {
        account_status::forget_trouble(db, &row.id)?;
        // A person who connects the account again wants to use it.
        accounts::set_disabled(db, &row.id, false)?;
        // Name and tags of this call were for a new account: the known account keeps its own.
        let identity = identity_to_write(db, &row, new.identity.as_ref())?;
        let region = new.region(row.known().and_then(|known| known.region()));
        let me = new.me.clone().in_region(region);
        account_status::set_facts(db, &row.id, identity.as_deref(), &me, now(), now())?;
        // This comes after the facts, which give an unnamed account the name of its workspace.
        accounts::set_registration(db, &row.id, new.registration.as_deref())?;
        // The token goes to the address that issued it, also where the row has another one.
        let (kind, client_id, api_base) = (new.kind, new.client_id.clone(), new.api_base.clone());
        let facts = row_to_seal_to(db, &AccountRow { kind, client_id, api_base, ..row.clone() })?;
        account_token::keep(db, &facts, &new.token, key)?;
    } else {
        let token = account_token::sealed(&row, &new.token, key)?;
        if let Some(identity) = &row.identity {
            accounts::release_identity(db, identity, &row.id)?;
        }
        accounts::insert(db, &AccountRow { token: Some(token), ..row.clone() })?;
        me_answers::set(db, &row.id, &new.me, now())?;
    }
    let kept = accounts::by_id(db, &row.id)?.unwrap_or(row);
    Ok(Written::Account(Box::new(kept), outcome))
}

/// Returns the identity to write to a known account, as its column holds it. A region that only the row knows
/// stays.
///
/// Returns `None` when `answered` is `None`, or when another account has exactly this identity: a check merges the two
/// later. Removes the identity from damaged rows that hold it. Fails with the error of SQLite.
fn identity_to_write(
    db: &Transaction<'_>,
    row: &AccountRow,
    answered: Option<&Identity>,
) -> rusqlite::Result<Option<String>> {
    let Some(answered) = answered.cloned() else { return Ok(None) };
    let identity = match row.known() {
        Some(known) => answered.or_region_of(&known),
        None => answered,
    };
    let written = identity.key();
    let another = accounts::another_of(db, &identity, Some(&row.id))?;
    if another.is_some_and(|other| other.identity.as_ref() == Some(&written)) {
        return Ok(None);
    }
    accounts::release_identity(db, &written, &row.id)?;
    Ok(Some(written))
}

/// Makes the row of a new account, without its token. The account's name is the chosen one, else that of the workspace, the
/// teammate or the registration, else [`accounts::NAMELESS`].
fn new_row(new: &NewAccount, identity: Option<String>) -> AccountRow {
    let named = [&new.name, &new.me.workspace.name, &new.me.admin.name, &new.registration];
    let is_identified = identity.is_some();
    AccountRow {
        id: AccountId::new(uuid::Uuid::new_v4().to_string()),
        name: named.into_iter().flatten().next().cloned().unwrap_or_else(|| accounts::NAMELESS.into()),
        named: new.name.is_some(),
        kind: new.kind,
        identity,
        status: if is_identified { Status::Connected } else { Status::Unverified },
        disabled: false,
        registration: new.registration.clone(),
        client_id: new.client_id.clone(),
        api_base: new.api_base.clone(),
        token: None,
        workspace: Workspace { region: new.region(None), ..new.me.workspace.clone() },
        admin: new.me.admin.clone(),
        connected_at: now(),
        checked_at: is_identified.then(now),
        trouble: None,
        tags: new.tags.clone(),
    }
}
