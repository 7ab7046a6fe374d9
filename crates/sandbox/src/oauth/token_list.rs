//! The tokens that this run handed out, and the permissions that each token began with.
//!
//! The hub shows the list. The first digits of a token's serial name the token and do not reveal it. Tokens of
//! an earlier run are not in the list, but still work.

use std::collections::VecDeque;

use super::{
    permissions::PermissionSet,
    token::{Grant, Serial},
};
use crate::server::seed::hex;

/// The largest number of listed tokens. A further token pushes out the oldest.
const CAPACITY: usize = 500;

/// The latest tokens, newest first.
#[derive(Default)]
pub(crate) struct HandedOut(VecDeque<HandedOutToken>);

/// A token of the list.
#[derive(Clone)]
pub(crate) struct HandedOutToken {
    pub(crate) grant: Grant,
    /// Whether the hub gave the token, as the Developer Hub does for an owner. Otherwise a consent gave it.
    pub(crate) by_hub: bool,
    /// The time of the handing out, in Unix seconds.
    pub(crate) at: u64,
    /// The permissions that the app lacked at that time.
    pub(crate) missing: PermissionSet,
}

impl HandedOutToken {
    /// Returns the token's name on the hub.
    pub(crate) fn name(&self) -> String {
        name(&self.grant.serial)
    }
}

impl HandedOut {
    /// Adds a token at the front of the list.
    pub(crate) fn note(&mut self, token: HandedOutToken) {
        self.0.retain(|each| each.grant != token.grant);
        self.0.truncate(CAPACITY - 1);
        self.0.push_front(token);
    }

    /// Returns all listed tokens, newest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &HandedOutToken> {
        self.0.iter()
    }

    /// Returns the token with this name.
    pub(crate) fn named(&self, name: &str) -> Option<&HandedOutToken> {
        self.0.iter().find(|each| each.name() == name)
    }

    /// Returns the permissions that the app lacked at the time of `grant`; none if the grant is not listed.
    pub(crate) fn missing(&self, grant: &Grant) -> PermissionSet {
        self.0.iter().find(|each| each.grant == *grant).map(|each| each.missing).unwrap_or_default()
    }
}

fn name(serial: &Serial) -> String {
    hex(&serial[..4])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        oauth::{permissions::TAGS, token::Principal},
        records::workspaces::WORKSPACES,
    };

    fn token(serial: u8, missing: PermissionSet) -> HandedOutToken {
        let principal = Principal { app: 0, workspace: &WORKSPACES[0], teammate: 0 };
        HandedOutToken { grant: Grant { principal, serial: [serial; 7] }, by_hub: false, at: 0, missing }
    }

    #[test]
    fn list_keeps_each_token_once_with_its_last_permissions() {
        let mut all = HandedOut::default();
        let without_tags = PermissionSet::of(&[TAGS]);
        for each in [token(1, PermissionSet::default()), token(2, without_tags), token(1, without_tags)] {
            all.note(each);
        }
        assert_eq!(all.all().map(HandedOutToken::name).collect::<Vec<_>>(), ["01010101", "02020202"]);
        assert_eq!(all.missing(&token(1, PermissionSet::default()).grant), without_tags);
        assert_eq!(all.missing(&token(9, without_tags).grant), PermissionSet::default());
        assert!(all.named("02020202").is_some() && all.named("03030303").is_none());
    }

    #[test]
    fn list_stays_within_its_capacity() {
        let mut all = HandedOut::default();
        for n in 0..=CAPACITY {
            let mut one = token(0, PermissionSet::default());
            one.grant.serial[5..].copy_from_slice(&(n as u16).to_be_bytes());
            all.note(one);
        }
        assert_eq!(all.all().count(), CAPACITY);
    }
}
