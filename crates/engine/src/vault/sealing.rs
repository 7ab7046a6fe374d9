//! How secrets lie in the database: XChaCha20-Poly1305 under the master key, bound to their row.
//!
//! Blob = version 2 ‖ key id (8) ‖ random nonce (24) ‖ ciphertext and tag. The associated data names the
//! vault, the key, and the secret's [`Binding`]: its purpose, and a digest of columns. So a blob that was
//! moved to another row, or whose row was edited, does not open. `vault/upgrade.rs` alone opens blobs of
//! version 1.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::binding::Binding;

/// The key that opens all secrets: 256 bits, kept in the vault alone.
pub(crate) struct MasterKey {
    pub(crate) vault_id: String,
    pub(crate) key_id: [u8; KEY_ID_LEN],
    key: Zeroizing<[u8; 32]>,
}

/// A secret that does not open with this key for this row, or that can't be sealed.
#[derive(Debug, thiserror::Error)]
#[error("a sealed secret does not open")]
pub(crate) struct SealError;

impl From<SealError> for rusqlite::Error {
    /// Returns an error that undoes the transaction, which was to store a secret that can't be sealed.
    fn from(error: SealError) -> Self {
        Self::ToSqlConversionFailure(error.into())
    }
}

/// The bytes of a key id.
pub(crate) const KEY_ID_LEN: usize = 8;
/// The version of the blobs that Switchhook writes.
pub(super) const VERSION: u8 = 2;
/// The bytes of a nonce.
const NONCE_LEN: usize = 24;
/// The bytes before the ciphertext.
const HEADER_LEN: usize = 1 + KEY_ID_LEN + NONCE_LEN;

impl MasterKey {
    /// Returns a key with its names.
    pub(crate) fn new(vault_id: String, key_id: [u8; KEY_ID_LEN], key: Zeroizing<[u8; 32]>) -> Self {
        Self { vault_id, key_id, key }
    }

    /// Returns the bytes of the key. Only the vault may see them, for the keyring's entry.
    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.key
    }

    /// Seals a secret to its row, and returns the blob.
    ///
    /// # Errors
    /// [`SealError`] where the system gives no randomness.
    pub(crate) fn seal(&self, binding: &Binding, secret: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| SealError)?;
        let payload = Payload { msg: secret, aad: &self.associated_data(binding) };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError)?;
        let mut blob = Vec::with_capacity(HEADER_LEN + sealed.len());
        blob.push(VERSION);
        blob.extend_from_slice(&self.key_id);
        blob.extend_from_slice(&nonce);
        blob.extend_from_slice(&sealed);
        Ok(blob)
    }

    /// Opens a blob that [`Self::seal`] made for an equal binding.
    ///
    /// # Errors
    /// [`SealError`] for every other blob.
    pub(crate) fn open(&self, binding: &Binding, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        self.open_version(VERSION, &self.associated_data(binding), blob)
    }

    /// Opens a blob that holds text.
    ///
    /// # Errors
    /// [`SealError`] where the blob does not open, or holds no UTF-8.
    pub(crate) fn open_text(&self, binding: &Binding, blob: &[u8]) -> Result<String, SealError> {
        String::from_utf8(self.open(binding, blob)?.to_vec()).map_err(|_| SealError)
    }

    /// Opens a blob of this version, sealed with this associated data.
    ///
    /// # Errors
    /// [`SealError`] where the blob is damaged, or has another version, key or associated data.
    pub(super) fn open_version(
        &self,
        version: u8,
        associated_data: &[u8],
        blob: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (found, rest) = blob.split_first().ok_or(SealError)?;
        let (key_id, rest) = rest.split_at_checked(KEY_ID_LEN).ok_or(SealError)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealError)?;
        if *found != version || *key_id != self.key_id {
            return Err(SealError);
        }
        let payload = Payload { msg: sealed, aad: associated_data };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SealError)
    }

    /// Returns the cipher of this key.
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.key))
    }

    /// Returns the associated data of a blob of the current version.
    fn associated_data(&self, binding: &Binding) -> Vec<u8> {
        let parts: [&[u8]; 5] = [
            b"switchhook/row/2",
            self.vault_id.as_bytes(),
            &self.key_id,
            binding.purpose().as_bytes(),
            binding.digest(),
        ];
        with_lengths(parts)
    }
}

/// Joins parts, each with its length before it, so that no part can run into the next.
pub(super) fn with_lengths<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    for part in parts {
        out.extend_from_slice(&(part.len() as u64).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

impl std::fmt::Debug for MasterKey {
    /// Writes no byte of the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> MasterKey {
        MasterKey::new("vault".into(), [byte; KEY_ID_LEN], Zeroizing::new([byte; 32]))
    }

    fn binding(purpose: &'static str, client_id: Option<&str>) -> Binding {
        Binding::of(purpose).text("id", "a").text("client_id", client_id).done()
    }

    #[test]
    fn secret_opens_for_its_own_row_and_nowhere_else() {
        let own = binding("account/token", Some("c"));
        let blob = key(1).seal(&own, b"secret").expect("sealed");
        assert_eq!(key(1).open(&own, &blob).expect("its own row").as_slice(), b"secret");
        assert!(!blob.windows(6).any(|window| window == b"secret"), "the text is not in the blob");
        for other in [
            binding("attempt/token", Some("c")),
            binding("account/token", Some("d")),
            binding("account/token", Some("")),
            binding("account/token", None),
        ] {
            assert!(key(1).open(&other, &blob).is_err(), "{other:?}");
        }
        assert!(key(2).open(&own, &blob).is_err(), "another key");
        let elsewhere = MasterKey::new("vault 2".into(), [1; KEY_ID_LEN], Zeroizing::new([1; 32]));
        assert!(elsewhere.open(&own, &blob).is_err(), "another vault");
    }

    #[test]
    fn damaged_blob_is_refused_without_panic() {
        let own = binding("account/token", None);
        let blob = key(1).seal(&own, b"secret").expect("sealed");
        for length in 0..blob.len() {
            assert!(key(1).open(&own, &blob[..length]).is_err(), "cut to {length}");
        }
        for place in 0..blob.len() {
            let mut changed = blob.clone();
            changed[place] ^= 1;
            assert!(key(1).open(&own, &changed).is_err(), "changed at {place}");
        }
    }
}
