//! The tokens that this run handed out, for the hub to show, and the permissions each began with.
//!
//! A token is told from another by the first digits of its serial, which are of no use to whoever reads them.
//! Tokens of an earlier run are not here, and work all the same.

use std::collections::VecDeque;

use super::{
    permissions::PermissionSet,
    token::{Grant, Serial},
};
use crate::server::seed::hex;

/// More than this push out the oldest.
const CAPACITY: usize = 500;

/// The newest tokens, the newest first.
#[derive(Default)]
pub(crate) struct HandedOut(VecDeque<HandedOutToken>);

/// One of them.
#[derive(Clone)]
pub(crate) struct HandedOutToken {
    pub(crate) grant: Grant,
    /// Whether the hub gave it, as the Developer Hub gives an owner one; else a consent did.
    pub(crate) by_hub: bool,
    /// Unix seconds.
    pub(crate) at: u64,
    /// What the app lacked then.
    pub(crate) missing: PermissionSet,
}

impl HandedOutToken {
    /// What names it on the hub.
    pub(crate) fn name(&self) -> String {
        name(&self.grant.serial)
    }
}

impl HandedOut {
    /// Notes one.
    pub(crate) fn note(&mut self, token: HandedOutToken) {
        self.0.retain(|each| each.grant != token.grant);
        self.0.truncate(CAPACITY - 1);
        self.0.push_front(token);
    }

    /// All that are remembered, the newest first.
    pub(crate) fn all(&self) -> impl Iterator<Item = &HandedOutToken> {
        self.0.iter()
    }

    /// The one of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&HandedOutToken> {
        self.0.iter().find(|each| each.name() == name)
    }

    /// What the app lacked when `grant` was given; nothing where that is not remembered.
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
    fn the_newest_are_kept_once_each_with_what_they_began_with() {
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
    fn a_loop_of_consents_fills_no_memory() {
        let mut all = HandedOut::default();
        for n in 0..=CAPACITY {
            let mut one = token(0, PermissionSet::default());
            one.grant.serial[5..].copy_from_slice(&(n as u16).to_be_bytes());
            all.note(one);
        }
        assert_eq!(all.all().count(), CAPACITY);
    }
}
