//! Authorization URLs of the attempts that this process began. They carry the state, so they live in memory only.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use switchhook_core::AttemptId;
use url::Url;

/// The authorization URLs, and the attempts whose URL no browser took.
#[derive(Default)]
pub(crate) struct ConsentLinks(Mutex<Links>);

#[derive(Default)]
struct Links {
    urls: HashMap<AttemptId, Url>,
    unopened: HashSet<AttemptId>,
}

impl ConsentLinks {
    /// Keeps the authorization URL of an attempt.
    pub(super) fn keep(&self, attempt: AttemptId, url: Url) {
        self.lock().urls.insert(attempt, url);
    }

    /// Returns the authorization URL of an attempt; `None` when another process began the attempt.
    pub(super) fn url(&self, attempt: &AttemptId) -> Option<Url> {
        self.lock().urls.get(attempt).cloned()
    }

    /// Whether this process has the authorization URL of an attempt.
    pub(super) fn is_known(&self, attempt: &AttemptId) -> bool {
        self.lock().urls.contains_key(attempt)
    }

    /// Whether no browser took the authorization URL of an attempt at the last try.
    pub(super) fn is_unopened(&self, attempt: &AttemptId) -> bool {
        self.lock().unopened.contains(attempt)
    }

    /// Notes whether a browser took the authorization URL. Returns whether that is a change.
    pub(super) fn note_opened(&self, attempt: &AttemptId, opened: bool) -> bool {
        let mut links = self.lock();
        if opened { links.unopened.remove(attempt) } else { links.unopened.insert(attempt.clone()) }
    }

    /// Returns the locked content, also after a panic of another thread.
    fn lock(&self) -> MutexGuard<'_, Links> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
