//! Merges accounts that turn out to be one.

use rusqlite::Transaction;
use switchhook_core::{AccessToken, AccountId, Identity, Me, Timestamp};

use super::token::{self, provider};
use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::account_tags;
use crate::store::accounts;
use crate::store::{attempts, figures};
use crate::vault::sealing::MasterKey;

/// Stores the facts of `/me` with its account, and answers the id that the account has now. Where the answer shows that two
/// accounts are one, they become one: the older id and the name of a person stay, tags and newest answers of both too.
pub(crate) fn keep_facts(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    learns: bool,
    asked: Timestamp,
    token: Option<&AccessToken>,
    key: &MasterKey,
) -> rusqlite::Result<AccountId> {
    // A check fills only what is unknown of an identity.
    let identity: Option<Identity> = provider(row.kind, row.api_base.as_deref())
        .filter(|_| learns)
        .and_then(|provider| me.identity(&provider, row.client_id.as_ref()));
    let known =
        identity.as_ref().map(|identity| accounts::another_of(db, identity, Some(&row.id))).transpose()?;
    let Some(known) = known.flatten() else {
        let identity = identity.map(|identity| identity.key());
        accounts::set_facts(db, &row.id, identity.as_deref(), me, asked, now())?;
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
    attempts::belong_to(db, &gone.id, &kept.id)?;
    if gone.named && !kept.named {
        accounts::rename(db, &kept.id, &gone.name)?;
    }
    // Whichever of them a person disabled: nobody has asked for it to be in use.
    accounts::set_disabled(db, &kept.id, kept.disabled || gone.disabled)?;
    if let Some(token) = token {
        token::seal(db, kept, row.client_id.as_ref(), token, key)?;
    }
    // The token that has just proved itself did so at this account's host.
    let told = me.workspace.region.or(known_region);
    let region = told.or(row.workspace.region).or(known.workspace.region);
    accounts::set_facts(db, &kept.id, identity.as_deref(), &me.clone().in_region(region), asked, now())?;
    Ok(kept.id.clone())
}
