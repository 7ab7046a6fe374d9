//! Merges accounts that turn out to be one.

use rusqlite::Transaction;
use switchhook_core::{AccountId, Identity, Me, Provider, Timestamp};

use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::account_tags;
use crate::store::{accounts, figures};
use crate::vault::account_token::{self, is_bound_alike, opened};
use crate::vault::attempt_secrets;
use crate::vault::sealing::MasterKey;

/// Stores the facts of `/me` with its account, and answers the id that the account has now. Where the answer shows that two
/// accounts are one, they become one: the older id and the name of a person stay, tags and newest answers of both too.
/// Nothing is stored where the token does not open any more, since somebody has edited the row after the question.
pub(crate) fn keep_facts(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    learns: bool,
    asked: Timestamp,
    key: &MasterKey,
) -> rusqlite::Result<AccountId> {
    let Some(token) = opened(&row, key) else { return Ok(row.id) };
    // A check fills only what is unknown of an identity.
    let identity: Option<Identity> = Provider::of(row.kind, row.api_base.as_deref())
        .filter(|_| learns)
        .and_then(|provider| me.identity(&provider, row.client_id.as_ref()));
    let known = match &identity {
        Some(identity) => accounts::another_of(db, identity, Some(&row.id))?,
        None => None,
    };
    // One that somebody has edited is not the account that it says it is.
    let known = known.filter(|known| opened(known, key).is_some());
    let Some(known) = known else {
        let identity = identity.map(|identity| identity.key());
        if let Some(identity) = &identity {
            accounts::release_identity(db, identity, &row.id)?;
        }
        accounts::set_facts(db, &row.id, identity.as_deref(), me, asked, now())?;
        let facts = facts_of(db, &row)?;
        if !is_bound_alike(&row, &facts) {
            account_token::keep(db, &facts, &token, key)?;
        }
        return Ok(row.id);
    };
    let known_region = known.known().and_then(|known| known.region());
    // The older one may lack the region, or the identity itself: what either knows is kept.
    let identity = identity.map(|identity| match known.known() {
        Some(known) => identity.or_region_of(&known).key(),
        None => identity.key(),
    });
    // Kept without an identity, and now it turns out to be one that is here: one account, with the older one's id
    // and the token that has just proved itself.
    let (kept, gone) = if row.connected_at < known.connected_at { (&row, &known) } else { (&known, &row) };
    figures::take_over(db, &gone.id, &kept.id, now())?;
    accounts::take_over_me(db, &gone.id, &kept.id, now())?;
    accounts::remove(db, &gone.id)?;
    account_tags::add(db, &kept.id, &gone.tags)?;
    attempt_secrets::belong_to(db, &gone.id, &kept.id, key)?;
    if gone.named && !kept.named {
        accounts::rename(db, &kept.id, &gone.name)?;
    }
    // Whichever of them a person disabled: nobody has asked for it to be in use.
    accounts::set_disabled(db, &kept.id, kept.disabled || gone.disabled)?;
    accounts::forget_trouble(db, &kept.id)?;
    // The token that has just proved itself did so at this account's host.
    let told = me.workspace.region.or(known_region);
    let region = told.or(row.workspace.region).or(known.workspace.region);
    accounts::set_facts(db, &kept.id, identity.as_deref(), &me.clone().in_region(region), asked, now())?;
    let facts = facts_of(db, &AccountRow { id: kept.id.clone(), ..row.clone() })?;
    account_token::keep(db, &facts, &token, key)?;
    Ok(kept.id.clone())
}

/// What a new token of `row` is bound to: what is known of the account by now, and where the token of `row` goes.
pub(super) fn facts_of(db: &Transaction<'_>, row: &AccountRow) -> rusqlite::Result<AccountRow> {
    let row = row.clone();
    Ok(match accounts::by_id(db, &row.id)? {
        Some(AccountRow { identity, workspace, .. }) => AccountRow { identity, workspace, ..row },
        None => row,
    })
}
