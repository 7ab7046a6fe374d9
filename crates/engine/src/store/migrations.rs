//! The schema of the database, step by step. A step that was released is never edited.

use std::sync::LazyLock;

use rusqlite::{Connection, Transaction};
use rusqlite_migration::{Error, M, MigrationDefinitionError, Migrations};
use switchhook_core::StoreProblem;

use super::older_problems;
use super::open::problem;
use crate::host::kill_points;

/// All steps, the oldest first.
static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    Migrations::new(vec![
        M::up_with_hook(include_str!("001-first.sql"), |_: &Transaction<'_>| {
            kill_points::point("migrating");
            Ok(())
        }),
        M::up_with_hook(include_str!("002-room.sql"), |_: &Transaction<'_>| {
            kill_points::point("upgrading");
            Ok(())
        }),
        M::up(include_str!("003-figures.sql")),
        M::up(include_str!("004-real.sql")),
        M::up(include_str!("005-newest.sql")),
        M::up(include_str!("006-open.sql")),
        M::up_with_hook("", |db: &Transaction<'_>| Ok(older_problems::rewrite(db)?)),
        // Changes nothing. Programs before this step can't open the secrets that the vault seals anew.
        M::up(""),
        M::up(include_str!("009-history.sql")),
        M::up(include_str!("010-put-off.sql")),
        M::up(include_str!("011-morning.sql")),
        M::up(include_str!("012-low-ratings.sql")),
    ])
});

/// Upgrades a database to the newest schema. Leaves a newer database unchanged.
///
/// # Errors
/// [`StoreProblem::Newer`] for a database of a newer version, other [`StoreProblem`]s where a step fails.
pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreProblem> {
    MIGRATIONS.to_latest(connection).map_err(|error| match error {
        Error::MigrationDefinition(MigrationDefinitionError::DatabaseTooFarAhead) => StoreProblem::Newer,
        Error::RusqliteError { err, .. } => problem(&err, connection.path()),
        _ => StoreProblem::Failed,
    })
}

/// Returns the version of the newest schema. `None` where the database does not say its own version.
pub(super) fn newest(connection: &Connection, version: u32) -> Option<u32> {
    let pending = MIGRATIONS.pending_migrations(connection).ok()?;
    u32::try_from(i64::from(version) + i64::from(pending)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::params;
    use switchhook_core::{AccountId, Status};

    #[test]
    fn steps_are_sound() {
        assert!(MIGRATIONS.validate().is_ok(), "every step runs on an empty database");
    }

    #[test]
    fn data_of_older_version_survives_the_upgrade() {
        let mut connection = Connection::open_in_memory().expect("memory");
        MIGRATIONS.to_version(&mut connection, 2).expect("as it was");
        let account = "INSERT INTO account (id, name, kind, status, connected_at) VALUES ('a', 'A', 'app', 'limited', 1)";
        connection.execute(account, []).expect("kept");
        run(&mut connection).expect("migrated");
        let row = super::super::accounts::by_id(&connection, &AccountId::new("a"))
            .expect("readable")
            .expect("there");
        assert_eq!((row.status, row.disabled), (Status::Limited, false));
    }

    #[test]
    fn upgrade_takes_unexplained_names_for_given_by_a_person() {
        let mut connection = Connection::open_in_memory().expect("memory");
        MIGRATIONS.to_version(&mut connection, 3).expect("as it was");
        for (name, workspace, admin, registration, named) in [
            ("Mine", Some("Northwind"), Some("Maya"), Some("Acme"), true),
            ("Mine", None, None, None, true),
            ("Northwind", Some("Northwind"), Some("Maya"), Some("Acme"), false),
            ("Maya", None, Some("Maya"), Some("Acme"), false),
            ("Acme", None, None, Some("Acme"), false),
            ("Intercom account", None, None, None, false),
        ] {
            let sql = "INSERT INTO account (id, name, kind, status, connected_at, workspace_name, admin_name, registration) \
                       VALUES (?1, ?2, 'app', 'connected', 1, ?3, ?4, ?5)";
            let id = format!("{name}/{named}/{workspace:?}");
            connection.execute(sql, params![id, name, workspace, admin, registration]).expect("kept");
        }
        run(&mut connection).expect("migrated");
        for row in super::super::accounts::all(&connection, None, None).expect("readable") {
            assert_eq!(row.named, row.id.as_str().contains("/true/"), "{}", row.id);
        }
    }

    #[test]
    fn newer_database_stays_unchanged_and_is_named() {
        let mut connection = Connection::open_in_memory().expect("memory");
        run(&mut connection).expect("migrated");
        connection.pragma_update(None, "user_version", 99).expect("from the future");
        assert_eq!(run(&mut connection), Err(StoreProblem::Newer));
    }
}
