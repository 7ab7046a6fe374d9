//! Registrations as rows.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction};
use switchhook_core::{RegistrationKind, Timestamp};

/// One row of `registration`. Addresses are null for the sandbox.
#[derive(Clone, PartialEq)]
pub(crate) struct RegistrationRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: RegistrationKind,
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) region: String,
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) api_base: Option<String>,
    pub(crate) api_pinned: bool,
    pub(crate) client_secret: Option<Vec<u8>>,
    /// The only workspace that it may connect.
    pub(crate) workspace: Option<String>,
    pub(crate) created_at: Timestamp,
}

const COLUMNS: &str = "id, name, kind, client_id, redirect_uri, region, authorization_endpoint, \
                       token_endpoint, api_base, api_pinned, client_secret, created_at, workspace";

pub(crate) fn insert(db: &Transaction<'_>, row: &RegistrationRow) -> rusqlite::Result<usize> {
    db.execute(
        &format!(
            "INSERT INTO registration ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
        ),
        rusqlite::params![
            row.id,
            row.name,
            row.kind.code(),
            row.client_id,
            row.redirect_uri,
            row.region,
            row.authorization_endpoint,
            row.token_endpoint,
            row.api_base,
            row.api_pinned,
            row.client_secret,
            row.created_at.as_millis(),
            row.workspace,
        ],
    )
}

pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<RegistrationRow>> {
    let sql = format!("SELECT {COLUMNS} FROM registration ORDER BY name COLLATE NOCASE, id");
    db.prepare_cached(&sql)?.query_map([], read)?.collect()
}

/// By id, else by name.
pub(crate) fn find(db: &Connection, id_or_name: &str) -> rusqlite::Result<Option<RegistrationRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM registration WHERE id = ?1 OR name = ?1 ORDER BY id = ?1 DESC LIMIT 1"
    );
    db.query_row(&sql, [id_or_name], read).optional()
}

/// All of a row but its id, kind and time. A new name is carried to what bears the old one and is of the client that it has
/// now: accounts that were connected with it, and its attempts. Those of another client keep the name they came by.
pub(crate) fn change(
    db: &Transaction<'_>,
    old: &RegistrationRow,
    new: &RegistrationRow,
) -> rusqlite::Result<()> {
    db.execute(
        "UPDATE registration SET name = ?2, client_id = ?3, redirect_uri = ?4, region = ?5, \
         authorization_endpoint = ?6, token_endpoint = ?7, api_base = ?8, api_pinned = ?9, client_secret = ?10, \
         workspace = ?11 WHERE id = ?1",
        rusqlite::params![
            old.id,
            new.name,
            new.client_id,
            new.redirect_uri,
            new.region,
            new.authorization_endpoint,
            new.token_endpoint,
            new.api_base,
            new.api_pinned,
            new.client_secret,
            new.workspace,
        ],
    )?;
    if old.name != new.name {
        db.execute(
            "UPDATE account SET registration = ?3 WHERE registration = ?1 AND client_id = ?2 AND kind = ?4",
            rusqlite::params![old.name, new.client_id, new.name, old.kind.code()],
        )?;
        let sql = "UPDATE attempt SET registration = ?2 WHERE registration_id = ?1 AND client_id = ?3";
        db.execute(sql, [&old.id, &new.name, &new.client_id])?;
    }
    Ok(())
}

/// The names of the accounts that were connected with this client, in their order; none where another registration of that
/// client connects them as well.
pub(crate) fn accounts(db: &Connection, row: &RegistrationRow) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM account WHERE client_id = ?1 AND kind = ?2 \
               AND NOT EXISTS (SELECT 1 FROM registration WHERE client_id = ?1 AND kind = ?2 AND id <> ?3) \
               ORDER BY name COLLATE NOCASE, id";
    let of_it = [&row.client_id, row.kind.code(), &row.id];
    db.prepare_cached(sql)?.query_map(of_it, |account| account.get(0))?.collect()
}

pub(crate) fn remove(db: &Transaction<'_>, id: &str) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM registration WHERE id = ?1", [id])
}

/// A sandbox with a new seed is another client under the same name.
pub(crate) fn set_client_id(db: &Transaction<'_>, id: &str, client_id: &str) -> rusqlite::Result<usize> {
    db.execute("UPDATE registration SET client_id = ?2 WHERE id = ?1", [id, client_id])
}

fn read(row: &Row<'_>) -> rusqlite::Result<RegistrationRow> {
    Ok(RegistrationRow {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: super::accounts::kind(&row.get::<_, String>(2)?),
        client_id: row.get(3)?,
        redirect_uri: row.get(4)?,
        region: row.get(5)?,
        authorization_endpoint: row.get(6)?,
        token_endpoint: row.get(7)?,
        api_base: row.get(8)?,
        api_pinned: row.get(9)?,
        client_secret: row.get(10)?,
        created_at: Timestamp::from_millis(row.get(11)?),
        workspace: row.get(12)?,
    })
}
