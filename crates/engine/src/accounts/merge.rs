//! Stores the facts of `/me`, and merges two accounts that turn out to be one.

use rusqlite::Transaction;
use switchhook_core::{AccountId, Identity, Me, Provider, Timestamp};

use crate::host::clock::now;
use crate::store::account_rows::AccountRow;
use crate::store::account_tags;
use crate::store::{
    account_status, accounts, day_counts, figures, history, long_waits, me_answers, notified, put_off,
    ratings, rhythm, team_load, waiting,
};
use crate::vault::account_token::{self, is_bound_alike, opened};
use crate::vault::attempt_secrets;
use crate::vault::sealing::MasterKey;

/// Stores the facts of `/me` for an account, and returns the id that the account has afterwards.
///
/// When the facts show that another stored account is the same one, both become one account. This account has the older
/// id, a name that a person chose, the newest answers, and the token of `row`. It has the tags and the attempts of both, and is
/// disabled if either was.
///
/// `learns` says whether this answer may set the identity. `asked` is the time of the request. Stores nothing and returns
/// the id of `row` when the token of `row` does not open: another program has edited the row. Fails with the error of
/// SQLite.
pub(crate) fn keep_facts(
    db: &Transaction<'_>,
    row: AccountRow,
    me: &Me,
    learns: bool,
    asked: Timestamp,
    key: &MasterKey,
) -> rusqlite::Result<AccountId> {
    let Some(token) = opened(&row, key) else { return Ok(row.id) };
    // A check sets only an identity that is not known yet.
    let identity: Option<Identity> = Provider::of(row.kind, row.api_base.as_deref())
        .filter(|_| learns)
        .and_then(|provider| me.identity(&provider, row.client_id.as_ref()));
    let known = match &identity {
        Some(identity) => accounts::another_of(db, identity, Some(&row.id))?,
        None => None,
    };
    // A row that another program has edited proves no identity.
    let known = known.filter(|known| opened(known, key).is_some());
    let Some(known) = known else {
        let identity = identity.map(|identity| identity.key());
        if let Some(identity) = &identity {
            accounts::release_identity(db, identity, &row.id)?;
        }
        account_status::set_facts(db, &row.id, identity.as_deref(), me, asked, now())?;
        let facts = row_to_seal_to(db, &row)?;
        if !is_bound_alike(&row, &facts) {
            account_token::keep(db, &facts, &token, key)?;
        }
        return Ok(row.id);
    };
    let known_region = known.known().and_then(|known| known.region());
    // Either account may lack the region: the merged identity keeps the region that one of them has.
    let identity = identity.map(|identity| match known.known() {
        Some(known) => identity.or_region_of(&known).key(),
        None => identity.key(),
    });
    // The account had no identity, and now has that of a stored account. The older id stays. The token of `row` stays, since
    // it has just proved the identity.
    let (kept, gone) = if row.connected_at < known.connected_at { (&row, &known) } else { (&known, &row) };
    figures::take_over(db, &gone.id, &kept.id, now())?;
    history::take_over(db, &gone.id, &kept.id)?;
    day_counts::take_over(db, &gone.id, &kept.id)?;
    me_answers::take_over(db, &gone.id, &kept.id, now())?;
    rhythm::take_over(db, &gone.id, &kept.id)?;
    team_load::take_over(db, &gone.id, &kept.id, now())?;
    waiting::take_over(db, &gone.id, &kept.id, now())?;
    long_waits::take_over(db, &gone.id, &kept.id, now())?;
    ratings::take_over(db, &gone.id, &kept.id, now())?;
    put_off::take_over(db, &gone.id, &kept.id)?;
    notified::take_over(db, &gone.id, &kept.id)?;
    accounts::remove(db, &gone.id)?;
    account_tags::add(db, &kept.id, &gone.tags)?;
    attempt_secrets::belong_to(db, &gone.id, &kept.id, key)?;
    if gone.named && !kept.named {
        accounts::rename(db, &kept.id, &gone.name)?;
    }
    // A person disabled one of them, and did not ask to use it.
    accounts::set_disabled(db, &kept.id, kept.disabled || gone.disabled)?;
    account_status::forget_trouble(db, &kept.id)?;
    // The token has just proved itself at the host of this account's region.
    let told = me.workspace.region.or(known_region);
    let region = told.or(row.workspace.region).or(known.workspace.region);
    account_status::set_facts(
        db,
        &kept.id,
        identity.as_deref(),
        &me.clone().in_region(region),
        asked,
        now(),
    )?;
    let facts = row_to_seal_to(db, &AccountRow { id: kept.id.clone(), ..row.clone() })?;
    account_token::keep(db, &facts, &token, key)?;
    Ok(kept.id.clone())
}

/// Returns the row to which a new token of `row` is sealed.
///
/// Identity and workspace come from the store, all other columns from `row`. Returns `row` itself when the store has no such
/// account. Fails with the error of SQLite.
pub(super) fn row_to_seal_to(db: &Transaction<'_>, row: &AccountRow) -> rusqlite::Result<AccountRow> {
    let row = row.clone();
    Ok(match accounts::by_id(db, &row.id)? {
        Some(AccountRow { identity, workspace, .. }) => AccountRow { identity, workspace, ..row },
        None => row,
    })
}
