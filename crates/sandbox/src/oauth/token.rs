//! Access tokens without a table: each token carries its principal and a MAC.
//!
//! The text has the form of Intercom's: base64 of `tok:<uuid with underscores>:<digit>:<digit>`. The uuid has
//! 16 bytes. Byte 1 holds app, teammate and workspace, bytes 2 to 8 a serial, and the last 8 bytes a truncated
//! HMAC over both. So a token stays valid over restarts with the same seed, never expires, and nobody can guess it.
//!
//! Not here: whether the app is still installed (`installations.rs`).

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use subtle::ConstantTimeEq;

use super::apps;
use crate::{
    records::workspaces::{Region, Teammate, WORKSPACES, Workspace},
    server::seed::{Seed, uuid_text},
};

/// The number of a grant: unpredictable, and new for each consent unless the switch `reconsent` is `same`.
pub(crate) type Serial = [u8; 7];

/// The party that a token acts for: an app in a workspace, as one of its teammates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Principal {
    /// The app's number.
    pub(crate) app: usize,
    pub(crate) workspace: &'static Workspace,
    /// The teammate's place among the workspace's teammates who can sign in.
    pub(crate) teammate: usize,
}

impl Principal {
    /// Returns the teammate that the token acts as.
    pub(crate) fn admin(&self) -> &'static Teammate {
        let teammates = self.workspace.teammates;
        teammates.get(self.teammate).unwrap_or(&teammates[0])
    }

    /// Packs the principal into a byte, which [`Principal::read`] unpacks.
    pub(crate) fn byte(&self) -> u8 {
        let place = WORKSPACES.iter().position(|each| each == self.workspace).unwrap_or_default();
        (self.app << 6 | self.teammate << 4 | place) as u8
    }

    fn read(byte: u8) -> Option<Self> {
        let byte = usize::from(byte);
        let (app, teammate, place) = (byte >> 6, byte >> 4 & 3, byte & 15);
        let workspace = WORKSPACES.get(place)?;
        let exists = app < apps::COUNT && teammate < workspace.teammates.len();
        exists.then_some(Self { app, workspace, teammate })
    }
}

/// The result of one consent, or of one token from the hub.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) principal: Principal,
    pub(crate) serial: Serial,
}

impl Grant {
    /// Returns the access token of this grant.
    pub(crate) fn token(&self, seed: &Seed) -> String {
        let mut bytes = [0; 16];
        bytes[0] = self.principal.byte();
        bytes[1..8].copy_from_slice(&self.serial);
        let mac = seed.derive("token", &[&bytes[..8]]);
        bytes[8..].copy_from_slice(&mac[..8]);
        // The meaning of the two digits is not public. Intercom's staff say that a token contains its region
        // (intercom-node issue 285), so the second digit is the region here.
        let region = match self.principal.workspace.region {
            Region::Us => 0,
            Region::Eu => 1,
            Region::Au => 2,
        };
        BASE64_STANDARD.encode(format!("tok:{}:1:{region}", uuid_text(bytes, "_")))
    }

    /// Returns the grant of `token`, or `None` if this seed did not make the token.
    pub(crate) fn prove(seed: &Seed, token: &str) -> Option<Self> {
        let text = String::from_utf8(BASE64_STANDARD.decode(token).ok()?).ok()?;
        let digits = text.strip_prefix("tok:")?.split(':').next()?.replace('_', "");
        let bytes = u128::from_str_radix(&digits, 16).ok()?.to_be_bytes();
        let grant =
            Self { principal: Principal::read(bytes[0])?, serial: std::array::from_fn(|i| bytes[i + 1]) };
        // The comparison of the whole text allows only one spelling of a token.
        let equal = grant.token(seed).as_bytes().ct_eq(token.as_bytes());
        bool::from(equal).then_some(grant)
    }
}

impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {} by app {}", self.admin().name, self.workspace.name, self.app)
    }
}

impl fmt::Debug for Grant {
    /// Leaves the serial out, since it is half of a token's bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({:?})", self.principal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants() -> impl Iterator<Item = Grant> {
        let principals = (0..=u8::MAX).filter_map(Principal::read);
        principals.map(|principal| Grant { principal, serial: [0xa5; 7] })
    }

    #[test]
    fn token_has_room_for_every_app_workspace_and_teammate() {
        let teammates: usize = WORKSPACES.iter().map(|each| each.teammates.len()).sum();
        assert_eq!(grants().count(), apps::COUNT * teammates);
        for (byte, grant) in (0..=u8::MAX).filter_map(|byte| Some((byte, Principal::read(byte)?))) {
            assert_eq!(grant.byte(), byte, "{grant:?}");
        }
    }

    #[test]
    fn token_proves_its_grant_under_its_own_seed_only() {
        for grant in grants() {
            let token = grant.token(&Seed::from_bytes([1; 32]));
            assert_eq!(Grant::prove(&Seed::from_bytes([1; 32]), &token), Some(grant));
            assert_eq!(Grant::prove(&Seed::from_bytes([2; 32]), &token), None);
        }
    }

    #[test]
    fn token_has_the_form_of_an_intercom_token() {
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
    fn token_with_one_changed_character_proves_nothing() {
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
    fn other_text_proves_nothing() {
        let seed = Seed::from_bytes([1; 32]);
        let foreign = BASE64_STANDARD.encode("tok:ff000000_0000_0000_0000_000000000000:1:0");
        for text in ["", "dG9r", "=", "ünï", "dG9rOg==", &foreign, &"A".repeat(10_000)] {
            assert_eq!(Grant::prove(&seed, text), None, "{text}");
        }
    }
}
