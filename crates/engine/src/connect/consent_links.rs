//! Authorization URLs of attempts begun by this process. They carry the state, so they live in memory only.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use switchhook_core::AttemptId;
use url::Url;

/// The URLs, and which of them no browser could be asked to open.
#[derive(Default)]
pub(crate) struct ConsentLinks(Mutex<Links>);

#[derive(Default)]
struct Links {
    urls: HashMap<AttemptId, Url>,
    unopened: HashSet<AttemptId>,
}

impl ConsentLinks {
    pub(super) fn keep(&self, attempt: AttemptId, url: Url) {
        self.lock().urls.insert(attempt, url);
    }

    /// The URL of an attempt; `None` for one that was begun elsewhere.
    pub(super) fn url(&self, attempt: &AttemptId) -> Option<Url> {
        self.lock().urls.get(attempt).cloned()
    }

    /// Whether the URL of an attempt is known here.
    pub(super) fn is_known(&self, attempt: &AttemptId) -> bool {
        self.lock().urls.contains_key(attempt)
    }

    /// Whether no browser could be asked to open it, when that was last tried.
    pub(super) fn is_unopened(&self, attempt: &AttemptId) -> bool {
        self.lock().unopened.contains(attempt)
    }

    /// Notes whether a browser could be asked; answers whether that is news.
    pub(super) fn note_opened(&self, attempt: &AttemptId, opened: bool) -> bool {
        let mut links = self.lock();
        if opened { links.unopened.remove(attempt) } else { links.unopened.insert(attempt.clone()) }
    }

    fn lock(&self) -> MutexGuard<'_, Links> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
