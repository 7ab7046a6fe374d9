//! Seals anew the blobs of version 1, which were bound to ids, client id and origins alone.
//!
//! The upgrade runs once, when the key is first opened. From then on the check in the vault's row is of
//! version 2, and Switchhook opens no blob of version 1. The upgrade trusts the rows of that moment: version
//! 1 does not show an earlier edit of a path, a redirect URI or a workspace.

use rusqlite::Transaction;
use switchhook_core::{ClientId, Endpoint, Provider};
use zeroize::Zeroizing;

use super::attempt_secrets::AttemptSecret;
use super::binding::Binding;
use super::sealing::{MasterKey, SealError, with_lengths};
use super::{account_token, attempt_secrets, registration_secret};
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::store::attempts::{self, AttemptRow};
use crate::store::registrations::{self, RegistrationRow};

/// The version of the older blobs.
const VERSION: u8 = 1;

/// The binding of a blob of version 1, beside its purpose.
struct OlderBinding<'a> {
    id: &'a str,
    client_id: &'a str,
    origins: Vec<String>,
}

/// Whether version 1 sealed the check of a vault's row.
pub(super) fn is_older(check: &[u8]) -> bool {
    check.first() == Some(&VERSION)
}

/// Opens the check of a vault's row that version 1 sealed.
///
/// # Errors
/// [`SealError`] where the check does not open with this key.
pub(super) fn open_check(
    key: &MasterKey,
    binding: &Binding,
    check: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealError> {
    OlderBinding { id: "", client_id: "", origins: Vec::new() }.open(key, binding, check)
}

/// Seals every secret anew. A secret that does not open stays as it is, and never opens again.
///
/// # Errors
/// A failure of the database, or a secret that can't be sealed.
pub(super) fn reseal(db: &Transaction<'_>, key: &MasterKey) -> rusqlite::Result<()> {
    for row in registrations::all(db)? {
        let binding = registration_secret::binding(&row);
        if let Some(secret) = older_registration(&row).opened(key, &binding, row.client_secret.as_deref()) {
            registrations::set_client_secret(db, &row.id, &key.seal(&binding, &secret)?)?;
        }
    }
    for row in accounts::with_token(db)? {
        let binding = account_token::binding(&row);
        if let Some(token) = older_account(&row).opened(key, &binding, row.token.as_deref()) {
            accounts::set_token(db, &row, &key.seal(&binding, &token)?)?;
        }
    }
    for row in attempts::with_secrets(db)? {
        let open = |which: AttemptSecret| {
            older_attempt(&row, which).opened(key, &which.binding(&row), which.column(&row))
        };
        attempt_secrets::reseal(db, &row, &row, key, open)?;
    }
    Ok(())
}

impl OlderBinding<'_> {
    /// Returns the secret of a blob of version 1. `None` where there is no blob, or it does not open.
    fn opened(&self, key: &MasterKey, binding: &Binding, blob: Option<&[u8]>) -> Option<Zeroizing<Vec<u8>>> {
        self.open(key, binding, blob?).ok()
    }

    /// Opens a blob of version 1. Only the purpose of `binding` counts: it is that of version 2.
    ///
    /// # Errors
    /// [`SealError`] where the blob does not open.
    fn open(&self, key: &MasterKey, binding: &Binding, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let fixed: [&[u8]; 6] = [
            b"switchhook/row/1",
            key.vault_id.as_bytes(),
            &key.key_id,
            binding.purpose().as_bytes(),
            self.id.as_bytes(),
            self.client_id.as_bytes(),
        ];
        let parts = fixed.into_iter().chain(self.origins.iter().map(String::as_bytes));
        key.open_version(VERSION, &with_lengths(parts), blob)
    }
}

/// Returns the older binding of a registration's client secret.
fn older_registration(row: &RegistrationRow) -> OlderBinding<'_> {
    OlderBinding {
        id: row.id.as_str(),
        client_id: row.client_id.as_str(),
        origins: row.token_endpoint.as_deref().map(origins_of).unwrap_or_default(),
    }
}

/// Returns the older binding of an account's token.
fn older_account(row: &AccountRow) -> OlderBinding<'_> {
    let provider = Provider::of(row.kind, row.api_base.as_deref());
    OlderBinding {
        id: row.id.as_str(),
        client_id: row.client_id.as_ref().map_or("", ClientId::as_str),
        origins: provider.map(|provider| provider.origins()).unwrap_or_default(),
    }
}

/// Returns the older binding of one of an attempt's secrets.
fn older_attempt(row: &AttemptRow, which: AttemptSecret) -> OlderBinding<'_> {
    let (client_id, origins) = match which {
        AttemptSecret::PrivateKey => ("", Vec::new()),
        AttemptSecret::ClientSecret => (row.client_id.as_str(), origins_of(&row.token_endpoint)),
        AttemptSecret::Token => (row.client_id.as_str(), origins_of(&row.api_base)),
    };
    OlderBinding { id: row.id.as_str(), client_id, origins }
}

/// Returns a list with the origin of an address. Empty where the address can't be used.
fn origins_of(endpoint: &str) -> Vec<String> {
    Endpoint::new(endpoint).iter().map(Endpoint::origin).collect()
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params};
    use switchhook_core::VaultProblem;

    use super::*;
    use crate::fixture::{ClosedHome, OlderHome, database, sum, sums_of};

    /// Every column that holds sealed secrets.
    const COLUMNS: [(&str, &str); 5] = [
        ("account", "token"),
        ("registration", "client_secret"),
        ("attempt", "private_key"),
        ("attempt", "client_secret"),
        ("attempt", "token"),
    ];

    /// Counts the blobs of a version in all columns.
    fn count(db: &Connection, version: u8) -> u32 {
        let of = |(table, column)| {
            let sql = format!("SELECT count(*) FROM {table} WHERE substr({column}, 1, 1) = ?1");
            db.query_row(&sql, [[version]], |row| row.get::<_, u32>(0)).expect("counted")
        };
        COLUMNS.into_iter().map(of).sum()
    }

    #[tokio::test]
    async fn first_use_of_key_seals_every_secret_anew() {
        let before = Connection::open(database()).expect("the older database");
        assert_eq!((count(&before, 1), count(&before, 2)), (129, 0));
        let home = OlderHome::open().await;
        let counted = home.context.store.read(|db| Ok((count(db, 1), count(db, 2)))).await.expect("read");
        assert_eq!(counted, (1, 128), "one blob belongs to another row");
        let check = |db: &Connection| db.query_row("SELECT check_blob FROM vault", [], |row| row.get(0));
        let check: Vec<u8> = home.context.store.read(check).await.expect("read");
        assert!(!is_older(&check));
    }

    #[tokio::test]
    async fn nothing_is_sealed_anew_while_an_earlier_program_runs() {
        let home = ClosedHome::copy().await;
        // An earlier program named its lock by a plain random UUID.
        let name = "0123456789ab4def8123456789abcdef";
        let lock = std::fs::File::create(home.context.home.owners().join(name)).expect("made");
        lock.lock().expect("held");
        let refused = home.context.vault.key().await.expect_err("the earlier program would open nothing");
        assert_eq!(refused, VaultProblem::OlderRunning.into());
        let counted = home.context.store.read(|db| Ok((count(db, 1), count(db, 2)))).await.expect("read");
        assert_eq!(counted, (129, 0));
        drop(lock);
        home.context.vault.key().await.expect("the earlier program ended");
        let counted = home.context.store.read(|db| Ok(count(db, 2))).await.expect("read");
        assert_eq!(counted, 128);
    }

    #[tokio::test]
    async fn tokens_of_older_version_open_as_before() {
        let home = OlderHome::open().await;
        let rows = home.context.store.read(accounts::with_token).await.expect("read");
        let of = |row: &AccountRow| account_token::opened(row, &home.key).map(|token| sum(token.expose()));
        let sums = rows.iter().map(|row| (row.id.to_string(), of(row))).collect();
        assert_eq!(sums_of("account_tokens"), sums);
        assert_eq!(sums.values().flatten().count(), 81, "one blob belongs to another row");
    }

    #[tokio::test]
    async fn blob_of_older_version_that_is_put_back_opens_no_more() {
        let home = OlderHome::open().await;
        let rows = home.context.store.read(accounts::with_token).await.expect("read");
        let row = rows.into_iter().find(|row| account_token::opened(row, &home.key).is_some()).expect("one");
        let before = Connection::open(database()).expect("the older database");
        let sql = "SELECT token FROM account WHERE id = ?1";
        let older: Vec<u8> = before.query_row(sql, [row.id.as_str()], |row| row.get(0)).expect("read");
        let id = row.id.clone();
        let put_back = move |db: &Transaction<'_>| {
            db.execute("UPDATE account SET token = ?2 WHERE id = ?1", params![id.as_str(), older])?;
            accounts::by_id(db, &id)
        };
        let row = home.context.store.write(put_back).await.expect("written").expect("there");
        assert!(account_token::opened(&row, &home.key).is_none());
    }
}
