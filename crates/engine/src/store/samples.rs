//! A database for the tests of rows.

use rusqlite::Connection;

use super::migrations;

/// Returns a database with the accounts `a` and `b`.
pub(super) fn database() -> Connection {
    let mut db = Connection::open_in_memory().expect("memory");
    migrations::run(&mut db).expect("migrated");
    db.pragma_update(None, "foreign_keys", true).expect("enforced");
    for id in ["a", "b"] {
        let sql = "INSERT INTO account (id, name, kind, status, connected_at) VALUES (?1, ?1, 'app', 'connected', 1)";
        db.execute(sql, [id]).expect("kept");
    }
    db
}
