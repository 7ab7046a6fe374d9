//! Programs killed at every step and started again: the promises of the connect flow hold wherever the kill fell.
//!
//! `SIGKILL` proves a crash of the program, not a power cut: the system still writes what the program had handed to it.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::thread;

use serde_json::{Value, json};
use switchhook_journeys::cli;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent, kill, storage};

/// Workspaces that are connected before any kill. Some cases connect the first again.
const NORTHWIND: &str = "nw7k2p0q";
const HARBOUR: &str = "hb8c4t1z";
/// A workspace that is not connected yet.
const BRIGHTLINE: &str = "bl3x9d5m";

/// A home with a sandbox, its registration and two accounts.
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

    /// Begins an attempt, ends its command, and authorizes for a workspace. Returns the link.
    fn link(&self, home: &Home, workspace: &str) -> String {
        let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
        consent::authorize_for(url(&waiting.line()), workspace)
    }

    fn connect(&self, home: &Home, workspace: &str) -> Value {
        let received = cli::run(home, &["receive", &self.link(home, workspace)]);
        received.document().clone()
    }
}

/// The state after the kill and a restart.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Left {
    /// The link has not arrived: it may come again.
    Awaiting,
    /// The code may be spent: the attempt says so, and nothing is stored.
    Interrupted,
    /// The token was stored: the account appears by itself.
    Connected,
}

#[test]
fn receive_killed_at_each_step_leaves_the_promised_state() {
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
    two_at_a_time(&cases, |((point, left), workspace)| {
        let home = Home::copy_of(&person.home);
        let link = person.link(&home, workspace);
        kill::at(point, &home, &["receive", "-"], &link);
        storage::assert_is_sound(&home);

        // after a restart, a command that asks a provider first finishes the rest
        let is_new = *workspace == BRIGHTLINE;
        assert_eq!(check_all(&home, "Harbour").len(), 1, "the account from before is unchanged");
        storage::assert_is_sound(&home);
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
        assert_eq!(check_all(&home, "").len(), if is_connected { 3 } else { 2 }, "{name}");
        assert_eq!(person.connect(&home, workspace)["account"]["status"], "connected", "{name}: one goes on");
        storage::assert_is_sound(&home);
    });
}

// The next start records the denial, or finds it recorded.
#[test]
fn receive_killed_while_it_writes_a_denial_loses_nothing() {
    let person = Person::new();
    two_at_a_time(&["attempt-ending", "attempt-ended"], |point| {
        let home = Home::copy_of(&person.home);
        let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
        let link = consent::cancel(url(&waiting.line()));
        drop(waiting);
        kill::at(point, &home, &["receive", "-"], &link);
        storage::assert_is_sound(&home);
        let is_written = *point == "attempt-ended";
        let again = if is_written { (14, "state_used") } else { (20, "denied") };
        assert_eq!(cli::run(&home, &["receive", &link]).refusal(), again, "killed at {point}");
        assert_eq!(stages(&home).last().map(String::as_str), Some("denied"), "killed at {point}");
        assert_eq!(check_all(&home, "").len(), 2, "killed at {point}");
    });
}

#[test]
fn connect_killed_before_the_browser_leaves_a_harmless_attempt() {
    let person = Person::new();
    let home = Home::copy_of(&person.home);
    kill::at("attempt-kept", &home, &["connect", "trial", "--no-browser"], "");
    storage::assert_is_sound(&home);
    assert_eq!(person.connect(&home, BRIGHTLINE)["outcome"], "connected");
    assert_eq!(stages(&home)[2..], ["awaiting", "connected"], "the first one waits, and expires");
    assert_eq!(check_all(&home, "").len(), 3);
}

#[test]
fn killed_forget_removes_all_or_nothing() {
    let person = Person::new();
    two_at_a_time(&["forgetting", "forgotten"], |point| {
        let home = Home::copy_of(&person.home);
        let token: Vec<u8> = storage::database(&home)
            .query_row("SELECT token FROM account WHERE workspace_id = ?1", [NORTHWIND], |row| row.get(0))
            .expect("the account is there");
        kill::at(point, &home, &["forget", "Northwind Support", "--yes"], "");
        storage::assert_is_sound(&home);
        let is_gone = *point == "forgotten";
        assert_eq!(check_all(&home, "").len(), if is_gone { 1 } else { 2 }, "killed at {point}");
        assert_eq!(
            storage::files_holding_bytes(&home, &token).is_empty(),
            is_gone,
            "killed at {point}: its sealed token"
        );
        assert_eq!(person.connect(&home, NORTHWIND)["account"]["status"], "connected");
    });
}

#[test]
fn killed_first_run_lets_the_next_run_succeed() {
    let person = Person::new();
    two_at_a_time(&["migrating", "key-kept", "vault-made"], |point| {
        let home = Home::new();
        let secret = format!("{}\n", person.sandbox.about("client_secret"));
        let words = person.sandbox.registration("trial", CALLBACK);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        kill::at(point, &home, &words, &secret);
        assert_eq!(cli::run_with_input(&home, &words, &secret).status, 0, "killed at {point}: once more");
        assert_eq!(person.connect(&home, NORTHWIND)["outcome"], "connected", "killed at {point}");
        assert_eq!(check_all(&home, "").len(), 1, "killed at {point}");
        storage::assert_is_sound(&home);
    });
}

#[test]
fn killed_migration_is_finished_by_the_next_program() {
    let person = Person::new();
    let home = Home::copy_of(&person.home);
    storage::take_back_to_first_schema(&home);
    kill::at("upgrading", &home, &["list"], "");
    storage::assert_is_sound(&home);
    assert_eq!(check_all(&home, "").len(), 2, "the next one upgrades it, and all is there");
    assert_eq!(person.connect(&home, BRIGHTLINE)["outcome"], "connected");
}

/// Checks the accounts that a search finds, and returns their ids. The checks prove that each stored token opens.
fn check_all(home: &Home, search: &str) -> Vec<String> {
    let listed = cli::run(home, &["list", "--search", search]);
    let accounts = listed.document().as_array().expect("a list").clone();
    let ids = accounts.iter().map(|account| account["id"].as_str().expect("ids are strings").to_owned());
    ids.inspect(|id| {
        let checked = cli::run(home, &["check", id]);
        assert_eq!(checked.document()["status"], "connected", "its token opens and lives: {}", checked.all);
    })
    .collect()
}

/// Returns the stage of every attempt, the oldest first.
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

/// Runs the cases two at a time. Each case has a home of its own.
fn two_at_a_time<T: Sync>(cases: &[T], judge: impl Fn(&T) + Sync) {
    for some in cases.chunks(2) {
        thread::scope(|scope| some.iter().for_each(|case| drop(scope.spawn(|| judge(case)))));
    }
}
