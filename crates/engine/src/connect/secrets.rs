//! How an attempt's secrets are sealed to its row.

use switchhook_core::{
    AccessToken, AttemptId, AttemptProblem, Channel, ClientId, ClientSecret, Endpoint, LinkError, Problem,
    RedirectUri,
};

use crate::store::attempts::AttemptRow;
use crate::vault::sealing::{MasterKey, Row};

/// What the private key of an attempt is bound to.
pub(super) fn private_key_row(id: &AttemptId) -> Row<'_> {
    Row { kind: "attempt/private_key", id: id.as_str(), client_id: "", origins: &[] }
}

/// What the client secret of an attempt is bound to.
pub(super) fn client_secret_row<'a>(
    id: &'a AttemptId,
    client_id: &'a ClientId,
    origins: &'a [String],
) -> Row<'a> {
    Row { kind: "attempt/client_secret", id: id.as_str(), client_id: client_id.as_str(), origins }
}

/// What the token of an attempt is bound to.
pub(super) fn token_row<'a>(row: &'a AttemptRow, origins: &'a [String]) -> Row<'a> {
    Row { kind: "attempt/token", id: row.id.as_str(), client_id: row.client_id.as_str(), origins }
}

/// The origin of a stored endpoint, as a secret is bound to it.
pub(super) fn origins_of(endpoint: &str) -> Vec<String> {
    Endpoint::new(endpoint).iter().map(Endpoint::origin).collect()
}

/// Opens the client secret of an attempt.
///
/// # Errors
/// `key_missing` where it does not open.
pub(super) fn client_secret(row: &AttemptRow, key: &MasterKey) -> Result<ClientSecret, AttemptProblem> {
    let origins = origins_of(&row.token_endpoint);
    let sealed_to = client_secret_row(&row.id, &row.client_id, &origins);
    row.client_secret
        .as_deref()
        .and_then(|sealed| key.open_text(&sealed_to, sealed).ok())
        .and_then(|secret| ClientSecret::new(secret).ok())
        .ok_or(AttemptProblem::SecretDamaged)
}

/// Opens the token that is sealed to an attempt.
///
/// # Errors
/// `key_missing` where it does not open.
pub(super) fn token(row: &AttemptRow, key: &MasterKey) -> Result<AccessToken, AttemptProblem> {
    let origins = origins_of(&row.api_base);
    row.token
        .as_deref()
        .and_then(|sealed| key.open_text(&token_row(row, &origins), sealed).ok())
        .and_then(|token| AccessToken::new(token).ok())
        .ok_or(AttemptProblem::SecretDamaged)
}

/// The redirect URI of an attempt.
///
/// # Errors
/// `foreign` where the stored one is none.
pub(super) fn redirect_uri(row: &AttemptRow) -> Result<RedirectUri, Problem> {
    RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| LinkError::Foreign.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{OlderHome, sum, sums_of};
    use crate::store::attempts;

    async fn rows(home: &OlderHome) -> Vec<AttemptRow> {
        let read = |db: &rusqlite::Connection| {
            let mut select = db.prepare("SELECT id FROM attempt")?;
            let ids = select.query_map([], |row| row.get(0).map(|id: String| AttemptId::new(id)))?;
            let rows: rusqlite::Result<Vec<_>> = ids.map(|id| attempts::by_id(db, &id?)).collect();
            Ok(rows?.into_iter().flatten().collect())
        };
        home.context.store.read(read).await.expect("read")
    }

    #[tokio::test]
    async fn secrets_of_older_version_open_as_before() {
        let home = OlderHome::open().await;
        let rows = rows(&home).await;
        assert_eq!(rows.len(), 98);

        let sealed = rows.iter().filter(|row| row.token.is_some());
        let of = |row: &AttemptRow| token(row, &home.key).ok().map(|token| sum(token.expose()));
        let tokens = sealed.map(|row| (row.id.to_string(), of(row))).collect();
        assert_eq!(sums_of("attempt_tokens"), tokens);
        assert_eq!(tokens.values().flatten().count(), 36);

        let sealed = rows.iter().filter(|row| row.client_secret.is_some());
        let of = |row: &AttemptRow| client_secret(row, &home.key).ok().map(|secret| sum(secret.expose()));
        let secrets = sealed.map(|row| (row.id.to_string(), of(row))).collect();
        assert_eq!(sums_of("attempt_secrets"), secrets);
        assert_eq!(secrets.values().flatten().count(), 3);
    }
}
