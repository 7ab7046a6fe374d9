//! How secrets lie in the database: XChaCha20-Poly1305 under the master key, bound to their row.
//!
//! Blob = version ‖ key id (8) ‖ random nonce (24) ‖ ciphertext and tag. The associated data names the
//! row and the origins the secret may go to, so that a blob moved to another row, or a row whose
//! address was edited, does not open.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// The key that opens everything; 256 bits, in the vault only.
pub(crate) struct MasterKey {
    pub(crate) vault_id: String,
    pub(crate) key_id: [u8; KEY_ID_LEN],
    key: Zeroizing<[u8; 32]>,
}

/// What a secret is bound to.
pub(crate) struct Row<'a> {
    /// Which column of which table, e.g. `account/token`.
    pub(crate) kind: &'static str,
    pub(crate) id: &'a str,
    /// Empty for an own token.
    pub(crate) client_id: &'a str,
    /// Where the secret may be sent.
    pub(crate) origins: &'a [String],
}

/// A blob that this key, for this row, does not open.
#[derive(Debug, thiserror::Error)]
#[error("a sealed secret does not open")]
pub(crate) struct SealError;

pub(crate) const KEY_ID_LEN: usize = 8;
const VERSION: u8 = 1;
const NONCE_LEN: usize = 24;
const HEADER_LEN: usize = 1 + KEY_ID_LEN + NONCE_LEN;

impl MasterKey {
    pub(crate) fn new(vault_id: String, key_id: [u8; KEY_ID_LEN], key: Zeroizing<[u8; 32]>) -> Self {
        Self { vault_id, key_id, key }
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.key
    }

    /// Seals a secret for one row.
    pub(crate) fn seal(&self, row: &Row<'_>, secret: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(|_| SealError)?;
        let payload = Payload { msg: secret, aad: &self.associated_data(row) };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError)?;
        let mut blob = Vec::with_capacity(HEADER_LEN + sealed.len());
        blob.push(VERSION);
        blob.extend_from_slice(&self.key_id);
        blob.extend_from_slice(&nonce);
        blob.extend_from_slice(&sealed);
        Ok(blob)
    }

    /// Opens what [`Self::seal`] made for the same row.
    pub(crate) fn open(&self, row: &Row<'_>, blob: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (version, rest) = blob.split_first().ok_or(SealError)?;
        let (key_id, rest) = rest.split_at_checked(KEY_ID_LEN).ok_or(SealError)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(SealError)?;
        if *version != VERSION || *key_id != self.key_id {
            return Err(SealError);
        }
        let payload = Payload { msg: sealed, aad: &self.associated_data(row) };
        self.cipher().decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SealError)
    }

    /// Opens a secret that is text.
    pub(crate) fn open_text(&self, row: &Row<'_>, blob: &[u8]) -> Result<String, SealError> {
        String::from_utf8(self.open(row, blob)?.to_vec()).map_err(|_| SealError)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.key))
    }

    /// Every part with its length before it, so that no part can run into the next.
    fn associated_data(&self, row: &Row<'_>) -> Vec<u8> {
        let fixed: [&[u8]; 6] = [
            b"switchhook/row/1",
            self.vault_id.as_bytes(),
            &self.key_id,
            row.kind.as_bytes(),
            row.id.as_bytes(),
            row.client_id.as_bytes(),
        ];
        let mut out = Vec::new();
        for part in fixed.into_iter().chain(row.origins.iter().map(String::as_bytes)) {
            out.extend_from_slice(&(part.len() as u64).to_be_bytes());
            out.extend_from_slice(part);
        }
        out
    }
}

impl std::fmt::Debug for MasterKey {
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

    #[test]
    fn a_secret_opens_for_its_own_row_and_nowhere_else() {
        let origins = ["https://api.intercom.io".to_string()];
        let elsewhere = ["https://evil.example".to_string()];
        let row = Row { kind: "account/token", id: "a", client_id: "c", origins: &origins };
        let blob = key(1).seal(&row, b"secret").expect("sealed");
        assert_eq!(key(1).open(&row, &blob).expect("the same row").as_slice(), b"secret");
        assert!(!blob.windows(6).any(|window| window == b"secret"), "the text is not in the blob");
        for other in [
            Row { kind: "attempt/token", ..row },
            Row { id: "b", ..row },
            Row { client_id: "", ..row },
            Row { origins: &elsewhere, ..row },
            Row { origins: &[], ..row },
        ] {
            assert!(key(1).open(&other, &blob).is_err(), "{}/{} is another row", other.kind, other.id);
        }
        assert!(key(2).open(&row, &blob).is_err(), "another key");
    }

    #[test]
    fn a_damaged_blob_is_refused_without_a_panic() {
        let row = Row { kind: "account/token", id: "a", client_id: "c", origins: &[] };
        let blob = key(1).seal(&row, b"secret").expect("sealed");
        for length in 0..blob.len() {
            assert!(key(1).open(&row, &blob[..length]).is_err(), "cut to {length}");
        }
        for place in 0..blob.len() {
            let mut changed = blob.clone();
            changed[place] ^= 1;
            assert!(key(1).open(&row, &changed).is_err(), "changed at {place}");
        }
    }
}
