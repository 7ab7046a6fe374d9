//! The one way to an account's token.

use switchhook_core::{
    AccessToken, AccountProblem, Endpoint, Problem, Provider, Region, RegistrationKind, StoreProblem,
};

use crate::accounts::token::{opened, provider};
use crate::context::Context;
use crate::intercom::rate_limit::LimitKeys;
use crate::intercom::sandbox::{self, RunningSandbox};
use crate::store::accounts::AccountRow;

/// What a request to an account's API needs: the address, the token, and the rate limits that it counts against.
#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) api_base: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) limits: LimitKeys,
}

/// Why an account's API can't be asked.
pub(crate) enum NoAccess {
    /// The vault did not open.
    Vault(Problem),
    /// The token is missing or does not open.
    TokenUnreadable,
    /// The address is not known, or the sandbox does not run.
    Address(Problem),
}

impl Access {
    /// Opens the token of an account, and finds its address. A sandbox that is known to run need not be asked again.
    ///
    /// # Errors
    /// [`NoAccess`].
    pub(crate) async fn of(
        context: &Context,
        row: &AccountRow,
        sandbox: Option<&RunningSandbox>,
    ) -> Result<Self, NoAccess> {
        if row.token.is_none() {
            return Err(NoAccess::TokenUnreadable);
        }
        let key = context.vault.key().await.map_err(NoAccess::Vault)?;
        let token = opened(row, &key).ok_or(NoAccess::TokenUnreadable)?;
        let api_base = match sandbox.filter(|_| row.kind == RegistrationKind::Sandbox) {
            Some(sandbox) => sandbox.api_base(row.workspace.region).clone(),
            None => address(context, row).await.map_err(NoAccess::Address)?,
        };
        let limits = LimitKeys::of(&row.id, row.client_id.as_ref(), row.workspace.id.as_ref());
        Ok(Self { api_base, token, limits })
    }

    /// Access with a token that belongs to no account yet.
    pub(crate) fn of_new_token(api_base: &Endpoint, token: &AccessToken) -> Self {
        Self { api_base: api_base.clone(), token: token.clone(), limits: LimitKeys::of_nobody() }
    }
}

impl NoAccess {
    /// The problem, where an unreadable token is this one.
    pub(crate) fn or(self, unreadable: AccountProblem) -> Problem {
        match self {
            Self::Vault(problem) | Self::Address(problem) => problem,
            Self::TokenUnreadable => unreadable.into(),
        }
    }
}

async fn address(context: &Context, row: &AccountRow) -> Result<Endpoint, Problem> {
    let region = row.workspace.region;
    match provider(row.kind, row.api_base.as_deref()) {
        Some(Provider::Sandbox) => {
            Ok(sandbox::ask(&context.home, &context.http).await?.api_base(region).clone())
        }
        Some(Provider::Pinned(api_base)) => Ok(api_base),
        // An unknown region stays at the host that serves all.
        Some(Provider::Intercom) => Endpoint::prefix(Provider::intercom_api(region.unwrap_or(Region::Us)))
            .map_err(|_| StoreProblem::Failed.into()),
        None => Err(StoreProblem::Failed.into()),
    }
}
