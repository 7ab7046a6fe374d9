//! The data of one attempt under way: its row, its place in the flow, and what only memory holds.

use switchhook_core::{
    AccessToken, AuthorizationCode, ConnectFlow, Effect, Identity, Input, Me, Provider, Purpose,
    RegistrationKind, Stage,
};

use super::running::RunningAttempt;
use crate::host::clock::now;
use crate::remote::identify::NotIdentified;
use crate::store::account_rows::AccountRow;
use crate::store::attempts::AttemptRow;

/// The data of one attempt under way.
pub(super) struct Progress {
    pub(super) row: AttemptRow,
    pub(super) flow: ConnectFlow,
    /// The mark that this process drives the attempt, from its claim on.
    pub(super) running: Option<RunningAttempt>,
    pub(super) code: Option<AuthorizationCode>,
    pub(super) token: Option<AccessToken>,
    pub(super) me: Me,
    pub(super) identity: Option<Identity>,
    /// Why `/me` did not identify the token.
    pub(super) not_identified: Option<NotIdentified>,
}

impl Progress {
    /// Makes the data of an attempt from its row. Code and token are not in memory.
    pub(super) fn of(row: AttemptRow) -> Self {
        let purpose = match (&row.reconnects, &row.workspace) {
            (Some(_), _) => Purpose::Reconnect,
            (None, Some(_)) => Purpose::ConnectOnly,
            (None, None) => Purpose::Connect,
        };
        let stage = row.stage.flow(row.claimed_at.unwrap_or(row.started_at));
        let flow = ConnectFlow { stage, purpose, expires_at: row.expires_at };
        Self {
            row,
            flow,
            running: None,
            code: None,
            token: None,
            me: Me::default(),
            identity: None,
            not_identified: None,
        }
    }

    /// Whether the store refused the token or the account.
    pub(super) const fn is_unsaved(&self) -> bool {
        matches!(self.flow.stage, Stage::Unsaved(_))
    }

    /// Whether the flow warns that this input would lose the token.
    pub(super) fn warns(&self, input: Input) -> bool {
        self.flow.clone().step(input, now()).effects.contains(&Effect::WarnUnsaved)
    }

    /// Notes whether an end of the program would lose the answer. Does nothing before the claim.
    pub(super) fn set_would_lose_answer(&self, would_lose: bool) {
        if let Some(running) = &self.running {
            running.set_would_lose_answer(would_lose);
        }
    }

    /// Returns the API address that the person gave for all calls; `None` where they gave none, and for the sandbox.
    pub(super) fn pinned(&self) -> Option<&str> {
        let is_pinned = self.row.api_pinned && self.row.kind != RegistrationKind::Sandbox;
        is_pinned.then_some(self.row.api_base.as_str())
    }

    /// Whether the attempt's token may belong to an account: client and provider are equal, and the workspace, where it is
    /// known.
    pub(super) fn may_be_of(&self, account: &AccountRow) -> bool {
        let same_client = account.client_id.as_ref() == Some(&self.row.client_id);
        let same_workspace = account.workspace.id.is_none() || account.workspace.id == self.me.workspace.id;
        let key = |kind, pinned| Provider::of(kind, pinned).map(|provider| provider.key());
        let account_key = key(account.kind, account.api_base.as_deref());
        let same_provider = account.kind == self.row.kind
            && account_key.is_some()
            && account_key == key(self.row.kind, self.pinned());
        same_client && same_provider && same_workspace
    }
}
