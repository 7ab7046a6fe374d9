//! Attempts as rows. Each step out of `awaiting` demands that the attempt is still there. So of two answers
//! in two processes, one wins.

use rusqlite::{Connection, OptionalExtension as _, Params, Row, Transaction, named_params, params};
use switchhook_core::{
    AccountId, Answered, AttemptId, AttemptStage, ClientId, Problem, RegistrationId, RegistrationKind,
    StateHash, Timestamp, WorkspaceId,
};

use super::columns::{self, kind, written};

/// One row of `attempt`.
#[derive(Clone)]
pub(crate) struct AttemptRow {
    pub(crate) id: AttemptId,
    pub(crate) state_hash: StateHash,
    pub(crate) stage: AttemptStage,
    /// The account that the attempt gives a new token.
    pub(crate) reconnects: Option<AccountId>,
    pub(crate) public_key: Vec<u8>,
    pub(crate) private_key: Option<Vec<u8>>,
    pub(crate) client_secret: Option<Vec<u8>>,
    pub(crate) token: Option<Vec<u8>>,
    /// A sealed link that waits for the vault.
    pub(crate) inbox: Option<Vec<u8>>,
    pub(crate) registration_id: RegistrationId,
    /// The registration's name.
    pub(crate) registration: String,
    pub(crate) kind: RegistrationKind,
    pub(crate) client_id: ClientId,
    pub(crate) redirect_uri: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) api_base: String,
    /// Whether a person gave the API's address.
    pub(crate) api_pinned: bool,
    pub(crate) name: Option<String>,
    pub(crate) tags: Vec<String>,
    /// The only workspace that the attempt may connect.
    pub(crate) workspace: Option<WorkspaceId>,
    /// The identity that answered in place of the awaited one.
    pub(crate) answered: Option<Answered>,
    /// The name of the process that drives the attempt.
    pub(crate) owner: String,
    pub(crate) started_at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) claimed_at: Option<Timestamp>,
    /// Whether the browser came back without an answer.
    pub(crate) empty_return: bool,
    /// How many links named this attempt without answering it.
    pub(crate) strays: u32,
    pub(crate) account_id: Option<AccountId>,
    pub(crate) error: Option<Problem>,
}

/// The most attempts that may await an answer at once.
pub(crate) const MAX_AWAITING: u32 = 32;
/// The seconds that an exchange and the steps after it take at most, and some more.
const UNDER_WAY: i64 = 60;
/// The condition of a row that holds a secret.
const HOLDS_SECRET: &str = "private_key IS NOT NULL OR client_secret IS NOT NULL OR token IS NOT NULL";
/// The milliseconds for which an ended attempt is remembered.
const REMEMBERED: i64 = 24 * 60 * 60 * 1000;

/// Adds an attempt in `awaiting`. `false` where [`MAX_AWAITING`] await an answer already. Removes attempts
/// that ended more than a day before, but for those that keep a token.
///
/// # Errors
/// A failure of the database.
pub(crate) fn insert(db: &Transaction<'_>, row: &AttemptRow) -> rusqlite::Result<bool> {
    let long_ago = row.started_at.as_millis() - REMEMBERED;
    db.execute("DELETE FROM attempt WHERE ended_at < ?1 AND token IS NULL", [long_ago])?;
    if awaiting(db)?.len() >= MAX_AWAITING as usize {
        return Ok(false);
    }
    let sql = "INSERT INTO attempt (id, state_hash, stage, reconnects, public_key, private_key, client_secret, \
         registration_id, registration, kind, client_id, redirect_uri, authorization_endpoint, token_endpoint, \
         api_base, api_pinned, name, tags, owner, started_at, expires_at, workspace) \
         VALUES (:id, :state_hash, 'awaiting', :reconnects, :public_key, :private_key, :client_secret, \
         :registration_id, :registration, :kind, :client_id, :redirect_uri, :authorization_endpoint, :token_endpoint, \
         :api_base, :api_pinned, :name, :tags, :owner, :started_at, :expires_at, :workspace)";
    db.execute(
        sql,
        named_params! {
            ":id": row.id.as_str(),
            ":state_hash": row.state_hash.as_bytes(),
            ":reconnects": row.reconnects.as_ref().map(AccountId::as_str),
            ":public_key": row.public_key,
            ":private_key": row.private_key,
            ":client_secret": row.client_secret,
            ":registration_id": row.registration_id.as_str(),
            ":registration": row.registration,
            ":kind": row.kind.code(),
            ":client_id": row.client_id.as_str(),
            ":redirect_uri": row.redirect_uri,
            ":authorization_endpoint": row.authorization_endpoint,
            ":token_endpoint": row.token_endpoint,
            ":api_base": row.api_base,
            ":api_pinned": row.api_pinned,
            ":name": row.name,
            ":tags": serde_json::to_string(&row.tags).unwrap_or_default(),
            ":owner": row.owner,
            ":started_at": row.started_at.as_millis(),
            ":expires_at": row.expires_at.as_millis(),
            ":workspace": row.workspace.as_ref().map(WorkspaceId::as_str),
        },
    )?;
    Ok(true)
}

/// Returns the attempt of this id. `None` where there is none.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn by_id(db: &Connection, id: &AttemptId) -> rusqlite::Result<Option<AttemptRow>> {
    db.query_row("SELECT * FROM attempt WHERE id = ?1", [id.as_str()], read).optional()
}

/// Returns the attempt whose state has this hash. `None` where there is none.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn by_hash(db: &Connection, hash: &StateHash) -> rusqlite::Result<Option<AttemptRow>> {
    db.query_row("SELECT * FROM attempt WHERE state_hash = ?1", [hash.as_bytes()], read).optional()
}

/// Returns the attempts that a window shows, the oldest first. An attempt shows until it is dismissed, or
/// until a day after its end. One that keeps a token shows until a person decides: nothing else leads to the
/// token. Leaves out damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn on_show(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = "SELECT * FROM attempt \
               WHERE token IS NOT NULL OR (dismissed = 0 AND (ended_at IS NULL OR ended_at > ?1)) ORDER BY started_at, id";
    select(db, sql, [now.as_millis() - REMEMBERED])
}

/// Returns the attempts in `exchanging` or `identifying`, in no order, but for damaged rows. Their next step
/// waits for the program rather than for a person.
///
/// # Errors
/// A failure of the database.
pub(crate) fn unfinished(db: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    select(db, "SELECT * FROM attempt WHERE stage IN ('exchanging', 'identifying')", [])
}

/// Whether an attempt that was claimed within the last minute is in `exchanging` or `identifying`. An older
/// one was abandoned by its process. A claim later than `now` does not count.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_any_under_way(db: &Connection, now: Timestamp) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM attempt WHERE stage IN ('exchanging', 'identifying') \
               AND claimed_at BETWEEN ?1 AND ?2)";
    // A claim of the future was made before the clock was set back.
    db.query_row(sql, [now.plus_seconds(-UNDER_WAY).as_millis(), now.as_millis()], |row| row.get(0))
}

/// Returns the attempts that still await an answer at `now`, although their time is up. They come in no
/// order, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn due(db: &Connection, now: Timestamp) -> rusqlite::Result<Vec<AttemptRow>> {
    let sql = "SELECT * FROM attempt WHERE stage = 'awaiting' AND expires_at <= ?1";
    select(db, sql, [now.as_millis()])
}

/// Returns the redirect URIs of all attempts and registrations, each once and in no order. An answer may
/// arrive at each of them. Leaves out damaged ones.
///
/// # Errors
/// A failure of the database.
pub(crate) fn redirect_uris(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT redirect_uri FROM attempt UNION SELECT redirect_uri FROM registration";
    columns::readable(db.prepare_cached(sql)?.query([])?, |row| row.get(0))
}

/// Moves an attempt from `awaiting` to `exchanging` for this owner, and removes the link in its inbox. Of all
/// callers, one gets `true`. `false` also where the attempt has expired.
///
/// # Errors
/// A failure of the database.
pub(crate) fn claim(
    db: &Transaction<'_>,
    id: &AttemptId,
    owner: &str,
    now: Timestamp,
) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET stage = 'exchanging', owner = ?2, claimed_at = ?3, inbox = NULL \
         WHERE id = ?1 AND stage = 'awaiting' AND expires_at > ?3",
        params![id.as_str(), owner, now.as_millis()],
    )?;
    Ok(changed == 1)
}

/// Makes `owner` the driver of an attempt in place of a process that is gone. `false` where the attempt is no
/// longer as in `row`: it has another owner or another stage.
///
/// # Errors
/// A failure of the database.
pub(crate) fn adopt(db: &Transaction<'_>, row: &AttemptRow, owner: &str) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET owner = ?3 WHERE id = ?1 AND owner = ?2 AND stage = ?4",
        params![row.id.as_str(), row.owner, owner, row.stage.code()],
    )?;
    Ok(changed == 1)
}

/// Moves an attempt from `exchanging` to `identifying` with the token of `row`. Removes the client secret,
/// which is not needed again. `false` where the attempt has left `exchanging` or has another owner.
///
/// Stores the account that the attempt is for, too. The token is sealed to that, and a merge may have
/// changed it.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_token(db: &Transaction<'_>, row: &AttemptRow, owner: &str) -> rusqlite::Result<bool> {
    let reconnects = row.reconnects.as_ref().map(AccountId::as_str);
    let changed = db.execute(
        "UPDATE attempt SET stage = 'identifying', token = ?3, reconnects = ?4, client_secret = NULL \
         WHERE id = ?1 AND owner = ?2 AND stage = 'exchanging'",
        params![row.id.as_str(), owner, row.token, reconnects],
    )?;
    Ok(changed == 1)
}

/// Moves an attempt from `identifying` to `refused`: another identity answered than the awaited one, and a
/// person decides. Returns how many rows changed: none where the attempt has left `identifying` or has
/// another owner.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_refused(
    db: &Transaction<'_>,
    id: &AttemptId,
    owner: &str,
    answered: &Answered,
) -> rusqlite::Result<usize> {
    let answered = serde_json::to_string(answered).unwrap_or_default();
    db.execute(
        "UPDATE attempt SET stage = 'refused', answered = ?3 WHERE id = ?1 AND owner = ?2 AND stage = 'identifying'",
        [id.as_str(), owner, &answered],
    )
}

/// Moves an attempt from `from` back to `identifying`, after a person decided or tried again. Removes its end
/// and its problem. `false` where the attempt has left `from`.
///
/// The owner of `row` drives the attempt from then on. `row` says for which account and workspace it is now,
/// and holds the token that is sealed to them.
///
/// # Errors
/// A failure of the database.
pub(crate) fn reopen(db: &Transaction<'_>, row: &AttemptRow, from: AttemptStage) -> rusqlite::Result<bool> {
    let changed = db.execute(
        "UPDATE attempt SET stage = 'identifying', ended_at = NULL, error = NULL, owner = :owner, token = :token, \
         reconnects = :reconnects, workspace = :workspace WHERE id = :id AND stage = :from",
        named_params! {
            ":id": row.id.as_str(),
            ":from": from.code(),
            ":owner": row.owner,
            ":token": row.token,
            ":reconnects": row.reconnects.as_ref().map(AccountId::as_str),
            ":workspace": row.workspace.as_ref().map(WorkspaceId::as_str),
        },
    )?;
    Ok(changed == 1)
}

/// Stores a sealed link with an attempt. `false` where the attempt no longer awaits an answer.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_inbox(db: &Transaction<'_>, id: &AttemptId, sealed: &[u8]) -> rusqlite::Result<bool> {
    let sql = "UPDATE attempt SET inbox = ?2 WHERE id = ?1 AND stage = 'awaiting'";
    Ok(db.execute(sql, params![id.as_str(), sealed])? == 1)
}

/// Removes the link that is stored with an attempt. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn clear_inbox(db: &Transaction<'_>, id: &AttemptId) -> rusqlite::Result<usize> {
    db.execute("UPDATE attempt SET inbox = NULL WHERE id = ?1", [id.as_str()])
}

/// How an attempt ends.
pub(crate) struct End<'a> {
    pub(crate) from: AttemptStage,
    pub(crate) stage: AttemptStage,
    pub(crate) account_id: Option<&'a AccountId>,
    pub(crate) error: Option<&'a Problem>,
    /// Whether the attempt keeps its token, as an unverified reconnect does until it can be compared.
    pub(crate) keeps_token: bool,
    pub(crate) at: Timestamp,
}

/// Ends an attempt, and removes its secrets and the link in its inbox. `false` where the attempt has left
/// `end.from`.
///
/// # Errors
/// A failure of the database.
pub(crate) fn end(db: &Transaction<'_>, id: &AttemptId, end: &End<'_>) -> rusqlite::Result<bool> {
    let (account, error) = (end.account_id.map(AccountId::as_str), end.error.map(written));
    let changed = db.execute(
        "UPDATE attempt SET stage = ?3, account_id = ?4, error = ?5, ended_at = ?6, private_key = NULL, \
         client_secret = NULL, inbox = NULL, token = CASE WHEN ?7 THEN token END WHERE id = ?1 AND stage = ?2",
        params![id.as_str(), end.from.code(), end.stage.code(), account, error, end.at.as_millis(), end.keeps_token],
    )?;
    Ok(changed == 1)
}

/// Records that the browser came back without an answer. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_empty_return(db: &Transaction<'_>, id: &AttemptId) -> rusqlite::Result<usize> {
    db.execute("UPDATE attempt SET empty_return = 1 WHERE id = ?1", [id.as_str()])
}

/// Hides an ended attempt from the window. An attempt that keeps a token stays: only a person's own decision
/// discards a token. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn dismiss(db: &Transaction<'_>, id: &AttemptId) -> rusqlite::Result<usize> {
    let sql = "UPDATE attempt SET dismissed = 1 WHERE id = ?1 AND ended_at IS NOT NULL AND token IS NULL";
    db.execute(sql, [id.as_str()])
}

/// Cancels the attempts to give a forgotten account a new token that wait for a person, without a problem.
/// Removes their secrets, the tokens among them. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn abandon(db: &Transaction<'_>, account: &AccountId, now: Timestamp) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE attempt SET stage = 'cancelled', ended_at = ?2, private_key = NULL, client_secret = NULL, \
         token = NULL, inbox = NULL WHERE reconnects = ?1 AND stage IN ('awaiting', 'refused', 'unverified')",
        params![account.as_str(), now.as_millis()],
    )
}

/// Cancels the attempts that await an answer for a removed registration, with the problem `why`. Removes
/// their secrets. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn cancel_all_of(
    db: &Transaction<'_>,
    registration: &RegistrationId,
    why: &Problem,
    now: Timestamp,
) -> rusqlite::Result<usize> {
    db.execute(
        "UPDATE attempt SET stage = 'cancelled', error = ?2, ended_at = ?3, private_key = NULL, client_secret = NULL, \
         inbox = NULL WHERE registration_id = ?1 AND stage = 'awaiting'",
        params![registration.as_str(), written(why), now.as_millis()],
    )
}

/// Moves the attempts of an account that went to the account that took its place.
///
/// # Errors
/// A failure of the database.
pub(crate) fn belong_to(db: &Transaction<'_>, gone: &AccountId, kept: &AccountId) -> rusqlite::Result<()> {
    db.execute("UPDATE attempt SET reconnects = ?2 WHERE reconnects = ?1", [gone.as_str(), kept.as_str()])?;
    db.execute("UPDATE attempt SET account_id = ?2 WHERE account_id = ?1", [gone.as_str(), kept.as_str()])
        .map(drop)
}

/// Returns the attempts in any stage that give this account a new token. They come in no order, but for
/// damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn that_reconnect(db: &Connection, account: &AccountId) -> rusqlite::Result<Vec<AttemptRow>> {
    select(db, "SELECT * FROM attempt WHERE reconnects = ?1", [account.as_str()])
}

/// Returns the attempts that hold a secret, in no order, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn with_secrets(db: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    select(db, &format!("SELECT * FROM attempt WHERE {HOLDS_SECRET}"), [])
}

/// Whether any attempt holds a secret.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_any_sealed(db: &Connection) -> rusqlite::Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM attempt WHERE {HOLDS_SECRET})");
    db.query_row(&sql, [], |row| row.get(0))
}

/// Stores the three secrets of a row, sealed anew. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_secrets(db: &Transaction<'_>, row: &AttemptRow) -> rusqlite::Result<usize> {
    let sql = "UPDATE attempt SET private_key = ?2, client_secret = ?3, token = ?4 WHERE id = ?1";
    db.execute(sql, params![row.id.as_str(), row.private_key, row.client_secret, row.token])
}

/// Returns the attempts that await an answer, the oldest first, but for damaged rows. The time of some may
/// be up.
///
/// # Errors
/// A failure of the database.
pub(crate) fn awaiting(db: &Connection) -> rusqlite::Result<Vec<AttemptRow>> {
    select(db, "SELECT * FROM attempt WHERE stage = 'awaiting' ORDER BY started_at, id", [])
}

/// Counts links that answered no attempt: with the attempt `id` that they named, otherwise with the strays.
/// Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn count_strays(
    db: &Transaction<'_>,
    id: Option<&AttemptId>,
    count: u32,
) -> rusqlite::Result<usize> {
    match id {
        Some(id) => {
            db.execute("UPDATE attempt SET strays = strays + ?2 WHERE id = ?1", params![id.as_str(), count])
        }
        None => db.execute("UPDATE stray SET count = count + ?1", [count]),
    }
}

/// Stands for a damaged hash. No state has this hash, so no link answers the attempt; its token is still
/// used.
const NO_STATE: [u8; 32] = [0; 32];

/// Returns all rows of a query on `attempt` in the query's order, but for damaged ones.
///
/// # Errors
/// A failure of the database.
fn select(db: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Vec<AttemptRow>> {
    columns::readable(db.prepare_cached(sql)?.query(params)?, read)
}

/// Reads a row. Unreadable tags, identities and problems count as none. A damaged hash reads as
/// [`NO_STATE`].
///
/// # Errors
/// A column whose value has the wrong type.
fn read(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    let json = |column: &str| row.get::<_, Option<String>>(column);
    Ok(AttemptRow {
        id: AttemptId::new(row.get::<_, String>("id")?),
        state_hash: StateHash::from_bytes(
            row.get_ref("state_hash")?.as_blob()?.try_into().unwrap_or(NO_STATE),
        ),
        stage: AttemptStage::read(row.get_ref("stage")?.as_str()?),
        reconnects: row.get::<_, Option<String>>("reconnects")?.map(AccountId::new),
        public_key: row.get("public_key")?,
        private_key: row.get("private_key")?,
        client_secret: row.get("client_secret")?,
        token: row.get("token")?,
        inbox: row.get("inbox")?,
        registration_id: RegistrationId::new(row.get::<_, String>("registration_id")?),
        registration: row.get("registration")?,
        kind: kind(row.get_ref("kind")?.as_str()?),
        client_id: ClientId::new(row.get::<_, String>("client_id")?),
        redirect_uri: row.get("redirect_uri")?,
        authorization_endpoint: row.get("authorization_endpoint")?,
        token_endpoint: row.get("token_endpoint")?,
        api_base: row.get("api_base")?,
        api_pinned: row.get("api_pinned")?,
        name: row.get("name")?,
        tags: json("tags")?.and_then(|tags| serde_json::from_str(&tags).ok()).unwrap_or_default(),
        workspace: row.get::<_, Option<String>>("workspace")?.map(WorkspaceId::new),
        answered: json("answered")?.and_then(|answered| serde_json::from_str(&answered).ok()),
        owner: row.get("owner")?,
        started_at: Timestamp::from_millis(row.get("started_at")?),
        expires_at: Timestamp::from_millis(row.get("expires_at")?),
        claimed_at: columns::moment(row, "claimed_at")?,
        empty_return: row.get("empty_return")?,
        strays: row.get("strays")?,
        account_id: row.get::<_, Option<String>>("account_id")?.map(AccountId::new),
        error: columns::problem(row, "error")?,
    })
}
