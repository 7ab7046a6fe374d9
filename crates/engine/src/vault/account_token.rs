//! An account's token: sealed to its row, and opened for it.

use rusqlite::Transaction;
use switchhook_core::{AccessToken, ClientId, Region, Workspace, WorkspaceId};

use super::binding::Binding;
use super::sealing::MasterKey;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;

/// Gives an account another token, or the columns that its token is bound to. `row` has those columns as they are from now on.
pub(crate) fn keep(
    db: &Transaction<'_>,
    row: &AccountRow,
    token: &AccessToken,
    key: &MasterKey,
) -> rusqlite::Result<()> {
    accounts::set_token(db, row, &sealed(row, token, key)?).map(drop)
}

/// The token as its column holds it.
pub(crate) fn sealed(row: &AccountRow, token: &AccessToken, key: &MasterKey) -> rusqlite::Result<Vec<u8>> {
    Ok(key.seal(&binding(row), token.expose().as_bytes())?)
}

/// The account's token; `None` where it is missing, or where somebody has edited a column that it is bound to.
pub(crate) fn opened(row: &AccountRow, key: &MasterKey) -> Option<AccessToken> {
    let text = key.open_text(&binding(row), row.token.as_deref()?).ok()?;
    AccessToken::new(text).ok()
}

/// Whether a token that is sealed to one of these rows opens for the other.
pub(crate) fn is_bound_alike(one: &AccountRow, other: &AccountRow) -> bool {
    binding(one) == binding(other)
}

/// Names every column, so that a new one has to be decided on. A column that is left out decides neither where the token goes
/// nor whose it is: it is shown, or says when something happened.
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
