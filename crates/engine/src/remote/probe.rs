//! Finds out whether a refused token is dead. Intercom answers dead tokens and missing permissions alike, so a refusal that
//! leaves a doubt is settled by other questions: any that is answered, or refused by name, proves that the token lives.

use switchhook_core::{ApiRefusal, Figure, ProviderProblem};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::access::Access;
use super::send::{RetryPolicy, send};
use crate::context::Context;
use crate::intercom::api::{ApiFailure, Call, is_over_limit, read_figure, read_me};
use crate::intercom::failure::HttpError;

/// Cheap questions, each of another permission.
const PROBES: [Figure; 3] = [Figure::Contacts, Figure::ConversationsOpen, Figure::Teammates];

/// What is known of a token that was refused.
#[derive(Clone)]
pub(crate) enum TokenState {
    /// It lives; what was refused takes a permission.
    Alive,
    /// Nothing that was asked for is answered.
    Dead(ProviderProblem),
    /// Not everything told, and why.
    Unknown(ProviderProblem),
    /// A rate limit left it unsettled.
    HeldBack(ProviderProblem),
}

/// The call that was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusedCall {
    Me,
    Other,
}

/// Settles a refusal before `until`. Each question takes a turn.
pub(crate) async fn probe(
    context: &Context,
    access: &Access,
    refused: RefusedCall,
    until: Instant,
    turns: Option<&Semaphore>,
) -> TokenState {
    let (mut held_back, mut unknown, mut dead) = (None, None, None);
    let me = (refused == RefusedCall::Other).then_some(Call::Me);
    let policy = RetryPolicy { turns, ..RetryPolicy::once(until) };
    for call in me.into_iter().chain(PROBES.map(Call::Figure)) {
        let sent = timeout_at(until, send(context, access, call, policy, |_| ())).await;
        let answer = sent.map_or(Err(HttpError::Late(None)), |sent| sent.answer);
        let is_over_limit = is_over_limit(&answer);
        let read = match call {
            Call::Figure(figure) => read_figure(answer, &access.api_base, figure).map(drop),
            Call::Me | Call::Read(_) | Call::Uninstall => read_me(answer, &access.api_base).map(drop),
        };
        match heard(read) {
            TokenState::Dead(problem) => dead = dead.or(Some(problem)),
            TokenState::Unknown(problem) if is_over_limit => held_back = Some(problem),
            TokenState::Unknown(problem) => unknown = Some(problem),
            alive => return alive,
        }
    }
    match (held_back, unknown, dead) {
        (Some(problem), ..) => TokenState::HeldBack(problem),
        (None, Some(problem), _) => TokenState::Unknown(problem),
        (None, None, Some(problem)) => TokenState::Dead(problem),
        // There are probes, so something was heard.
        (None, None, None) => TokenState::Alive,
    }
}

fn heard(read: Result<(), ApiFailure>) -> TokenState {
    match read {
        Ok(()) => TokenState::Alive,
        Err(ApiFailure { refusal: Some(ApiRefusal::NotAllowed | ApiRefusal::NotInPlan), .. }) => {
            TokenState::Alive
        }
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), problem, .. }) => TokenState::Dead(problem),
        Err(ApiFailure { refusal: None, problem, .. }) => TokenState::Unknown(problem),
    }
}
