//! Accounts: stored, shown, renamed, tagged, disabled, forgotten.

use std::sync::Arc;

use rusqlite::{Connection, Transaction};
use switchhook_core::{
    AccessToken, Code, Endpoint, ErrorReport, Identity, Me, Provider, Region, RegistrationKind, Status,
    Timestamp, label,
};

use crate::connect::begin::checked_tag;
use crate::connector::{Connector, usage};
use crate::contract::{Account, AttemptStage, Connected, Outcome};
use crate::host::clock::now;
use crate::host::kill_points;
use crate::intercom::sandbox;
use crate::store::accounts::{self, AccountRow};
use crate::store::attempts::{self, End};
use crate::vault::sealing::{MasterKey, Row};

/// Tags to add and to remove.
#[derive(Default)]
pub struct TagChange {
    /// Added first.
    pub add: Vec<String>,
    /// Then removed.
    pub remove: Vec<String>,
}

/// An account about to be stored.
pub(crate) struct NewAccount {
    pub(crate) kind: RegistrationKind,
    /// Pinned, else the provider's own table.
    pub(crate) api_base: Option<String>,
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) token: AccessToken,
    pub(crate) me: Me,
    pub(crate) identity: Option<Identity>,
    /// The account that gets this token whatever it was before.
    pub(crate) reconnects: Option<String>,
    /// Ended in the same transaction.
    pub(crate) attempt: Option<String>,
}

/// What became of an account that was about to be stored.
enum Written {
    Account(String, Outcome),
    /// Its attempt had left the stage that leads here.
    TooLate,
    /// The account that was to get the token is gone, and a person wanted that.
    Forgotten,
}

impl Connector {
    /// Every account by name; `search` matches name, workspace, admin and tags.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn accounts(
        &self,
        search: Option<String>,
        tag: Option<String>,
    ) -> Result<Vec<Account>, ErrorReport> {
        let rows = self.store().read(move |db| accounts::all(db, search.as_deref(), tag.as_deref())).await?;
        Ok(rows.into_iter().map(|row| self.shown(row)).collect())
    }

    /// One account, by its id or by a name that only it has.
    ///
    /// # Errors
    /// `not_found`, `usage` for a name that several have, `store_failed`.
    pub async fn account(&self, id_or_name: &str) -> Result<Account, ErrorReport> {
        Ok(self.shown(self.account_row(id_or_name).await?))
    }

    /// What an account was connected with.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn kind_of(&self, id_or_name: &str) -> Result<RegistrationKind, ErrorReport> {
        Ok(self.account_row(id_or_name).await?.kind)
    }

    /// Whether any of these accounts is the sandbox's.
    ///
    /// # Errors
    /// `store_failed`.
    pub async fn is_any_of_sandbox(&self, accounts: &[String]) -> Result<bool, ErrorReport> {
        let ids = accounts.to_vec();
        let rows = self.store().read(move |db| accounts::some(db, &ids)).await?;
        Ok(rows.iter().any(|row| row.kind == RegistrationKind::Sandbox))
    }

    /// Gives an account another name.
    ///
    /// # Errors
    /// As [`Self::account`], and `usage` for a name that can't be used.
    pub async fn rename(&self, id_or_name: &str, name: &str) -> Result<Account, ErrorReport> {
        let name = label(name)
            .map_err(|error| usage(format!("The name can't be used: {error}."), "Choose another name."))?;
        let id = self.account_row(id_or_name).await?.id;
        self.change(id, move |db, id| accounts::rename(db, id, &name).map(drop)).await
    }

    /// Adds and removes tags.
    ///
    /// # Errors
    /// As [`Self::account`], and `usage` for a tag that can't be used.
    pub async fn tag(&self, id_or_name: &str, change: TagChange) -> Result<Account, ErrorReport> {
        let (add, remove) = (tags(&change.add)?, tags(&change.remove)?);
        let id = self.account_row(id_or_name).await?.id;
        self.change(id, move |db, id| {
            accounts::add_tags(db, id, &add)?;
            accounts::remove_tags(db, id, &remove)
        })
        .await
    }

    /// Gives an account exactly these tags.
    ///
    /// # Errors
    /// As [`Self::tag`].
    pub async fn set_tags(&self, id_or_name: &str, tags_now: Vec<String>) -> Result<Account, ErrorReport> {
        let add = tags(&tags_now)?;
        let row = self.account_row(id_or_name).await?;
        let remove: Vec<String> = row.tags.into_iter().filter(|tag| !add.contains(tag)).collect();
        self.tag(&row.id, TagChange { add, remove }).await
    }

    /// Removes an account, its tags and its sealed token from this computer, and answers its id. The
    /// token itself stays valid at the provider: only uninstalling kills it.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn forget(&self, id_or_name: &str) -> Result<String, ErrorReport> {
        let id = self.account_row(id_or_name).await?.id;
        let removed = id.clone();
        self.store()
            .write(move |db| {
                attempts::abandon(db, &removed, now())?;
                accounts::remove(db, &removed)?;
                kill_points::point("forgetting");
                Ok(())
            })
            .await?;
        kill_points::point("forgotten");
        self.erase_deleted().await?;
        Ok(id)
    }

    /// Disables an account, or enables it again. A disabled one is neither checked nor are its figures read; its
    /// token stays sealed. Enabled, it has the status that it had; connecting it anew enables it too.
    ///
    /// # Errors
    /// As [`Self::account`].
    pub async fn set_disabled(&self, id_or_name: &str, disabled: bool) -> Result<Account, ErrorReport> {
        let id = self.account_row(id_or_name).await?.id;
        self.change(id, move |db, id| accounts::set_disabled(db, id, disabled).map(drop)).await
    }

    pub(crate) async fn account_row(&self, id_or_name: &str) -> Result<AccountRow, ErrorReport> {
        let wanted = id_or_name.to_string();
        let by_id_or_name = move |db: &Connection| match accounts::by_id(db, &wanted)? {
            Some(row) => Ok(vec![row]),
            // Only then: it looks at every account.
            None => accounts::by_name(db, &wanted),
        };
        let mut rows = self.store().read(by_id_or_name).await?;
        if rows.len() > 1 {
            return Err(usage(
                "More than one account has that name.",
                "Use the account's id: see `switchhook list`.",
            ));
        }
        rows.pop()
            .ok_or_else(|| ErrorReport::new(Code::NotFound).saying("There is no account of that name or id."))
    }

    /// One transaction: the account, new or known, with its sealed token; its attempt ended. `None` when the
    /// attempt had left the stage that leads here: then nothing is written.
    ///
    /// # Errors
    /// A vault code or `store_failed`; `not_found` where the account that was to get the token was forgotten meanwhile: then
    /// nothing is written either.
    pub(crate) async fn store_account(&self, new: NewAccount) -> Result<Option<Connected>, ErrorReport> {
        let key = self.key().await?;
        let write = move |db: &Transaction<'_>| {
            let written = write_account(db, &new, &key)?;
            kill_points::point("account-writing");
            Ok(written)
        };
        let (id, outcome) = match self.store().write(write).await? {
            Written::Account(id, outcome) => (id, outcome),
            Written::TooLate => return Ok(None),
            Written::Forgotten => return Err(forgotten_meanwhile()),
        };
        kill_points::point("account-kept");
        Ok(Some(Connected { account: self.account(&id).await?, outcome }))
    }

    /// The account's token; `None` where it is missing or does not open.
    pub(crate) async fn token(&self, row: &AccountRow) -> Result<Option<AccessToken>, ErrorReport> {
        let Some(sealed) = &row.token else { return Ok(None) };
        let key = self.key().await?;
        let origins = origins(row.kind, row.api_base.as_deref());
        let opened = key.open_text(&token_row(&row.id, row.client_id.as_deref(), &origins), sealed).ok();
        Ok(opened.and_then(|token| AccessToken::new(token).ok()))
    }

    pub(crate) async fn api_base(&self, row: &AccountRow) -> Result<Endpoint, ErrorReport> {
        let region = row.workspace.region;
        match provider(row.kind, row.api_base.as_deref()) {
            Some(Provider::Sandbox) => {
                Ok(sandbox::ask(&self.inner.home, &self.inner.http).await?.api_base(region).clone())
            }
            Some(Provider::Pinned(api_base)) => Ok(api_base),
            // An unknown region stays at the host that serves all.
            Some(Provider::Intercom) => {
                Endpoint::prefix(Provider::intercom_api(region.unwrap_or(Region::Us)))
                    .map_err(|_| Code::StoreFailed.into())
            }
            None => Err(Code::StoreFailed.into()),
        }
    }

    /// The token is dead or does not open, as was found by asking at `asked`; unless the account got another one meanwhile,
    /// or something newer was found.
    pub(crate) async fn needs_reconnect(
        &self,
        row: AccountRow,
        why: ErrorReport,
        asked: Timestamp,
        answered: bool,
    ) -> Result<Account, ErrorReport> {
        let id = row.id.clone();
        self.store()
            .write(move |db| {
                if accounts::if_news(db, &row, asked, now())?.is_some() {
                    let answered = answered.then(now);
                    accounts::set_status(db, &row.id, Status::NeedsReconnect, answered, Some(&why), asked)?;
                }
                Ok(())
            })
            .await?;
        self.account(&id).await
    }

    async fn change(
        &self,
        id: String,
        work: impl FnOnce(&Transaction<'_>, &str) -> rusqlite::Result<()> + Send + 'static,
    ) -> Result<Account, ErrorReport> {
        let changed = id.clone();
        self.store().write(move |db| work(db, &changed)).await?;
        self.account(&id).await
    }
}

fn write_account(db: &Transaction<'_>, new: &NewAccount, key: &Arc<MasterKey>) -> rusqlite::Result<Written> {
    let known = match (&new.reconnects, &new.identity) {
        (Some(id), _) => match accounts::by_id(db, id)? {
            Some(row) => Some(row),
            None => return Ok(Written::Forgotten),
        },
        (None, Some(identity)) => accounts::by_identity(db, identity)?,
        (None, None) => None,
    };
    let (row, outcome) = match (known, &new.identity) {
        (Some(known), _) => (known, Outcome::AlreadyConnected),
        (None, Some(identity)) => (new_row(new, Some(identity.key())), Outcome::Connected),
        (None, None) => (new_row(new, None), Outcome::Unverified),
    };
    if let Some(attempt) = &new.attempt {
        let from = AttemptStage::Identifying;
        let end = End {
            from,
            stage: outcome.into(),
            account_id: Some(&row.id),
            error: None,
            keeps_token: false,
            at: now(),
        };
        if !attempts::end(db, attempt, &end)? {
            return Ok(Written::TooLate);
        }
    }
    if outcome == Outcome::AlreadyConnected {
        seal_token(db, &row, new.client_id.as_deref(), &new.token, key)?;
        // Who connects it anew wants to use it.
        accounts::set_disabled(db, &row.id, false)?;
        // Name and tags of this call were meant for a new account: the one that is here keeps its own.
        let identity = learnt(db, &row, new.identity.as_ref())?;
        accounts::set_facts(db, &row.id, identity.as_deref(), &new.me, now(), now())?;
        // Only then: an account that nobody has named is known by the name of its registration.
        accounts::set_registration(db, &row.id, new.registration.as_deref())?;
    } else {
        let token = sealed(&row, new.client_id.as_deref(), &new.token, key)?;
        accounts::insert(db, &AccountRow { token: Some(token), ..row.clone() })?;
        accounts::set_me(db, &row.id, &new.me, now())?;
    }
    Ok(Written::Account(row.id, outcome))
}

/// The identity to write with a known account: what is known of its region stays. One that is another account's to the letter
/// is not written twice; a check finds that the two are one.
fn learnt(
    db: &Transaction<'_>,
    row: &AccountRow,
    told: Option<&Identity>,
) -> rusqlite::Result<Option<String>> {
    let Some(told) = told.cloned() else { return Ok(None) };
    let identity = match row.known() {
        Some(known) => told.or_region_of(&known),
        None => told,
    };
    let key = identity.key();
    let another = accounts::another_of(db, &identity, Some(&row.id))?;
    Ok(Some(key.clone()).filter(|_| another.is_none_or(|other| other.identity != Some(key))))
}

/// The words for an account that went while its new token was checked.
fn forgotten_meanwhile() -> ErrorReport {
    ErrorReport::new(Code::NotFound)
        .saying("The account was forgotten while its new token was checked. Nothing was stored.")
        .hinting("Add the token as a new account, if that is wanted.")
}

pub(crate) fn must_be_in_use(row: &AccountRow) -> Result<(), ErrorReport> {
    if row.disabled {
        return Err(usage("This account is disabled.", "Enable it first."));
    }
    Ok(())
}

/// The row of an account that was not here before; its token is still to be sealed.
fn new_row(new: &NewAccount, identity: Option<String>) -> AccountRow {
    let named = [&new.name, &new.me.workspace.name, &new.me.admin.name, &new.registration];
    let is_identified = identity.is_some();
    AccountRow {
        id: uuid::Uuid::new_v4().to_string(),
        name: named.into_iter().flatten().next().cloned().unwrap_or_else(|| accounts::NAMELESS.into()),
        named: new.name.is_some(),
        kind: new.kind,
        identity,
        status: if is_identified { Status::Connected } else { Status::Unverified },
        disabled: false,
        registration: new.registration.clone(),
        client_id: new.client_id.clone(),
        api_base: new.api_base.clone(),
        token: None,
        workspace: new.me.workspace.clone(),
        admin: new.me.admin.clone(),
        connected_at: now(),
        checked_at: is_identified.then(now),
        trouble: None,
        tags: new.tags.clone(),
    }
}

pub(crate) fn seal_token(
    db: &Transaction<'_>,
    row: &AccountRow,
    client_id: Option<&str>,
    token: &AccessToken,
    key: &Arc<MasterKey>,
) -> rusqlite::Result<()> {
    accounts::set_token(db, &row.id, &sealed(row, client_id, token, key)?, client_id).map(drop)
}

fn sealed(
    row: &AccountRow,
    client_id: Option<&str>,
    token: &AccessToken,
    key: &Arc<MasterKey>,
) -> rusqlite::Result<Vec<u8>> {
    let origins = origins(row.kind, row.api_base.as_deref());
    key.seal(&token_row(&row.id, client_id, &origins), token.expose().as_bytes())
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

fn token_row<'a>(id: &'a str, client_id: Option<&'a str>, origins: &'a [String]) -> Row<'a> {
    Row { kind: "account/token", id, client_id: client_id.unwrap_or_default(), origins }
}

fn origins(kind: RegistrationKind, api_base: Option<&str>) -> Vec<String> {
    provider(kind, api_base).map(|provider| provider.origins()).unwrap_or_default()
}

/// Whom an account's token belongs to; `None` when a stored address is damaged.
pub(crate) fn provider(kind: RegistrationKind, pinned: Option<&str>) -> Option<Provider> {
    match (kind, pinned) {
        (RegistrationKind::Sandbox, _) => Some(Provider::Sandbox),
        (_, Some(api_base)) => Endpoint::prefix(api_base).ok().map(Provider::Pinned),
        (_, None) => Some(Provider::Intercom),
    }
}

/// Tags as they are kept: checked, each once.
pub(crate) fn tags(given: &[String]) -> Result<Vec<String>, ErrorReport> {
    let mut tags = given.iter().map(|text| checked_tag(text)).collect::<Result<Vec<_>, _>>()?;
    tags.sort();
    tags.dedup();
    Ok(tags)
}
