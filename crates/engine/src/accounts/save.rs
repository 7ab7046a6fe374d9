//! Stores a connected account, together with its token and the end of its attempt.

use rusqlite::Transaction;
use switchhook_core::{
    AccessToken, AccountId, AccountProblem, AttemptId, AttemptStage, ClientId, Identity, Me, Outcome,
    Problem, Provider, Region, RegistrationKind, Status, Workspace,
};

use super::merge::facts_of;
use super::shown;
use crate::context::Context;
use crate::contract::Connected;
use crate::host::clock::now;
use crate::host::kill_points;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::store::attempts::{self, End};
use crate::vault::account_token;
use crate::vault::sealing::MasterKey;

/// An account about to be stored.
pub(crate) struct NewAccount {
    pub(crate) kind: RegistrationKind,
    /// Pinned, else the provider's own table.
    pub(crate) api_base: Option<String>,
    /// The region that the person or the registration named. It stands where the provider tells none.
    pub(crate) region: Option<Region>,
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<ClientId>,
    pub(crate) name: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) token: AccessToken,
    pub(crate) me: Me,
    pub(crate) identity: Option<Identity>,
    /// The account that gets this token whatever it was before.
    pub(crate) reconnects: Option<AccountId>,
    /// Ended in the same transaction.
    pub(crate) attempt: Option<AttemptId>,
}

impl NewAccount {
    /// The region whose host is asked from now on: that of the answer, else the one that an earlier answer told, else the
    /// named one. It is no part of the identity, since a later answer may tell another one than was named.
    fn region(&self, known: Option<Region>) -> Option<Region> {
        let is_intercom =
            matches!(Provider::of(self.kind, self.api_base.as_deref()), Some(Provider::Intercom));
        self.me.workspace.region.or(known).or(self.region.filter(|_| is_intercom))
    }
}

/// What became of an account that was about to be stored.
enum Written {
    Account(Box<AccountRow>, Outcome),
    /// Its attempt had left the stage that leads here.
    TooLate,
    /// The account that was to get the token is gone, and a person wanted that.
    Forgotten,
}

/// Stores the account, new or known, with its sealed token, and ends its attempt, all in one transaction. `None` when the
/// attempt had left the stage that leads here: then nothing is written.
///
/// # Errors
/// A vault code or `store_failed`; `not_found` where the account that was to get the token was forgotten meanwhile: then
/// nothing is written either.
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
        accounts::forget_trouble(db, &row.id)?;
        // Who connects it anew wants to use it.
        accounts::set_disabled(db, &row.id, false)?;
        // Name and tags of this call were meant for a new account: the one that is here keeps its own.
        let identity = learnt(db, &row, new.identity.as_ref())?;
        let region = new.region(row.known().and_then(|known| known.region()));
        let me = new.me.clone().in_region(region);
        accounts::set_facts(db, &row.id, identity.as_deref(), &me, now(), now())?;
        // Only then: an account that nobody has named is known by the name of its registration.
        accounts::set_registration(db, &row.id, new.registration.as_deref())?;
        // The token goes where it was given for, whatever the row says.
        let (kind, client_id, api_base) = (new.kind, new.client_id.clone(), new.api_base.clone());
        let facts = facts_of(db, &AccountRow { kind, client_id, api_base, ..row.clone() })?;
        account_token::keep(db, &facts, &new.token, key)?;
    } else {
        let token = account_token::sealed(&row, &new.token, key)?;
        if let Some(identity) = &row.identity {
            accounts::release_identity(db, identity, &row.id)?;
        }
        accounts::insert(db, &AccountRow { token: Some(token), ..row.clone() })?;
        accounts::set_me(db, &row.id, &new.me, now())?;
    }
    let kept = accounts::by_id(db, &row.id)?.unwrap_or(row);
    Ok(Written::Account(Box::new(kept), outcome))
}

/// The identity to write with a known account: what is known of its region stays. One that is another account's to the letter
/// is not written twice; a check finds that the two are one.
fn learnt(
    db: &Transaction<'_>,
    row: &AccountRow,
    told: Option<&Identity>,
) -> rusqlite::Result<Option<String>> {
    let Some(told) = told.cloned() else { return Ok(None) };
    let identity = match row.known() {
        Some(known) => told.or_region_of(&known),
        None => told,
    };
    let written = identity.key();
    let another = accounts::another_of(db, &identity, Some(&row.id))?;
    if another.is_some_and(|other| other.identity.as_ref() == Some(&written)) {
        return Ok(None);
    }
    accounts::release_identity(db, &written, &row.id)?;
    Ok(Some(written))
}

/// The row of an account that was not here before; its token is still to be sealed.
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
