//! The one way from a stored account to its token.

use switchhook_core::{
    AccessToken, AccountProblem, Endpoint, Problem, Provider, Region, RegistrationKind, StoreProblem,
};

use crate::context::Context;
use crate::intercom::rate_limit::LimitKeys;
use crate::intercom::sandbox::{self, RunningSandbox};
use crate::store::account_rows::AccountRow;
use crate::vault::account_token::opened;

/// The address, the token and the rate limits for requests to an account's API.
#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) api_base: Endpoint,
    pub(crate) token: AccessToken,
    pub(crate) limits: LimitKeys,
}

/// Why no request to an account's API is possible.
pub(crate) enum NoAccess {
    /// The vault did not open.
    Vault(Problem),
    /// The token is missing or does not open.
    TokenUnreadable,
    /// The address is unknown, or the sandbox does not run.
    Address(Problem),
}

impl Access {
    /// Opens the token of an account and finds the address of its API. `sandbox`, where it is given, saves a
    /// question to the running sandbox.
    ///
    /// # Errors
    /// [`NoAccess`] where the vault or the token does not open, or where the address is unknown.
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

    /// Returns access with a token that belongs to no account yet.
    pub(crate) fn of_new_token(api_base: &Endpoint, token: &AccessToken) -> Self {
        Self { api_base: api_base.clone(), token: token.clone(), limits: LimitKeys::none() }
    }
}

impl NoAccess {
    /// Returns the problem; `unreadable` for a token that is missing or does not open.
    pub(crate) fn or(self, unreadable: AccountProblem) -> Problem {
        match self {
            Self::Vault(problem) | Self::Address(problem) => problem,
            Self::TokenUnreadable => unreadable.into(),
        }
    }
}

/// Returns the address of an account's API: the running sandbox's, the address that the account's row pins,
/// or Intercom's for the region. Without a region, returns the address of Intercom that serves all regions.
///
/// # Errors
/// `provider_unreachable` or `provider_unreadable` where no sandbox answers, `store_failed` where the stored
/// address can't be used.
async fn address(context: &Context, row: &AccountRow) -> Result<Endpoint, Problem> {
    let region = row.workspace.region;
    match Provider::of(row.kind, row.api_base.as_deref()) {
        Some(Provider::Sandbox) => {
            Ok(sandbox::ask(&context.home, &context.http).await?.api_base(region).clone())
        }
        Some(Provider::Pinned(api_base)) => Ok(api_base),
        // Without a region, the host that serves all regions.
        Some(Provider::Intercom) => Endpoint::prefix(Provider::intercom_api(region.unwrap_or(Region::Us)))
            .map_err(|_| StoreProblem::Failed.into()),
        None => Err(StoreProblem::Failed.into()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Transaction;
    use switchhook_core::{AccountId, ClientId, Me};

    use super::*;
    use crate::accounts::merge::keep_facts;
    use crate::accounts::save::{NewAccount, save};
    use crate::host::clock::now;
    use crate::host::home::Home;
    use crate::store::accounts;
    use crate::vault::{SessionKeys, VaultMode, account_token};

    const UNKNOWN: &str = r#"{"id":"7","app":{"id_code":"w1","region":"Atlantis"}}"#;
    const EUROPE: &str = r#"{"id":"7","app":{"id_code":"w1","region":"Europe"}}"#;
    const AUSTRALIA: &str = r#"{"id":"7","app":{"id_code":"w1","region":"AU"}}"#;

    /// Returns a new account at Intercom's own API, with this answer of `/me` and the region that a person
    /// named.
    fn of(client: Option<&str>, answer: &str, named: Region) -> NewAccount {
        let (me, client_id) = (me(answer), client.map(ClientId::new));
        NewAccount {
            kind: if client.is_some() { RegistrationKind::App } else { RegistrationKind::Token },
            api_base: None,
            region: Some(named),
            registration: client.map(Into::into),
            name: None,
            tags: Vec::new(),
            token: AccessToken::new("token".into()).expect("a token"),
            identity: me.identity(&Provider::Intercom, client_id.as_ref()),
            client_id,
            me,
            reconnects: None,
            attempt: None,
        }
    }

    fn me(answer: &str) -> Me {
        Me::read(answer.as_bytes()).expect("JSON")
    }

    async fn context(folder: &tempfile::TempDir) -> std::sync::Arc<Context> {
        let home = Home::at(folder.path()).expect("a home");
        Context::open(home, VaultMode::Session(SessionKeys::default())).await.expect("opened")
    }

    async fn saved(context: &Context, new: NewAccount) -> AccountId {
        save(context, new).await.expect("stored").expect("there is no attempt").account.id
    }

    async fn row(context: &Context, id: &AccountId) -> AccountRow {
        let id = id.clone();
        context.store.read(move |db| accounts::by_id(db, &id)).await.expect("read").expect("it is there")
    }

    /// Returns the host to which the account's next request goes.
    async fn host(context: &Context, id: &AccountId) -> String {
        let Ok(access) = Access::of(context, &row(context, id).await, None).await else {
            panic!("its token opens and its address is known");
        };
        access.api_base.host()
    }

    /// Stores an answer of `/me` to a check.
    async fn checked(context: &Context, id: &AccountId, answer: &str) -> AccountId {
        let (row, me) = (row(context, id).await, me(answer));
        let key = context.vault.key().await.expect("a key");
        let keep = move |db: &Transaction<'_>| keep_facts(db, row, &me, true, now(), &key);
        context.store.write(keep).await.expect("kept")
    }

    #[tokio::test]
    async fn named_region_counts_until_provider_states_another() {
        for client in [None, Some("client")] {
            let folder = tempfile::tempdir().expect("a folder");
            let context = context(&folder).await;
            for answer in [UNKNOWN, "{}"] {
                let id = saved(&context, of(client, answer, Region::Eu)).await;
                assert_eq!(host(&context, &id).await, "api.eu.intercom.io", "{client:?} {answer}");
                let id = checked(&context, &id, UNKNOWN).await;
                assert_eq!(host(&context, &id).await, "api.eu.intercom.io", "{client:?} {answer}: a check");
                let again = saved(&context, of(client, UNKNOWN, Region::Eu)).await;
                assert_eq!((&again, host(&context, &id).await), (&id, "api.eu.intercom.io".into()));
            }
            let id = saved(&context, of(client, UNKNOWN, Region::Eu)).await;
            let id = checked(&context, &id, AUSTRALIA).await;
            assert_eq!(host(&context, &id).await, "api.au.intercom.io", "{client:?}: the provider stated it");
            let id = saved(&context, of(client, UNKNOWN, Region::Eu)).await;
            assert_eq!(
                host(&context, &id).await,
                "api.au.intercom.io",
                "{client:?}: the stated region stays"
            );
        }
    }

    #[tokio::test]
    async fn stated_region_wins_over_named_region() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = context(&folder).await;
        let id = saved(&context, of(None, EUROPE, Region::Us)).await;
        assert_eq!(host(&context, &id).await, "api.eu.intercom.io");
    }

    #[tokio::test]
    async fn region_named_last_counts_for_known_account() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = context(&folder).await;
        let id = saved(&context, of(None, UNKNOWN, Region::Us)).await;
        assert_eq!(host(&context, &id).await, "api.intercom.io");
        assert_eq!(saved(&context, of(None, UNKNOWN, Region::Eu)).await, id);
        assert_eq!(host(&context, &id).await, "api.eu.intercom.io");
    }

    #[tokio::test]
    async fn accounts_that_become_one_keep_the_named_region() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = context(&folder).await;
        let older = saved(&context, of(None, UNKNOWN, Region::Us)).await;
        let unknown = saved(&context, of(None, "{}", Region::Eu)).await;
        assert_eq!(checked(&context, &unknown, UNKNOWN).await, older, "they are one");
        assert_eq!(host(&context, &older).await, "api.eu.intercom.io", "the token was issued there");
    }

    #[tokio::test]
    async fn identity_in_spelling_of_earlier_version_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let context = context(&folder).await;
        let pinned = || {
            let api_base = "https://api.example/v/";
            let provider = Provider::Pinned(Endpoint::prefix(api_base).expect("an address"));
            let new = of(None, EUROPE, Region::Us);
            NewAccount { identity: new.me.identity(&provider, None), api_base: Some(api_base.into()), ..new }
        };
        let id = saved(&context, pinned()).await;
        let (row, key) = (row(&context, &id).await, context.vault.key().await.expect("a key"));
        let spelled = row.identity.as_deref().map(|identity| identity.replace("/v\"", "/v/\""));
        assert_ne!(row.identity, spelled);
        let older = move |db: &Transaction<'_>| {
            let token = opened(&row, &key).expect("its token");
            db.execute("UPDATE account SET identity = ?1", [&spelled])?;
            account_token::keep(db, &AccountRow { identity: spelled, ..row }, &token, &key)
        };
        context.store.write(older).await.expect("written");
        assert_eq!(saved(&context, pinned()).await, id);
    }
}
