//! Encrypts and decrypts for the bridge and the inbox: HPKE to the key pair of one attempt (RFC 9180, base mode,
//! DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM).

use hpke::aead::AesGcm128;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use switchhook_core::{PUBLIC_KEY_LEN, StateHash};
use zeroize::Zeroizing;

type PrivateKey = <DhP256HkdfSha256 as Kem>::PrivateKey;
type PublicKey = <DhP256HkdfSha256 as Kem>::PublicKey;
type EncappedKey = <DhP256HkdfSha256 as Kem>::EncappedKey;

/// The `info` of HPKE for a message of the bridge page: the address at which the page was called.
pub(crate) const BRIDGE: &[u8] = b"switchhook/bridge/1";
/// The `info` of HPKE for a message in the inbox: a raw link from a process that can't open the vault.
pub(crate) const INBOX: &[u8] = b"switchhook/inbox/1";

/// A fresh key pair for one attempt.
pub(crate) struct KeyPair {
    /// The coordinates X ‖ Y of the public key, without the leading 0x04 (SEC 1 §2.3.3).
    pub(crate) public: [u8; PUBLIC_KEY_LEN],
    pub(crate) private: Zeroizing<Vec<u8>>,
}

/// A message that does not decrypt, or bytes that are no key.
#[derive(Debug, thiserror::Error)]
#[error("a sealed message does not open")]
pub(crate) struct BridgeError;

impl KeyPair {
    /// Makes a random key pair. Fails only when the library returns a public key of another length.
    pub(crate) fn generate() -> Result<Self, BridgeError> {
        let (private, public) = DhP256HkdfSha256::gen_keypair();
        let point = public.to_bytes();
        let public = point.get(1..).and_then(|xy| xy.try_into().ok()).ok_or(BridgeError)?;
        Ok(Self { public, private: Zeroizing::new(private.to_bytes().to_vec()) })
    }
}

/// Decrypts a message that was encrypted to an attempt's public key.
///
/// `hash` is the attempt's state hash, `info` [`BRIDGE`] or [`INBOX`], `enc` the encapsulated key. Fails when any of them,
/// or the private key, is not the one that the sender used.
pub(crate) fn open(
    private: &[u8],
    hash: &StateHash,
    info: &[u8],
    enc: &[u8],
    ciphertext: &[u8],
) -> Result<Zeroizing<Vec<u8>>, BridgeError> {
    let private = PrivateKey::from_bytes(private).map_err(|_| BridgeError)?;
    let enc = EncappedKey::from_bytes(enc).map_err(|_| BridgeError)?;
    hpke::single_shot_open::<AesGcm128, HkdfSha256, DhP256HkdfSha256>(
        &OpModeR::Base,
        &private,
        &enc,
        info,
        ciphertext,
        hash.as_bytes(),
    )
    .map(Zeroizing::new)
    .map_err(|_| BridgeError)
}

/// Encrypts a message to an attempt's public key. Returns the encapsulated key and the ciphertext.
///
/// `public` is X ‖ Y. Fails when it is no point of the curve.
pub(crate) fn seal(
    public: &[u8],
    hash: &StateHash,
    info: &[u8],
    message: &[u8],
) -> Result<(Vec<u8>, Vec<u8>), BridgeError> {
    let point = [&[4], public].concat();
    let public = PublicKey::from_bytes(&point).map_err(|_| BridgeError)?;
    hpke::single_shot_seal::<AesGcm128, HkdfSha256, DhP256HkdfSha256>(
        &OpModeS::Base,
        &public,
        info,
        message,
        hash.as_bytes(),
    )
    .map(|(enc, ciphertext)| (enc.to_bytes().to_vec(), ciphertext))
    .map_err(|_| BridgeError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_opens_for_its_attempt_and_purpose_alone() {
        let pair = KeyPair::generate().expect("a key pair");
        let other = KeyPair::generate().expect("another");
        let hash = StateHash::from_bytes([7; 32]);
        let (enc, sealed) = seal(&pair.public, &hash, BRIDGE, b"https://b.example/?code=a").expect("sealed");
        assert_eq!(enc.len(), 65, "the wire contract's length");
        let opened = open(&pair.private, &hash, BRIDGE, &enc, &sealed).expect("its own");
        assert_eq!(opened.as_slice(), b"https://b.example/?code=a");
        assert!(open(&other.private, &hash, BRIDGE, &enc, &sealed).is_err(), "another attempt's key");
        assert!(open(&pair.private, &hash, INBOX, &enc, &sealed).is_err(), "another purpose");
        let foreign = StateHash::from_bytes([8; 32]);
        assert!(open(&pair.private, &foreign, BRIDGE, &enc, &sealed).is_err(), "another state");
    }

    /// RFC 9180 appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, the
    /// first encryption.
    #[test]
    fn first_test_vector_of_rfc_9180_opens() {
        let private = hex("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2");
        let enc = hex(
            "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
        );
        let ciphertext =
            hex("5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434");
        let private = PrivateKey::from_bytes(&private).expect("a scalar");
        let enc = EncappedKey::from_bytes(&enc).expect("a point");
        let opened = hpke::single_shot_open::<AesGcm128, HkdfSha256, DhP256HkdfSha256>(
            &OpModeR::Base,
            &private,
            &enc,
            &hex("4f6465206f6e2061204772656369616e2055726e"),
            &ciphertext,
            &hex("436f756e742d30"),
        )
        .expect("the vector opens");
        assert_eq!(opened, b"Beauty is truth, truth beauty");
    }

    /// Decodes hexadecimal digits. Panics at any other character.
    fn hex(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ascii"), 16).expect("hex"))
            .collect()
    }
}
