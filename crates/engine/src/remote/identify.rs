//! Finds out to which account a new token belongs, or why that stays unknown.

use switchhook_core::{AccessToken, ApiRefusal, Endpoint, Me, ProviderProblem};
use tokio::time::Instant;

use super::access::Access;
use super::probe::{RefusedCall, TokenState, probe};
use super::send::{RetryPolicy, send};
use crate::context::Context;
use crate::intercom::api::{ApiFailure, Call, read_me};
use crate::intercom::failure::ANSWER_IN;

/// Why a token's account stays unknown.
pub(crate) enum NotIdentified {
    /// The token works, but may not ask `/me`.
    Alive(ProviderProblem),
    /// The token is dead.
    Dead(ProviderProblem),
    /// The provider was not reached, or its answer was not understood.
    Unknown(ProviderProblem),
}

/// Asks `/me` with a token that belongs to no account yet. Where the provider refuses, finds out whether the
/// token is dead.
///
/// # Errors
/// [`NotIdentified`] where the token may not ask, where it is dead, or where the provider gives no clear
/// answer.
pub(crate) async fn identify(
    context: &Context,
    api_base: &Endpoint,
    token: &AccessToken,
) -> Result<Me, NotIdentified> {
    let access = Access::of_new_token(api_base, token);
    let ApiFailure { refusal, problem, is_beyond_doubt } = match me(context, &access).await {
        Ok(me) => return Ok(me),
        Err(failure) => failure,
    };
    let may_not = || NotIdentified::Alive(ProviderProblem::MayNotIdentify { host: api_base.host() });
    Err(match refusal {
        Some(ApiRefusal::NotAllowed) => may_not(),
        Some(ApiRefusal::NotInPlan) => NotIdentified::Alive(problem),
        Some(ApiRefusal::Dead) if is_beyond_doubt => NotIdentified::Dead(problem),
        Some(ApiRefusal::Dead) => {
            match probe(context, &access, RefusedCall::Me, Instant::now() + ANSWER_IN, None).await {
                TokenState::Alive => may_not(),
                TokenState::Dead(_) => NotIdentified::Dead(problem),
                TokenState::Unknown(why) | TokenState::HeldBack(why) => NotIdentified::Unknown(why),
            }
        }
        None => NotIdentified::Unknown(problem),
    })
}

/// Asks `/me` with a token that belongs to no account yet. Does not look into a refusal.
///
/// # Errors
/// [`ApiFailure`] where there is no answer, the provider refuses or fails, or the body can't be read.
pub(crate) async fn me(context: &Context, access: &Access) -> Result<Me, ApiFailure> {
    let policy = RetryPolicy { limit_tries: 3, ..RetryPolicy::patient() };
    let sent = send(context, access, Call::Me, policy, |_| ()).await;
    read_me(sent.answer, &access.api_base)
}
