//! Another program edits a row of the database: no secret goes elsewhere.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use switchhook_engine::core::{
    AccessToken, AccountId, AccountProblem, ApiPath, AttemptId, Code, DeepLink, Outcome, Problem, Region,
    StoreProblem,
};
use switchhook_engine::{Connector, Home, OwnToken, Received, SessionKeys, VaultMode};

use crate::bridge::seal_for_bridge;
use crate::front::Front;
use crate::scenario::{LUMEN, Scenario, ended, refused, stuck};

/// A column, and the value that another program writes into it.
type Edit = (&'static str, Value);

/// A registration with its token endpoint and API behind `front`, and a front where nothing may arrive.
struct Edited {
    scenario: Scenario,
    front: Front,
    elsewhere: Front,
    db: Connection,
}

impl Edited {
    async fn new() -> Self {
        let scenario = Scenario::new().await;
        let [front, elsewhere] = [Front::start(&scenario, &[]).await, Front::start(&scenario, &[]).await];
        scenario.register_behind("Behind", &front.address).await;
        let db = Connection::open(scenario.folder.path().join("switchhook.db")).unwrap();
        db.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        // another program need not enforce foreign keys
        db.pragma_update(None, "foreign_keys", "OFF").unwrap();
        Self { scenario, front, elsewhere, db }
    }

    /// Returns every column of a table.
    fn columns(&self, table: &str) -> BTreeSet<String> {
        let mut select = self.db.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
        select.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Asserts that each column of a table is either among these edits or among the free columns.
    fn assert_all_columns_listed(&self, table: &str, bound: &[Edit], free: &[&str]) {
        let bound: BTreeSet<String> = bound.iter().map(|(column, _)| (*column).to_owned()).collect();
        let free: BTreeSet<String> = free.iter().map(|column| (*column).to_owned()).collect();
        assert_eq!(bound.intersection(&free).count(), 0, "{table}");
        assert_eq!(bound.union(&free).cloned().collect::<BTreeSet<_>>(), self.columns(table), "{table}");
    }

    fn set(&self, table: &str, id: &str, column: &str, value: &Value) {
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE id = ?1");
        assert_eq!(self.db.execute(&sql, params![id, value]).unwrap(), 1, "{table}.{column}");
    }

    fn get(&self, table: &str, id: &str, column: &str) -> Value {
        let sql = format!("SELECT {column} FROM {table} WHERE id = ?1");
        self.db.query_row(&sql, [id], |row| row.get(0)).unwrap()
    }

    /// Edits a column while `action` runs. The row may have another id meanwhile.
    async fn during<T>(&self, table: &str, id: &str, edit: &Edit, action: impl AsyncFnOnce(&str) -> T) -> T {
        let (column, value) = edit;
        let had = self.get(table, id, column);
        assert_ne!(had, *value, "{table}.{column}");
        self.set(table, id, column, value);
        let id_now = match (column, value) {
            (&"id", Value::Text(id)) => id.clone(),
            _ => id.to_owned(),
        };
        let done = action(&id_now).await;
        self.set(table, &id_now, column, &had);
        done
    }

    /// Returns the requests since the last call: those at `front`, and those elsewhere.
    fn arrived(&self) -> (usize, usize) {
        (self.front.counted().0, self.elsewhere.counted().0)
    }

    /// Returns an address at the right host with another path.
    fn other_path(&self) -> Value {
        text(&format!("{}/elsewhere", self.front.address))
    }

    fn elsewhere(&self) -> Value {
        text(&self.elsewhere.address)
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Sends every kind of request that uses an account's token, and returns the problems.
async fn use_account(connector: &Connector, id: &AccountId) -> Vec<Problem> {
    let check = connector.remote().check_in_full(id).await.map(drop);
    let figures = connector.remote().read_figures(id).await.map(drop);
    let api = match connector.remote().ask_api(id, ApiPath::new("/admins").unwrap(), false).await {
        Ok(mut asking) => asking.next(|_| ()).await.unwrap().map(drop).map_err(|refused| refused.problem),
        Err(problem) => Err(problem),
    };
    [check, figures, api].into_iter().filter_map(Result::err).collect()
}

#[tokio::test]
async fn edited_account_never_diverts_its_token() {
    let home = Edited::new().await;
    let account = home.scenario.connect("Behind").await.unwrap().account;
    let other = home.scenario.connect("Acme").await.unwrap().account;
    let id = account.id.as_str();
    let identity = home.get("account", other.id.as_str(), "identity");
    let other_token = home.get("account", other.id.as_str(), "token");
    home.db.execute("UPDATE account SET identity = NULL WHERE id = ?1", [other.id.as_str()]).unwrap();
    let bound = [
        ("id", text("another")),
        ("kind", text("token")),
        ("kind", text("sandbox")),
        ("identity", identity),
        ("identity", Value::Null),
        ("client_id", text("another")),
        ("client_id", Value::Null),
        ("api_base", home.elsewhere()),
        ("api_base", home.other_path()),
        ("api_base", Value::Null),
        ("workspace_id", text("another")),
        ("workspace_id", Value::Null),
        ("workspace_region", text("eu")),
        ("workspace_region", Value::Null),
        ("token", other_token),
        ("token", Value::Blob(vec![2; 80])),
    ];
    let free = [
        "name",
        "named",
        "status",
        "disabled",
        "registration",
        "workspace_name",
        "workspace_timezone",
        "workspace_created_at",
        "admin_id",
        "admin_name",
        "admin_email",
        "admin_email_verified",
        "connected_at",
        "checked_at",
        "judged_at",
        "trouble",
        "trouble_since",
        "trouble_of_figures",
    ];
    home.assert_all_columns_listed("account", &bound, &free);
    home.arrived();
    let asked = home.scenario.requests().await.len();
    for edit in &bound {
        home.during("account", id, edit, async |id| {
            let problems = use_account(&home.scenario.connector, &AccountId::new(id)).await;
            assert!(!problems.is_empty(), "{edit:?}");
        })
        .await;
        assert_eq!(home.arrived(), (0, 0), "{edit:?}");
    }
    assert_eq!(home.scenario.requests().await.len(), asked);
    for column in free {
        let value = match home.get("account", id, column) {
            Value::Integer(number) => Value::Integer(number ^ 1),
            _ if column == "trouble_since" => Value::Integer(1),
            _ => home.elsewhere(),
        };
        home.during("account", id, &(column, value), async |id| {
            use_account(&home.scenario.connector, &AccountId::new(id)).await;
        })
        .await;
        let (here, elsewhere) = home.arrived();
        assert!((here > 0 || column == "disabled") && elsewhere == 0, "{column}: {here}, {elsewhere}");
    }
}

#[tokio::test]
async fn edited_registration_never_diverts_its_secret_or_a_token() {
    let home = Edited::new().await;
    let registration = home.scenario.registered("Behind").await;
    let other = home.scenario.registered("Acme").await;
    let id = registration.as_str();
    let bound = [
        ("id", text("another")),
        ("kind", text("sandbox")),
        ("kind", text("token")),
        ("client_id", text("another")),
        ("redirect_uri", text("https://localhost:47116/callback")),
        ("region", text("eu")),
        ("authorization_endpoint", home.elsewhere()),
        ("authorization_endpoint", home.other_path()),
        ("token_endpoint", home.elsewhere()),
        ("token_endpoint", home.other_path()),
        ("token_endpoint", Value::Null),
        ("api_base", home.elsewhere()),
        ("api_base", home.other_path()),
        ("api_base", Value::Null),
        ("api_pinned", Value::Integer(0)),
        ("workspace", text("another")),
        ("client_secret", home.get("registration", other.as_str(), "client_secret")),
        ("client_secret", Value::Null),
    ];
    let free = ["name", "created_at"];
    home.assert_all_columns_listed("registration", &bound, &free);
    home.arrived();
    for edit in &bound {
        home.during("registration", id, edit, async |id| {
            let begun = home.scenario.connector.attempts().begin(home.scenario.request(id).await).await;
            assert!(begun.is_err(), "{edit:?}");
        })
        .await;
        assert_eq!(home.arrived(), (0, 0), "{edit:?}");
    }
    for edit in [("name", text("Renamed")), ("created_at", Value::Integer(1))] {
        home.during("registration", id, &edit, async |id| {
            home.scenario.connect(id).await.unwrap();
        })
        .await;
        let (here, elsewhere) = home.arrived();
        assert!(here > 0 && elsewhere == 0, "{edit:?}: {here}, {elsewhere}");
    }
}

/// Returns edits of the columns to which an attempt's secrets are bound.
fn bound_of_attempt(home: &Edited, account: &AccountId) -> Vec<Edit> {
    vec![
        ("id", text("another")),
        ("state_hash", Value::Blob(vec![7; 32])),
        ("reconnects", text(account.as_str())),
        ("reconnects", text("nobody")),
        ("public_key", Value::Blob(vec![4; 65])),
        ("registration_id", text("another")),
        ("kind", text("sandbox")),
        ("client_id", text("another")),
        ("redirect_uri", text("https://localhost:47116/callback")),
        ("authorization_endpoint", home.elsewhere()),
        ("token_endpoint", home.elsewhere()),
        ("token_endpoint", home.other_path()),
        ("api_base", home.elsewhere()),
        ("api_base", home.other_path()),
        ("api_pinned", Value::Integer(0)),
        ("name", text("Another")),
        ("tags", text(r#"["another"]"#)),
        ("workspace", text("another")),
        ("started_at", Value::Integer(1)),
        ("expires_at", Value::Integer(i64::MAX / 2)),
        ("private_key", Value::Blob(vec![2; 80])),
        ("client_secret", Value::Blob(vec![2; 80])),
        ("token", Value::Blob(vec![2; 80])),
    ]
}

/// Columns that hold an attempt's progress, or are only shown.
const FREE_OF_ATTEMPT: [&str; 12] = [
    "stage",
    "inbox",
    "registration",
    "answered",
    "owner",
    "claimed_at",
    "ended_at",
    "dismissed",
    "empty_return",
    "strays",
    "account_id",
    "error",
];

#[tokio::test]
async fn edited_waiting_attempt_never_diverts_its_secret_or_a_token() {
    let home = Edited::new().await;
    let account = home.scenario.connect("Acme").await.unwrap().account.id;
    let bound = bound_of_attempt(&home, &account);
    home.assert_all_columns_listed("attempt", &bound, &FREE_OF_ATTEMPT);
    let begun = home.scenario.begin("Behind").await;
    let link = home.scenario.consent(&begun, "authorize", None).await;
    home.arrived();
    // the private key opens sealed links alone, and a waiting attempt has no token
    for edit in bound.iter().filter(|(column, _)| !["private_key", "token"].contains(column)) {
        home.during("attempt", begun.attempt.as_str(), edit, async |_| {
            let received = home.scenario.connector.attempts().receive(DeepLink::new(link.clone())).await;
            assert!(matches!(received, Err(_) | Ok(Received::Stuck(_))), "{edit:?}: {received:?}");
        })
        .await;
        assert_eq!(home.arrived(), (0, 0), "{edit:?}");
    }
    let received = home.scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
    let connected = ended(received).expect("nothing was lost: the code is not spent");
    assert_eq!(connected.outcome, Outcome::Connected);
    assert!(home.arrived().0 > 0);
}

#[tokio::test]
async fn attempt_with_foreign_state_hash_sends_nothing() {
    let home = Edited::new().await;
    let [begun, other] = [home.scenario.begin("Behind").await, home.scenario.begin("Behind").await];
    let link = home.scenario.authorized(&other).await;
    let hash = home.get("attempt", other.attempt.as_str(), "state_hash");
    home.db.execute("DELETE FROM attempt WHERE id = ?1", [other.attempt.as_str()]).unwrap();
    home.set("attempt", begun.attempt.as_str(), "state_hash", &hash);
    home.arrived();
    let received = home.scenario.connector.attempts().receive(link).await;
    assert_eq!(stuck(received), Code::KeyMissing);
    assert_eq!(home.arrived(), (0, 0));
}

#[tokio::test]
async fn sealed_link_does_not_open_for_an_edited_attempt() {
    let home = Edited::new().await;
    home.scenario.register_bridge_behind("Bridged", &home.front.address).await;
    let account = home.scenario.connect("Acme").await.unwrap().account.id;
    let begun = home.scenario.begin("Bridged").await;
    let link = seal_for_bridge(&home.scenario.consent(&begun, "authorize", None).await);
    home.arrived();
    // the hash finds the attempt, and the private key is not bound to the other two
    let others = ["state_hash", "client_secret", "token"];
    for edit in bound_of_attempt(&home, &account).iter().filter(|(column, _)| !others.contains(column)) {
        home.during("attempt", begun.attempt.as_str(), edit, async |_| {
            let received = home.scenario.connector.attempts().receive(DeepLink::new(link.clone())).await;
            assert_eq!(refused(received), Code::SealedInvalid, "{edit:?}");
        })
        .await;
        assert_eq!(home.arrived(), (0, 0), "{edit:?}");
    }
    let received = home.scenario.connector.attempts().receive(DeepLink::new(link)).await.unwrap();
    assert!(ended(received).is_ok());
}

#[tokio::test]
async fn edited_attempt_never_diverts_its_stored_token() {
    let home = Edited::new().await;
    home.scenario.register_only_behind("Only Lumen", LUMEN, &home.front.address).await;
    let account = home.scenario.connect("Acme").await.unwrap().account.id;
    let begun = home.scenario.begin("Only Lumen").await;
    let link = home.scenario.authorized(&begun).await;
    let received = home.scenario.connector.attempts().receive(link).await.unwrap();
    assert!(matches!(received, Received::Undecided { .. }), "{received:?}");
    home.arrived();
    // the token is not bound to these: it must outlive damage to the hash, and the secrets are gone
    let secrets = ["private_key", "client_secret", "state_hash"];
    for edit in bound_of_attempt(&home, &account).iter().filter(|(column, _)| !secrets.contains(column)) {
        home.during("attempt", begun.attempt.as_str(), edit, async |id| {
            let decided = home.scenario.connector.attempts().resolve_refused(&AttemptId::new(id), true).await;
            assert_eq!(decided.unwrap_err().code(), Code::KeyMissing, "{edit:?}");
        })
        .await;
        assert_eq!(home.arrived(), (0, 0), "{edit:?}");
    }
    let kept = home.scenario.connector.attempts().resolve_refused(&begun.attempt, true).await.unwrap();
    assert_eq!(ended(kept).unwrap().outcome, Outcome::Connected);
    assert!(home.arrived().0 > 0);
}

#[tokio::test]
async fn new_token_of_edited_account_goes_to_attempts_address() {
    let home = Edited::new().await;
    let account = home.scenario.connect("Behind").await.unwrap().account;
    home.set("account", account.id.as_str(), "api_base", &home.elsewhere());
    home.arrived();
    let begun = home.scenario.begin_reconnect_by("Behind", &account.id).await;
    let link = home.scenario.authorized(&begun).await;
    let connected = ended(home.scenario.connector.attempts().receive(link).await.unwrap()).unwrap();
    assert_eq!(
        (connected.account.id.clone(), connected.outcome),
        (account.id.clone(), Outcome::AlreadyConnected)
    );
    assert_eq!(use_account(&home.scenario.connector, &account.id).await, []);
    let (here, elsewhere) = home.arrived();
    assert!(here > 0 && elsewhere == 0, "{here}, {elsewhere}");
}

#[tokio::test]
async fn edited_identity_sends_new_token_to_its_own_api_alone() {
    let home = Edited::new().await;
    let edited = home.scenario.connect("Acme").await.unwrap().account;
    let other = home.scenario.connect("Behind").await.unwrap().account;
    let identity = home.get("account", other.id.as_str(), "identity");
    home.scenario.connector.accounts().forget(&other.id).await.unwrap();
    home.set("account", edited.id.as_str(), "identity", &identity);
    home.set("account", edited.id.as_str(), "api_base", &home.elsewhere());
    home.arrived();
    let connected = home.scenario.connect("Behind").await.unwrap();
    assert_eq!((connected.outcome, connected.account.id), (Outcome::AlreadyConnected, edited.id.clone()));
    assert_eq!(use_account(&home.scenario.connector, &edited.id).await, []);
    let (here, elsewhere) = home.arrived();
    assert!(here > 0 && elsewhere == 0, "{here}, {elsewhere}");
}

#[tokio::test]
async fn pasted_token_is_not_sent_to_an_edited_address() {
    let home = Edited::new().await;
    let token = home.scenario.control("tokens", &serde_json::json!({ "workspace": LUMEN })).await;
    let token = token["access_token"].as_str().unwrap().to_owned();
    let own = |api_base: Option<&str>, replaces| OwnToken {
        token: AccessToken::new(token.clone()).unwrap(),
        region: Some(Region::Us),
        api_base: api_base.map(Into::into),
        name: None,
        tags: Vec::new(),
        replaces,
    };
    let tokens = home.scenario.connector.own_tokens();
    let account = tokens.add(own(Some(&home.front.address), None)).await.unwrap().account;
    for address in [Value::Null, home.elsewhere()] {
        home.set("account", account.id.as_str(), "api_base", &address);
        home.arrived();
        let refused = tokens.add(own(None, Some(account.id.clone()))).await.unwrap_err();
        assert_eq!(refused, AccountProblem::AddressNotProven.into());
        assert_eq!(home.arrived(), (0, 0));
    }
    let named = tokens.add(own(Some(&home.front.address), Some(account.id.clone()))).await.unwrap();
    assert_eq!((named.account.id, named.outcome), (account.id.clone(), Outcome::AlreadyConnected));
    assert_eq!(use_account(&home.scenario.connector, &account.id).await, []);
    let (here, elsewhere) = home.arrived();
    assert!(here > 0 && elsewhere == 0, "{here}, {elsewhere}");
}

#[tokio::test]
async fn edited_registration_takes_no_other_secret() {
    let home = Edited::new().await;
    let registration = home.scenario.registered("Behind").await;
    home.set("registration", registration.as_str(), "api_base", &home.elsewhere());
    let secret = home.scenario.client_secret();
    let refused = home.scenario.connector.registrations().replace_secret(&registration, secret).await;
    assert_eq!(refused.unwrap_err().code(), Code::KeyMissing);
    assert_eq!(home.arrived(), (0, 0));
}

#[tokio::test]
async fn trigger_added_to_an_open_home_diverts_nothing() {
    let home = Edited::new().await;
    let elsewhere = &home.elsewhere.address;
    let triggers = format!(
        "CREATE TRIGGER a AFTER INSERT ON attempt BEGIN UPDATE attempt SET api_base = '{elsewhere}'; END;
         CREATE TRIGGER b AFTER INSERT ON account BEGIN UPDATE account SET api_base = '{elsewhere}'; END;
         CREATE TRIGGER c AFTER UPDATE ON account BEGIN UPDATE account SET api_base = '{elsewhere}'; END;"
    );
    home.db.execute_batch(&triggers).unwrap();
    let account = home.scenario.connect("Behind").await.unwrap().account;
    assert_eq!(use_account(&home.scenario.connector, &account.id).await, []);
    let (here, elsewhere) = home.arrived();
    assert!(here > 0 && elsewhere == 0, "{here}, {elsewhere}");
}

#[tokio::test]
async fn home_with_a_trigger_or_a_view_is_not_opened() {
    for sql in [
        "CREATE TRIGGER a AFTER INSERT ON attempt BEGIN UPDATE attempt SET api_base = 'x'; END",
        "CREATE VIEW a AS SELECT * FROM account",
        "ALTER TABLE account RENAME TO b; CREATE VIEW account AS SELECT * FROM b",
    ] {
        let scenario = Scenario::new().await;
        let database = scenario.folder.path().join("switchhook.db");
        Connection::open(&database).unwrap().execute_batch(sql).unwrap();
        let mode = VaultMode::Session(SessionKeys::default());
        let opened = Connector::open(Home::at(scenario.folder.path()).unwrap(), mode).await;
        let problem = opened.err().expect(sql);
        let database = Some(database.to_str().unwrap().to_owned());
        assert_eq!(problem, StoreProblem::Foreign { database }.into(), "{sql}");
    }
}

#[tokio::test]
async fn deleted_vault_row_beside_sealed_secret_makes_no_key() {
    for keep in ["registration", "account", "attempt"] {
        let home = Edited::new().await;
        home.scenario.connect("Behind").await.unwrap();
        home.scenario.begin("Behind").await;
        for table in ["registration", "account", "attempt"].iter().filter(|table| **table != keep) {
            home.db.execute(&format!("DELETE FROM {table}"), []).unwrap();
        }
        home.db.execute("DELETE FROM vault", []).unwrap();
        let process = home.scenario.second_process().await;
        assert_eq!(process.open_vault().await.unwrap_err().code(), Code::KeyMissing, "{keep}");
        let rows: i64 = home.db.query_row("SELECT count(*) FROM vault", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "{keep}");
    }
}
