//! Connects accounts by access tokens that a person pastes: checks the token by `/me`, seals and stores it.

use std::sync::Arc;

use switchhook_core::{
    AccessToken, AccountId, AccountProblem, Answered, Endpoint, Identity, Me, Problem, Provider,
    ProviderProblem, Region, RegistrationKind, StoreProblem,
};

use super::regions::{Host, Known, api_base, first_that_knows, intercom_hosts};
use crate::accounts::labels::{checked_name, checked_tags};
use crate::accounts::manage::row;
use crate::accounts::save::{NewAccount, save};
use crate::accounts::shown::answered;
use crate::context::Context;
use crate::contract::Connected;
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::vault::account_token::opened;

/// The handle for accounts whose token a person pastes.
#[derive(Clone)]
pub struct OwnTokens {
    context: Arc<Context>,
}

/// An own token, and what a person says of it.
pub struct OwnToken {
    /// The token, which the person typed or piped.
    pub token: AccessToken,
    /// The region of the token's workspace; `None` to ask Intercom's hosts in turn.
    pub region: Option<Region>,
    /// The API address; `None` for Intercom's own.
    ///
    /// With `replaces`, Switchhook asks the account's own address, which the old token proves: another address here is
    /// refused. Where the old token does not open, this address is required.
    pub api_base: Option<String>,
    /// A name for a new account; `None` for the workspace's name.
    pub name: Option<String>,
    /// Tags for a new account.
    pub tags: Vec<String>,
    /// The account that gets this token; `None` to add an account.
    ///
    /// This account must have an own token. The new token must be of its workspace and teammate, and of no other account.
    pub replaces: Option<AccountId>,
}

impl OwnToken {
    /// Makes a request to add an account by this token, at the host of Intercom that knows it.
    pub const fn new(token: AccessToken) -> Self {
        Self { token, region: None, api_base: None, name: None, tags: Vec::new(), replaces: None }
    }
}

impl OwnTokens {
    /// Makes a handle over this home.
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Checks an own token by `/me`, and stores it with a new or known account. Returns the account.
    ///
    /// Without region and address, Switchhook asks Intercom's hosts one after the other, until one knows the token.
    ///
    /// A token that lives, but may not ask `/me`, is stored as an unverified account. Switchhook stores no token that the
    /// provider refuses, or that it could not check: the person still has it.
    ///
    /// # Errors
    /// - `usage` for a name, tag or address that can't be used, or an account to which no own token belongs.
    /// - `code_rejected` for a token that the provider refuses, or that may not ask `/me` to prove the account whose token it
    ///   replaces.
    /// - `wrong_workspace` when the token is not of the account that it replaces, or is of another stored account.
    /// - `not_found` when there is no such account, also when a person forgets it meanwhile.
    /// - `provider_unreadable` for an answer that can't be read, or that gives too little to prove that account.
    /// - `provider_unreachable`, a vault code, or `store_failed`.
    pub async fn add(&self, own: OwnToken) -> Result<Connected, Problem> {
        self.keep(self.checked(own).await?).await
    }

    /// Checks an own token by `/me`. Stores nothing, so that a caller may drop this wait.
    ///
    /// Fails as [`Self::add`] does before it stores.
    pub(super) async fn checked(&self, own: OwnToken) -> Result<NewAccount, Problem> {
        let context = &self.context;
        let name = own.name.as_deref().map(checked_name).transpose()?;
        let tags = checked_tags(&own.tags)?;
        let replaces = match &own.replaces {
            Some(account) => Some(row(context, account).await?),
            None => None,
        };
        let key = context.vault.key().await?;
        let pinned = match &replaces {
            Some(account) => pinned_for(account, own.api_base.as_deref(), opened(account, &key).is_some())?,
            None => own.api_base,
        };
        let hosts = match (&pinned, own.region) {
            (Some(address), region) => vec![Host { region, api_base: api_base(address)? }],
            (None, Some(region)) => {
                vec![Host { region: Some(region), api_base: api_base(Provider::intercom_api(region))? }]
            }
            (None, None) => intercom_hosts(replaces.as_ref().and_then(|account| account.workspace.region))?,
        };
        let Known { host, me, not_identified } = first_that_knows(context, hosts, &own.token).await?;
        let provider = match &pinned {
            Some(_) => Provider::Pinned(host.api_base),
            None => Provider::Intercom,
        };
        let identity = me.identity(&provider, None);
        if let Some(account) = &replaces {
            self.check_belongs_to(account, identity.clone(), &me, not_identified).await?;
        }
        Ok(NewAccount {
            kind: RegistrationKind::Token,
            api_base: pinned,
            region: host.region,
            registration: None,
            client_id: None,
            name,
            tags,
            identity,
            me,
            token: own.token,
            reconnects: replaces.map(|account| account.id),
            attempt: None,
        })
    }

    /// Stores the account of a checked token. A caller that drops this wait does not stop the write.
    ///
    /// Fails with `not_found`, a vault code, or `store_failed`.
    pub(super) async fn keep(&self, new: NewAccount) -> Result<Connected, Problem> {
        save(&self.context, new).await?.ok_or_else(|| StoreProblem::Failed.into())
    }

    /// Fails unless a token may belong to `account`, by the identity and the facts that `/me` gave.
    ///
    /// An account without an identity takes any identity of its workspace that no other account has. Without a known
    /// workspace it takes any such identity.
    ///
    /// Fails with [`AccountProblem::NotProven`] when `/me` gave too little to compare, for the reason `not_identified`.
    /// Fails with [`AccountProblem::PastedForAnother`] for another identity, [`AccountProblem::AlreadyHere`] for that of
    /// another account, and with `store_failed`.
    async fn check_belongs_to(
        &self,
        account: &AccountRow,
        identity: Option<Identity>,
        me: &Me,
        not_identified: Option<ProviderProblem>,
    ) -> Result<(), Problem> {
        let is_unidentified = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => identity.is_none(),
            (None, Some(_)) => me.workspace.id.is_none(),
            (None, None) => false,
        };
        if is_unidentified {
            let why = not_identified.unwrap_or(ProviderProblem::Unidentified);
            return Err(AccountProblem::NotProven { why }.into());
        }
        let is_another = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => {
                !account.known().zip(identity.as_ref()).is_some_and(|(known, new)| known.may_be(new))
            }
            (None, Some(_)) => account.workspace.id != me.workspace.id,
            (None, None) => false,
        };
        if is_another {
            let (came, awaited) = Answered::of(me).apart(answered(account));
            return Err(AccountProblem::PastedForAnother { came, awaited }.into());
        }
        if account.identity.is_some() {
            return Ok(());
        }
        let Some(identity) = identity else { return Ok(()) };
        let other = self.context.store.read(move |db| accounts::by_identity(db, &identity)).await?;
        other.map_or(Ok(()), |other| Err(AccountProblem::AlreadyHere { name: other.name }.into()))
    }
}

/// Returns the API address at which Switchhook checks an account's new token; `None` for Intercom's own address.
///
/// Chooses the account's own address if `proven`: the old token opens, so that no other program has edited the address.
/// Otherwise chooses the `given` address.
///
/// Fails with [`AccountProblem::NotRenewable`] for an account without an own token. Fails with
/// [`AccountProblem::AddressNotProven`] when an address is needed and not given, and with [`AccountProblem::OtherAddress`]
/// when the given one is not the account's. An address that can't be used is `usage`.
fn pinned_for(account: &AccountRow, given: Option<&str>, proven: bool) -> Result<Option<String>, Problem> {
    if account.kind != RegistrationKind::Token {
        return Err(AccountProblem::NotRenewable.into());
    }
    if !proven {
        let given = given.ok_or(AccountProblem::AddressNotProven)?;
        return Ok(Some(given.to_owned()));
    }
    let given = given.map(api_base).transpose()?;
    let own = account.api_base.as_deref().map(api_base).transpose()?;
    let is_own = |given: &Endpoint| own.as_ref().is_some_and(|own| own.is_same_prefix(given));
    if given.is_some_and(|given| !is_own(&given)) {
        return Err(AccountProblem::OtherAddress.into());
    }
    Ok(account.api_base.clone())
}
