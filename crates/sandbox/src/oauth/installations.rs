//! The dead tokens: uninstalled, revoked one by one, or replaced.
//!
//! Tokens are stateless, so a principal without an uninstall has no entry here. After an uninstall, only
//! the serials granted since then are alive. A restart forgets everything here, and killed tokens work again.

use std::collections::{HashMap, HashSet};

use super::token::{Grant, Principal, Serial};

/// The uninstalls and revocations of this run.
#[derive(Default)]
pub(crate) struct Installations {
    /// For each principal's byte, the serials granted since the last uninstall.
    granted_since: HashMap<u8, HashSet<Serial>>,
    revoked: HashSet<(u8, Serial)>,
}

impl Installations {
    /// Records a new grant. After an uninstall, the grant installs the app again.
    pub(crate) fn install(&mut self, grant: &Grant) {
        let key = grant.principal.byte();
        if let Some(granted) = self.granted_since.get_mut(&key) {
            granted.insert(grant.serial);
        }
        self.revoked.remove(&(key, grant.serial));
    }

    /// Kills every earlier grant of `principal`.
    pub(crate) fn kill_all(&mut self, principal: &Principal) {
        self.granted_since.insert(principal.byte(), HashSet::new());
    }

    /// Kills one grant.
    pub(crate) fn revoke(&mut self, grant: &Grant) {
        self.revoked.insert((grant.principal.byte(), grant.serial));
    }

    /// Whether the grant's token still works.
    pub(crate) fn is_alive(&self, grant: &Grant) -> bool {
        let key = grant.principal.byte();
        let killed = self.granted_since.get(&key).is_some_and(|granted| !granted.contains(&grant.serial));
        !killed && !self.revoked.contains(&(key, grant.serial))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::workspaces::WORKSPACES;

    fn grant(app: usize, place: usize, serial: u8) -> Grant {
        let principal = Principal { app, workspace: &WORKSPACES[place], teammate: 0 };
        Grant { principal, serial: [serial; 7] }
    }

    #[test]
    fn uninstall_kills_earlier_grants_of_its_principal_only() {
        let (old, new) = (grant(0, 0, 1), grant(0, 0, 2));
        let elsewhere = [grant(0, 1, 1), grant(1, 0, 1)];
        let mut installations = Installations::default();
        installations.install(&old);
        assert!(installations.is_alive(&old));

        installations.kill_all(&old.principal);
        installations.install(&new);
        assert!(!installations.is_alive(&old));
        assert!(installations.is_alive(&new));
        assert!(elsewhere.iter().all(|grant| installations.is_alive(grant)));

        installations.kill_all(&old.principal);
        assert!(!installations.is_alive(&new));
    }

    #[test]
    fn revocation_kills_one_grant_until_its_next_issue() {
        let (one, other) = (grant(0, 0, 1), grant(0, 0, 2));
        let mut installations = Installations::default();
        installations.revoke(&one);
        assert!(!installations.is_alive(&one));
        assert!(installations.is_alive(&other));
        installations.install(&one);
        assert!(installations.is_alive(&one));
    }
}
