//! Seals anew what version 1 of the blobs sealed. Those were bound to ids, client id and origins alone.
//!
//! It happens once, as the key is opened for the first time: the check of the vault's row is of version 2 from then on, and no
//! blob of version 1 is opened any more. The rows of that moment are trusted: version 1 can't tell that somebody has edited a
//! path, a redirect URI or a workspace before.

use rusqlite::Transaction;
use switchhook_core::{ClientId, Endpoint, Provider};
use zeroize::Zeroizing;

use super::attempt_secrets::AttemptSecret;
use super::binding::Binding;
use super::sealing::{MasterKey, SealError, with_lengths};
use super::{account_token, registration_secret};
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::store::attempts::{self, AttemptRow};
use crate::store::registrations::{self, RegistrationRow};

const VERSION: u8 = 1;

/// What a blob of version 1 is bound to.
struct OlderBinding<'a> {
    purpose: &'a str,
    id: &'a str,
    client_id: &'a str,
    origins: Vec<String>,
}

/// Whether the check of a vault's row was sealed by version 1.
pub(super) fn is_older(check: &[u8]) -> bool {
    check.first() == Some(&VERSION)
}

/// Opens the check of a vault's row that version 1 sealed.
pub(super) fn open_check(key: &MasterKey, check: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
    OlderBinding { purpose: "vault/check", id: "", client_id: "", origins: Vec::new() }.open(key, check)
}

/// Seals every secret anew. One that does not open stays as it is, and opens no more.
pub(super) fn reseal(db: &Transaction<'_>, key: &MasterKey) -> rusqlite::Result<()> {
    for row in registrations::all(db)? {
        let binding = registration_secret::binding(&row);
        if let Some(secret) = older_registration(&row).resealed(key, row.client_secret.as_deref(), &binding) {
            registrations::set_client_secret(db, &row.id, &secret)?;
        }
    }
    for row in accounts::with_token(db)? {
        let binding = account_token::binding(&row);
        if let Some(token) = older_account(&row).resealed(key, row.token.as_deref(), &binding) {
            accounts::set_token(db, &row, &token)?;
        }
    }
    for row in attempts::with_secrets(db)? {
        let resealed = |which: AttemptSecret| {
            let binding = which.binding(&row);
            let resealed = older_attempt(&row, which).resealed(key, which.column(&row), &binding);
            resealed.or_else(|| which.column(&row).map(<[u8]>::to_vec))
        };
        let [private_key, client_secret, token] = AttemptSecret::ALL.map(resealed);
        attempts::set_secrets(db, &AttemptRow { private_key, client_secret, token, ..row.clone() })?;
    }
    Ok(())
}

impl OlderBinding<'_> {
    fn open(&self, key: &MasterKey, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let fixed: [&[u8]; 6] = [
            b"switchhook/row/1",
            key.vault_id.as_bytes(),
            &key.key_id,
            self.purpose.as_bytes(),
            self.id.as_bytes(),
            self.client_id.as_bytes(),
        ];
        let parts = fixed.into_iter().chain(self.origins.iter().map(String::as_bytes));
        key.open_version(VERSION, &with_lengths(parts), blob)
    }

    fn resealed(&self, key: &MasterKey, blob: Option<&[u8]>, binding: &Binding) -> Option<Vec<u8>> {
        let secret = self.open(key, blob?).ok()?;
        key.seal(binding, &secret).ok()
    }
}

fn older_registration(row: &RegistrationRow) -> OlderBinding<'_> {
    OlderBinding {
        purpose: "registration/client_secret",
        id: row.id.as_str(),
        client_id: row.client_id.as_str(),
        origins: row.token_endpoint.as_deref().map(origins_of).unwrap_or_default(),
    }
}

fn older_account(row: &AccountRow) -> OlderBinding<'_> {
    let provider = Provider::of(row.kind, row.api_base.as_deref());
    OlderBinding {
        purpose: "account/token",
        id: row.id.as_str(),
        client_id: row.client_id.as_ref().map_or("", ClientId::as_str),
        origins: provider.map(|provider| provider.origins()).unwrap_or_default(),
    }
}

fn older_attempt(row: &AttemptRow, which: AttemptSecret) -> OlderBinding<'_> {
    let (client_id, origins) = match which {
        AttemptSecret::PrivateKey => ("", Vec::new()),
        AttemptSecret::ClientSecret => (row.client_id.as_str(), origins_of(&row.token_endpoint)),
        AttemptSecret::Token => (row.client_id.as_str(), origins_of(&row.api_base)),
    };
    OlderBinding { purpose: which.purpose(), id: row.id.as_str(), client_id, origins }
}

fn origins_of(endpoint: &str) -> Vec<String> {
    Endpoint::new(endpoint).iter().map(Endpoint::origin).collect()
}
