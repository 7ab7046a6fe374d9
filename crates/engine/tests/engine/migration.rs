//! Opens a home of an older version. Today's version shows the same facts, and turns stored sentences into problems.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::{Value, json};
use switchhook_engine::contract::Failure;
use switchhook_engine::core::{Channel, OlderReport, Problem};
use switchhook_engine::{Connector, Home, SessionKeys, VaultMode};
use tempfile::TempDir;

/// Every column with an error, and the key of its table.
const COLUMNS: [(&str, &str, &str); 3] = [
    ("account", "id", "trouble"),
    ("figure", "account_id || '/' || name", "trouble"),
    ("attempt", "id", "error"),
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn read(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(fixture(name)).unwrap()).unwrap()
}

/// Copies the older database, and opens it by today's code with its key.
async fn upgraded() -> (Connector, TempDir) {
    upgraded_after(|_| {}).await
}

/// As [`upgraded`], after a change of the older database.
async fn upgraded_after(change: impl FnOnce(&Connection)) -> (Connector, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("switchhook.db");
    std::fs::copy(fixture("before_problems.db"), &database).unwrap();
    change(&Connection::open(database).unwrap());
    let key = read("before_problems_key.json");
    let text = |name: &str| key[name].as_str().unwrap().to_string();
    let keys = SessionKeys::of([(text("user"), text("value"))]);
    let home = Home::at(folder.path()).unwrap();
    let connector = Connector::open(home, VaultMode::Session(keys)).await.unwrap();
    connector.open_vault().await.unwrap();
    (connector, folder)
}

/// Replaces each stored report by its failure: the codes and the problem as data. Today's words may differ from the stored ones.
fn as_data(shown: impl serde::Serialize) -> Value {
    match json!(shown) {
        Value::Array(all) => all.into_iter().map(as_data).collect(),
        Value::Object(failure) if failure.contains_key("problem") => {
            let problem: Problem = serde_json::from_value(failure["problem"].clone()).unwrap();
            assert_eq!(Value::Object(failure), json!(Failure::from(problem.clone())), "{problem:?}");
            json!(Failure::from(problem))
        }
        Value::Object(report) if report.contains_key("hint") => failure_of(Value::Object(report)),
        Value::Object(all) => {
            // the return route of Switchhook's own addresses depends on the build, and a development build made these
            let is_same =
                |name: &String| Channel::current() == Channel::Development || name != "return_route";
            all.into_iter().filter(|(name, _)| is_same(name)).map(|(name, of)| (name, as_data(of))).collect()
        }
        other => other,
    }
}

/// Returns the failure that a report of the older version describes. Asserts that both hold the same codes.
fn failure_of(report: Value) -> Value {
    let older: OlderReport = serde_json::from_value(report.clone()).unwrap();
    let failure = json!(Failure::from(older.problem()));
    for code in ["code", "provider_code"] {
        assert_eq!(failure[code], report[code], "{report}");
    }
    failure
}

/// Compares two lists item by item, since a difference of whole lists would be too long to read.
fn assert_same(today: impl serde::Serialize, before: &Value) {
    let (today, before) = (as_data(today), as_data(before));
    let (today, before) = (today.as_array().unwrap(), before.as_array().unwrap());
    for (today, before) in today.iter().zip(before) {
        assert_eq!(today, before);
    }
    assert_eq!(today.len(), before.len());
}

/// Returns attempts of the older version in today's shape. That version listened on no port.
fn attempts_of(older: &Value) -> Value {
    let mut attempts = older.clone();
    for attempt in attempts.as_array_mut().unwrap() {
        attempt["port_unavailable"] = false.into();
        attempt["port"] = serde_json::Value::Null;
    }
    attempts
}

/// Returns a card of the older version in today's shape.
fn card_of(older: &Value, details: &Value) -> Value {
    let mut card = older.clone();
    let (workspace, admin) = (&older["workspace"], &older["admin"]);
    let figures = details[older["id"].as_str().unwrap()]["figures"].as_array().unwrap();
    let open = figures.iter().find(|figure| figure["name"] == "conversations_open").unwrap();
    let of = card.as_object_mut().unwrap();
    let name = if workspace["name"] == older["name"] { &Value::Null } else { &workspace["name"] };
    for (field, fact) in [
        ("workspace_id", &workspace["id"]),
        ("workspace_name", name),
        ("region", &workspace["region"]),
        ("teammate", &admin["name"]),
        ("email", &admin["email"]),
        ("open_as_of", &open["as_of"]),
    ] {
        of.insert(field.into(), fact.clone());
    }
    of.insert(
        "open_failed".into(),
        (open["missing"] != Value::Null || open["trouble"] != Value::Null).into(),
    );
    of.retain(|field, _| field != "workspace" && field != "admin");
    card
}

#[tokio::test]
async fn home_of_older_version_is_shown_as_before() {
    let (connector, _folder) = upgraded().await;
    let before = read("before_problems_shown.json");
    let attempts = attempts_of(&before["attempts"]);
    assert_same(connector.attempts().list().await.unwrap(), &attempts);
    connector.lifetime().resume().await.unwrap();

    let overview = connector.view().overview().await.unwrap();
    let cards = before["cards"].as_array().unwrap();
    let cards: Vec<Value> = cards.iter().map(|card| card_of(card, &before["details"])).collect();
    assert_same(&overview.accounts, &cards.into());
    assert_same(&overview.attempts, &attempts);
    assert_same(&overview.registrations, &before["registrations"]);
    assert_eq!(as_data(&overview.vault), as_data(&before["vault"]));
    assert_same(connector.registrations().list().await.unwrap(), &before["registrations"]);

    let accounts = connector.accounts().list(None, None).await.unwrap();
    assert_same(&accounts, &before["accounts"]);
    for account in &accounts {
        let detail = connector.view().account_detail(&account.id).await.unwrap();
        let mut shown = before["details"][account.id.as_str()].clone();
        let facts = json!(account);
        for moved in ["workspace", "admin"] {
            shown[moved] = facts[moved].clone();
        }
        // The older version read no waits, and fewer figures.
        let mut told = json!(detail);
        assert!(told.as_object_mut().unwrap().remove("waiting").unwrap()["as_of"].is_null());
        let known: Vec<_> =
            shown["figures"].as_array().unwrap().iter().map(|each| each["name"].clone()).collect();
        let figures = told["figures"].as_array_mut().unwrap();
        assert!(figures.iter().all(|each| known.contains(&each["name"]) || each["count"].is_null()));
        figures.retain(|each| known.contains(&each["name"]));
        assert_eq!(as_data(told), as_data(shown), "{}", account.name);
    }
    assert_eq!(before["details"].as_object().unwrap().len(), accounts.len());
}

#[tokio::test]
async fn preferences_and_strays_of_older_version_stay() {
    let (connector, folder) = upgraded().await;
    let before = read("before_problems_shown.json");
    assert!(connector.preferences().background_checks().await.unwrap());
    assert!(connector.preferences().wants_tray().await.unwrap());
    let db = Connection::open(folder.path().join("switchhook.db")).unwrap();
    let preferences: Value = pairs(&db, "SELECT name, value FROM preference").into_iter().collect();
    assert_eq!(preferences, before["preferences"]);
    let strays: i64 = db.query_row("SELECT count FROM stray", [], |row| row.get(0)).unwrap();
    assert_eq!(strays, before["strays"]);
}

/// Returns the rows of a query for two texts.
fn pairs(db: &Connection, sql: &str) -> Vec<(String, String)> {
    let mut select = db.prepare(sql).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Returns each stored error of a database, with its table, row and column.
fn stored(db: &Connection) -> Vec<(String, String)> {
    let of = |(table, key, column): (&str, &str, &str)| {
        let place = format!("'{table}/' || {key} || '/{column}'");
        pairs(db, &format!("SELECT {place}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY 1"))
    };
    COLUMNS.into_iter().flat_map(of).collect()
}

#[tokio::test]
async fn stored_sentences_become_the_problems_they_describe() {
    let (_connector, folder) = upgraded().await;
    let today = stored(&Connection::open(folder.path().join("switchhook.db")).unwrap());
    // another copy, since SQLite writes beside the file that it opens
    let untouched = folder.path().join("untouched.db");
    std::fs::copy(fixture("before_problems.db"), &untouched).unwrap();
    let before = stored(&Connection::open(untouched).unwrap());
    assert_eq!((before.len(), today.len()), (263, 263));

    let mut older = Vec::new();
    for ((place, report), (same_place, problem)) in before.into_iter().zip(today) {
        assert_eq!(place, same_place);
        let report: Value = serde_json::from_str(&report).unwrap();
        let problem: Problem = serde_json::from_str(&problem).unwrap();
        assert_eq!(json!(Failure::from(problem.clone())), failure_of(report.clone()), "{place}");
        if let Problem::Older { message, hint, .. } = problem {
            assert_eq!((json!(message), json!(hint)), (report["message"].clone(), report["hint"].clone()));
            older.push(message);
        }
    }
    // this sentence names no host, and each of today's kinds names one.
    assert_eq!(older, ["The provider's answer can't be read."]);
}

#[tokio::test]
async fn damaged_rows_do_not_stop_the_upgrade() {
    let (_connector, folder) = upgraded_after(|db| {
        for (table, key, column) in COLUMNS {
            let first = format!("SELECT min({key}) FROM {table} WHERE {column} IS NOT NULL");
            let damage = format!("UPDATE {table} SET {column} = CAST(x'ff' AS TEXT) WHERE {key} = ({first})");
            assert_eq!(db.execute(&damage, []).unwrap(), 1, "{table}");
        }
    })
    .await;
    let db = Connection::open(folder.path().join("switchhook.db")).unwrap();
    for (table, _, column) in COLUMNS {
        db.execute(&format!("UPDATE {table} SET {column} = NULL WHERE {column} = CAST(x'ff' AS TEXT)"), [])
            .unwrap();
    }
    let upgraded = stored(&db);
    assert_eq!(upgraded.len(), 260, "all but the three damaged rows");
    for (place, problem) in upgraded {
        assert!(serde_json::from_str::<Problem>(&problem).is_ok(), "{place}");
    }
}
