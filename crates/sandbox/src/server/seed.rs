//! The seed: 32 bytes from which the sandbox derives everything that must survive a restart.
//!
//! The derivation is HMAC-SHA256 (RFC 2104) under the seed. Each purpose has its own label, so that no derived
//! value reveals another.
//!
//! Not here: the purposes; each file names its own.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The secret of a sandbox. Equal seeds give equal clients, tokens and records.
#[derive(Clone)]
pub struct Seed([u8; 32]);

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

impl Seed {
    /// Returns a fresh seed from the operating system's random bytes.
    ///
    /// # Errors
    /// [`NoRandomness`] if the operating system gives no random bytes.
    pub fn random() -> Result<Self, NoRandomness> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Returns the seed of these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the seed of `text`. Equal texts give equal sandboxes on any computer.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(Sha256::new_with_prefix("switchhook/sandbox/seed/1").chain_update(text).finalize().into())
    }

    /// Returns the seed's bytes, for a program to store and pass to [`Seed::from_bytes`] at the next start.
    ///
    /// The bytes are a secret: with them, a program can make valid tokens of this sandbox.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Derives the value for `purpose` from `parts`.
    ///
    /// The length precedes each part, so that `["ab", "c"]` and `["a", "bc"]` differ.
    pub(crate) fn derive(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // RFC 2104 pads a short key with zeros to the hash's block. A padded key makes the constructor infallible.
        let mut key = [0; 64];
        key[..32].copy_from_slice(&self.0);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Returns the first `N` bytes of [`Seed::derive`].
    pub(crate) fn derive_some<const N: usize>(&self, purpose: &str, parts: &[&[u8]]) -> [u8; N] {
        let whole = self.derive(purpose, parts);
        std::array::from_fn(|i| whole[i])
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

/// Returns the lower-case hexadecimal digits of `bytes`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns `bytes` in the text form of a UUID (RFC 9562 section 4), with `separator` between the groups.
pub(crate) fn uuid_text(bytes: [u8; 16], separator: &str) -> String {
    let digits = hex(&bytes);
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join(separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivation_is_hmac_sha256_of_length_prefixed_parts() {
        // python3: hmac.new(b'\1'*32, b'\0'*7+b'\1'+b'p'+b'\0'*7+b'\2'+b'xy', 'sha256').hexdigest()
        let derived = Seed::from_bytes([1; 32]).derive("p", &[b"xy"]);
        assert_eq!(hex(&derived), "b1ffdecfe468ef27785d5b790fce4d422c0b550564bb94e0e1129634c2d18528");
    }

    #[test]
    fn purpose_parts_and_seed_each_change_the_derived_value() {
        let seed = Seed::from_bytes([1; 32]);
        let value = seed.derive("p", &[b"ab", b"c"]);
        assert_eq!(value, Seed::from_bytes([1; 32]).derive("p", &[b"ab", b"c"]));
        for other in [
            seed.derive("q", &[b"ab", b"c"]),
            seed.derive("p", &[b"a", b"bc"]),
            seed.derive("p", &[b"abc"]),
            Seed::from_bytes([2; 32]).derive("p", &[b"ab", b"c"]),
        ] {
            assert_ne!(value, other);
        }
    }

    #[test]
    fn debug_text_shows_no_byte_of_the_seed() {
        assert_eq!(format!("{:?}", Seed::from_bytes([7; 32])), "Seed(…)");
    }

    #[test]
    fn random_seeds_differ() {
        let (one, other) = (Seed::random().unwrap(), Seed::random().unwrap());
        assert_ne!(one.as_bytes(), other.as_bytes());
    }

    #[test]
    fn text_gives_one_seed_on_every_computer() {
        // printf 'switchhook/sandbox/seed/1demo' | sha256sum
        let demo = "bec6445201674b0135fbd881c8a0692ece75f842109ae03e53ac871114154eca";
        assert_eq!(hex(Seed::from_text("demo").as_bytes()), demo);
        assert_ne!(Seed::from_text("").as_bytes(), Seed::from_text("demo").as_bytes());
    }

    #[test]
    fn uuid_has_groups_of_8_4_4_4_12_digits() {
        assert_eq!(uuid_text([0xab; 16], "_"), "abababab_abab_abab_abab_abababababab");
    }
}
