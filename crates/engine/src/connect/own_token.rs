//! An access token of the person's own: typed once, checked by `/me`, sealed.

use switchhook_core::{
    AccessToken, Code, Endpoint, ErrorReport, Identity, Me, Provider, Region, RegistrationKind, label,
};

use crate::accounts::manage::NewAccount;
use crate::connect::decide::wrong_workspace;
use crate::connector::{Connector, usage};
use crate::contract::{Answered, Connected};
use crate::remote::identify::{Untold, unsaid};
use crate::store::accounts::{self, AccountRow};

/// An own token as a person gives it.
pub struct OwnToken {
    /// Typed or piped once.
    pub token: AccessToken,
    /// Where its workspace lives.
    pub region: Region,
    /// Instead of Intercom's own addresses. With `replaces` that account's own address is asked, named or not.
    pub api_base: Option<String>,
    /// A name for the account; else the workspace's.
    pub name: Option<String>,
    /// The account that gets this token, by id, itself one of an own token: another workspace or teammate than its own
    /// is refused, and one that is here already as another account.
    pub replaces: Option<String>,
}

impl Connector {
    /// Checks an own token and keeps it as an account. A token that the provider refuses, or that could
    /// not be checked, is not kept: the person still has it.
    ///
    /// # Errors
    /// `usage` for a name or address that can't be used, or an account that no own token can renew, a vault code,
    /// `code_rejected`, also where it may not tell whose it is and must be of an account, `wrong_workspace` where it is not
    /// of the account that it replaces, `not_found` where that one is forgotten meanwhile, `provider_unreachable`,
    /// `provider_unreadable`, `store_failed`.
    pub async fn add_own_token(&self, own: OwnToken) -> Result<Connected, ErrorReport> {
        let name = own.name.as_deref().map(label).transpose().map_err(|error| {
            usage(format!("The account's name can't be used: {error}."), "Choose another name.")
        })?;
        let replaces = match &own.replaces {
            Some(account) => Some(self.account_row(account).await?),
            None => None,
        };
        let pinned = match &replaces {
            Some(account) => own_base(account, own.api_base.as_deref())?,
            None => own.api_base,
        };
        let api_base = api_base(pinned.as_deref().unwrap_or(Provider::intercom_api(own.region)))?;
        self.key().await?;
        // It lives, but may not ask who it is: kept, and a later check may find out. Where it lives was said by the person.
        let nobody = || {
            let mut me = Me::default();
            me.workspace.region = pinned.is_none().then_some(own.region);
            me
        };
        let (me, untold) = match self.whose(&api_base, &own.token).await {
            Ok(me) => (me, None),
            Err(Untold::Alive(why)) => (nobody(), Some(why)),
            Err(Untold::Dead(report)) => {
                return Err(
                    report.hinting("Copy the token once more, or choose another region. Nothing was stored.")
                );
            }
            Err(Untold::Unknown(report)) if report.code == Code::ProviderUnreadable => {
                return Err(report.hinting(
                    "Check the API base and the region: something other than Intercom may have answered, such as a network that asks you to sign in. Nothing was stored.",
                ));
            }
            Err(Untold::Unknown(report)) => return Err(report),
        };
        let provider = match &pinned {
            Some(_) => Provider::Pinned(api_base),
            None => Provider::Intercom,
        };
        let identity = me.identity(&provider, None);
        if let Some(account) = &replaces {
            self.must_be_of(account, identity.clone(), &me, untold).await?;
        }
        let connected = self.store_account(NewAccount {
            kind: RegistrationKind::Token,
            api_base: pinned,
            registration: None,
            client_id: None,
            name,
            tags: Vec::new(),
            identity,
            me,
            token: own.token,
            reconnects: replaces.map(|account| account.id),
            attempt: None,
        });
        connected.await?.ok_or_else(|| Code::StoreFailed.into())
    }

    /// Refuses a token that is another account's than `account`, or that can't tell whose it is where that is known of the
    /// account. One whose identity was never learnt takes the first one that its own provider gives it, of the workspace
    /// that it has, unless that is here already.
    async fn must_be_of(
        &self,
        account: &AccountRow,
        identity: Option<Identity>,
        me: &Me,
        untold: Option<ErrorReport>,
    ) -> Result<(), ErrorReport> {
        let is_unsaid = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => identity.is_none(),
            (None, Some(_)) => me.workspace.id.is_none(),
            (None, None) => false,
        };
        if is_unsaid {
            let why = untold.unwrap_or_else(unsaid);
            let hint = format!("{} Nothing was changed.", why.hint);
            return Err(why.hinting(hint));
        }
        let is_another = match (&account.identity, &account.workspace.id) {
            (Some(_), _) => {
                !account.known().zip(identity.as_ref()).is_some_and(|(known, told)| known.may_be(told))
            }
            (None, Some(_)) => account.workspace.id != me.workspace.id,
            (None, None) => false,
        };
        if is_another {
            return Err(wrong_workspace(account, &Answered::of(me)).hinting(
                "Paste the token of that workspace, or add this one as a new account. Nothing was changed.",
            ));
        }
        if account.identity.is_some() {
            return Ok(());
        }
        let Some(identity) = identity else { return Ok(()) };
        let other = self.store().read(move |db| accounts::by_identity(db, &identity)).await?;
        other.map_or(Ok(()), |other| Err(already_here(&other)))
    }
}

/// The address that an account's new token is checked at: its own, to which the token will be sealed.
fn own_base(account: &AccountRow, given: Option<&str>) -> Result<Option<String>, ErrorReport> {
    if account.kind != RegistrationKind::Token {
        return Err(usage(
            "This account was connected by an app; a pasted token can't renew it.",
            "Reconnect it, or add the token as a new account. Nothing was changed.",
        ));
    }
    let given = given.map(api_base).transpose()?;
    let own = account.api_base.as_deref().map(api_base).transpose()?;
    if given.is_some() && given != own {
        return Err(usage(
            "This account's API is at another address.",
            "Leave the address out: the account's own one is asked. Nothing was changed.",
        ));
    }
    Ok(account.api_base.clone())
}

fn api_base(address: &str) -> Result<Endpoint, ErrorReport> {
    Endpoint::prefix(address).map_err(|error| {
        usage(
            format!("The API base can't be used: {error}."),
            "Correct it and try again; nothing was stored.",
        )
    })
}

/// The words for a token that belongs to another account than the one it was pasted for.
fn already_here(other: &AccountRow) -> ErrorReport {
    ErrorReport::new(Code::WrongWorkspace)
        .saying(format!("That workspace is here already as “{}”. Nothing was changed.", other.name))
        .hinting("Renew that account with this token, or paste the token of another workspace.")
}
