//! Opens the secrets of an attempt, and reads its redirect URI.

use switchhook_core::{AccessToken, AttemptProblem, Channel, ClientSecret, LinkError, Problem, RedirectUri};

use crate::store::attempts::AttemptRow;
use crate::vault::attempt_secrets::{AttemptSecret, opened};
use crate::vault::sealing::MasterKey;

/// Opens the client secret of an attempt.
///
/// # Errors
/// `key_missing` when the secret is missing, was edited, or is sealed with another key.
pub(super) fn client_secret(row: &AttemptRow, key: &MasterKey) -> Result<ClientSecret, AttemptProblem> {
    text(row, AttemptSecret::ClientSecret, key)
        .and_then(|secret| ClientSecret::new(secret).ok())
        .ok_or(AttemptProblem::SecretDamaged)
}

/// Opens the token that is sealed to an attempt.
///
/// # Errors
/// `key_missing` when the token is missing, was edited, or is sealed with another key.
pub(super) fn token(row: &AttemptRow, key: &MasterKey) -> Result<AccessToken, AttemptProblem> {
    text(row, AttemptSecret::Token, key)
        .and_then(|token| AccessToken::new(token).ok())
        .ok_or(AttemptProblem::SecretDamaged)
}

/// Opens a secret of an attempt as text; `None` when the secret does not open or is no UTF-8.
fn text(row: &AttemptRow, which: AttemptSecret, key: &MasterKey) -> Option<String> {
    String::from_utf8(opened(row, which, key)?.to_vec()).ok()
}

/// Returns the redirect URI of an attempt.
///
/// # Errors
/// `foreign` when the stored text is no redirect URI.
pub(super) fn redirect_uri(row: &AttemptRow) -> Result<RedirectUri, Problem> {
    RedirectUri::new(&row.redirect_uri, Channel::current()).map_err(|_| LinkError::Foreign.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_core::AttemptId;

    use crate::fixture::{OlderHome, sum, sums_of};
    use crate::store::attempts;

    /// Returns every attempt of the older version's home. Panics on failure.
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
