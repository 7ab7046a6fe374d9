//! The secrets of an attempt: sealed to its row, and opened for its row.

use rusqlite::Transaction;
use switchhook_core::{AccountId, WorkspaceId};
use zeroize::Zeroizing;

use super::binding::{Binding, Columns};
use super::sealing::{MasterKey, SealError};
use crate::store::attempts::{self, AttemptRow};

/// One of an attempt's secrets.
#[derive(Clone, Copy)]
pub(crate) enum AttemptSecret {
    /// The key that opens links sealed to the attempt.
    PrivateKey,
    /// The client secret for the token endpoint.
    ClientSecret,
    /// The token that the token endpoint issued.
    Token,
}

/// Returns a secret as its column holds it.
///
/// # Errors
/// [`SealError`] where the system gives no randomness.
pub(crate) fn sealed(
    row: &AttemptRow,
    which: AttemptSecret,
    secret: &[u8],
    key: &MasterKey,
) -> Result<Vec<u8>, SealError> {
    key.seal(&which.binding(row), secret)
}

/// Returns one of the secrets. `None` where it is missing, where the key is another one, or where a column
/// changed to which the secret is bound.
pub(crate) fn opened(row: &AttemptRow, which: AttemptSecret, key: &MasterKey) -> Option<Zeroizing<Vec<u8>>> {
    key.open(&which.binding(row), which.column(row)?).ok()
}

/// Moves the attempts of an account that went to the account that took its place, and seals their secrets to
/// the new rows.
///
/// # Errors
/// A failure of the database, or a secret that can't be sealed.
pub(crate) fn belong_to(
    db: &Transaction<'_>,
    gone: &AccountId,
    kept: &AccountId,
    key: &MasterKey,
) -> rusqlite::Result<()> {
    for row in attempts::that_reconnect(db, gone)? {
        let moved = AttemptRow { reconnects: Some(kept.clone()), ..row.clone() };
        reseal(db, &row, &moved, key, |which| opened(&row, which, key))?;
    }
    attempts::belong_to(db, gone, kept)
}

/// Stores the secrets of `row`, sealed to `to`, which takes the place of `row`. A secret for which `open`
/// returns `None` stays as it is, and does not open later.
///
/// # Errors
/// A failure of the database, or a secret that can't be sealed.
pub(super) fn reseal(
    db: &Transaction<'_>,
    row: &AttemptRow,
    to: &AttemptRow,
    key: &MasterKey,
    open: impl Fn(AttemptSecret) -> Option<Zeroizing<Vec<u8>>>,
) -> rusqlite::Result<()> {
    let resealed = |which: AttemptSecret| match open(which) {
        Some(secret) => Ok(Some(sealed(to, which, &secret, key)?)),
        None => Ok::<_, rusqlite::Error>(which.column(row).map(<[u8]>::to_vec)),
    };
    let secrets = AttemptRow {
        private_key: resealed(AttemptSecret::PrivateKey)?,
        client_secret: resealed(AttemptSecret::ClientSecret)?,
        token: resealed(AttemptSecret::Token)?,
        ..to.clone()
    };
    attempts::set_secrets(db, &secrets).map(drop)
}

impl AttemptSecret {
    /// Returns the sealed secret in its column. `None` where the column is null.
    pub(super) fn column(self, row: &AttemptRow) -> Option<&[u8]> {
        match self {
            Self::PrivateKey => row.private_key.as_deref(),
            Self::ClientSecret => row.client_secret.as_deref(),
            Self::Token => row.token.as_deref(),
        }
    }

    /// Returns the purpose that stands in the binding.
    const fn purpose(self) -> &'static str {
        match self {
            Self::PrivateKey => "attempt/private_key",
            Self::ClientSecret => "attempt/client_secret",
            Self::Token => "attempt/token",
        }
    }

    /// Returns the binding of this secret for an attempt.
    pub(super) fn binding(self, row: &AttemptRow) -> Binding {
        let columns = columns(Binding::of(self.purpose()), row);
        match self {
            // The hash of the state finds the attempt of a link. A token is there already, and must outlive
            // damage to the hash.
            Self::Token => columns.done(),
            Self::PrivateKey | Self::ClientSecret => {
                columns.bytes("state_hash", row.state_hash.as_bytes()).done()
            }
        }
    }
}

/// Adds the columns that decide where a secret goes and what the attempt is for.
///
/// Names every column, so that each new one needs a decision. The columns left out say how far the attempt
/// is, or are for display. `binding` adds the hash of the state.
fn columns(binding: Columns, row: &AttemptRow) -> Columns {
    let AttemptRow {
        id,
        state_hash: _,
        stage: _,
        reconnects,
        public_key,
        private_key: _,
        client_secret: _,
        token: _,
        inbox: _,
        registration_id,
        registration: _,
        kind,
        client_id,
        redirect_uri,
        authorization_endpoint,
        token_endpoint,
        api_base,
        api_pinned,
        name,
        tags,
        workspace,
        answered: _,
        owner: _,
        started_at,
        expires_at,
        claimed_at: _,
        empty_return: _,
        strays: _,
        account_id: _,
        error: _,
    } = row;
    let binding = binding
        .text("id", id.as_str())
        .text("reconnects", reconnects.as_ref().map(AccountId::as_str))
        .bytes("public_key", public_key)
        .text("registration_id", registration_id.as_str())
        .text("kind", kind.code())
        .text("client_id", client_id.as_str())
        .text("redirect_uri", redirect_uri.as_str())
        .text("authorization_endpoint", authorization_endpoint.as_str())
        .text("token_endpoint", token_endpoint.as_str())
        .text("api_base", api_base.as_str())
        .number("api_pinned", i64::from(*api_pinned))
        .text("name", name.as_deref())
        .text("workspace", workspace.as_ref().map(WorkspaceId::as_str))
        .number("started_at", started_at.as_millis())
        .number("expires_at", expires_at.as_millis());
    tags.iter().fold(binding, |binding, tag| binding.text("tag", tag.as_str()))
}
