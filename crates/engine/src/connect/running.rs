//! Which attempts this process drives now: one task each, and how it ended does not matter.

use std::collections::HashMap;

use crate::connector::Connector;

/// An attempt that a task of this process drives, for as long as this lives.
pub(crate) struct Driving {
    connector: Connector,
    id: String,
}

impl Driving {
    /// `None` when another task has it.
    pub(crate) fn begin(connector: &Connector, id: &str) -> Option<Self> {
        let is_free = connector.inner.driven.send_if_modified(|driven| {
            let is_free = !driven.contains_key(id);
            if is_free {
                driven.insert(id.to_string(), false);
            }
            is_free
        });
        is_free.then(|| Self { connector: connector.clone(), id: id.to_string() })
    }

    /// Whether ending the program now would lose what the person came back with: the provider holds the code, or
    /// the token is nowhere but in memory.
    pub(crate) fn set_at_stake(&self, is_at_stake: bool) {
        self.connector.inner.driven.send_modify(|driven| {
            driven.insert(self.id.clone(), is_at_stake);
        });
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        self.connector.inner.driven.send_modify(|driven| {
            driven.remove(&self.id);
        });
    }
}

impl Connector {
    /// Whether a provider is answering a code, or its answer is being stored: ending the program now would lose it.
    /// It takes 20 seconds and a write at most; what could not be written is no longer waited for, but
    /// [`Self::may_quit`] says it.
    pub fn is_at_stake(&self) -> bool {
        self.inner.driven.borrow().values().any(|is_at_stake| *is_at_stake)
    }

    /// Whether this process is working on an attempt that was answered.
    pub fn is_driving(&self) -> bool {
        !self.inner.driven.borrow().is_empty()
    }

    /// Returns when it is working on none.
    pub async fn at_rest(&self) {
        // The sender lives as long as this connector does.
        let _ = self.inner.driven.subscribe().wait_for(HashMap::is_empty).await;
    }

    pub(crate) fn is_driven(&self, id: &str) -> bool {
        self.inner.driven.borrow().contains_key(id)
    }
}
