//! Registrations as rows.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};
use switchhook_core::{ClientId, RegistrationId, RegistrationKind, Timestamp, WorkspaceId, is_same_name};

use super::columns::{kind, readable};

/// One row of `registration`. The sandbox's row has no addresses.
#[derive(Clone, PartialEq)]
pub(crate) struct RegistrationRow {
    pub(crate) id: RegistrationId,
    pub(crate) name: String,
    pub(crate) kind: RegistrationKind,
    pub(crate) client_id: ClientId,
    pub(crate) redirect_uri: String,
    pub(crate) region: String,
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) api_base: Option<String>,
    /// Whether a person gave the API's address, which then serves every later call.
    pub(crate) api_pinned: bool,
    /// The sealed client secret.
    pub(crate) client_secret: Option<Vec<u8>>,
    /// The only workspace that the registration may connect.
    pub(crate) workspace: Option<WorkspaceId>,
    pub(crate) created_at: Timestamp,
}

/// Adds a registration. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn insert(db: &Transaction<'_>, row: &RegistrationRow) -> rusqlite::Result<usize> {
    let sql = "INSERT INTO registration (id, name, kind, client_id, redirect_uri, region, authorization_endpoint, \
               token_endpoint, api_base, api_pinned, client_secret, created_at, workspace) \
               VALUES (:id, :name, :kind, :client_id, :redirect_uri, :region, :authorization_endpoint, \
               :token_endpoint, :api_base, :api_pinned, :client_secret, :created_at, :workspace)";
    db.execute(
        sql,
        named_params! {
            ":id": row.id.as_str(),
            ":name": row.name,
            ":kind": row.kind.code(),
            ":client_id": row.client_id.as_str(),
            ":redirect_uri": row.redirect_uri,
            ":region": row.region,
            ":authorization_endpoint": row.authorization_endpoint,
            ":token_endpoint": row.token_endpoint,
            ":api_base": row.api_base,
            ":api_pinned": row.api_pinned,
            ":client_secret": row.client_secret,
            ":created_at": row.created_at.as_millis(),
            ":workspace": row.workspace.as_ref().map(WorkspaceId::as_str),
        },
    )
}

/// Returns all registrations, ordered by name, but for damaged rows.
///
/// # Errors
/// A failure of the database.
pub(crate) fn all(db: &Connection) -> rusqlite::Result<Vec<RegistrationRow>> {
    let sql = "SELECT * FROM registration ORDER BY name COLLATE NOCASE, id";
    readable(db.prepare_cached(sql)?.query([])?, read)
}

/// Returns the registration of this id. `None` where there is none.
///
/// # Errors
/// A failure of the database, or a damaged row.
pub(crate) fn by_id(db: &Connection, id: &RegistrationId) -> rusqlite::Result<Option<RegistrationRow>> {
    db.query_row("SELECT * FROM registration WHERE id = ?1", [id.as_str()], read).optional()
}

/// Returns the registration of that name in any form of Unicode. The exact form counts first. `None` where
/// there is none. A damaged row counts as none.
///
/// # Errors
/// A failure of the database.
pub(crate) fn by_name(db: &Connection, name: &str) -> rusqlite::Result<Option<RegistrationRow>> {
    let mut rows = all(db)?;
    let exact = rows.iter().position(|row| row.name == name);
    // An earlier version may have stored two names that differ in their form alone.
    let found = exact.or_else(|| rows.iter().position(|row| is_same_name(&row.name, name)));
    Ok(found.map(|found| rows.swap_remove(found)))
}

/// Whether a name leads to a registration other than `by_other_than`, as its name or as its id. A damaged
/// row counts as none.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_taken(
    db: &Connection,
    name: &str,
    by_other_than: Option<&RegistrationId>,
) -> rusqlite::Result<bool> {
    let is_of_it = |row: &RegistrationRow| row.id.as_str() == name || is_same_name(&row.name, name);
    Ok(all(db)?.iter().any(|row| is_of_it(row) && Some(&row.id) != by_other_than))
}

/// Replaces all of a row but its id, kind and time.
///
/// A new name goes on to the registration's attempts, and to accounts that bear the old name. Both only
/// where they belong to the client of `new`; others keep their name.
///
/// # Errors
/// A failure of the database.
pub(crate) fn change(
    db: &Transaction<'_>,
    old: &RegistrationRow,
    new: &RegistrationRow,
) -> rusqlite::Result<()> {
    let sql = "UPDATE registration SET name = :name, client_id = :client_id, redirect_uri = :redirect_uri, \
               region = :region, authorization_endpoint = :authorization_endpoint, token_endpoint = :token_endpoint, \
               api_base = :api_base, api_pinned = :api_pinned, client_secret = :client_secret, workspace = :workspace \
               WHERE id = :id";
    db.execute(
        sql,
        named_params! {
            ":id": old.id.as_str(),
            ":name": new.name,
            ":client_id": new.client_id.as_str(),
            ":redirect_uri": new.redirect_uri,
            ":region": new.region,
            ":authorization_endpoint": new.authorization_endpoint,
            ":token_endpoint": new.token_endpoint,
            ":api_base": new.api_base,
            ":api_pinned": new.api_pinned,
            ":client_secret": new.client_secret,
            ":workspace": new.workspace.as_ref().map(WorkspaceId::as_str),
        },
    )?;
    if old.name != new.name {
        rename_in_accounts(db, old, new)?;
        let sql = "UPDATE attempt SET registration = ?2 WHERE registration_id = ?1 AND client_id = ?3";
        db.execute(sql, [old.id.as_str(), &new.name, new.client_id.as_str()])?;
    }
    Ok(())
}

/// Gives the new name to the accounts of `new`'s client that bear the old name, in any form of Unicode.
///
/// # Errors
/// A failure of the database.
fn rename_in_accounts(
    db: &Transaction<'_>,
    old: &RegistrationRow,
    new: &RegistrationRow,
) -> rusqlite::Result<()> {
    let sql = "SELECT DISTINCT registration FROM account \
               WHERE registration IS NOT NULL AND client_id = ?1 AND kind = ?2";
    let of_client = [new.client_id.as_str(), old.kind.code()];
    let names: Vec<String> = readable(db.prepare_cached(sql)?.query(of_client)?, |row| row.get(0))?;
    let sql = "UPDATE account SET registration = ?3 WHERE registration = ?1 AND client_id = ?2 AND kind = ?4";
    for name in names.iter().filter(|name| is_same_name(name, &old.name)) {
        db.execute(sql, [name, new.client_id.as_str(), &new.name, old.kind.code()])?;
    }
    Ok(())
}

/// Returns the names of the accounts that were connected with this client, ordered by name. Leaves out
/// damaged names. Empty where another registration has that client too.
///
/// # Errors
/// A failure of the database.
pub(crate) fn accounts(db: &Connection, row: &RegistrationRow) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT name FROM account WHERE client_id = ?1 AND kind = ?2 \
               AND NOT EXISTS (SELECT 1 FROM registration WHERE client_id = ?1 AND kind = ?2 AND id <> ?3) \
               ORDER BY name COLLATE NOCASE, id";
    let of_it = [row.client_id.as_str(), row.kind.code(), row.id.as_str()];
    readable(db.prepare_cached(sql)?.query(of_it)?, |account| account.get(0))
}

/// Removes a registration. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn remove(db: &Transaction<'_>, id: &RegistrationId) -> rusqlite::Result<usize> {
    db.execute("DELETE FROM registration WHERE id = ?1", [id.as_str()])
}

/// Stores another client id. A sandbox with a new seed is another client under an equal name. Returns how
/// many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_client_id(
    db: &Transaction<'_>,
    id: &RegistrationId,
    client_id: &ClientId,
) -> rusqlite::Result<usize> {
    db.execute("UPDATE registration SET client_id = ?2 WHERE id = ?1", [id.as_str(), client_id.as_str()])
}

/// Stores a sealed client secret. Returns how many rows changed.
///
/// # Errors
/// A failure of the database.
pub(crate) fn set_client_secret(
    db: &Transaction<'_>,
    id: &RegistrationId,
    sealed: &[u8],
) -> rusqlite::Result<usize> {
    db.execute("UPDATE registration SET client_secret = ?2 WHERE id = ?1", params![id.as_str(), sealed])
}

/// Whether any registration has a client secret.
///
/// # Errors
/// A failure of the database.
pub(crate) fn is_any_sealed(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM registration WHERE client_secret IS NOT NULL)";
    db.query_row(sql, [], |row| row.get(0))
}

/// Reads a row.
///
/// # Errors
/// A column whose value has the wrong type.
fn read(row: &Row<'_>) -> rusqlite::Result<RegistrationRow> {
    Ok(RegistrationRow {
        id: RegistrationId::new(row.get::<_, String>("id")?),
        name: row.get("name")?,
        kind: kind(row.get_ref("kind")?.as_str()?),
        client_id: ClientId::new(row.get::<_, String>("client_id")?),
        redirect_uri: row.get("redirect_uri")?,
        region: row.get("region")?,
        authorization_endpoint: row.get("authorization_endpoint")?,
        token_endpoint: row.get("token_endpoint")?,
        api_base: row.get("api_base")?,
        api_pinned: row.get("api_pinned")?,
        client_secret: row.get("client_secret")?,
        created_at: Timestamp::from_millis(row.get("created_at")?),
        workspace: row.get::<_, Option<String>>("workspace")?.map(WorkspaceId::new),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // An earlier version could store one name in two forms of Unicode.
    #[test]
    fn name_in_two_unicode_forms_is_found_as_written() {
        let mut db = Connection::open_in_memory().expect("memory");
        super::super::migrations::run(&mut db).expect("migrated");
        let sql = "INSERT INTO registration (id, name, kind, client_id, redirect_uri, region, api_pinned, created_at) \
                   VALUES (?1, ?1, 'app', 'client', 'https://localhost:47115/callback', 'us', 0, 1)";
        for name in ["Caf\u{e9}", "Cafe\u{301}"] {
            db.execute(sql, [name]).expect("kept");
        }
        for (name, found) in [
            ("Caf\u{e9}", Some("Caf\u{e9}")),
            ("Cafe\u{301}", Some("Cafe\u{301}")),
            ("Cafe", None),
            ("caf\u{e9}", None),
        ] {
            let row = by_name(&db, name).expect("readable");
            assert_eq!(row.map(|row| row.name).as_deref(), found, "{name:?}");
        }
    }
}
