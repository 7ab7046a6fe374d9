//! A look at a database: whole or damaged, and of which version. It writes nothing.

use std::io::ErrorKind;

use rusqlite::Connection;
use rusqlite::backup::Backup;
use switchhook_core::{DatabaseFacts, StoreProblem, plain};

use super::migrations;
use super::open::{holds_foreign_schema, open_for_look, unprobed_problem};
use crate::host::home::Home;

/// Looks at the database of a home. Returns what was found, and a connection to read what a database of this version holds.
///
/// The connection of an older database reads a copy in memory that was updated. That of a missing database reads an empty copy.
pub(crate) fn look(home: &Home) -> (DatabaseFacts, Option<Connection>) {
    let path = home.database();
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return (DatabaseFacts::Missing, of_missing());
    }
    let problem = |error| unprobed_problem(&error, path.to_str());
    let looked = open_for_look(home).and_then(|found| Ok((facts(&found, home)?, found))).map_err(problem);
    let read = looked.and_then(|(facts, found)| {
        let readable = match facts {
            DatabaseFacts::Whole { version, ours } if version == ours => Some(found),
            DatabaseFacts::Whole { version, ours } if version < ours => Some(updated(&found)?),
            _ => None,
        };
        Ok((facts, readable))
    });
    read.unwrap_or_else(|problem| (DatabaseFacts::Unreadable(problem), None))
}

/// Returns a connection to what a missing database would hold: nothing. `None` where SQLite fails.
pub(crate) fn of_missing() -> Option<Connection> {
    let mut empty = Connection::open_in_memory().ok()?;
    migrations::run(&mut empty).ok()?;
    Some(empty)
}

/// Copies an older database into memory, and updates the copy. Fails where a start of Switchhook could not update it either.
fn updated(older: &Connection) -> Result<Connection, StoreProblem> {
    let problem = |error| unprobed_problem(&error, older.path());
    let mut copy = Connection::open_in_memory().map_err(problem)?;
    Backup::new(older, &mut copy).and_then(|copying| copying.step(-1)).map_err(problem)?;
    migrations::run(&mut copy)?;
    Ok(copy)
}

fn facts(connection: &Connection, home: &Home) -> rusqlite::Result<DatabaseFacts> {
    let found: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Ok(DatabaseFacts::Faulty);
    }
    if holds_foreign_schema(connection)? {
        let database = home.database().to_str().map(plain);
        return Ok(DatabaseFacts::Unreadable(StoreProblem::Foreign { database }));
    }
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let ours = migrations::newest(connection, version).unwrap_or(version);
    Ok(DatabaseFacts::Whole { version, ours })
}
