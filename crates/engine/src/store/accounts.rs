//! Accounts as rows. The window's list is drawn from here alone, without keyring or network.

use rusqlite::{Connection, Transaction, named_params, params};
use switchhook_core::{
    AccountId, ClientId, Identity, Region, RegistrationKind, Timestamp, WorkspaceId, is_same_name, search_key,
};

use super::account_rows::{AccountRow, COLUMNS, SHOWN, one, select};
use super::account_tags;
use super::columns::{kind, readable};

/// The name of an account that neither a person, nor its provider, nor a registration has named.
pub(crate) const NAMELESS: &str = "Intercom account";

/// Adds an account with its tags.
///
/// # Errors
/// A failure of the database.
pub(crate) fn insert(db: &Transaction<'_>, row: &AccountRow) -> rusqlite::Result<()> {
    let sql = "INSERT INTO account (id, name, kind, identity, status, registration, client_id, api_base, token, \
               workspace_id, workspace_name, workspace_region, workspace_timezone, workspace_created_at, admin_id, \
               admin_name, admin_email, admin_email_verified, connected_at, checked_at, disabled, named) \
               VALUES (:id, :name, :kind, :identity, :status, :registration, :client_id, :api_base, :token, \
               :workspace_id, :workspace_name, :workspace_region, :workspace_timezone, :workspace_created_at, :admin_id, \
               :admin_name, :admin_email, :admin_email_verified, :connected_at, :checked_at, :disabled, :named)";
    db.execute(
        sql,
        named_params! {
            ":id": row.id.as_str(),
            ":name": row.name,
            ":kind": row.kind.code(),
            ":identity": row.identity,
            ":status": row.status.code(),
            ":registration": row.registration,
            ":client_id": row.client_id.as_ref().map(ClientId::as_str),
            ":api_base": row.api_base,
            ":token": row.token,
            ":workspace_id": row.workspace.id.as_ref().map(WorkspaceId::as_str),
            ":workspace_name": row.workspace.name,
            ":workspace_region": row.workspace.region.map(|region| region.code()),
            ":workspace_timezone": row.workspace.timezone,
            ":workspace_created_at": row.workspace.created_at,
            ":admin_id": row.admin.id,
            ":admin_name": row.admin.name,
            ":admin_email": row.admin.email,
            ":admin_email_verified": row.admin.email_verified,
            ":connected_at": row.connected_at.as_millis(),
            ":checked_at": row.checked_at.map(Timestamp::as_millis),
            ":disabled": row.disabled,
            ":named": row.named,
        },
    )?;
    account_tags::add(db, &row.id, &row.tags)
}

/// Returns all accounts for a list, ordered by name. Identity, client, address and token are `None` in each.
/// Leaves out damaged rows.
///
/// `search` matches parts of name, workspace, admin and tags, without regard to letter case. `tag` matches a
/// whole tag, with regard to letter case. Neither regards the form of Unicode, which SQLite does not know.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(
    db: &Connection,
    search: Option<&str>,
    tag: Option<&str>,
) -> rusqlite::Result<Vec<AccountRow>> {
    let mut rows = select(db, &format!("SELECT {SHOWN} FROM account"), [])?;
    // One query for the tags of all accounts: one for each takes as long as everything else together.
    let mut tags = account_tags::all(db)?;
    for row in &mut rows {
        row.tags = tags.remove(row.id.as_str()).unwrap_or_default();
    }
    if let Some(tag) = tag {
        rows.retain(|row| row.tags.iter().any(|its| is_same_name(its, tag)));
    }
    if let Some(search) = search.map(search_key) {
        rows.retain(|row| row.matches(&search));
    }
    // SQLite would sort so many rows in a file.
    rows.sort_by_cached_key(|row| (row.name.to_ascii_lowercase(), row.id.clone()));
    Ok(rows)
}

/// Returns the account of this id. `None` where there is none.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn by_id(db: &Connection, id: &AccountId) -> rusqlite::Result<Option<AccountRow>> {
    one(db, &format!("SELECT {COLUMNS} FROM account WHERE id = ?1"), [id.as_str()])
}

/// Returns the kinds, pinned addresses and regions of accounts that are in use, each combination once and in no order.
///
/// # Errors
/// A failure of the database.
pub(crate) fn addresses(db: &Connection) -> rusqlite::Result<Vec<AccountAddress>> {
    let sql = "SELECT DISTINCT kind, api_base, workspace_region FROM account WHERE NOT disabled";
    readable(db.prepare_cached(sql)?.query([])?, |row| {
        let region: Option<String> = row.get(2)?;
        Ok(AccountAddress {
            kind: kind(row.get_ref(0)?.as_str()?),
            api_base: row.get(1)?,
            region: region.and_then(|region| region.parse().ok()),
        })
    })
}

/// The columns that say where an account's requests go.
pub(crate) struct AccountAddress {
    pub(crate) kind: RegistrationKind,
    /// The address that a person gave.
    pub(crate) api_base: Option<String>,
    pub(crate) region: Option<Region>,
}

/// Returns ids and kinds of accounts whose last answer came before `at`, the oldest first. Leaves out
/// disabled accounts, those that need a reconnect, and damaged rows. An account without an answer comes
/// first.
///
/// An answer later than `now` came before the clock was set back. Its time is unknown, so the account is
/// among them.
///
/// # Errors
/// A failure of the database.
pub(crate) fn answered_before(
    db: &Connection,
    at: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<Vec<(AccountId, RegistrationKind)>> {
    let sql = "SELECT id, kind FROM account WHERE NOT disabled AND status <> 'needs_reconnect' \
               AND (coalesce(checked_at, 0) < ?1 OR checked_at > ?2) ORDER BY coalesce(checked_at, 0), id";
    let mut select = db.prepare_cached(sql)?;
    readable(select.query([at.as_millis(), now.as_millis()])?, |row| {
        Ok((AccountId::new(row.get::<_, String>("id")?), kind(row.get_ref("kind")?.as_str()?)))
    })
}

/// Returns the accounts that exist among these ids, each once and in no order, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn some(db: &Connection, ids: &[AccountId]) -> rusqlite::Result<Vec<AccountRow>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id IN (SELECT value FROM json_each(?1))");
    select(db, &sql, [serde_json::to_string(ids).unwrap_or_default()])
}

/// Returns the ids of the accounts of that name in any form of Unicode, with regard to letter case. Returns
/// two at most, in no order: two are as ambiguous as many. Leaves out damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn named(db: &Connection, name: &str) -> rusqlite::Result<Vec<AccountId>> {
    let mut select = db.prepare_cached("SELECT id, name FROM account")?;
    let of_name = readable(select.query([])?, |row| {
        let is_it = is_same_name(row.get_ref("name")?.as_str()?, name);
        Ok(if is_it { Some(AccountId::new(row.get::<_, String>("id")?)) } else { None })
    });
    Ok(of_name?.into_iter().flatten().take(2).collect())
}

/// Returns the other accounts of the same app in the same workspace, ordered by name. Leaves out damaged
/// rows. Empty where app or workspace is unknown.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of_same_app(db: &Connection, row: &AccountRow) -> rusqlite::Result<Vec<AccountRow>> {
    others(db, row, "client_id = ?3 AND kind = ?4")
}

/// Returns the other accounts of the same workspace that may be of the same app, ordered by name. An own
/// token's app is unknown, so one of the two accounts has an own token.
///
/// Leaves out damaged rows. Empty where the workspace is unknown.
///
/// # Errors
/// A failure of the database.
pub(crate) fn of_perhaps_same_app(db: &Connection, row: &AccountRow) -> rusqlite::Result<Vec<AccountRow>> {
    others(db, row, "(kind = 'token' OR ?4 = 'token')")
}

/// Returns the other accounts of a row's workspace for which the condition `which` holds, ordered by name.
/// Leaves out damaged rows. `?3` is the row's client id and `?4` its kind.
///
/// # Errors
/// A failure of the database.
fn others(db: &Connection, row: &AccountRow, which: &str) -> rusqlite::Result<Vec<AccountRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE id <> ?1 AND workspace_id = ?2 AND {which} \
         ORDER BY name COLLATE NOCASE, id"
    );
    let workspace = row.workspace.id.as_ref().map(WorkspaceId::as_str);
    let client = row.client_id.as_ref().map(ClientId::as_str);
    select(db, &sql, params![row.id.as_str(), workspace, client, row.kind.code()])
}

/// Returns the account of that identity: the one with exactly this identity, otherwise the only one that may
/// be it. `None` where there is none, or where several may be it. A damaged row counts as none.
///
/// # Errors
/// A failure of the database.
pub(crate) fn by_identity(db: &Connection, identity: &Identity) -> rusqlite::Result<Option<AccountRow>> {
    another_of(db, identity, None)
}

/// Returns the account of that identity, but never the account of the id `but`. An exact identity counts
/// first, then the only one that may be it. `None` where there is none, or where several may be it. A
/// damaged row counts as none.
///
/// # Errors
/// A failure of the database.
pub(crate) fn another_of(
    db: &Connection,
    identity: &Identity,
    but: Option<&AccountId>,
) -> rusqlite::Result<Option<AccountRow>> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE identity = ?1 AND id IS NOT ?2");
    let of = |identity: &Identity| {
        let keys = identity.keys();
        // A damaged row belongs to no identity.
        let mut found = keys.iter().map(|key| select(db, &sql, params![key, but.map(AccountId::as_str)]));
        found.find_map(|rows| rows.map(|mut rows| rows.pop()).transpose()).transpose()
    };
    let exact = of(identity)?;
    if exact.is_some() {
        return Ok(exact);
    }
    let mut found = Vec::new();
    for other in identity.may_be_also() {
        found.extend(of(&other)?);
    }
    // Of several accounts in other regions, none is certain.
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Gives an account the name that a person chose. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn rename(db: &Transaction<'_>, id: &AccountId, name: &str) -> rusqlite::Result<usize> {
    db.execute("UPDATE account SET name = ?2, named = 1 WHERE id = ?1", [id.as_str(), name])
}

/// Disables an account or enables it. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_disabled(db: &Transaction<'_>, id: &AccountId, disabled: bool) -> rusqlite::Result<usize> {
    db.execute("UPDATE account SET disabled = ?2 WHERE id = ?1", params![id.as_str(), disabled])
}

/// Stores a sealed token with the columns that tell its app and its address. Does not enable the account.
/// Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_token(db: &Transaction<'_>, row: &AccountRow, token: &[u8]) -> rusqlite::Result<usize> {
    let sql = "UPDATE account SET token = :token, kind = :kind, client_id = :client_id, api_base = :api_base WHERE id = :id";
    db.execute(
        sql,
        named_params! {
            ":id": row.id.as_str(),
            ":token": token,
            ":kind": row.kind.code(),
            ":client_id": row.client_id.as_ref().map(ClientId::as_str),
            ":api_base": row.api_base,
        },
    )
}

/// Removes an identity from every account but this one. Returns how many rows changed.
///
/// The others are accounts whose row is damaged or was edited: nothing proves what such a row says.
///
/// # Errors
/// A failure of the database.
pub(crate) fn release_identity(
    db: &Transaction<'_>,
    identity: &str,
    but: &AccountId,
) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE account SET identity = NULL WHERE identity = ?1 AND id <> ?2",
        [identity, but.as_str()],
    )
}

/// Whether there is an account of that id, in a damaged row too.
///
/// # Errors
/// A failure of the database.
pub(crate) fn exists(db: &Connection, id: &AccountId) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM account WHERE id = ?1)", [id.as_str()], |row| row.get(0))
}

/// Returns every account that has a token, in no order, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn with_token(db: &Connection) -> rusqlite::Result<Vec<AccountRow>> {
    select(db, &format!("SELECT {COLUMNS} FROM account WHERE token IS NOT NULL"), [])
}

/// Whether any account has a token.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_any_sealed(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("SELECT EXISTS (SELECT 1 FROM account WHERE token IS NOT NULL)", [], |row| row.get(0))
}

/// Stores the name of the registration that connected the account last; `None` changes nothing. Returns how
/// many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_registration(
    db: &Transaction<'_>,
    id: &AccountId,
    registration: Option<&str>,
) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE account SET registration = coalesce(?2, registration) WHERE id = ?1",
        params![id.as_str(), registration],
    )
}

/// Removes an account with its tags, its figures, its rate limit and its last answer of `/me`. Returns how
/// many accounts were removed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn remove(db: &Transaction<'_>, id: &AccountId) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM account WHERE id = ?1", [id.as_str()])
}

#[cfg(test)]
mod tests {
    use super::*;

    // An earlier version could store one tag in two forms of Unicode.
    #[test]
    fn tag_in_two_unicode_forms_is_found_once_and_removed_whole() {
        let mut db = Connection::open_in_memory().expect("memory");
        super::super::migrations::run(&mut db).expect("migrated");
        let rows = "INSERT INTO account (id, name, kind, status, connected_at) VALUES ('a', 'A', 'app', 'connected', 1);
                    INSERT INTO account_tag VALUES ('a', 'Caf\u{e9}'), ('a', 'Cafe\u{301}'), ('a', 'eu')";
        db.execute_batch(rows).expect("kept");
        assert_eq!(all(&db, None, Some("Café")).expect("readable").len(), 1);
        let id = AccountId::new("a");
        let write = db.transaction().expect("begun");
        account_tags::add(&write, &id, &["Café".into()]).expect("written");
        assert_eq!(account_tags::of(&write, &id).expect("readable").len(), 3, "both stay as they are");
        account_tags::remove(&write, &id, &["Café".into()]).expect("written");
        assert_eq!(account_tags::of(&write, &id).expect("readable"), ["eu"]);
    }
}
