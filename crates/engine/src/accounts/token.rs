//! An account's token: sealed to its row, and opened for it.

use rusqlite::Transaction;
use switchhook_core::{AccessToken, ClientId, Endpoint, Provider, RegistrationKind};

use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::vault::sealing::{MasterKey, Row};

/// Gives an account another token, of this client.
pub(crate) fn seal(
    db: &Transaction<'_>,
    row: &AccountRow,
    client_id: Option<&ClientId>,
    token: &AccessToken,
    key: &MasterKey,
) -> rusqlite::Result<()> {
    accounts::set_token(db, &row.id, &sealed(row, client_id, token, key)?, client_id).map(drop)
}

/// The token as its column holds it.
pub(super) fn sealed(
    row: &AccountRow,
    client_id: Option<&ClientId>,
    token: &AccessToken,
    key: &MasterKey,
) -> rusqlite::Result<Vec<u8>> {
    let origins = origins(row);
    key.seal(&token_row(row, client_id, &origins), token.expose().as_bytes())
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// The account's token; `None` where it is missing or does not open.
pub(crate) fn opened(row: &AccountRow, key: &MasterKey) -> Option<AccessToken> {
    let origins = origins(row);
    let text =
        key.open_text(&token_row(row, row.client_id.as_ref(), &origins), row.token.as_deref()?).ok()?;
    AccessToken::new(text).ok()
}

fn token_row<'a>(row: &'a AccountRow, client_id: Option<&'a ClientId>, origins: &'a [String]) -> Row<'a> {
    let client_id = client_id.map_or("", ClientId::as_str);
    Row { kind: "account/token", id: row.id.as_str(), client_id, origins }
}

fn origins(row: &AccountRow) -> Vec<String> {
    provider(row.kind, row.api_base.as_deref()).map(|provider| provider.origins()).unwrap_or_default()
}

/// The provider that an account's token belongs to; `None` when a stored address is damaged.
pub(crate) fn provider(kind: RegistrationKind, pinned: Option<&str>) -> Option<Provider> {
    match (kind, pinned) {
        (RegistrationKind::Sandbox, _) => Some(Provider::Sandbox),
        (_, Some(api_base)) => Endpoint::prefix(api_base).ok().map(Provider::Pinned),
        (_, None) => Some(Provider::Intercom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{OlderHome, sum, sums_of};

    #[tokio::test]
    async fn tokens_of_older_version_open_as_before() {
        let home = OlderHome::open().await;
        let read = |db: &rusqlite::Connection| {
            let ids: Vec<_> = accounts::all(db, None, None)?.into_iter().map(|row| row.id).collect();
            accounts::some(db, &ids)
        };
        let rows = home.context.store.read(read).await.expect("read");
        let sealed = rows.iter().filter(|row| row.token.is_some());
        let sum = |row: &AccountRow| opened(row, &home.key).map(|token| sum(token.expose()));
        let sums = sealed.map(|row| (row.id.to_string(), sum(row))).collect();
        assert_eq!(sums_of("account_tokens"), sums);
        assert_eq!(sums.values().flatten().count(), 81, "and one is another row's");
    }
}
