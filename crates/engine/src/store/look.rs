//! A look at a database: whole or damaged, and of which version. It writes nothing.

use std::io::ErrorKind;

use rusqlite::Connection;
use switchhook_core::{DatabaseFacts, StoreProblem, plain};

use super::migrations;
use super::open::{holds_foreign_schema, open_for_look, unprobed_problem};
use crate::host::home::Home;

/// Looks at the database of a home. Returns what was found, and a connection to read where the database is of this version.
pub(crate) fn look(home: &Home) -> (DatabaseFacts, Option<Connection>) {
    let path = home.database();
    if path.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return (DatabaseFacts::Missing, None);
    }
    let looked = open_for_look(home).and_then(|connection| Ok((facts(&connection, home)?, connection)));
    match looked {
        Ok((facts, connection)) => {
            let is_ours = matches!(facts, DatabaseFacts::Whole { version, ours } if version == ours);
            (facts, is_ours.then_some(connection))
        }
        Err(error) => (DatabaseFacts::Unreadable(unprobed_problem(&error, path.to_str())), None),
    }
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
