//! The secrets of an attempt: sealed to its row, and opened for it.

use rusqlite::Transaction;
use switchhook_core::{AccountId, WorkspaceId};
use zeroize::Zeroizing;

use super::binding::{Binding, Columns};
use super::sealing::{MasterKey, SealError};
use crate::store::attempts::{self, AttemptRow};

/// Which secret of an attempt.
#[derive(Clone, Copy)]
pub(crate) enum AttemptSecret {
    /// Opens links that were sealed to the attempt.
    PrivateKey,
    /// Sent to the token endpoint.
    ClientSecret,
    /// What the token endpoint gave.
    Token,
}

/// One of the secrets as its column holds it.
pub(crate) fn sealed(
    row: &AttemptRow,
    which: AttemptSecret,
    secret: &[u8],
    key: &MasterKey,
) -> Result<Vec<u8>, SealError> {
    key.seal(&which.binding(row), secret)
}

/// One of the secrets; `None` where it is missing, or where somebody has edited a column that it is bound to.
pub(crate) fn opened(row: &AttemptRow, which: AttemptSecret, key: &MasterKey) -> Option<Zeroizing<Vec<u8>>> {
    key.open(&which.binding(row), which.column(row)?).ok()
}

/// Two accounts became one: what was meant for the one that went is meant for the other, and its secrets are bound to that.
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

/// Seals the secrets of `row` to `to`, which has taken its place. A secret that `open` does not open stays as it is, and does not
/// open later.
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
    /// The blob of this secret.
    pub(super) fn column(self, row: &AttemptRow) -> Option<&[u8]> {
        match self {
            Self::PrivateKey => row.private_key.as_deref(),
            Self::ClientSecret => row.client_secret.as_deref(),
            Self::Token => row.token.as_deref(),
        }
    }

    const fn purpose(self) -> &'static str {
        match self {
            Self::PrivateKey => "attempt/private_key",
            Self::ClientSecret => "attempt/client_secret",
            Self::Token => "attempt/token",
        }
    }

    pub(super) fn binding(self, row: &AttemptRow) -> Binding {
        let columns = columns(Binding::of(self.purpose()), row);
        match self {
            // The hash of the state finds the attempt of a link. A token is there already, and must outlive damage to it.
            Self::Token => columns.done(),
            Self::PrivateKey | Self::ClientSecret => {
                columns.bytes("state_hash", row.state_hash.as_bytes()).done()
            }
        }
    }
}

/// Names every column, so that a new one has to be decided on. A column that is left out says how far the attempt is, or is
/// shown: it decides neither where something goes nor what the attempt is for. `binding` adds the hash of the state.
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
