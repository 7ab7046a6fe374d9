//! The shape of the database, step by step. A step that was released is never edited.

use std::sync::LazyLock;

use rusqlite::{Connection, Transaction};
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};
use switchhook_core::{Code, ErrorReport};

use crate::crash;

static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up_with_hook(include_str!("001-the-road.sql"), |_: &Transaction<'_>| {
            crash::point("migrating");
            Ok(())
        }),
        M::up_with_hook(include_str!("002-room.sql"), |_: &Transaction<'_>| {
            crash::point("upgrading");
            Ok(())
        }),
    ])
});

pub(crate) fn run(connection: &mut Connection) -> Result<(), ErrorReport> {
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => {
            ErrorReport::new(Code::StoreFailed)
                .saying("The database was written by a newer Switchhook.")
                .hinting("Install that version again; this one leaves the database as it is.")
        }
        Error::RusqliteError { err, .. } => super::report(&err),
        _ => ErrorReport::new(Code::StoreFailed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_sound() {
        assert!(MIGRATIONS.validate().is_ok(), "every step runs on an empty database");
    }

    #[test]
    fn a_newer_database_is_left_alone_and_named() {
        let mut connection = Connection::open_in_memory().expect("memory");
        run(&mut connection).expect("migrated");
        connection.pragma_update(None, "user_version", 99).expect("from the future");
        let report = run(&mut connection).expect_err("too new");
        assert!(report.message.contains("newer"), "{}", report.message);
    }
}
