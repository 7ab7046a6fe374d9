//! Finds out whether a refused token is dead.
//!
//! Intercom answers dead tokens and missing permissions alike. Where a refusal leaves a doubt, Switchhook
//! asks other questions. An answer proves that the token works, and so does a refusal that names a
//! permission or the plan.

use switchhook_core::{ApiRefusal, Figure, ProviderProblem};
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::access::Access;
use super::send::{RetryPolicy, send};
use crate::context::Context;
use crate::intercom::api::{ApiFailure, Call, is_over_limit, read_figure, read_me};
use crate::intercom::failure::HttpError;

/// Cheap questions, each with a permission of its own.
const PROBES: [Figure; 3] = [Figure::Contacts, Figure::ConversationsOpen, Figure::Teammates];

/// The state of a token that was refused.
#[derive(Clone)]
pub(crate) enum TokenState {
    /// The token works; the refused call needs a permission.
    Alive,
    /// The provider refused every question as for a dead token.
    Dead(ProviderProblem),
    /// A question got no clear answer, for this reason.
    Unknown(ProviderProblem),
    /// A rate limit stopped a question.
    HeldBack(ProviderProblem),
}

/// The call that was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefusedCall {
    /// `/me`.
    Me,
    /// Any other call.
    Other,
}

/// Returns the state of a refused token, found out before `until`. Each question takes one of the `turns`.
///
/// One proof that the token works ends the questions. Without one, a rate limit counts before an unclear
/// answer. The token is dead only where every question was refused.
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
            Call::Me | Call::Search(_) | Call::Read(_) | Call::Uninstall => {
                read_me(answer, &access.api_base).map(drop)
            }
        };
        match state_by(read) {
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
        // There are probes, so one of the three is set.
        (None, None, None) => TokenState::Alive,
    }
}

/// Returns the state of a token by the answer to one question.
fn state_by(read: Result<(), ApiFailure>) -> TokenState {
    match read {
        Ok(()) => TokenState::Alive,
        Err(ApiFailure { refusal: Some(ApiRefusal::NotAllowed | ApiRefusal::NotInPlan), .. }) => {
            TokenState::Alive
        }
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), problem, .. }) => TokenState::Dead(problem),
        Err(ApiFailure { refusal: None, problem, .. }) => TokenState::Unknown(problem),
    }
}
