//! Accounts as rows. The window's list is drawn from here alone, without keyring or network.

use rusqlite::{Connection, Transaction, named_params, params};
use switchhook_core::{
    AccountId, ClientId, Identity, Me, Problem, RegistrationKind, Status, Timestamp, WorkspaceId,
    is_same_name, search_key,
};

use super::account_rows::{AccountRow, COLUMNS, SHOWN, one, select};
use super::columns::{kind, readable, written};
use super::{account_tags, me_answers};

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

/// Whether the account still has the token that `row` was read with. `false` where the account is gone.
///
/// # Errors
/// A failure of the database.
pub(crate) fn holds(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2";
    db.query_row(sql, params![row.id.as_str(), row.token], |found| found.get(0))
}

/// Returns the account as it is now, where a question of `asked` is the newest one and used its present
/// token. `None` otherwise, and where the account is gone.
///
/// The answer to an older question brings nothing new, even where it comes later. `at` is now.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn if_news(
    db: &Connection,
    row: &AccountRow,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<Option<AccountRow>> {
    // A question of the future was asked before the clock was set back, so every answer is newer.
    let sql = format!(
        "SELECT {COLUMNS} FROM account WHERE id = ?1 AND token IS ?2 AND (judged_at <= ?3 OR judged_at > ?4)"
    );
    one(db, &sql, params![row.id.as_str(), row.token, asked.as_millis(), at.as_millis()])
}

/// Whether the account still has the token that `row` was read with, and is not disabled. `false` where the
/// account is gone.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_in_use(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2 AND NOT disabled";
    db.query_row(sql, params![row.id.as_str(), row.token], |found| found.get(0))
}

/// Disables an account or enables it. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_disabled(db: &Transaction<'_>, id: &AccountId, disabled: bool) -> rusqlite::Result<usize> {
    db.execute("UPDATE account SET disabled = ?2 WHERE id = ?1", params![id.as_str(), disabled])
}

/// Stores the status that a question of `asked` found, and why it is not `connected`. Returns how many rows
/// changed.
///
/// `answered` is the time of the provider's answer, where there was one. The time since when the account has
/// this status stays, as long as the status stays.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_status(
    db: &Transaction<'_>,
    id: &AccountId,
    status: Status,
    answered: Option<Timestamp>,
    trouble: Option<&Problem>,
    asked: Timestamp,
) -> rusqlite::Result<usize> {
    let trouble = trouble.map(written);
    db.execute(
        "UPDATE account SET status = ?2, checked_at = coalesce(?3, checked_at), trouble = ?4, \
         trouble_of_figures = 0, judged_at = ?5, \
         trouble_since = CASE WHEN ?4 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?5) ELSE ?5 END \
         WHERE id = ?1",
        params![id.as_str(), status.code(), answered.map(Timestamp::as_millis), trouble, asked.as_millis()],
    )
}

/// Stores what a whole round of figures found at `at`: missing permissions, as the problem `lacks`, or none.
/// Changes only an account that is connected, or limited by figures. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_limited(
    db: &Transaction<'_>,
    id: &AccountId,
    lacks: Option<&Problem>,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    let status = if lacks.is_some() { Status::Limited } else { Status::Connected };
    let trouble = lacks.map(written);
    // Figures that can be read do not end a refusal of `/me`. Nor do they count as an answer of `/me`: the
    // next answer is still news.
    db.execute(
        "UPDATE account SET status = ?2, trouble = ?3, trouble_of_figures = ?3 IS NOT NULL, \
         trouble_since = CASE WHEN ?3 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?4) ELSE ?4 END \
         WHERE id = ?1 AND (status = 'connected' OR (status = 'limited' AND trouble_of_figures))",
        params![id.as_str(), status.code(), trouble, at.as_millis()],
    )
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

/// Removes the account's problem, which an earlier token had. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn forget_trouble(db: &Transaction<'_>, id: &AccountId) -> rusqlite::Result<usize> {
    let sql = "UPDATE account SET trouble = NULL, trouble_since = NULL, trouble_of_figures = 0 WHERE id = ?1";
    db.execute(sql, [id.as_str()])
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

/// Stores the facts of an answer of `/me`, and sets the status to *connected* where the identity is known,
/// otherwise to *unverified*.
///
/// `asked` is the time of the question, `at` that of the answer. A fact that the answer leaves out stays as
/// it was. `None` as `identity` leaves the stored one.
///
/// Removes an earlier problem. But missing permissions of figures limit the account until the figures are
/// asked for again. An account that no person has named gets its workspace's name, as long as it had no
/// identity before.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set_facts(
    db: &Transaction<'_>,
    id: &AccountId,
    identity: Option<&str>,
    me: &Me,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<()> {
    me_answers::set(db, id, me, at)?;
    let sql = "UPDATE account SET status = CASE WHEN coalesce(:identity, identity) IS NULL THEN 'unverified' \
         WHEN status = 'limited' AND trouble_of_figures THEN status ELSE 'connected' END, \
         trouble = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble END, \
         trouble_since = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble_since END, \
         checked_at = :at, judged_at = :asked, identity = coalesce(:identity, identity), \
         name = CASE WHEN identity IS NULL AND NOT named THEN coalesce(:workspace_name, name) ELSE name END, \
         workspace_id = coalesce(:workspace_id, workspace_id), \
         workspace_name = coalesce(:workspace_name, workspace_name), \
         workspace_region = coalesce(:workspace_region, workspace_region), \
         workspace_timezone = coalesce(:workspace_timezone, workspace_timezone), \
         workspace_created_at = coalesce(:workspace_created_at, workspace_created_at), \
         admin_id = coalesce(:admin_id, admin_id), admin_name = coalesce(:admin_name, admin_name), \
         admin_email = coalesce(:admin_email, admin_email), \
         admin_email_verified = coalesce(:admin_email_verified, admin_email_verified) WHERE id = :id";
    db.execute(
        sql,
        named_params! {
            ":id": id.as_str(),
            ":identity": identity,
            ":asked": asked.as_millis(),
            ":at": at.as_millis(),
            ":workspace_id": me.workspace.id.as_ref().map(WorkspaceId::as_str),
            ":workspace_name": me.workspace.name,
            ":workspace_region": me.workspace.region.map(|region| region.code()),
            ":workspace_timezone": me.workspace.timezone,
            ":workspace_created_at": me.workspace.created_at,
            ":admin_id": me.admin.id,
            ":admin_name": me.admin.name,
            ":admin_email": me.admin.email,
            ":admin_email_verified": me.admin.email_verified,
        },
    )
    .map(drop)
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

    #[test]
    fn answer_is_news_unless_question_is_older_or_token_changed() {
        let mut db = Connection::open_in_memory().expect("memory");
        super::super::migrations::run(&mut db).expect("migrated");
        let add = "INSERT INTO account (id, name, kind, status, connected_at, token, judged_at) \
                   VALUES ('a', 'A', 'app', 'connected', 1, x'01', ?1)";
        for (judged_at, asked, at, token, is_news) in [
            (0, 10, 20, 1, true),
            (10, 10, 20, 1, true),
            (11, 10, 20, 1, false),
            (20, 10, 20, 1, false),
            // The clock was set back since.
            (99, 10, 20, 1, true),
            (0, 10, 20, 2, false),
        ] {
            db.execute("DELETE FROM account", []).expect("empty");
            db.execute(add, [judged_at]).expect("kept");
            let mut row = by_id(&db, &AccountId::new("a")).expect("readable").expect("there");
            row.token = Some(vec![token]);
            let [asked, at] = [asked, at].map(Timestamp::from_millis);
            let news = if_news(&db, &row, asked, at).expect("readable");
            assert_eq!(news.is_some(), is_news, "{judged_at} {asked:?} {at:?} {token}");
        }
    }
}
