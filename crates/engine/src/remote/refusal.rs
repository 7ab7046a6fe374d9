//! What it means that there is no page.

use switchhook_core::{
    ApiPath, ApiRefusal, Endpoint, JsonTextError, PageError, Problem, ProviderError, ProviderProblem,
    ReadRefusal, Unreadable, permission,
};
use tokio::time::Instant;

use super::access::Access;
use super::probe::{RefusedCall, TokenState, probe};
use crate::context::Context;
use crate::intercom::failure::ANSWER_IN;
use crate::intercom::http::{Answer, trouble};

/// Judges answers that are no page.
pub(super) struct Refusals<'a> {
    pub(super) context: &'a Context,
    pub(super) access: &'a Access,
    /// What was asked for.
    pub(super) path: &'a ApiPath,
}

impl Refusals<'_> {
    /// The problem of a status other than 2xx.
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
                let trouble = trouble(answer, api_base, code.as_ref());
                return trouble.unwrap_or_else(|| not_taken(api_base, answer.status, &error)).into();
            }
        };
        let permission = permission(self.path).filter(|_| refusal == ReadRefusal::NotAllowed);
        let (host, permission) = (self.access.api_base.host(), permission.map(str::to_owned));
        ProviderProblem::ReadRefused { host, refusal, permission, code }.into()
    }

    /// Where it can't be settled, nobody is told to connect again.
    async fn dead_or_not_allowed(&self) -> ReadRefusal {
        let refused = if self.path.steps().eq(["me"]) { RefusedCall::Me } else { RefusedCall::Other };
        match probe(self.context, self.access, refused, Instant::now() + ANSWER_IN, None).await {
            TokenState::Alive => ReadRefusal::NotAllowed,
            TokenState::Dead(_) => ReadRefusal::Dead,
            TokenState::Unknown(_) | TokenState::HeldBack(_) => ReadRefusal::Unclear,
        }
    }
}

fn not_taken(api_base: &Endpoint, status: u16, error: &ProviderError) -> ProviderProblem {
    let (host, code) = (api_base.host(), error.code());
    match status {
        404 | 410 => ProviderProblem::NoSuchPath { host, status, code },
        400..=499 => ProviderProblem::BadRequest { host, status, code },
        _ => ProviderProblem::Unreadable { host, why: Unreadable::Status(status), code },
    }
}

/// The problem of an answer that was meant well and is no JSON.
pub(super) fn no_json(api_base: &Endpoint, error: JsonTextError) -> Problem {
    unreadable(api_base, Unreadable::Text(error))
}

/// The problem of a next page that leads nowhere.
pub(super) fn lost(api_base: &Endpoint, error: PageError) -> Problem {
    unreadable(api_base, Unreadable::Page(error))
}

fn unreadable(api_base: &Endpoint, why: Unreadable) -> Problem {
    ProviderProblem::Unreadable { host: api_base.host(), why, code: None }.into()
}
