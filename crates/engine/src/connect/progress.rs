//! One attempt under way, as data: its row, its place in the flow, and what memory alone holds of it.

use switchhook_core::{
    AccessToken, AuthorizationCode, ConnectFlow, Effect, Identity, Input, Me, Provider, Purpose,
    RegistrationKind, Stage,
};

use super::running::RunningAttempt;
use crate::host::clock::now;
use crate::remote::identify::NotIdentified;
use crate::store::account_rows::AccountRow;
use crate::store::attempts::AttemptRow;

/// An attempt under way.
pub(super) struct Progress {
    pub(super) row: AttemptRow,
    pub(super) flow: ConnectFlow,
    /// The right to drive it, from its claim on.
    pub(super) running: Option<RunningAttempt>,
    pub(super) code: Option<AuthorizationCode>,
    pub(super) token: Option<AccessToken>,
    pub(super) me: Me,
    pub(super) identity: Option<Identity>,
    /// Why nothing tells whose the token is.
    pub(super) not_identified: Option<NotIdentified>,
}

impl Progress {
    /// An attempt as its row has it.
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

    /// Whether the store refused its token or its account.
    pub(super) const fn is_unsaved(&self) -> bool {
        matches!(self.flow.stage, Stage::Unsaved(_))
    }

    /// Whether the flow warns of losing the token at this input.
    pub(super) fn warns(&self, input: Input) -> bool {
        self.flow.clone().step(input, now()).effects.contains(&Effect::WarnUnsaved)
    }

    pub(super) fn set_would_lose_answer(&self, would_lose: bool) {
        if let Some(running) = &self.running {
            running.set_would_lose_answer(would_lose);
        }
    }

    /// The API address that serves every later call, where one was given.
    pub(super) fn pinned(&self) -> Option<&str> {
        let is_pinned = self.row.api_pinned && self.row.kind != RegistrationKind::Sandbox;
        is_pinned.then_some(self.row.api_base.as_str())
    }

    /// Whether a token of this attempt may be a token of that account, as far as client, provider and workspace tell.
    pub(super) fn may_be_of(&self, account: &AccountRow) -> bool {
        let same_client = account.client_id.as_ref() == Some(&self.row.client_id);
        let same_workspace = account.workspace.id.is_none() || account.workspace.id == self.me.workspace.id;
        let key = |kind, pinned| Provider::of(kind, pinned).map(|provider| provider.key());
        let its = key(account.kind, account.api_base.as_deref());
        let same_provider =
            account.kind == self.row.kind && its.is_some() && its == key(self.row.kind, self.pinned());
        same_client && same_provider && same_workspace
    }
}
