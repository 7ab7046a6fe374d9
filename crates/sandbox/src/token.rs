//! Access tokens that need no table: each carries its workspace and proves itself.
//!
//! Text as Intercom's: base64 of `tok:<uuid with underscores>:<digit>:<digit>`. The 16 bytes of
//! the uuid are the workspace's number (1), a serial (7) and a truncated HMAC over both (8), so
//! a token stays valid over restarts with the same seed, never expires, and can't be guessed.
//! Not here: whether the app is still installed (`installations.rs`).

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use subtle::ConstantTimeEq;

use crate::{
    seed::{Seed, uuid_text},
    workspaces::{Region, WORKSPACES, Workspace},
};

/// Tells one consent from another; unpredictable and never repeated.
pub(crate) type Serial = [u8; 7];

/// What one consent granted: access to a workspace, as its admin.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) workspace: &'static Workspace,
    pub(crate) serial: Serial,
}

impl Grant {
    /// The access token of this grant.
    pub(crate) fn token(&self, seed: &Seed) -> String {
        let number = WORKSPACES.iter().position(|each| each == self.workspace).unwrap_or_default();
        let mac = seed.derive("token", &[self.workspace.id_code.as_bytes(), &self.serial]);
        let mut bytes = [0; 16];
        bytes[0] = number as u8;
        bytes[1..8].copy_from_slice(&self.serial);
        bytes[8..].copy_from_slice(&mac[..8]);
        // The digits' meaning is not public; Intercom's staff say a token embeds its region
        // (intercom-node issue 285), so the second one tells it here.
        let region = match self.workspace.region {
            Region::Us => 0,
            Region::Eu => 1,
            Region::Au => 2,
        };
        BASE64_STANDARD.encode(format!("tok:{}:1:{region}", uuid_text(bytes, "_")))
    }

    /// The grant that `token` proves, or `None` when this seed never wrote it.
    pub(crate) fn prove(seed: &Seed, token: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64_STANDARD.decode(token).ok()?).ok()?;
        let digits = text.strip_prefix("tok:")?.split(':').next()?.replace('_', "");
        let bytes = u128::from_str_radix(&digits, 16).ok()?.to_be_bytes();
        let grant = Self {
            workspace: WORKSPACES.get(usize::from(bytes[0]))?,
            serial: std::array::from_fn(|i| bytes[i + 1]),
        };
        // Writing it again and comparing the whole text leaves no second spelling of a token.
        let equal = grant.token(seed).as_bytes().ct_eq(token.as_bytes());
        bool::from(equal).then_some(grant)
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({})", self.workspace.id_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants() -> impl Iterator<Item = Grant> {
        WORKSPACES.iter().map(|workspace| Grant { workspace, serial: [0xa5; 7] })
    }

    #[test]
    fn a_token_proves_its_grant_under_its_own_seed_only() {
        for grant in grants() {
            let token = grant.token(&Seed::from_bytes([1; 32]));
            assert_eq!(Grant::prove(&Seed::from_bytes([1; 32]), &token), Some(grant));
            assert_eq!(Grant::prove(&Seed::from_bytes([2; 32]), &token), None);
        }
    }

    #[test]
    fn a_token_looks_like_one_of_intercom() {
        for grant in grants() {
            let token = grant.token(&Seed::from_bytes([1; 32]));
            assert!(token.starts_with("dG9r"), "{token}");
            let text = String::from_utf8(BASE64_STANDARD.decode(token).unwrap()).unwrap();
            let groups: Vec<_> = text[4..40].split('_').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{text}");
            assert!(text[40..].starts_with(":1:") && text.len() == 44, "{text}");
        }
    }

    #[test]
    fn a_token_changed_anywhere_proves_nothing() {
        let seed = Seed::from_bytes([1; 32]);
        for grant in grants() {
            let token = grant.token(&seed);
            for place in 0..token.len() {
                let mut changed = token.clone().into_bytes();
                changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).unwrap();
                assert_eq!(Grant::prove(&seed, &changed), None, "{changed}");
            }
        }
    }

    #[test]
    fn what_is_no_token_proves_nothing() {
        let seed = Seed::from_bytes([1; 32]);
        let foreign = BASE64_STANDARD.encode("tok:ff000000_0000_0000_0000_000000000000:1:0");
        for text in ["", "dG9r", "=", "ünï", "dG9rOg==", &foreign, &"A".repeat(10_000)] {
            assert_eq!(Grant::prove(&seed, text), None, "{text}");
        }
    }
}
