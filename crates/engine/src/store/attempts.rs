//! Attempts as rows. Every step out of `awaiting` is conditional on still being there, so that of two
//! answers, in two processes, one wins.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use switchhook_core::{ErrorReport, RegistrationKind, StateHash, Timestamp};

use crate::contract::{Answered, AttemptStage};

/// One row of `attempt`.
#[derive(Clone)]
pub(crate) struct AttemptRow {
    pub(crate) id: String,
    pub(crate) state_hash: StateHash,
    pub(crate) stage: AttemptStage,
    pub(crate) reconnects: Option<String>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) private_key: Option<Vec<u8>>,
    pub(crate) client_secret: Option<Vec<u8>>,
    pub(crate) token: Option<Vec<u8>>,
    pub(crate) inbox: Option<Vec<u8>>,
    pub(crate) registration_id: String,
    pub(crate) registration: String,
    pub(crate) kind: RegistrationKind,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) api_base: String,
    pub(crate) api_pinned: bool,
    pub(crate) name: Option<String>,
    pub(crate) tags: Vec<String>,
    /// The only workspace that it may connect.
    pub(crate) workspace: Option<String>,
    /// Who answered in place of the awaited one.
    pub(crate) answered: Option<Answered>,
    pub(crate) owner: String,
    pub(crate) started_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) claimed_at: Option<Timestamp>,
    pub(crate) empty_return: bool,
    pub(crate) strays: u32,
    pub(crate) account_id: Option<String>,
    pub(crate) error: Option<ErrorReport>,
}

const COLUMNS: &str = "id, state_hash, stage, reconnects, public_key, private_key, client_secret, token, inbox, \
    registration_id, registration, kind, client_id, redirect_uri, authorization_endpoint, token_endpoint, api_base, \
    api_pinned, name, tags, owner, started_at, expires_at, claimed_at, empty_return, strays, account_id, error, workspace, answered";

/// The most attempts that may await at once.
pub(crate) const MAX_AWAITING: usize = 32;
/// The seconds that an exchange and what follows it take at most, and some.
const UNDER_WAY: i64 = 60;
/// How long an ended attempt is remembered, in milliseconds.
const REMEMBERED: i64 = 24 * 60 * 60 * 1000;

/// Adds a row in `awaiting`; `false` when too many await already. Forgets those ended long ago, but for a token that
/// is kept.
pub(crate) fn insert(db: &Transaction<'_>, row: &AttemptRow) -> rusqlite::Result<bool> {
    let long_ago = row.started_at.as_millis() - REMEMBERED;
    db.execute("DELETE FROM attempt WHERE ended_at < ?1 AND token IS NULL", [long_ago])?;
    if awaiting(db)?.len() >= MAX_AWAITING {
        return Ok(false);
    }
    db.execute(
        "INSERT INTO attempt (id, state_hash, stage, reconnects, public_key, private_key, client_secret, \
         registration_id, registration, kind, client_id, redirect_uri, authorization_endpoint, token_endpoint, \
         api_base, api_pinned, name, tags, owner, started_at, expires_at, workspace) \
         VALUES (?1, ?2, 'awaiting', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        params![
            row.id,
            row.state_hash.as_bytes(),
            row.reconnects,
            row.public_key,
            row.private_key,
            row.client_secret,
            row.registration_id,
            row.registration,
            row.kind.code(),
            row.client_id,
            row.redirect_uri,
            row.authorization_endpoint,
            row.token_endpoint,
            row.api_base,
            row.api_pinned,
            row.name,
            serde_json::to_string(&row.tags).unwrap_or_default(),
            row.owner,
            row.started_at.as_millis(),
            row.expires_at.as_millis(),
            row.workspace,
        ],
    )?;
    Ok(true)
}

pub(crate) fn by_id(db: &Connection, id: &str) -> rusqlite::Result<Option<AttemptRow>> {
    db.query_row(&format!("SELECT {COLUMNS} FROM attempt WHERE id = ?1"), [id], read).optional()
}

pub(crate) fn by_hash(db: &Connection, hash: &StateHash) -> rusqlite::Result<Option<AttemptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attempt WHERE state_hash = ?1");
    db.query_row(&sql, [hash.as_bytes()], read).optional()
}

/// Those a window draws: under way, or ended within a day before `now` and not put away. One that keeps a token stays until
/// somebody decides: nothing else leads to it.
pub(crate) fn on_show(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM attempt \
         WHERE token IS NOT NULL OR (dismissed = 0 AND (ended_at IS NULL OR ended_at > ?1)) ORDER BY started_at, id"
    );
    db.prepare_cached(&sql)?.query_map([now.as_millis() - REMEMBERED], read)?.collect()
}

/// Those whose next step waits for the program rather than for the person.
pub(crate) fn unfinished(db: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attempt WHERE stage IN ('exchanging', 'identifying')");
    db.prepare_cached(&sql)?.query_map([], read)?.collect()
}

/// Whether somebody holds a code, or a token that is no account's yet, and has not just left it lying.
pub(crate) fn is_any_under_way(db: &Connection, now: Timestamp) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM attempt WHERE stage IN ('exchanging', 'identifying') AND claimed_at > ?1)";
    db.query_row(sql, [now.plus_seconds(-UNDER_WAY).as_millis()], |row| row.get(0))
}

/// Those that waited too long at `now`.
pub(crate) fn due(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attempt WHERE stage = 'awaiting' AND expires_at <= ?1");
    db.prepare_cached(&sql)?.query_map([now.as_millis()], read)?.collect()
}

/// Redirect URIs at which an answer may arrive.
pub(crate) fn redirect_uris(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT redirect_uri FROM attempt UNION SELECT redirect_uri FROM registration";
    db.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Awaiting → exchanging, once: of all that try, one gets `true`.
pub(crate) fn claim(db: &Transaction<'_>, id: &str, owner: &str, now: Timestamp) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET stage = 'exchanging', owner = ?2, claimed_at = ?3, inbox = NULL \
         WHERE id = ?1 AND stage = 'awaiting' AND expires_at > ?3",
        params![id, owner, now.as_millis()],
    )?;
    Ok(changed == 1)
}

/// The driver's place passes to this process from one that is gone; `false` when another was faster.
pub(crate) fn adopt(db: &Transaction<'_>, row: &AttemptRow, owner: &str) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET owner = ?3 WHERE id = ?1 AND owner = ?2 AND stage = ?4",
        params![row.id, row.owner, owner, row.stage.code()],
    )?;
    Ok(changed == 1)
}

/// The token is there: code and client secret are not needed again.
pub(crate) fn set_token(db: &Transaction<'_>, id: &str, owner: &str, token: &[u8]) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET stage = 'identifying', token = ?3, client_secret = NULL \
         WHERE id = ?1 AND owner = ?2 AND stage = 'exchanging'",
        params![id, owner, token],
    )?;
    Ok(changed == 1)
}

/// Another identity answered than the awaited one: the person decides.
pub(crate) fn set_refused(
    db: &Transaction<'_>,
    id: &str,
    owner: &str,
    answered: &Answered,
) -> rusqlite::Result<usize> {
    let answered = serde_json::to_string(answered).unwrap_or_default();
    db.execute(
        "UPDATE attempt SET stage = 'refused', answered = ?3 WHERE id = ?1 AND owner = ?2 AND stage = 'identifying'",
        [id, owner, &answered],
    )
}

/// Back to asking who it is, from a stage in which the person decided or tried again; this process drives
/// it from here on. With `as_new` what it was meant for is left alone. `false` when it left `from`.
pub(crate) fn reopen(
    db: &Transaction<'_>,
    id: &str,
    from: AttemptStage,
    owner: &str,
    as_new: bool,
) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET stage = 'identifying', ended_at = NULL, error = NULL, owner = ?3, \
         reconnects = CASE WHEN ?4 THEN NULL ELSE reconnects END, \
         workspace = CASE WHEN ?4 THEN NULL ELSE workspace END WHERE id = ?1 AND stage = ?2",
        params![id, from.code(), owner, as_new],
    )?;
    Ok(changed == 1)
}

pub(crate) fn set_inbox(db: &Transaction<'_>, id: &str, sealed: &[u8]) -> rusqlite::Result<bool> {
    let sql = "UPDATE attempt SET inbox = ?2 WHERE id = ?1 AND stage = 'awaiting'";
    Ok(db.execute(sql, params![id, sealed])? == 1)
}

pub(crate) fn clear_inbox(db: &Transaction<'_>, id: &str) -> rusqlite::Result<usize> {
    db.execute("UPDATE attempt SET inbox = NULL WHERE id = ?1", [id])
}

/// How an attempt ends.
pub(crate) struct End<'a> {
    pub(crate) from: AttemptStage,
    pub(crate) stage: AttemptStage,
    pub(crate) account_id: Option<&'a str>,
    pub(crate) error: Option<&'a ErrorReport>,
    /// An unverified reconnect keeps its token until it can be compared.
    pub(crate) keeps_token: bool,
    pub(crate) at: Timestamp,
}

/// Ends an attempt and drops its secrets; `false` when it had left `from` already.
pub(crate) fn end(db: &Transaction<'_>, id: &str, end: &End<'_>) -> rusqlite::Result<bool> {
    let error = end.error.map(|error| serde_json::to_string(error).unwrap_or_default());
    let changed = db.execute(
        "UPDATE attempt SET stage = ?3, account_id = ?4, error = ?5, ended_at = ?6, private_key = NULL, \
         client_secret = NULL, inbox = NULL, token = CASE WHEN ?7 THEN token END WHERE id = ?1 AND stage = ?2",
        params![id, end.from.code(), end.stage.code(), end.account_id, error, end.at.as_millis(), end.keeps_token],
    )?;
    Ok(changed == 1)
}

pub(crate) fn set_empty_return(db: &Transaction<'_>, id: &str) -> rusqlite::Result<usize> {
    db.execute("UPDATE attempt SET empty_return = 1 WHERE id = ?1", [id])
}

/// Puts an ended attempt away, unless it keeps a token: that is discarded by whoever decides so, and never by the way.
pub(crate) fn dismiss(db: &Transaction<'_>, id: &str) -> rusqlite::Result<usize> {
    let sql = "UPDATE attempt SET dismissed = 1 WHERE id = ?1 AND ended_at IS NOT NULL AND token IS NULL";
    db.execute(sql, [id])
}

/// An account is forgotten: attempts to renew it end, and the tokens they kept go.
pub(crate) fn abandon(db: &Transaction<'_>, account: &str, now: Timestamp) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE attempt SET stage = 'cancelled', ended_at = ?2, private_key = NULL, client_secret = NULL, \
         token = NULL, inbox = NULL WHERE reconnects = ?1 AND stage IN ('awaiting', 'refused', 'unverified')",
        params![account, now.as_millis()],
    )
}

/// A registration is removed: what awaits an answer for it ends with this report, and its client secret goes.
pub(crate) fn cancel_all_of(
    db: &Transaction<'_>,
    registration: &str,
    report: &ErrorReport,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    let report = serde_json::to_string(report).unwrap_or_default();
    db.execute(
        "UPDATE attempt SET stage = 'cancelled', error = ?2, ended_at = ?3, private_key = NULL, client_secret = NULL, \
         inbox = NULL WHERE registration_id = ?1 AND stage = 'awaiting'",
        params![registration, report, now.as_millis()],
    )
}

/// Two accounts became one: what was meant for the one that went is meant for the other.
pub(crate) fn belong_to(db: &Transaction<'_>, gone: &str, kept: &str) -> rusqlite::Result<()> {
    db.execute("UPDATE attempt SET reconnects = ?2 WHERE reconnects = ?1", [gone, kept])?;
    db.execute("UPDATE attempt SET account_id = ?2 WHERE account_id = ?1", [gone, kept]).map(drop)
}

/// Those that await an answer, the oldest first.
pub(crate) fn awaiting(db: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = format!("SELECT {COLUMNS} FROM attempt WHERE stage = 'awaiting' ORDER BY started_at, id");
    db.prepare_cached(&sql)?.query_map([], read)?.collect()
}

/// Counts links that were nobody's answer: with the attempt they named, else with the strays.
pub(crate) fn count_strays(db: &Transaction<'_>, id: Option<&str>, count: u32) -> rusqlite::Result<usize> {
    match id {
        Some(id) => db.execute("UPDATE attempt SET strays = strays + ?2 WHERE id = ?1", params![id, count]),
        None => db.execute("UPDATE stray SET count = count + ?1", [count]),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    Ok(AttemptRow {
        id: row.get(0)?,
        state_hash: StateHash::from_bytes(row.get(1)?),
        stage: AttemptStage::read(&row.get::<_, String>(2)?),
        reconnects: row.get(3)?,
        public_key: row.get(4)?,
        private_key: row.get(5)?,
        client_secret: row.get(6)?,
        token: row.get(7)?,
        inbox: row.get(8)?,
        registration_id: row.get(9)?,
        registration: row.get(10)?,
        kind: super::accounts::kind(&row.get::<_, String>(11)?),
        client_id: row.get(12)?,
        redirect_uri: row.get(13)?,
        authorization_endpoint: row.get(14)?,
        token_endpoint: row.get(15)?,
        api_base: row.get(16)?,
        api_pinned: row.get(17)?,
        name: row.get(18)?,
        tags: serde_json::from_str(&row.get::<_, String>(19)?).unwrap_or_default(),
        owner: row.get(20)?,
        started_at: Timestamp::from_millis(row.get(21)?),
        expires_at: Timestamp::from_millis(row.get(22)?),
        claimed_at: row.get::<_, Option<i64>>(23)?.map(Timestamp::from_millis),
        empty_return: row.get(24)?,
        strays: row.get(25)?,
        account_id: row.get(26)?,
        error: row.get::<_, Option<String>>(27)?.and_then(|error| serde_json::from_str(&error).ok()),
        workspace: row.get(28)?,
        answered: row.get::<_, Option<String>>(29)?.and_then(|answered| serde_json::from_str(&answered).ok()),
    })
}
