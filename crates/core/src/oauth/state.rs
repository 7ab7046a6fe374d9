//! The `state` parameter (RFC 6749 §10.12). It is unguessable and one-time. It carries the attempt's public key, so that a
//! bridge page can encrypt the answer to this attempt alone.
//!
//! `"1"` + channel letter + base64url(public key X ‖ Y (64 bytes) ‖ random (16 bytes)): 109 characters.

use alloc::string::String;
use core::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::Channel;

/// The bytes of an uncompressed P-256 point without its leading 0x04.
pub const PUBLIC_KEY_LEN: usize = 64;
/// The random bytes in a state.
pub const RANDOM_LEN: usize = 16;
/// The characters of a state.
pub const STATE_LEN: usize = 2 + (PUBLIC_KEY_LEN + RANDOM_LEN) * 4 / 3 + 1;

const HASH_PREFIX: &[u8] = b"switchhook/state/1";

/// A state. It leaves the program once, inside the authorization URL, and Switchhook never stores it.
#[derive(Clone)]
pub struct CsrfToken(Zeroizing<String>);

impl CsrfToken {
    /// Makes a state from an attempt's public key and fresh random bytes.
    pub fn compose(channel: Channel, public_key: &[u8; PUBLIC_KEY_LEN], random: &[u8; RANDOM_LEN]) -> Self {
        let mut bytes = [0; PUBLIC_KEY_LEN + RANDOM_LEN];
        bytes[..PUBLIC_KEY_LEN].copy_from_slice(public_key);
        bytes[PUBLIC_KEY_LEN..].copy_from_slice(random);
        let mut text = String::with_capacity(STATE_LEN);
        text.push('1');
        text.push(channel.letter());
        URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(Zeroizing::new(text))
    }

    /// Reads a state that came back. Returns `None` if its shape is not that of a state of this channel.
    pub(crate) fn received(text: String, channel: Channel) -> Option<Self> {
        let text = Zeroizing::new(text);
        let rest = text.strip_prefix('1')?.strip_prefix(channel.letter())?;
        let shaped = text.len() == STATE_LEN
            && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        shaped.then_some(Self(text))
    }

    /// Returns the text for the authorization URL.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the hash that the database stores instead of the state.
    pub fn hash(&self) -> StateHash {
        let mut hasher = Sha256::new();
        hasher.update(HASH_PREFIX);
        hasher.update(self.0.as_bytes());
        StateHash(hasher.finalize().into())
    }
}

impl fmt::Debug for CsrfToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CsrfToken(redacted)")
    }
}

/// The SHA-256 hash of a state. The hash does not reveal the state, so its knowledge does not permit an answer.
#[derive(Clone, Copy, Debug)]
pub struct StateHash([u8; 32]);

impl StateHash {
    /// Makes a hash from its bytes in the database or in an encrypted link.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes, the key of the attempt's row.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Compares two hashes in constant time.
    pub fn matches(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;

    fn state() -> CsrfToken {
        CsrfToken::compose(Channel::Release, &[0xfb; PUBLIC_KEY_LEN], &[7; RANDOM_LEN])
    }

    #[test]
    fn state_has_109_url_safe_characters() {
        let state = state();
        assert_eq!(state.expose().len(), STATE_LEN);
        assert_eq!(STATE_LEN, 109, "the wire contract says so");
        assert!(state.expose().starts_with("1r"));
        assert!(state.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    }

    #[test]
    fn only_a_whole_state_of_its_channel_is_received() {
        let text = state().expose().to_string();
        let same = CsrfToken::received(text.clone(), Channel::Release).expect("it came back whole");
        assert!(same.hash().matches(&state().hash()), "equal states hash alike");
        assert!(CsrfToken::received(text.clone(), Channel::Development).is_none(), "another channel's");
        assert!(CsrfToken::received(text[..108].to_string(), Channel::Release).is_none(), "cut");
        let foreign = text[..108].to_string() + "=";
        assert!(CsrfToken::received(foreign, Channel::Release).is_none(), "a character no state has");
    }

    #[test]
    fn changed_letter_case_makes_another_state() {
        let text = state().expose().to_string();
        let swapped = text[..2].to_string() + &text[2..].to_ascii_uppercase();
        assert_ne!(swapped, text, "the sample holds lower-case letters");
        let other = CsrfToken::received(swapped, Channel::Release).expect("still well-formed");
        assert!(!other.hash().matches(&state().hash()));
    }
}
