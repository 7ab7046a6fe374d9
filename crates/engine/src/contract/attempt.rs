//! An attempt to connect an account, as it leaves the process.

use serde::Serialize;
use switchhook_core::{
    AccountId, Answered, AttemptId, AttemptStage, RegistrationId, ReturnRoute, WorkspaceId,
};

use super::failure::Failure;

/// One attempt to connect, as the tracker draws it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(concrete(P = Failure)))]
pub struct Attempt<P = Failure> {
    /// Its id.
    pub id: AttemptId,
    /// Where it stands.
    pub stage: AttemptStage,
    /// The name of the registration.
    pub registration: String,
    /// Its id.
    pub registration_id: RegistrationId,
    /// Whether it goes to the sandbox.
    pub sandbox: bool,
    /// The host that the browser was asked to open.
    pub host: String,
    /// How the answer comes home.
    pub return_route: ReturnRoute,
    /// When it began.
    pub started_at: String,
    /// When waiting ends.
    pub expires_at: String,
    /// When its answer came.
    pub claimed_at: Option<String>,
    /// Links with its state that were not its answer.
    pub strays: u32,
    /// A return came with its state and no answer: people press Back.
    pub empty_return: bool,
    /// No browser could be asked to open its page, by this process.
    pub no_browser: bool,
    /// Whether this process still holds its authorization URL.
    pub can_reopen: bool,
    /// The account that gets a new token.
    pub reconnects: Option<AccountId>,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<WorkspaceId>,
    /// Who answered instead, where it was refused.
    pub answered: Option<Answered>,
    /// The account it connected.
    pub account_id: Option<AccountId>,
    /// What it ended with.
    pub error: Option<P>,
}

impl Attempt {
    /// The attempt with its problem in another form, such as words.
    pub fn map<P>(self, form: impl Fn(Failure) -> P) -> Attempt<P> {
        Attempt {
            id: self.id,
            stage: self.stage,
            registration: self.registration,
            registration_id: self.registration_id,
            sandbox: self.sandbox,
            host: self.host,
            return_route: self.return_route,
            started_at: self.started_at,
            expires_at: self.expires_at,
            claimed_at: self.claimed_at,
            strays: self.strays,
            empty_return: self.empty_return,
            no_browser: self.no_browser,
            can_reopen: self.can_reopen,
            reconnects: self.reconnects,
            workspace: self.workspace,
            answered: self.answered,
            account_id: self.account_id,
            error: self.error.map(form),
        }
    }
}
