//! An access token of the person's own: typed once, checked by `/me`, sealed.

use std::sync::Arc;

use switchhook_core::{
    AccessToken, AccountId, AccountProblem, Answered, Code, Endpoint, Field, Identity, Me, Problem, Provider,
    ProviderProblem, Region, RegistrationKind, RegistrationProblem, StoreProblem,
};

use crate::accounts::labels::checked_name;
use crate::accounts::manage::row;
use crate::accounts::save::{NewAccount, save};
use crate::accounts::shown::known;
use crate::context::Context;
use crate::contract::Connected;
use crate::registrations::addresses::unusable;
use crate::remote::identify::{NotIdentified, identify};
use crate::store::account_rows::AccountRow;
use crate::store::accounts;
use crate::vault::account_token::opened;

/// Accounts of tokens that a person pastes.
#[derive(Clone)]
pub struct OwnTokens {
    context: Arc<Context>,
}

/// An own token as a person gives it.
pub struct OwnToken {
    /// Typed or piped once.
    pub token: AccessToken,
    /// Where its workspace lives.
    pub region: Region,
    /// Instead of Intercom's own addresses. With `replaces` that account's own address is asked, named or not, as long as the
    /// account's old token proves it.
    pub api_base: Option<String>,
    /// A name for the account; else the workspace's.
    pub name: Option<String>,
    /// The account that gets this token, itself one of an own token: another workspace or teammate than its own
    /// is refused, and one that is here already as another account.
    pub replaces: Option<AccountId>,
}

impl OwnTokens {
    pub(crate) const fn new(context: Arc<Context>) -> Self {
        Self { context }
    }

    /// Checks an own token and keeps it as an account. A token that the provider refuses, or that could
    /// not be checked, is not kept: the person still has it.
    ///
    /// # Errors
    /// `usage` for a name or address that can't be used, or an account that no own token can renew, a vault code,
    /// `code_rejected`, also where it may not tell whose it is and must be of an account, `wrong_workspace` where it is not
    /// of the account that it replaces, `not_found` where that one is forgotten meanwhile, `provider_unreachable`,
    /// `provider_unreadable`, `store_failed`.
    pub async fn add(&self, own: OwnToken) -> Result<Connected, Problem> {
        let context = &self.context;
        let name = own.name.as_deref().map(checked_name).transpose()?;
        let replaces = match &own.replaces {
            Some(account) => Some(row(context, account).await?),
            None => None,
        };
        let key = context.vault.key().await?;
        let pinned = match &replaces {
            Some(account) => own_base(account, own.api_base.as_deref(), opened(account, &key).is_some())?,
            None => own.api_base,
        };
        let api_base = api_base(pinned.as_deref().unwrap_or(Provider::intercom_api(own.region)))?;
        let (me, not_identified) = match identify(context, &api_base, &own.token).await {
            Ok(me) => (me, None),
            // It lives, but may not ask who it is: kept, and a later check may find out.
            Err(NotIdentified::Alive(why)) => (Me::default(), Some(why)),
            Err(NotIdentified::Dead(why)) => return Err(AccountProblem::PastedDead { why }.into()),
            Err(NotIdentified::Unknown(why))
                if Problem::from(why.clone()).code() == Code::ProviderUnreadable =>
            {
                return Err(AccountProblem::PastedUnreadable { why }.into());
            }
            Err(NotIdentified::Unknown(why)) => return Err(why.into()),
        };
        let provider = match &pinned {
            Some(_) => Provider::Pinned(api_base),
            None => Provider::Intercom,
        };
        let identity = me.identity(&provider, None);
        if let Some(account) = &replaces {
            self.must_be_of(account, identity.clone(), &me, not_identified).await?;
        }
        let new = NewAccount {
            kind: RegistrationKind::Token,
            api_base: pinned,
            region: Some(own.region),
            registration: None,
            client_id: None,
            name,
            tags: Vec::new(),
            identity,
            me,
            token: own.token,
            reconnects: replaces.map(|account| account.id),
            attempt: None,
        };
        save(context, new).await?.ok_or_else(|| StoreProblem::Failed.into())
    }

    /// Refuses a token that is another account's than `account`, or that can't tell whose it is where that is known of the
    /// account. One whose identity was never learnt takes the first one that its own provider gives it, of the workspace
    /// that it has, unless that is here already.
    async fn must_be_of(
        &self,
        account: &AccountRow,
        identity: Option<Identity>,
        me: &Me,
        not_identified: Option<ProviderProblem>,
    ) -> Result<(), Problem> {
        let is_unsaid = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => identity.is_none(),
            (None, Some(_)) => me.workspace.id.is_none(),
            (None, None) => false,
        };
        if is_unsaid {
            let why = not_identified.unwrap_or(ProviderProblem::Unidentified);
            return Err(AccountProblem::NotProven { why }.into());
        }
        let is_another = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => {
                !account.known().zip(identity.as_ref()).is_some_and(|(known, told)| known.may_be(told))
            }
            (None, Some(_)) => account.workspace.id != me.workspace.id,
            (None, None) => false,
        };
        if is_another {
            let (came, awaited) = Answered::of(me).apart(known(account));
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

/// The address that an account's new token is checked at: its own, to which the token will be sealed. One that is not `proven`
/// by the token that is there may have been edited, so the person gives it.
fn own_base(account: &AccountRow, given: Option<&str>, proven: bool) -> Result<Option<String>, Problem> {
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

fn api_base(address: &str) -> Result<Endpoint, RegistrationProblem> {
    Endpoint::prefix(address).map_err(unusable(Field::ApiBase))
}
