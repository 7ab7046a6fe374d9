//! An account's token: sealed to its row, and opened for its row.

use rusqlite::Transaction;
use switchhook_core::{AccessToken, ClientId, Region, Workspace, WorkspaceId};

use super::binding::Binding;
use super::sealing::MasterKey;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;

/// Stores an account's token, or the columns to which its token is bound. `row` has the new values of those
/// columns.
///
/// # Errors
/// A failure of the database, or a token that can't be sealed.
pub(crate) fn keep(
    db: &Transaction<'_>,
    row: &AccountRow,
    token: &AccessToken,
    key: &MasterKey,
) -> rusqlite::Result<()> {
    accounts::set_token(db, row, &sealed(row, token, key)?).map(drop)
}

/// Returns the token as the column of `row` holds it.
///
/// # Errors
/// Where the system gives no randomness.
pub(crate) fn sealed(row: &AccountRow, token: &AccessToken, key: &MasterKey) -> rusqlite::Result<Vec<u8>> {
    Ok(key.seal(&binding(row), token.expose().as_bytes())?)
}

/// Returns the account's token. `None` where it is missing, where the key is another one, or where a column
/// changed to which the token is bound.
pub(crate) fn opened(row: &AccountRow, key: &MasterKey) -> Option<AccessToken> {
    let text = key.open_text(&binding(row), row.token.as_deref()?).ok()?;
    AccessToken::new(text).ok()
}

/// Whether a token that is sealed to one of these rows opens for the other.
pub(crate) fn is_bound_alike(one: &AccountRow, other: &AccountRow) -> bool {
    binding(one) == binding(other)
}

/// Returns the binding of an account's token: the columns that decide where the token goes and who owns it.
///
/// Names every column, so that each new one needs a decision. The columns left out are for display, or say
/// when something happened.
pub(super) fn binding(row: &AccountRow) -> Binding {
    let AccountRow {
        id,
        name: _,
        named: _,
        kind,
        identity,
        status: _,
        disabled: _,
        registration: _,
        client_id,
        api_base,
        token: _,
        workspace: Workspace { id: workspace_id, name: _, region, timezone: _, created_at: _ },
        admin: _,
        connected_at: _,
        checked_at: _,
        trouble: _,
        tags: _,
    } = row;
    Binding::of("account/token")
        .text("id", id.as_str())
        .text("kind", kind.code())
        .text("identity", identity.as_deref())
        .text("client_id", client_id.as_ref().map(ClientId::as_str))
        .text("api_base", api_base.as_deref())
        .text("workspace_id", workspace_id.as_ref().map(WorkspaceId::as_str))
        .text("workspace_region", region.map(Region::code))
        .done()
}
