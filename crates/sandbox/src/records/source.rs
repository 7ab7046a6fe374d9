//! The source of a workspace's records: its seed, its size and the hour.
//!
//! Each request generates its records, and the sandbox stores none. So ten thousand contacts take no memory and no
//! time at the start. An id contains its record's number. Dates are ages before the records' time, which stands.

use std::sync::OnceLock;

use axum::{extract::FromRequestParts, http::request::Parts};
use serde_json::Value;

use super::{counts::Kind, dice::Dice, workspaces::Workspace};
use crate::{
    control::choices::{Fin, ReadsAnswer, SearchSort},
    oauth::token::Grant,
    server::{errors::ErrorList, intercom::Listener, seed::Seed},
};

/// The records of one workspace at one time.
pub(crate) struct Records {
    pub(crate) workspace: &'static Workspace,
    /// The start of the hour of the records' time, in Unix seconds. All dates count back from it.
    pub(crate) hour: u64,
    /// Whether a page's cursor leads to the page itself: the value `repeated_cursor` of the switch `reads`.
    pub(crate) repeats_cursor: bool,
    /// Whether records are missing outside of lists: the value `stale` of the switch `reads`.
    pub(crate) is_stale: bool,
    /// Whether every search sorts, and not that of contacts alone: the switch `search_sort`.
    pub(crate) sorts_every_search: bool,
    /// Whether the AI agent also handed over the other conversations of the last two days: the switch `fin`.
    pub(crate) fin_hands_over: bool,
    key: u64,
    /// Each company's contacts, computed at most once in a request.
    pub(super) members: OnceLock<Vec<Vec<u64>>>,
    /// The time of each company's last request, computed at most once for each company.
    pub(super) requests: OnceLock<Vec<OnceLock<u64>>>,
}

impl Records {
    /// Returns the records of `workspace` at `now` (Unix seconds).
    pub(crate) fn new(seed: &Seed, workspace: &'static Workspace, now: u64) -> Self {
        // One HMAC gives the workspace's key. Records derive from the key by a cheap mixer, so that a search of ten
        // thousand records is fast. Records are no secret.
        let key = u64::from_be_bytes(seed.derive_some("records", &[workspace.id_code.as_bytes()]));
        Self {
            workspace,
            hour: now - now % 3600,
            repeats_cursor: false,
            is_stale: false,
            sorts_every_search: false,
            fin_hands_over: false,
            key,
            members: OnceLock::new(),
            requests: OnceLock::new(),
        }
    }

    /// Returns the number of records of `kind`.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        kind.count(self.workspace.size)
    }

    /// Returns the random numbers of a record, in a fixed order.
    pub(super) fn dice(&self, kind: Kind, n: u64) -> Dice {
        Dice::new(self.kind_key(kind), n)
    }

    pub(super) fn kind_key(&self, kind: Kind) -> u64 {
        Dice::new(self.key, kind as u64).roll()
    }
}

/// Returns one object with the fields of both.
pub(super) fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(fields), Value::Object(more)) = (&mut one, other) {
        fields.extend(more);
    }
    one
}

impl FromRequestParts<Listener> for Records {
    type Rejection = ErrorList;

    /// Returns the records of the token's workspace. Fails without a grant.
    async fn from_request_parts(parts: &mut Parts, at: &Listener) -> Result<Self, ErrorList> {
        let grant = Grant::from_request_parts(parts, at).await?;
        let switches = at.intercom.switches();
        let mut records = Self::new(&at.intercom.seed, grant.principal.workspace, switches.now.seconds());
        let reads = switches.reads;
        records.repeats_cursor = reads == ReadsAnswer::RepeatedCursor;
        records.is_stale = reads == ReadsAnswer::Stale;
        records.sorts_every_search = switches.search_sort == SearchSort::Honoured;
        records.fin_hands_over = switches.fin == Fin::HandsOver;
        Ok(records)
    }
}
