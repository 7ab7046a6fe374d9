//! Killed at every step and started again: what the connect flow promises holds, whoever was killed where.
//!
//! `SIGKILL` proves crashes of the program, not of the power: what the system had taken is not lost with it.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::thread;

use serde_json::{Value, json};
use switchhook_journeys::cli;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent, kill, storage};

/// Connected before anything is killed; one of them is connected again while it is.
const NORTHWIND: &str = "nw7k2p0q";
const HARBOUR: &str = "hb8c4t1z";
/// Not connected yet.
const BRIGHTLINE: &str = "bl3x9d5m";

/// A person with a sandbox, its registration and two accounts.
struct Person {
    home: Home,
    sandbox: Sandbox,
}

impl Person {
    fn new() -> Self {
        let home = Home::new();
        let sandbox = Sandbox::start(&home);
        sandbox.switch(&json!({ "chooser": true }));
        assert_eq!(
            sandbox.register(&home, "trial", CALLBACK).status,
            0,
            "the sandbox's client is registered"
        );
        let person = Self { home, sandbox };
        for workspace in [NORTHWIND, HARBOUR] {
            assert_eq!(person.connect(&person.home, workspace)["outcome"], "connected");
        }
        person
    }

    /// Begun, and its link handed out; the program that began it is gone.
    fn link(&self, home: &Home, workspace: &str) -> String {
        let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
        consent::authorize_for(url(&waiting.line()), workspace)
    }

    fn connect(&self, home: &Home, workspace: &str) -> Value {
        let received = cli::run(home, &["receive", &self.link(home, workspace)]);
        received.document().clone()
    }
}

/// What the kill leaves, once the program is started again.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Left {
    /// As if the link had not come: it can come again.
    Awaiting,
    /// The code may be spent: said, and nothing kept.
    Interrupted,
    /// The token was kept: the account comes by itself.
    Connected,
}

#[test]
fn whoever_is_killed_while_it_connects_leaves_what_the_flow_promises() {
    let person = Person::new();
    let points = [
        ("claiming", Left::Awaiting),
        ("claimed", Left::Interrupted),
        ("token-received", Left::Interrupted),
        ("token-sealing", Left::Interrupted),
        ("token-sealed", Left::Connected),
        ("identified", Left::Connected),
        ("account-writing", Left::Connected),
        ("account-kept", Left::Connected),
    ];
    let cases: Vec<_> = points.iter().flat_map(|point| [(point, BRIGHTLINE), (point, NORTHWIND)]).collect();
    at_once(&cases, |((point, left), workspace)| {
        let home = Home::like(&person.home);
        let link = person.link(&home, workspace);
        kill::at(point, &home, &["receive", "-"], &link);
        storage::is_sound(&home);

        // Started again: what asks a provider finishes first what was left.
        let is_new = *workspace == BRIGHTLINE;
        assert_eq!(checked(&home, "Harbour").len(), 1, "what was there before is as it was");
        storage::is_sound(&home);
        let (stage, again) = match (left, is_new) {
            (Left::Awaiting, _) => ("awaiting", (0, if is_new { "connected" } else { "already_connected" })),
            (Left::Interrupted, _) => ("interrupted", (14, "state_used")),
            (Left::Connected, true) => ("connected", (14, "state_used")),
            (Left::Connected, false) => ("already_connected", (14, "state_used")),
        };
        let name = format!("killed at {point}, {workspace}");
        assert_eq!(stages(&home).last().map(String::as_str), Some(stage), "{name}");
        let received = cli::run(&home, &["receive", &link]);
        let outcome = received.lines.last().expect("it answers");
        let told = outcome["outcome"].as_str().or_else(|| outcome["error"]["code"].as_str());
        assert_eq!((received.status, told), (again.0, Some(again.1)), "{name}: the same link again");

        let is_connected = is_new && *left != Left::Interrupted;
        assert_eq!(checked(&home, "").len(), if is_connected { 3 } else { 2 }, "{name}");
        assert_eq!(person.connect(&home, workspace)["account"]["status"], "connected", "{name}: one goes on");
        storage::is_sound(&home);
    });
}

#[test]
fn whoever_is_killed_while_a_refusal_is_written_leaves_it_for_the_next() {
    let person = Person::new();
    at_once(&["attempt-ending", "attempt-ended"], |point| {
        let home = Home::like(&person.home);
        let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
        let link = consent::cancel(url(&waiting.line()));
        drop(waiting);
        kill::at(point, &home, &["receive", "-"], &link);
        storage::is_sound(&home);
        let is_written = *point == "attempt-ended";
        let again = if is_written { (14, "state_used") } else { (20, "denied") };
        assert_eq!(cli::run(&home, &["receive", &link]).refusal(), again, "killed at {point}");
        assert_eq!(stages(&home).last().map(String::as_str), Some("denied"), "killed at {point}");
        assert_eq!(checked(&home, "").len(), 2, "killed at {point}");
    });
}

#[test]
fn whoever_is_killed_before_the_browser_opens_leaves_an_attempt_that_harms_nobody() {
    let person = Person::new();
    let home = Home::like(&person.home);
    kill::at("attempt-kept", &home, &["connect", "trial", "--no-browser"], "");
    storage::is_sound(&home);
    assert_eq!(person.connect(&home, BRIGHTLINE)["outcome"], "connected");
    assert_eq!(stages(&home)[2..], ["awaiting", "connected"], "the first one waits, and expires");
    assert_eq!(checked(&home, "").len(), 3);
}

#[test]
fn whoever_is_killed_while_it_forgets_has_forgotten_all_or_nothing() {
    let person = Person::new();
    at_once(&["forgetting", "forgotten"], |point| {
        let home = Home::like(&person.home);
        let token: Vec<u8> = storage::database(&home)
            .query_row("SELECT token FROM account WHERE workspace_id = ?1", [NORTHWIND], |row| row.get(0))
            .expect("the account is there");
        kill::at(point, &home, &["forget", "Northwind Support", "--yes"], "");
        storage::is_sound(&home);
        let is_gone = *point == "forgotten";
        assert_eq!(checked(&home, "").len(), if is_gone { 1 } else { 2 }, "killed at {point}");
        assert_eq!(
            storage::holding_bytes(&home, &token).is_empty(),
            is_gone,
            "killed at {point}: its sealed token"
        );
        assert_eq!(person.connect(&home, NORTHWIND)["account"]["status"], "connected");
    });
}

#[test]
fn whoever_is_killed_on_its_first_run_lets_the_next_one_begin_anew() {
    let person = Person::new();
    at_once(&["migrating", "key-kept", "vault-made"], |point| {
        let home = Home::new();
        let secret = format!("{}\n", person.sandbox.about("client_secret"));
        let words = person.sandbox.registration("trial", CALLBACK);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        kill::at(point, &home, &words, &secret);
        assert_eq!(cli::run_with_input(&home, &words, &secret).status, 0, "killed at {point}: once more");
        assert_eq!(person.connect(&home, NORTHWIND)["outcome"], "connected", "killed at {point}");
        assert_eq!(checked(&home, "").len(), 1, "killed at {point}");
        storage::is_sound(&home);
    });
}

#[test]
fn whoever_is_killed_while_it_upgrades_the_database_leaves_it_for_the_next() {
    let person = Person::new();
    let home = Home::like(&person.home);
    // as the first version left it
    let older = rusqlite::Connection::open(home.files().join("switchhook.db")).expect("it can be opened");
    let steps_back = "ALTER TABLE account DROP COLUMN judged_at; ALTER TABLE account DROP COLUMN disabled; DROP TABLE figure; DROP TABLE headroom; DROP TABLE me_answer; \
                      ALTER TABLE account DROP COLUMN trouble; ALTER TABLE account DROP COLUMN trouble_since; \
                      ALTER TABLE account DROP COLUMN trouble_of_figures; ALTER TABLE account DROP COLUMN named; ALTER TABLE attempt DROP COLUMN workspace; \
                      ALTER TABLE attempt DROP COLUMN answered; ALTER TABLE registration DROP COLUMN workspace; \
                      DROP TABLE preference; DROP TABLE room; PRAGMA user_version = 1";
    older.execute_batch(steps_back).expect("it can be made older");
    older.close().expect("it can be closed");
    kill::at("upgrading", &home, &["list"], "");
    storage::is_sound(&home);
    assert_eq!(checked(&home, "").len(), 2, "the next one upgrades it, and all is there");
    assert_eq!(person.connect(&home, BRIGHTLINE)["outcome"], "connected");
}

/// The accounts that a search finds, each asked at its provider: that takes the sealed token of each.
fn checked(home: &Home, search: &str) -> Vec<String> {
    let listed = cli::run(home, &["list", "--search", search]);
    let accounts = listed.document().as_array().expect("a list").clone();
    let ids = accounts.iter().map(|account| account["id"].as_str().expect("ids are strings").to_owned());
    ids.inspect(|id| {
        let checked = cli::run(home, &["check", id]);
        assert_eq!(checked.document()["status"], "connected", "its token opens and lives: {}", checked.all);
    })
    .collect()
}

/// Where every attempt stands, the oldest first.
fn stages(home: &Home) -> Vec<String> {
    let database = storage::database(home);
    let mut select =
        database.prepare("SELECT stage FROM attempt ORDER BY started_at").expect("there are attempts");
    let rows = select.query_map([], |row| row.get(0)).expect("they can be read");
    rows.collect::<Result<_, _>>().expect("stages are text")
}

fn url(begun: &Value) -> &str {
    begun["authorization_url"].as_str().expect("the first line carries the address to open")
}

/// Every case has a home of its own, so they need not wait for each other.
fn at_once<T: Sync>(cases: &[T], judge: impl Fn(&T) + Sync) {
    for some in cases.chunks(2) {
        thread::scope(|scope| some.iter().for_each(|case| drop(scope.spawn(|| judge(case)))));
    }
}
