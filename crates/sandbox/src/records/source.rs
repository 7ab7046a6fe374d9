//! Where the records of a workspace come from: its seed, its size and the hour.
//!
//! Records are generated for each request and never stored. Ten thousand contacts take no memory and no time at start-up, and an
//! id tells its number. Dates are ages, so something is always new.

use std::sync::OnceLock;

use axum::{extract::FromRequestParts, http::request::Parts};
use serde_json::Value;

use super::{counts::Kind, dice::Dice, workspaces::Workspace};
use crate::{
    control::choices::ReadsAnswer,
    oauth::token::Grant,
    server::{errors::ErrorList, intercom::Listener, seed::Seed},
};

/// The records of one workspace, as they are in one hour.
pub(crate) struct Records {
    pub(crate) workspace: &'static Workspace,
    /// The start of the hour: what all dates count back from, so that two answers within an hour
    /// are the same.
    pub(crate) hour: u64,
    /// Whether a cursor leads to itself, as a switch of the sandbox says.
    pub(crate) repeats_cursor: bool,
    /// Whether what is listed is not there when it is asked for alone, as a switch may say.
    pub(crate) is_stale: bool,
    key: u64,
    /// Each company's contacts; counted once a request, and only in those that need it.
    pub(super) members: OnceLock<Vec<Vec<u64>>>,
    /// When each company last made a request; found out once, for those that were asked for.
    pub(super) requests: OnceLock<Vec<OnceLock<u64>>>,
}

impl Records {
    /// The records of `workspace` at `now`, in Unix seconds.
    pub(crate) fn new(seed: &Seed, workspace: &'static Workspace, now: u64) -> Self {
        // One derivation a workspace: the records branch off it by a mixer, which is cheap enough
        // to search ten thousand of them, and they are no secret.
        let key = u64::from_be_bytes(seed.derive_some("records", &[workspace.id_code.as_bytes()]));
        Self {
            workspace,
            hour: now - now % 3600,
            repeats_cursor: false,
            is_stale: false,
            key,
            members: OnceLock::new(),
            requests: OnceLock::new(),
        }
    }

    /// How many of `kind` there are.
    pub(crate) fn count(&self, kind: Kind) -> u64 {
        kind.count(self.workspace.size)
    }

    /// What is random about a record, in a fixed order.
    pub(super) fn dice(&self, kind: Kind, n: u64) -> Dice {
        Dice::new(self.kind_key(kind), n)
    }

    pub(super) fn kind_key(&self, kind: Kind) -> u64 {
        Dice::new(self.key, kind as u64).roll()
    }
}

/// One object of the fields of two.
pub(super) fn merged(mut one: Value, other: Value) -> Value {
    if let (Value::Object(fields), Value::Object(more)) = (&mut one, other) {
        fields.extend(more);
    }
    one
}

impl FromRequestParts<Listener> for Records {
    type Rejection = ErrorList;

    /// The records that the request's token gives access to.
    async fn from_request_parts(parts: &mut Parts, at: &Listener) -> Result<Self, ErrorList> {
        let grant = Grant::from_request_parts(parts, at).await?;
        let mut records = Self::new(&at.intercom.seed, grant.principal.workspace, at.intercom.now());
        let reads = at.intercom.switches().reads;
        records.repeats_cursor = reads == ReadsAnswer::RepeatedCursor;
        records.is_stale = reads == ReadsAnswer::Stale;
        Ok(records)
    }
}
