//! The meaning of an answer that is no page.

use switchhook_core::{
    ApiPath, ApiRefusal, Endpoint, JsonTextError, PageError, Problem, ProviderError, ProviderProblem,
    ReadRefusal, Unreadable, permission,
};
use tokio::time::Instant;

use super::access::Access;
use super::probe::{RefusedCall, TokenState, probe};
use crate::context::Context;
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::http::{Answer, server_problem};

/// Judges answers that are no page.
pub(super) struct Refusals<'a> {
    pub(super) context: &'a Context,
    pub(super) access: &'a Access,
    /// The path that was asked for.
    pub(super) path: &'a ApiPath,
}

impl Refusals<'_> {
    /// Returns the problem of an answer whose status is not 2xx. Asks more questions where a refusal leaves
    /// a doubt.
    pub(super) async fn problem(&self, answer: &Answer) -> Problem {
        let error = ProviderError::read(&answer.body);
        let code = error.code();
        let refusal = match error.refusal(answer.status) {
            Some(ApiRefusal::Dead) if ApiRefusal::Dead.is_beyond_doubt(code.as_ref()) => ReadRefusal::Dead,
            Some(ApiRefusal::Dead) => self.dead_or_not_allowed().await,
            Some(ApiRefusal::NotAllowed) => ReadRefusal::NotAllowed,
            Some(ApiRefusal::NotInPlan) => ReadRefusal::NotInPlan,
            None => {
                let api_base = &self.access.api_base;
                let server_problem = server_problem(answer, api_base, code.as_ref());
                return server_problem.unwrap_or_else(|| rejected(api_base, answer.status, &error)).into();
            }
        };
        let permission = permission(self.path).filter(|_| refusal == ReadRefusal::NotAllowed);
        let (host, permission) = (self.access.api_base.host(), permission.map(str::to_owned));
        ProviderProblem::ReadRefused { host, refusal, permission, code }.into()
    }

    /// Finds out what a doubtful refusal means. [`ReadRefusal::Unclear`] asks no person to connect again.
    async fn dead_or_not_allowed(&self) -> ReadRefusal {
        let refused = if self.path.steps().eq(["me"]) { RefusedCall::Me } else { RefusedCall::Other };
        match probe(self.context, self.access, refused, Instant::now() + ANSWER_IN, None).await {
            TokenState::Alive => ReadRefusal::NotAllowed,
            TokenState::Dead(_) => ReadRefusal::Dead,
            TokenState::Unknown(_) | TokenState::HeldBack(_) => ReadRefusal::Unclear,
        }
    }
}

/// Returns the problem of a status that is neither a refusal, nor a redirect, a rate limit or a failed
/// server.
fn rejected(api_base: &Endpoint, status: u16, error: &ProviderError) -> ProviderProblem {
    let (host, code) = (api_base.host(), error.code());
    match status {
        404 | 410 => ProviderProblem::NoSuchPath { host, status, code },
        400..=499 => ProviderProblem::BadRequest { host, status, code },
        _ => ProviderProblem::Unreadable { host, why: Unreadable::Status(status), code },
    }
}

/// Returns the problem of a 2xx answer that is no JSON.
pub(super) fn not_json(api_base: &Endpoint, error: JsonTextError) -> Problem {
    unreadable(api_base, Unreadable::Text(error))
}

/// Returns the problem of a next page that leads nowhere.
pub(super) fn no_next_page(api_base: &Endpoint, error: PageError) -> Problem {
    unreadable(api_base, Unreadable::Page(error))
}

/// Returns the problem of an answer that can't be read.
fn unreadable(api_base: &Endpoint, why: Unreadable) -> Problem {
    ProviderProblem::Unreadable { host: api_base.host(), why, code: None }.into()
}
