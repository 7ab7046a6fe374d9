//! The last requests of the API and the consent page, for the hub: what came and what was answered.
//!
//! The query and the headers are left out: they may hold a code, a secret or a token.

use std::collections::VecDeque;

use serde::Serialize;

const CAPACITY: usize = 200;

/// The newest requests, the newest first.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Entry>);

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// Unix seconds.
    pub(crate) at: u64,
    pub(crate) region: &'static str,
    pub(crate) method: String,
    /// The path alone, without the query.
    pub(crate) path: String,
    pub(crate) status: u16,
    /// The `code` of an `error.list`, and what it says.
    pub(crate) error: Option<&'static str>,
    pub(crate) message: Option<String>,
    /// Whose token it was: app and workspace, where it was a good one.
    pub(crate) app: Option<String>,
    pub(crate) workspace: Option<&'static str>,
    pub(crate) request_id: String,
}

impl Journal {
    /// Notes one; the oldest makes room.
    pub(crate) fn note(&mut self, mut entry: Entry) {
        entry.path.truncate(entry.path.floor_char_boundary(120));
        self.0.truncate(CAPACITY - 1);
        self.0.push_front(entry);
    }

    /// The newest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_requests_are_kept_and_their_paths_are_short() {
        let mut journal = Journal::default();
        for n in 0..=CAPACITY as u64 {
            journal.note(Entry {
                at: n,
                region: "US",
                method: "GET".to_owned(),
                path: "/ü".repeat(200),
                status: 404,
                error: None,
                message: None,
                app: None,
                workspace: None,
                request_id: String::new(),
            });
        }
        let entries = journal.entries();
        assert_eq!(entries.len(), CAPACITY);
        assert_eq!((entries[0].at, entries[CAPACITY - 1].at), (CAPACITY as u64, 1));
        assert!(entries[0].path.len() <= 120);
    }
}
