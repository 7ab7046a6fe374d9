//! The last requests to the API and the consent page, with their answers, for the hub.
//!
//! The journal leaves out query and headers, since they may contain a code, a secret or a token.

use std::collections::VecDeque;

use serde::Serialize;

const CAPACITY: usize = 200;

/// The latest requests, newest first.
#[derive(Default)]
pub(crate) struct Journal(VecDeque<Entry>);

/// One request and its answer.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    /// The time of the answer, in Unix seconds.
    pub(crate) at: u64,
    pub(crate) region: &'static str,
    pub(crate) method: String,
    /// The path without the query, cut to 120 bytes.
    pub(crate) path: String,
    pub(crate) status: u16,
    /// The `code` of the `error.list`, if the answer is one.
    pub(crate) error: Option<&'static str>,
    /// The `message` of the `error.list`.
    pub(crate) message: Option<String>,
    /// The name of the token's app, if the request carried a valid token.
    pub(crate) app: Option<String>,
    /// The name of the token's workspace.
    pub(crate) workspace: Option<&'static str>,
    pub(crate) request_id: String,
}

impl Journal {
    /// Adds a request and drops the oldest one at capacity.
    pub(crate) fn note(&mut self, mut entry: Entry) {
        entry.path.truncate(entry.path.floor_char_boundary(120));
        self.0.truncate(CAPACITY - 1);
        self.0.push_front(entry);
    }

    /// Returns the requests, newest first.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journal_keeps_the_latest_requests_with_short_paths() {
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
