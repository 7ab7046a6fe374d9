//! The tags of accounts.

use std::collections::HashMap;

use rusqlite::{Connection, Transaction};
use switchhook_core::{AccountId, is_same_name};

use super::columns::readable;

/// Returns the tags of all accounts in alphabetical order, by the account's id. Leaves out accounts without
/// tags, and damaged rows.
///
/// # Errors
/// A failure of the database.
pub(super) fn all(db: &Connection) -> rusqlite::Result<HashMap<String, Vec<String>>> {
    let mut tags: HashMap<String, Vec<String>> = HashMap::new();
    let mut select = db.prepare_cached("SELECT account_id, tag FROM account_tag ORDER BY account_id, tag")?;
    let pairs = readable(select.query([])?, |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    let (mut account, mut its) = (String::new(), Vec::new());
    for (id, tag) in pairs {
        if id != account {
            tags.insert(std::mem::replace(&mut account, id), std::mem::take(&mut its));
        }
        its.push(tag);
    }
    tags.insert(account, its);
    Ok(tags)
}

/// Adds tags to an account. A tag that is there in another form of Unicode stays in that form.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn add(db: &Transaction<'_>, id: &AccountId, tags: &[String]) -> rusqlite::Result<()> {
    let mut known = of(db, id)?;
    let mut insert = db.prepare_cached("INSERT INTO account_tag (account_id, tag) VALUES (?1, ?2)")?;
    for tag in tags {
        if !known.iter().any(|known| is_same_name(known, tag)) {
            insert.execute([id.as_str(), tag])?;
            known.push(tag.clone());
        }
    }
    Ok(())
}

/// Gives an account exactly these tags. Of several forms of Unicode, the first one stays.
///
/// # Errors
/// A failure of the database, or an account that is not there.
pub(crate) fn set(db: &Transaction<'_>, id: &AccountId, tags: &[String]) -> rusqlite::Result<()> {
    db.execute("DELETE FROM account_tag WHERE account_id = ?1", [id.as_str()])?;
    add(db, id, tags)
}

/// Removes tags from an account, in every form of Unicode. Ignores a tag that the account does not have.
///
/// # Errors
/// A failure of the database.
pub(crate) fn remove(db: &Transaction<'_>, id: &AccountId, tags: &[String]) -> rusqlite::Result<()> {
    let mut delete = db.prepare_cached("DELETE FROM account_tag WHERE account_id = ?1 AND tag = ?2")?;
    let known = of(db, id)?;
    let removed = known.iter().filter(|known| tags.iter().any(|tag| is_same_name(known, tag)));
    removed.into_iter().try_for_each(|tag| delete.execute([id.as_str(), tag]).map(drop))
}

/// Returns the tags of an account, in no order. Leaves out damaged rows.
///
/// # Errors
/// A failure of the database.
pub(super) fn of(db: &Connection, id: &AccountId) -> rusqlite::Result<Vec<String>> {
    let mut select = db.prepare_cached("SELECT tag FROM account_tag WHERE account_id = ?1")?;
    readable(select.query([id.as_str()])?, |row| row.get(0))
}
