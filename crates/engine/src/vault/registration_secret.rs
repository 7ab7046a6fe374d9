//! The client secret of a registration: sealed to its row, and opened for its row.

use switchhook_core::{ClientSecret, WorkspaceId};

use super::binding::Binding;
use super::sealing::{MasterKey, SealError};
use crate::store::registrations::RegistrationRow;

/// Returns the client secret as the column of `row` holds it.
///
/// # Errors
/// [`SealError`] where the system gives no randomness.
pub(crate) fn sealed(
    row: &RegistrationRow,
    secret: &ClientSecret,
    key: &MasterKey,
) -> Result<Vec<u8>, SealError> {
    key.seal(&binding(row), secret.expose().as_bytes())
}

/// Returns the client secret. `None` where it is missing, where the key is another one, or where a column
/// changed to which the secret is bound.
pub(crate) fn opened(row: &RegistrationRow, key: &MasterKey) -> Option<ClientSecret> {
    let text = key.open_text(&binding(row), row.client_secret.as_deref()?).ok()?;
    ClientSecret::new(text).ok()
}

/// Whether a secret that is sealed to one of these rows opens for the other.
pub(crate) fn is_bound_alike(one: &RegistrationRow, other: &RegistrationRow) -> bool {
    binding(one) == binding(other)
}

/// Returns the binding of a registration's client secret.
///
/// Names every column, so that each new one needs a decision. The columns left out are for display and
/// decide nothing.
pub(super) fn binding(row: &RegistrationRow) -> Binding {
    let RegistrationRow {
        id,
        name: _,
        kind,
        client_id,
        redirect_uri,
        region,
        authorization_endpoint,
        token_endpoint,
        api_base,
        api_pinned,
        client_secret: _,
        workspace,
        created_at: _,
    } = row;
    Binding::of("registration/client_secret")
        .text("id", id.as_str())
        .text("kind", kind.code())
        .text("client_id", client_id.as_str())
        .text("redirect_uri", redirect_uri.as_str())
        .text("region", region.as_str())
        .text("authorization_endpoint", authorization_endpoint.as_deref())
        .text("token_endpoint", token_endpoint.as_deref())
        .text("api_base", api_base.as_deref())
        .number("api_pinned", i64::from(*api_pinned))
        .text("workspace", workspace.as_ref().map(WorkspaceId::as_str))
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{OlderHome, sum, sums_of};
    use crate::store::registrations;

    #[tokio::test]
    async fn secrets_of_older_version_open_as_before() {
        let home = OlderHome::open().await;
        let rows = home.context.store.read(registrations::all).await.expect("read");
        let sealed = rows.iter().filter(|row| row.client_secret.is_some());
        let of = |row: &RegistrationRow| opened(row, &home.key).map(|secret| sum(secret.expose()));
        let secrets = sealed.map(|row| (row.id.to_string(), of(row))).collect();
        assert_eq!(sums_of("registration_secrets"), secrets);
        assert_eq!(secrets.values().flatten().count(), 3);
    }
}
