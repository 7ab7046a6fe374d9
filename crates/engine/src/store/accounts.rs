//! Accounts as rows. The list is drawn from here alone: no keyring call, no network.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use switchhook_core::{Admin, ErrorReport, Identity, Me, RegistrationKind, Status, Timestamp, Workspace};

/// The name of an account that neither a person, nor its provider, nor a registration has named.
pub(crate) const NAMELESS: &str = "Intercom account";

/// One row of `account`, with its tags.
#[derive(Clone)]
pub(crate) struct AccountRow {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Whether a person gave that name.
    pub(crate) named: bool,
    pub(crate) kind: RegistrationKind,
    pub(crate) identity: Option<String>,
    /// What the last check found, whether or not the account is disabled.
    pub(crate) status: Status,
    pub(crate) disabled: bool,
    pub(crate) registration: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) api_base: Option<String>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) workspace: Workspace,
    pub(crate) admin: Admin,
    pub(crate) connected_at: Timestamp,
    pub(crate) checked_at: Option<Timestamp>,
    /// Why the status is not `connected`, and since when.
    pub(crate) trouble: Option<(ErrorReport, Timestamp)>,
    pub(crate) tags: Vec<String>,
}

impl AccountRow {
    /// Who it is known to be.
    pub(crate) fn known(&self) -> Option<Identity> {
        self.identity.as_deref().and_then(Identity::of_key)
    }
}

const COLUMNS: &str = "id, name, kind, identity, status, registration, client_id, api_base, token, \
    workspace_id, workspace_name, workspace_region, workspace_timezone, workspace_created_at, \
    admin_id, admin_name, admin_email, admin_email_verified, connected_at, checked_at, disabled, named, trouble, trouble_since";
/// Those that no list shows.
const UNSHOWN: [&str; 4] = ["identity", "client_id", "api_base", "token"];
const TAGS: &str =
    "(SELECT json_group_array(tag ORDER BY tag) FROM account_tag WHERE account_id = account.id)";

pub(crate) fn insert(db: &Transaction<'_>, row: &AccountRow) -> rusqlite::Result<()> {
    db.execute(
        &format!(
            "INSERT INTO account ({COLUMNS}) VALUES \
             (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, NULL, NULL)"
        ),
        params![
            row.id,
            row.name,
            row.kind.code(),
            row.identity,
            row.status.code(),
            row.registration,
            row.client_id,
            row.api_base,
            row.token,
            row.workspace.id,
            row.workspace.name,
            row.workspace.region.map(|region| region.code()),
            row.workspace.timezone,
            row.workspace.created_at,
            row.admin.id,
            row.admin.name,
            row.admin.email,
            row.admin.email_verified,
            row.connected_at.as_millis(),
            row.checked_at.map(Timestamp::as_millis),
            row.disabled,
            row.named,
        ],
    )?;
    add_tags(db, &row.id, &row.tags)
}

/// Every account by name, to be shown: identity, client, address and token are left out. `search` matches name, workspace,
/// admin and tags, letter case aside.
pub(crate) fn all(
    db: &Connection,
    search: Option<&str>,
    tag: Option<&str>,
) -> rusqlite::Result<Vec<AccountRow>> {
    let shown = |column| if UNSHOWN.contains(&column) { "NULL" } else { column };
    let columns: Vec<&str> = COLUMNS.split(',').map(|column| shown(column.trim())).collect();
    let sql = format!(
        "SELECT {}, NULL FROM account \
         WHERE (?1 IS NULL OR EXISTS (SELECT 1 FROM account_tag WHERE account_id = account.id AND tag = ?1))",
        columns.join(", ")
    );
    let mut rows = db.prepare_cached(&sql)?.query_map([tag], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    // One question for the tags of all: one an account takes as long as everything else together.
    let mut tags = all_tags(db)?;
    for row in &mut rows {
        row.tags = tags.remove(&row.id).unwrap_or_default();
    }
    if let Some(search) = search.map(str::to_lowercase) {
        rows.retain(|row| row.matches(&search));
    }
    // Not left to SQLite, which sorts so much in a file.
    rows.sort_by_cached_key(|row| (row.name.to_ascii_lowercase(), row.id.clone()));
    Ok(rows)
}

/// By account, in their order.
fn all_tags(db: &Connection) -> rusqlite::Result<HashMap<String, Vec<String>>> {
    let mut tags: HashMap<String, Vec<String>> = HashMap::new();
    let mut select = db.prepare_cached("SELECT account_id, tag FROM account_tag ORDER BY account_id, tag")?;
    let mut rows = select.query([])?;
    let (mut account, mut its) = (String::new(), Vec::new());
    while let Some(row) = rows.next()? {
        if row.get_ref(0)?.as_str()? != account {
            tags.insert(std::mem::replace(&mut account, row.get(0)?), std::mem::take(&mut its));
        }
        its.push(row.get(1)?);
    }
    tags.insert(account, its);
    Ok(tags)
}

pub(crate) fn by_id(db: &Connection, id: &str) -> rusqlite::Result<Option<AccountRow>> {
    let sql = format!("SELECT {COLUMNS}, {TAGS} FROM account WHERE id = ?1");
    db.query_row(&sql, [id], read).optional()
}

/// Ids and kinds of accounts in use whose last answer came before `at`, the oldest first. One of the future, as it is seen at
/// `now`, came before the clock was set back: nobody knows when.
pub(crate) fn answered_before(
    db: &Connection,
    at: Timestamp,
    now: Timestamp,
) -> rusqlite::Result<Vec<(String, RegistrationKind)>> {
    let sql = "SELECT id, kind FROM account WHERE NOT disabled AND status <> 'needs_reconnect' \
               AND (coalesce(checked_at, 0) < ?1 OR checked_at > ?2) ORDER BY coalesce(checked_at, 0), id";
    db.prepare_cached(sql)?
        .query_map([at.as_millis(), now.as_millis()], |row| {
            Ok((row.get(0)?, kind(row.get_ref(1)?.as_str()?)))
        })?
        .collect()
}

/// Those of these ids that are there; their tags are left out.
pub(crate) fn some(db: &Connection, ids: &[String]) -> rusqlite::Result<Vec<AccountRow>> {
    let sql = format!("SELECT {COLUMNS}, NULL FROM account WHERE id IN (SELECT value FROM json_each(?1))");
    let ids = serde_json::to_string(ids).unwrap_or_default();
    db.prepare_cached(&sql)?.query_map([ids], read)?.collect()
}

/// Every account of that name, at most two: more than one is as ambiguous as many.
pub(crate) fn by_name(db: &Connection, name: &str) -> rusqlite::Result<Vec<AccountRow>> {
    let sql = format!("SELECT {COLUMNS}, {TAGS} FROM account WHERE name = ?1 LIMIT 2");
    db.prepare_cached(&sql)?.query_map([name], read)?.collect()
}

/// Other accounts of the same app in the same workspace, by name; of what is not known there are none.
pub(crate) fn of_same_app(db: &Connection, row: &AccountRow) -> rusqlite::Result<Vec<AccountRow>> {
    others(db, row, "client_id = ?3 AND kind = ?4")
}

/// Other accounts of the same workspace that may be of the same app, by name: an own token's app nobody knows.
pub(crate) fn of_perhaps_same_app(db: &Connection, row: &AccountRow) -> rusqlite::Result<Vec<AccountRow>> {
    others(db, row, "(kind = 'token' OR ?4 = 'token')")
}

fn others(db: &Connection, row: &AccountRow, which: &str) -> rusqlite::Result<Vec<AccountRow>> {
    let sql = format!(
        "SELECT {COLUMNS}, NULL FROM account WHERE id <> ?1 AND workspace_id = ?2 AND {which} \
         ORDER BY name COLLATE NOCASE, id"
    );
    db.prepare_cached(&sql)?
        .query_map(params![row.id, row.workspace.id, row.client_id, row.kind.code()], read)?
        .collect()
}

/// The account of that identity: the one that has it to the letter, else the only one that may be it.
pub(crate) fn by_identity(db: &Connection, identity: &Identity) -> rusqlite::Result<Option<AccountRow>> {
    another_of(db, identity, None)
}

/// The same, but for the account of the id `but`.
pub(crate) fn another_of(
    db: &Connection,
    identity: &Identity,
    but: Option<&str>,
) -> rusqlite::Result<Option<AccountRow>> {
    let sql = format!("SELECT {COLUMNS}, {TAGS} FROM account WHERE identity = ?1 AND id IS NOT ?2");
    let mut select = db.prepare_cached(&sql)?;
    let mut of = |identity: &Identity| select.query_row(params![identity.key(), but], read).optional();
    let exact = of(identity)?;
    if exact.is_some() {
        return Ok(exact);
    }
    let mut found = Vec::new();
    for other in identity.may_be_also() {
        found.extend(of(&other)?);
    }
    // Of several, in other regions, nobody knows which.
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// Gives it the name that a person chose.
pub(crate) fn rename(db: &Transaction<'_>, id: &str, name: &str) -> rusqlite::Result<usize> {
    db.execute("UPDATE account SET name = ?2, named = 1 WHERE id = ?1", [id, name])
}

pub(crate) fn add_tags(db: &Transaction<'_>, id: &str, tags: &[String]) -> rusqlite::Result<()> {
    let mut insert =
        db.prepare_cached("INSERT OR IGNORE INTO account_tag (account_id, tag) VALUES (?1, ?2)")?;
    tags.iter().try_for_each(|tag| insert.execute([id, tag]).map(drop))
}

pub(crate) fn remove_tags(db: &Transaction<'_>, id: &str, tags: &[String]) -> rusqlite::Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM account_tag WHERE account_id = ?1 AND tag = ?2")?;
    tags.iter().try_for_each(|tag| delete.execute([id, tag]).map(drop))
}

/// Whether the account still has the token that `row` was read with.
pub(crate) fn holds(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2";
    db.query_row(sql, params![row.id, row.token], |found| found.get(0))
}

/// The account as it is now, where what was asked for at `asked`, with the token of `row`, is the newest that is known of it.
/// Whoever asked earlier and heard later has nothing to add.
pub(crate) fn if_news(
    db: &Connection,
    row: &AccountRow,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<Option<AccountRow>> {
    // A question of the future was asked before the clock was set back: any answer is newer than that one.
    let sql =
        "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2 AND (judged_at <= ?3 OR judged_at > ?4)";
    let known = params![row.id, row.token, asked.as_millis(), at.as_millis()];
    let is_news = db.query_row(sql, known, |found| found.get(0))?;
    if is_news { by_id(db, &row.id) } else { Ok(None) }
}

/// Whether it still has that token, and is not disabled.
pub(crate) fn is_in_use(db: &Connection, row: &AccountRow) -> rusqlite::Result<bool> {
    let sql = "SELECT count(*) FROM account WHERE id = ?1 AND token IS ?2 AND NOT disabled";
    db.query_row(sql, params![row.id, row.token], |found| found.get(0))
}

pub(crate) fn set_disabled(db: &Transaction<'_>, id: &str, disabled: bool) -> rusqlite::Result<usize> {
    db.execute("UPDATE account SET disabled = ?2 WHERE id = ?1", params![id, disabled])
}

/// What was found by asking at `asked`, and why it is not `connected`; `answered` only where the provider did. Since when it
/// is so stays, as long as it is.
pub(crate) fn set_status(
    db: &Transaction<'_>,
    id: &str,
    status: Status,
    answered: Option<Timestamp>,
    trouble: Option<&ErrorReport>,
    asked: Timestamp,
) -> rusqlite::Result<usize> {
    let trouble = trouble.map(|trouble| serde_json::to_string(trouble).unwrap_or_default());
    db.execute(
        "UPDATE account SET status = ?2, checked_at = coalesce(?3, checked_at), trouble = ?4, \
         trouble_of_figures = 0, judged_at = ?5, \
         trouble_since = CASE WHEN ?4 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?5) ELSE ?5 END \
         WHERE id = ?1",
        params![id, status.code(), answered.map(Timestamp::as_millis), trouble, asked.as_millis()],
    )
}

/// What a whole round of questions found: permissions that are missing, or none. Only a token that lives is limited by them.
pub(crate) fn set_limited(
    db: &Transaction<'_>,
    id: &str,
    lacks: Option<&ErrorReport>,
    at: Timestamp,
) -> rusqlite::Result<usize> {
    let status = if lacks.is_some() { Status::Limited } else { Status::Connected };
    let trouble = lacks.map(|lacks| serde_json::to_string(lacks).unwrap_or_default());
    // What `/me` was refused for is not mended by figures that can be read. Nor do they age what it said last: whatever
    // is heard of it next is still news.
    db.execute(
        "UPDATE account SET status = ?2, trouble = ?3, trouble_of_figures = ?3 IS NOT NULL, \
         trouble_since = CASE WHEN ?3 IS NULL THEN NULL WHEN status = ?2 THEN coalesce(trouble_since, ?4) ELSE ?4 END \
         WHERE id = ?1 AND (status = 'connected' OR (status = 'limited' AND trouble_of_figures))",
        params![id, status.code(), trouble, at.as_millis()],
    )
}

/// A new token. Whether the account is in use is not changed by it.
pub(crate) fn set_token(
    db: &Transaction<'_>,
    id: &str,
    token: &[u8],
    client_id: Option<&str>,
) -> rusqlite::Result<usize> {
    let sql = "UPDATE account SET token = ?2, client_id = ?3, trouble = NULL, trouble_since = NULL, trouble_of_figures = 0 \
         WHERE id = ?1";
    db.execute(sql, params![id, token, client_id])
}

/// What the account was connected with last, where it was one: it may have another name than it had then.
pub(crate) fn set_registration(
    db: &Transaction<'_>,
    id: &str,
    registration: Option<&str>,
) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE account SET registration = coalesce(?2, registration) WHERE id = ?1",
        params![id, registration],
    )
}

/// What `/me`, asked at `asked`, told at `at`, and with it: connected, if it is known by then who it is. What figures it may not read limit it until
/// they are asked for, and since when. Facts it left out this time stay as they were. An account that no person has named gets its workspace's name, once it is known whose it is.
pub(crate) fn set_facts(
    db: &Transaction<'_>,
    id: &str,
    identity: Option<&str>,
    me: &Me,
    asked: Timestamp,
    at: Timestamp,
) -> rusqlite::Result<()> {
    set_me(db, id, me, at)?;
    db.execute(
        "UPDATE account SET status = CASE WHEN coalesce(?4, identity) IS NULL THEN ?2 \
         WHEN status = 'limited' AND trouble_of_figures THEN status ELSE 'connected' END, \
         trouble = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble END, \
         trouble_since = CASE WHEN status = 'limited' AND trouble_of_figures THEN trouble_since END, \
         checked_at = ?3, judged_at = ?14, identity = coalesce(?4, identity), \
         name = CASE WHEN identity IS NULL AND NOT named THEN coalesce(?6, name) ELSE name END, \
         workspace_id = coalesce(?5, workspace_id), workspace_name = coalesce(?6, workspace_name), \
         workspace_region = coalesce(?7, workspace_region), workspace_timezone = coalesce(?8, workspace_timezone), \
         workspace_created_at = coalesce(?9, workspace_created_at), admin_id = coalesce(?10, admin_id), \
         admin_name = coalesce(?11, admin_name), admin_email = coalesce(?12, admin_email), \
         admin_email_verified = coalesce(?13, admin_email_verified) WHERE id = ?1",
        params![
            id,
            Status::Unverified.code(),
            at.as_millis(),
            identity,
            me.workspace.id,
            me.workspace.name,
            me.workspace.region.map(|region| region.code()),
            me.workspace.timezone,
            me.workspace.created_at,
            me.admin.id,
            me.admin.name,
            me.admin.email,
            me.admin.email_verified,
            asked.as_millis(),
        ],
    )
    .map(drop)
}

/// The whole answer of `/me`; one that was not kept leaves the last one there.
pub(crate) fn set_me(db: &Transaction<'_>, id: &str, me: &Me, at: Timestamp) -> rusqlite::Result<()> {
    let Some(raw) = &me.raw else { return Ok(()) };
    db.execute(
        "INSERT INTO me_answer (account_id, json, at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (account_id) DO UPDATE SET json = excluded.json, at = excluded.at",
        params![id, raw, at.as_millis()],
    )
    .map(drop)
}

/// Gives one account the last answer of another that turned out to be the same, where it is newer.
pub(crate) fn take_over_me(
    db: &Transaction<'_>,
    from: &str,
    to: &str,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    let is_newer = super::figures::is_newer("at");
    let sql = format!(
        "INSERT INTO me_answer (account_id, json, at) SELECT ?2, json, at FROM me_answer WHERE account_id = ?1 \
         ON CONFLICT (account_id) DO UPDATE SET json = excluded.json, at = excluded.at WHERE {is_newer}"
    );
    db.execute(&sql, params![from, to, now.as_millis()])
}

/// The last whole answer of `/me` that was kept, and when it came.
pub(crate) fn me(db: &Connection, id: &str) -> rusqlite::Result<Option<(String, Timestamp)>> {
    let sql = "SELECT json, at FROM me_answer WHERE account_id = ?1";
    db.query_row(sql, [id], |row| Ok((row.get(0)?, Timestamp::from_millis(row.get(1)?)))).optional()
}

pub(crate) fn remove(db: &Transaction<'_>, id: &str) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM account WHERE id = ?1", [id])
}

impl AccountRow {
    fn matches(&self, search: &str) -> bool {
        let facts = [&self.workspace.name, &self.workspace.id, &self.admin.name, &self.admin.email];
        std::iter::once(&self.name)
            .chain(facts.into_iter().flatten())
            .chain(&self.tags)
            .any(|text| text.to_lowercase().contains(search))
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: kind(row.get_ref(2)?.as_str()?),
        identity: row.get(3)?,
        status: status(row.get_ref(4)?.as_str()?),
        registration: row.get(5)?,
        client_id: row.get(6)?,
        api_base: row.get(7)?,
        token: row.get(8)?,
        workspace: Workspace {
            id: row.get(9)?,
            name: row.get(10)?,
            region: row.get_ref(11)?.as_str_or_null()?.and_then(|region| region.parse().ok()),
            timezone: row.get(12)?,
            created_at: row.get(13)?,
        },
        admin: Admin {
            id: row.get(14)?,
            name: row.get(15)?,
            email: row.get(16)?,
            email_verified: row.get(17)?,
        },
        connected_at: Timestamp::from_millis(row.get(18)?),
        checked_at: row.get::<_, Option<i64>>(19)?.map(Timestamp::from_millis),
        disabled: row.get(20)?,
        named: row.get(21)?,
        trouble: trouble(row)?,
        tags: row
            .get_ref(24)?
            .as_str_or_null()?
            .and_then(|tags| serde_json::from_str(tags).ok())
            .unwrap_or_default(),
    })
}

fn trouble(row: &Row<'_>) -> rusqlite::Result<Option<(ErrorReport, Timestamp)>> {
    let report = row.get_ref(22)?.as_str_or_null()?.and_then(|trouble| serde_json::from_str(trouble).ok());
    Ok(report.zip(row.get::<_, Option<i64>>(23)?.map(Timestamp::from_millis)))
}

/// A word this version does not know is read as the most careful one.
pub(super) fn kind(code: &str) -> RegistrationKind {
    [RegistrationKind::App, RegistrationKind::Sandbox]
        .into_iter()
        .find(|kind| kind.code() == code)
        .unwrap_or(RegistrationKind::Token)
}

fn status(code: &str) -> Status {
    [Status::Connected, Status::Limited, Status::Unreachable, Status::Unverified]
        .into_iter()
        .find(|status| status.code() == code)
        .unwrap_or(Status::NeedsReconnect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_that_become_one_the_newest_stays_and_a_stamp_of_the_future_is_the_oldest() {
        let mut db = Connection::open_in_memory().expect("memory");
        super::super::migrations::run(&mut db).expect("migrated");
        let accounts = "INSERT INTO account (id, name, kind, status, connected_at) \
                        VALUES ('gone', 'A', 'app', 'connected', 1), ('kept', 'B', 'app', 'connected', 1)";
        db.execute(accounts, []).expect("kept");
        let now = Timestamp::from_millis(100);
        for (gone, kept, left) in [
            (20, Some(10), 20),
            (10, Some(20), 20),
            (900, Some(20), 20),
            (20, Some(900), 20),
            (900, Some(800), 800),
            (900, None, 900),
        ] {
            for (id, at) in [("gone", Some(gone)), ("kept", kept)] {
                for sql in [
                    "INSERT OR REPLACE INTO me_answer (account_id, json, at) SELECT ?1, '{}', ?2 WHERE ?2 IS NOT NULL",
                    "INSERT OR REPLACE INTO headroom (account_id, total, remaining, at) SELECT ?1, 1, 1, ?2 WHERE ?2 IS NOT NULL",
                    "INSERT OR REPLACE INTO figure (account_id, name, count, counted_at, missing, asked_at) VALUES (?1, 'tags', ?2, ?2, 0, coalesce(?2, 0))",
                ] {
                    db.execute(sql, params![id, at]).expect("kept");
                }
            }
            let write = db.transaction().expect("begun");
            take_over_me(&write, "gone", "kept", now).expect("taken over");
            super::super::figures::take_over(&write, "gone", "kept", now).expect("taken over");
            for sql in [
                "SELECT at FROM me_answer WHERE account_id = 'kept'",
                "SELECT at FROM headroom WHERE account_id = 'kept'",
                "SELECT counted_at FROM figure WHERE account_id = 'kept'",
                "SELECT count FROM figure WHERE account_id = 'kept'",
            ] {
                let found: i64 = write.query_row(sql, [], |row| row.get(0)).expect(sql);
                assert_eq!(found, left, "{gone} {kept:?}: {sql}");
            }
            write
                .execute_batch("DELETE FROM me_answer; DELETE FROM headroom; DELETE FROM figure")
                .expect("empty");
            write.commit().expect("committed");
        }
    }

    #[test]
    fn an_answer_is_news_unless_somebody_asked_later_or_the_token_is_another_one() {
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
            let mut row = by_id(&db, "a").expect("readable").expect("there");
            row.token = Some(vec![token]);
            let [asked, at] = [asked, at].map(Timestamp::from_millis);
            let news = if_news(&db, &row, asked, at).expect("readable");
            assert_eq!(news.is_some(), is_news, "{judged_at} {asked:?} {at:?} {token}");
        }
    }
}
