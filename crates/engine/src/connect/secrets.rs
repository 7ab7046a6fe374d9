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
