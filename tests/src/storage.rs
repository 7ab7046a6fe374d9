//! Reads from outside what the programs left on disk.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::home::Home;
use crate::leaks::{Hunt, Secret};

/// Opens the database read-only.
pub fn database(home: &Home) -> Connection {
    let path = home.files().join("switchhook.db");
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the database can be read")
}

/// Changes the database behind the programs' backs, for states that would take half an hour or a thousand requests.
pub fn alter(home: &Home, sql: &str) {
    let database = Connection::open(home.files().join("switchhook.db")).expect("the database opens");
    database.busy_timeout(std::time::Duration::from_secs(10)).expect("it takes a busy timeout");
    database.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Gives the database the schema of the first version. Its tables keep the rows and columns that it knew.
pub fn take_back_to_first_schema(home: &Home) {
    let newer = home.files().join("switchhook.db");
    let older = home.files().join("older.db");
    let connection = Connection::open(&older).expect("a database can be made");
    connection
        .execute_batch(include_str!("../../crates/engine/src/store/001-first.sql"))
        .expect("the first schema is sound");
    connection.execute("ATTACH ?1 AS newer", [newer.to_str()]).expect("the database can be attached");
    for table in texts(&connection, "SELECT name FROM main.sqlite_schema WHERE type = 'table'") {
        let columns =
            texts(&connection, &format!("SELECT name FROM pragma_table_info('{table}', 'main')")).join(", ");
        let copy =
            format!("INSERT OR REPLACE INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}");
        connection.execute_batch(&copy).expect("its rows fit");
    }
    connection
        .execute_batch("DETACH newer; PRAGMA user_version = 1")
        .expect("the first version had this number");
    connection.close().expect("it can be closed");
    fs::rename(older, newer).expect("it takes the place of the newer one");
}

/// Returns the texts of a query's first column.
fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut select = connection.prepare(sql).expect("the query is sound");
    let rows = select.query_map([], |row| row.get(0)).expect("it can be asked");
    rows.collect::<Result<_, _>>().expect("the column holds text")
}

/// Makes the database refuse a row with this value, until [`accept`].
///
/// An index that can't be computed does it, since the programs open no database with a trigger.
pub fn refuse(home: &Home, table: &str, column: &str, value: &str) {
    let computed = format!("json(CASE {column} WHEN '{value}' THEN '' ELSE '1' END)");
    alter(home, &format!("CREATE INDEX refuses ON {table} ({computed})"));
}

/// Takes back the effect of [`refuse`].
pub fn accept(home: &Home) {
    alter(home, "DROP INDEX refuses");
}

/// Locks the database as another program would: nobody else writes until the connection is dropped.
pub fn lock(home: &Home) -> Connection {
    let database = Connection::open(home.files().join("switchhook.db")).expect("the database opens");
    database.busy_timeout(std::time::Duration::from_secs(10)).expect("it takes a busy timeout");
    database.execute_batch("BEGIN EXCLUSIVE").expect("the database can be held");
    database
}

/// Returns the files in this home that hold a secret in any shape.
pub fn files_holding(home: &Home, secret: &str) -> Vec<PathBuf> {
    let hunt = Hunt::of([&Secret::new("the secret", secret)]);
    files_holding_if(home, |bytes| !hunt.search(bytes).is_empty())
}

/// Returns the files in this home that hold exactly these bytes.
pub fn files_holding_bytes(home: &Home, secret: &[u8]) -> Vec<PathBuf> {
    files_holding_if(home, |bytes| bytes.windows(secret.len()).any(|window| window == secret))
}

fn files_holding_if(home: &Home, found: impl Fn(&[u8]) -> bool) -> Vec<PathBuf> {
    let mut files = files(home);
    files.retain(|path| fs::read(path).is_ok_and(|bytes| found(&bytes)));
    files
}

/// Returns every file in this home: the programs' files, the window's storage, the log.
///
/// Of the browser's folder it returns the log alone. Addresses are in the browser's history and cache, which are not ours.
pub fn files(home: &Home) -> Vec<PathBuf> {
    let browser = home.path().join("browser");
    let mut files = files_under(home.path());
    files.retain(|path| !path.starts_with(&browser) || *path == browser.join("browser.log"));
    files
}

/// Returns the stage of the only attempt.
pub fn stage(home: &Home) -> String {
    database(home)
        .query_row("SELECT stage FROM attempt", [], |row| row.get(0))
        .expect("there is the one attempt")
}

/// Returns the number of accounts.
pub fn accounts(home: &Home) -> u32 {
    database(home)
        .query_row("SELECT count(*) FROM account", [], |row| row.get(0))
        .expect("the database counts them")
}

/// Asserts what must hold in the database at any moment, even after a kill.
///
/// The database is whole. Each account has a token, and each token has an account or a running attempt. An attempt that has
/// ended keeps no secret.
pub fn assert_is_sound(home: &Home) {
    let database = database(home);
    let ask = |sql: &str| -> Vec<String> {
        let mut select = database.prepare(sql).expect("the database can be asked");
        let rows = select.query_map([], |row| row.get(0)).expect("the database answers");
        rows.collect::<Result<_, _>>().expect("it answers text")
    };
    assert_eq!(ask("PRAGMA integrity_check"), ["ok"], "the database is whole");
    for (wrong, sql) in [
        ("rows that refer to none", "SELECT \"table\" FROM pragma_foreign_key_check"),
        ("accounts without a token", "SELECT id FROM account WHERE token IS NULL"),
        (
            "tokens of attempts that go nowhere",
            "SELECT id || ' ' || stage FROM attempt WHERE token IS NOT NULL \
             AND stage NOT IN ('identifying', 'refused') AND NOT (stage = 'unverified' AND reconnects IS NOT NULL)",
        ),
        (
            "attempts that wait for /me without a token",
            "SELECT id FROM attempt WHERE token IS NULL AND stage IN ('identifying', 'refused')",
        ),
        (
            "secrets of attempts that are over",
            "SELECT id || ' ' || stage FROM attempt WHERE ended_at IS NOT NULL \
             AND (private_key IS NOT NULL OR client_secret IS NOT NULL OR inbox IS NOT NULL)",
        ),
        ("secrets without a vault", "SELECT id FROM account WHERE (SELECT count(*) FROM vault) = 0"),
        (
            "attempts that connected nothing",
            "SELECT id FROM attempt WHERE stage IN ('connected', 'already_connected') \
             AND account_id IS NULL",
        ),
    ] {
        assert_eq!(ask(sql), [""; 0], "{wrong}");
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_under(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}

/// The SQL for six accounts in different states. Their tokens do not open, and their figures are new.
pub const SIX_ACCOUNTS: &str = "WITH several(name, status, region) AS (VALUES ('Northwind Support', 'connected', 'us'), \
       ('Brightline Bank', 'connected', 'eu'), ('Kestrel Air', 'limited', 'eu'), ('Harbour Eats', 'unreachable', 'au'), \
       ('Lumen Labs, a name that is longer than most', 'needs_reconnect', 'us'), ('Fieldnote', 'connected', 'us')) \
     INSERT INTO account (id, name, kind, status, registration, client_id, workspace_id, workspace_name, workspace_region, \
       admin_id, admin_name, connected_at, checked_at) \
     SELECT name, name, 'app', status, 'Acme reports', '5f0e4e57-9d0c', name, name, region, '1', 'Maya Ortiz', \
       1764000000000, unixepoch() * 1000 FROM several; \
     INSERT INTO account_tag (account_id, tag) SELECT id, tag FROM account, \
       (SELECT column1 AS tag FROM (VALUES ('client'), ('eu-team'), ('partner'), ('reports'))) \
       WHERE (unicode(tag) + length(id)) % 2 = 0; \
     INSERT OR IGNORE INTO figure (account_id, name, count, counted_at, missing) \
     SELECT id, figure, 204, unixepoch() * 1000, 0 FROM account, (SELECT column1 AS figure FROM (VALUES \
       ('conversations_open'), ('conversations_unassigned'), ('conversations_all_open'), ('conversations_snoozed'), \
       ('conversations_closed'), ('contacts'), ('companies'), ('teammates'), ('teams'), ('tags'), ('articles'), ('tickets'), \
       ('tickets_customer'), ('tickets_back_office'), ('tickets_tracker')))";

/// A history of 30 days for [`SIX_ACCOUNTS`], and that no conversation waits long. Each number but that of Kestrel Air stayed since a day ago. The app of Kestrel Air
/// lacks a permission.
pub const MONTH_OF_SIX: &str = "INSERT INTO figure_history (account_id, name, hour, at, count) \
     SELECT account.id, 'conversations_open', unixepoch() / 3600 - days.value * 24, (unixepoch() - days.value * 86400) * 1000, \
       204 - 31 * (account.id = 'Kestrel Air') + (days.value * (7 + length(account.id))) % 23 * (days.value > 1) \
     FROM account, json_each('[1,2,3,4,5,6,7,9,10,11,12,13,14,16,17,18,20,21,22,23,24,25,26,27,28,29]') AS days \
     WHERE account.id NOT LIKE 'Lumen%'; \
     INSERT INTO long_waits (account_id, count, minutes, at) SELECT id, 0, 1440, unixepoch() * 1000 FROM account; \
     UPDATE figure SET missing = 1 WHERE account_id = 'Kestrel Air' AND name = 'tags'";
