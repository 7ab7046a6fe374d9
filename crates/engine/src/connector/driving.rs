//! Which attempts this process drives now: one task each, and how it ended does not matter.

use std::sync::PoisonError;

use super::Connector;

/// An attempt that a task of this process drives, for as long as this lives.
pub(super) struct Driving {
    connector: Connector,
    id: String,
}

impl Driving {
    /// `None` when another task has it.
    pub(super) fn begin(connector: &Connector, id: &str) -> Option<Self> {
        let mut driven = connector.inner.driven.lock().unwrap_or_else(PoisonError::into_inner);
        if driven.contains_key(id) {
            return None;
        }
        driven.insert(id.to_string(), false);
        Some(Self { connector: connector.clone(), id: id.to_string() })
    }

    /// Whether the provider holds this attempt's code, and its answer is awaited.
    pub(super) fn set_answering(&self, answering: bool) {
        let mut driven = self.connector.inner.driven.lock().unwrap_or_else(PoisonError::into_inner);
        driven.insert(self.id.clone(), answering);
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        let mut driven = self.connector.inner.driven.lock().unwrap_or_else(PoisonError::into_inner);
        driven.remove(&self.id);
    }
}

impl Connector {
    /// Whether a provider is answering a code: ending the program now would lose it. It takes 20 seconds
    /// at most.
    pub fn is_answering(&self) -> bool {
        let driven = self.inner.driven.lock().unwrap_or_else(PoisonError::into_inner);
        driven.values().any(|answering| *answering)
    }

    pub(super) fn is_driven(&self, id: &str) -> bool {
        self.inner.driven.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }
}
