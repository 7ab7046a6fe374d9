//! Which tokens an uninstall has killed.
//!
//! Tokens are stateless, so a workspace that was never uninstalled keeps nothing here. After an
//! uninstall only the serials consented to since are alive. A restart forgets uninstalls: the
//! tokens killed by one then work again.

use std::collections::{HashMap, HashSet};

use crate::token::{Grant, Serial};
use crate::workspaces::Workspace;

/// The uninstalls of this run.
#[derive(Default)]
pub(crate) struct Installations {
    /// By workspace id, the serials granted since its last uninstall.
    granted_since: HashMap<&'static str, HashSet<Serial>>,
}

impl Installations {
    /// Notes a new grant, which installs the app anew where it was uninstalled.
    pub(crate) fn install(&mut self, grant: &Grant) {
        if let Some(granted) = self.granted_since.get_mut(grant.workspace.id_code) {
            granted.insert(grant.serial);
        }
    }

    /// Removes the app from `workspace`: every grant so far is dead.
    pub(crate) fn uninstall(&mut self, workspace: &'static Workspace) {
        self.granted_since.insert(workspace.id_code, HashSet::new());
    }

    /// Whether the grant still holds.
    pub(crate) fn is_alive(&self, grant: &Grant) -> bool {
        match self.granted_since.get(grant.workspace.id_code) {
            Some(granted) => granted.contains(&grant.serial),
            None => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspaces::WORKSPACES;

    #[test]
    fn an_uninstall_kills_the_older_grants_of_its_workspace_only() {
        let old = Grant { workspace: &WORKSPACES[0], serial: [1; 7] };
        let new = Grant { workspace: &WORKSPACES[0], serial: [2; 7] };
        let elsewhere = Grant { workspace: &WORKSPACES[1], serial: [1; 7] };
        let mut installations = Installations::default();
        installations.install(&old);
        assert!(installations.is_alive(&old));

        installations.uninstall(old.workspace);
        installations.install(&new);
        assert!(!installations.is_alive(&old));
        assert!(installations.is_alive(&new));
        assert!(installations.is_alive(&elsewhere));

        installations.uninstall(old.workspace);
        assert!(!installations.is_alive(&new));
    }
}
