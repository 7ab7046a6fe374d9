//! The client secret of a registration: sealed to its row, opened for it, and told from other texts.

use switchhook_core::{
    Addresses, ClientId, ClientSecret, Endpoint, PasteMistake, Pasted, Problem, RegistrationId,
    RegistrationProblem, VaultProblem, check_pair,
};

use crate::context::Context;
use crate::store::registrations::{self, RegistrationRow};
use crate::vault::sealing::{MasterKey, Row};

/// The secret, bound to the row, the client id and the origin that it is sent to.
pub(super) fn sealed(
    key: &MasterKey,
    id: &RegistrationId,
    client_id: &ClientId,
    addresses: &Addresses,
    secret: &ClientSecret,
) -> Result<Vec<u8>, VaultProblem> {
    let origins = [addresses.token_endpoint.origin()];
    key.seal(&row(id, client_id, &origins), secret.expose().as_bytes()).map_err(|_| VaultProblem::Absent)
}

/// The secret of a registration, where it has one that opens.
pub(super) fn opened(key: &MasterKey, of: &RegistrationRow) -> Option<ClientSecret> {
    let origins = [Endpoint::new(of.token_endpoint.as_deref()?).ok()?.origin()];
    let secret = key.open_text(&row(&of.id, &of.client_id, &origins), of.client_secret.as_deref()?);
    secret.ok().and_then(|secret| ClientSecret::new(secret).ok())
}

/// Refuses a secret that can't be one beside this client id, or beside those of the apps that are here; and likewise the
/// client id beside their secrets.
pub(super) async fn check(
    context: &Context,
    client_id: &ClientId,
    secret: &ClientSecret,
    key: &MasterKey,
) -> Result<(), Problem> {
    let known = context.store.read(registrations::all).await?;
    let mistaken = |pasted, mistake| RegistrationProblem::Paste { pasted, mistake };
    check_pair(client_id.as_str(), secret, known.iter().map(|row| row.client_id.as_str()))
        .map_err(|mistake| mistaken(Pasted::ClientSecret, mistake))?;
    let is_secret =
        known.iter().filter_map(|row| opened(key, row)).any(|secret| secret.expose() == client_id.as_str());
    if is_secret { Err(mistaken(Pasted::ClientId, PasteMistake::Exchanged).into()) } else { Ok(()) }
}

fn row<'a>(id: &'a RegistrationId, client_id: &'a ClientId, origins: &'a [String]) -> Row<'a> {
    let client_id = client_id.as_str();
    Row { kind: "registration/client_secret", id: id.as_str(), client_id, origins }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{OlderHome, sum, sums_of};

    #[tokio::test]
    async fn secrets_of_older_version_open_as_before() {
        let home = OlderHome::open().await;
        let rows = home.context.store.read(registrations::all).await.expect("read");
        let sealed = rows.iter().filter(|row| row.client_secret.is_some());
        let of = |row: &RegistrationRow| opened(&home.key, row).map(|secret| sum(secret.expose()));
        let secrets = sealed.map(|row| (row.id.to_string(), of(row))).collect();
        assert_eq!(sums_of("registration_secrets"), secrets);
        assert_eq!(secrets.values().flatten().count(), 3);
    }
}
