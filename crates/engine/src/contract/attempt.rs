//! The shape of an attempt that leaves the process.

use serde::Serialize;
use switchhook_core::{
    AccountId, Answered, AttemptId, AttemptStage, RegistrationId, ReturnRoute, WorkspaceId,
};

use super::failure::Failure;

/// One attempt to connect an account, as the window draws it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(concrete(P = Failure)))]
pub struct Attempt<P = Failure> {
    /// The attempt's id.
    pub id: AttemptId,
    /// The attempt's stage.
    pub stage: AttemptStage,
    /// The registration's name.
    pub registration: String,
    /// The registration's id.
    pub registration_id: RegistrationId,
    /// Whether the attempt is for the sandbox.
    pub sandbox: bool,
    /// The host of the authorization URL; empty when the stored endpoint is damaged.
    pub host: String,
    /// How the answer returns to Switchhook.
    pub return_route: ReturnRoute,
    /// When the attempt began.
    pub started_at: String,
    /// When Switchhook stops waiting for the answer.
    pub expires_at: String,
    /// When the answer came; null before that.
    pub claimed_at: Option<String>,
    /// The number of refused links that named this attempt.
    pub strays: u32,
    /// Whether a link came with the attempt's state and without an answer. The person may have pressed Back.
    pub empty_return: bool,
    /// The port of this computer at which the browser brings the answer; null on the other return routes.
    pub port: Option<u16>,
    /// Whether the browser can't bring the answer: this process can't listen on the port of the redirect URI.
    pub port_unavailable: bool,
    /// Whether this process could ask no browser to open the consent page.
    pub no_browser: bool,
    /// Whether this process can open the consent page again, since it holds the authorization URL.
    pub can_reopen: bool,
    /// The account that gets a new token; null for an attempt to add an account.
    pub reconnects: Option<AccountId>,
    /// The id of the only workspace that the attempt may connect; null for any.
    pub workspace: Option<WorkspaceId>,
    /// The identity that answered instead of the awaited one; null where none did.
    pub answered: Option<Answered>,
    /// The account that the attempt connected; null before that.
    pub account_id: Option<AccountId>,
    /// The problem that ended the attempt, or that a person must decide on.
    pub error: Option<P>,
}

impl Attempt {
    /// Returns the attempt with its problem converted by `form`, for example to words.
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
            port: self.port,
            port_unavailable: self.port_unavailable,
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
