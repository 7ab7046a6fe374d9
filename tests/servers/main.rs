//! Servers that fail in every way, at the token endpoint and at the API. The tests check the message and the time that the
//! command takes. They also check that memory stays flat and that nothing is lost.
//!
//! Each fault of the table is played where a code is exchanged, where an account is identified and checked, and where a
//! token is pasted. The cases run side by side, since some end only at the deadline.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

mod table;

use std::iter;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_journeys::authority::{self, Certificate};
use switchhook_journeys::cli::{self, Answer, Measured};
use switchhook_journeys::faulty_server::{Fault, FaultyServer, MARK};
use switchhook_journeys::home::Home;
use switchhook_journeys::link::{parameter, recognizable};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::semaphore::Semaphore;
use switchhook_journeys::{CALLBACK, consent, storage};

use table::{Expected, ROWS, Row};

/// How long Switchhook waits for an answer. The message names this time.
const DEADLINE: Duration = Duration::from_secs(20);

/// The limit for a case that ends at the deadline, on a busy machine. Other cases must end before the deadline.
const ENDS_WITHIN: Duration = Duration::from_secs(90);

/// How many kilobytes of memory a fault may cost: an answer of a megabyte and its parsing, far less than servers send.
const FLAT: u64 = 24 * 1024;

/// The most requests of a check: one for the account, and one for each figure. A refusal needs fewer.
const QUESTIONS: usize = 11;

/// How many cases run at once, besides those that wait for a deadline. More are not faster on two cores.
const WORKERS: usize = 4;

/// How many commands run at once before they reach a server. A keyring answers slowly to many at once.
const PERMITS: usize = 3;

/// A home with a bystander account that no fault concerns.
struct Place {
    home: Home,
    sandbox: Sandbox,
    /// The bystander's API. No other consent reaches the same account.
    front: FaultyServer,
    bystander: Vec<rusqlite::types::Value>,
    own_token: String,
    permits: Semaphore,
    /// The most memory that the commands take without a fault, in kilobytes.
    peak: u64,
}

type Case = fn(&Place, &Row);

#[test]
fn every_server_fault_is_reported_in_time_without_loss() {
    let mut place = Place::new();
    place.peak = place.measure_without_faults();
    let failed = play_all(&place);
    assert_eq!(failed, Vec::<String>::new(), "these went otherwise, as said above");
    let checked = cli::run(&place.home, &["check", "Bystander"]);
    assert_eq!(checked.document()["status"], "connected", "the bystander is still connected");
    // `/me` answers are stored for the person to read: delete them first
    let raw = "PRAGMA secure_delete = ON; DELETE FROM me_answer; PRAGMA wal_checkpoint(TRUNCATE)";
    storage::alter(&place.home, raw);
    assert_eq!(
        storage::files_holding(&place.home, MARK),
        Vec::<std::path::PathBuf>::new(),
        "no other answer of a server is kept, nor written to a log"
    );
}

// The pause fits into the deadline. The server wants one second.
#[test]
fn short_rate_limit_pause_is_waited_for() {
    let place = Place::new();
    let server = FaultyServer::start(Fault::LimitedOnce, place.api());
    let told = place.type_token(&server.url(), "One too many", &server);
    assert_eq!(told.answer.document()["outcome"], "connected");
    assert_eq!(server.requests().len(), 2, "the server was asked again after its pause");
    assert!(told.answer.took >= Duration::from_secs(1), "the pause was kept: {:?}", told.answer.took);
}

// A good answer calls itself a web page.
#[test]
fn answer_is_judged_by_its_body_not_its_content_type() {
    let place = Place::new();
    let server = FaultyServer::start(Fault::Mislabelled, place.api());
    place.register("Mislabelled", &server.url(), &server.url());
    let (received, _) = place.connect("Mislabelled", &server);
    assert_eq!(received.answer.document()["outcome"], "connected");
}

#[test]
fn short_list_is_reported_on_standard_error() {
    const SHORT: &str =
        r#"{"id":"7","app":{"id_code":"w1"},"data":[{"id":"1"}],"total_count":5,"pages":{"next":null}}"#;
    let place = Place::new();
    let server = FaultyServer::start(Fault::Says("200 OK", SHORT), place.api());
    let told = place.type_token(&server.url(), "Short", &server);
    assert_eq!(told.answer.document()["outcome"], "connected");
    let listed = place.run(&["api", "GET", "/contacts", "--paginate", "--account", "Short"]);
    assert_eq!((listed.status, &listed.document()["total_count"]), (0, &json!(5)));
    assert!(listed.said.contains("announced 5 records and sent 1"), "{}", listed.said);
}

/// Plays the table, and returns the names of the cases that failed. Cases that end at the deadline all run at once.
fn play_all(place: &Place) -> Vec<String> {
    let cases: [(&str, Case); 3] = [("exchanged", exchanged), ("identified", identified), ("typed", typed)];
    let late: (&str, Case) = ("checked", checked);
    let (slow, quick): (Vec<_>, Vec<_>) = ROWS
        .iter()
        .flat_map(|row| cases.into_iter().chain(row.slow.then_some(late)).map(move |case| (row, case)))
        .partition(|(row, _)| row.slow);
    let quick = Mutex::new(quick.into_iter());
    let next = || quick.lock().expect("no thread panics while it holds the lock").next();
    let fails = |(row, (word, case)): (&Row, (&str, Case))| {
        let played = catch_unwind(AssertUnwindSafe(|| case(place, row)));
        played.is_err().then(|| format!("{}, {word}", row.name))
    };
    thread::scope(|scope| {
        let workers = (0..WORKERS).map(|_| scope.spawn(|| iter::from_fn(next).filter_map(fails).collect()));
        let waiting = slow.into_iter().map(|play| scope.spawn(move || fails(play).into_iter().collect()));
        let all: Vec<ScopedJoinHandle<'_, Vec<String>>> = workers.chain(waiting).collect();
        all.into_iter().flat_map(|worker| worker.join().expect("a worker catches panics")).collect()
    })
}

/// Exchanges a code at the failing server.
fn exchanged(place: &Place, row: &Row) {
    let server = row.start(place);
    let name = format!("{}, exchanged", row.name);
    place.register(&name, &server.url(), place.api());
    let (received, both_ends) = place.connect(&name, &server);
    row.token.assert_reported(&received, &server);
    assert_eq!(received.answer.lines.last(), both_ends.as_ref(), "both commands report the same");
    assert_eq!(server.connections(), row.connections, "a code is spent once: it is not sent a second time");
    place.assert_contained(row, &server, &received);
}

/// Connects an account whose `/me` fails. A fast fault is played once more on the healed account.
fn identified(place: &Place, row: &Row) {
    let server = row.start(place);
    let name = format!("{}, identified", row.name);
    place.register(&name, place.api(), &server.url());
    let (received, _) = place.connect(&name, &server);
    assert_eq!(received.answer.document()["outcome"], "unverified", "a token that was handed out is kept");
    place.assert_contained(row, &server, &received);

    server.set_fault(Fault::Nothing);
    let healed = place.run(&["check", id(&received.answer.document()["account"])]);
    assert_eq!(healed.document()["status"], "connected", "the token works: {}", healed.all);
    assert_eq!(healed.document()["workspace"]["name"], "Northwind Support");
    if !row.slow {
        assert_later_fault(place, row, &server, healed.document());
    }
}

/// Checks an account that was connected before the fault.
fn checked(place: &Place, row: &Row) {
    let server = row.start(place);
    server.set_fault(Fault::Nothing);
    let name = format!("{}, checked", row.name);
    place.register(&name, place.api(), &server.url());
    let (received, _) = place.connect(&name, &server);
    assert_eq!(received.answer.document()["outcome"], "connected");
    assert_later_fault(place, row, &server, &received.answer.document()["account"]);
}

fn assert_later_fault(place: &Place, row: &Row, server: &FaultyServer, account: &Value) {
    server.set_fault(row.fault);
    server.reset_counts();
    let ill = place.measured(&["check", id(account)], "", server);
    assert_eq!(ill.answer.document()["status"], row.status);
    assert_eq!(facts(ill.answer.document()), facts(account), "nothing is known less than before");
    place.assert_contained(row, server, &ill);

    server.set_fault(Fault::Nothing);
    let healed = place.run(&["check", id(account)]);
    assert_eq!(healed.document()["status"], "connected", "its token is what it was");
}

/// Pastes a token for the failing server.
fn typed(place: &Place, row: &Row) {
    let server = row.start(place);
    let told = place.type_token(&server.url(), row.name, &server);
    match row.own {
        Some(expected) => expected.assert_reported(&told, &server),
        None => {
            assert_eq!(told.answer.document()["outcome"], "unverified", "the token is kept without an owner")
        }
    }
    place.assert_contained(row, &server, &told);
}

impl Place {
    fn new() -> Self {
        let home = Home::in_memory();
        home.trust(&authority::pem());
        let sandbox = Sandbox::start(&home);
        let own_token = sandbox.own_token();
        let front = FaultyServer::start(Fault::Nothing, sandbox.about("api_base"));
        let (bystander, permits) = (Vec::new(), Semaphore::new(PERMITS));
        let mut place = Self { home, sandbox, front, bystander, own_token, permits, peak: 0 };
        place.register("Bystander", place.api(), &place.front.url());
        let (received, _) = place.connect("Bystander", &place.front);
        assert_eq!(
            received.answer.document()["outcome"],
            "connected",
            "where nothing goes wrong all is well"
        );
        place.bystander = place.row_of_bystander();
        place
    }

    /// Plays each case by a server without a fault, and returns the peak memory in kilobytes.
    fn measure_without_faults(&self) -> u64 {
        let server = FaultyServer::start_secure(Fault::Shows(Certificate::Good), self.api());
        self.register("Well", &server.url(), &server.url());
        let (received, _) = self.connect("Well", &server);
        assert_eq!(received.answer.document()["outcome"], "connected", "a good certificate is taken");
        let well = id(&received.answer.document()["account"]);
        let checked = self.measured(&["check", well], "", &server);
        assert_eq!(checked.answer.document()["status"], "connected");
        let typed = self.type_token(&server.url(), "Well, typed", &server);
        assert_eq!(typed.answer.document()["outcome"], "connected");
        let asked = server.requests().len();
        // One request for the token, three for `/me`, and for the check 15 figures, waits, two for ratings and 58 for days.
        assert!((4 + 15 + 2 + 2 + 58..=4 + 15 + 21 + 2 + 58).contains(&asked), "{asked}");
        [received.peak, checked.peak, typed.peak].into_iter().max().unwrap_or_default()
    }

    fn api(&self) -> &str {
        self.sandbox.about("api_base")
    }

    /// Registers the sandbox's client with these servers in front of it.
    fn register(&self, name: &str, token: &str, api: &str) {
        let token = format!("{token}/auth/eagle/token");
        let _permit = self.permits.acquire();
        let added = self.sandbox.register_at(&self.home, name, CALLBACK, &token, api);
        assert_eq!(added.status, 0, "an address on this computer can be registered: {}", added.all);
    }

    /// Connects by commands alone. Returns the result of `receive`, and the last line of `connect`.
    fn connect(&self, registration: &str, server: &FaultyServer) -> (Measured, Option<Value>) {
        let words = ["connect", registration, "--no-browser", "--name", registration];
        let permit = self.permits.acquire();
        let waiting = cli::start(&self.home, &words);
        let begun = waiting.line();
        drop(permit);
        let url =
            begun["authorization_url"].as_str().unwrap_or_else(|| panic!("no address to open: {begun}"));
        let link = consent::authorize(url);
        let received = self.measured(&["receive", "-"], &link, server);
        let code = parameter(&link, "code");
        assert!(!received.answer.all.contains(recognizable(&code)), "not even the log shows a code");
        let told = waiting.line();
        assert_eq!(waiting.end(), received.answer.status, "both ends of an attempt end the same");
        (received, Some(told))
    }

    /// Returns every column of the bystander's row, with its sealed token.
    fn row_of_bystander(&self) -> Vec<rusqlite::types::Value> {
        let database = storage::database(&self.home);
        let mut asked =
            database.prepare("SELECT * FROM account WHERE name = 'Bystander'").expect("accounts are a table");
        let columns = asked.column_count();
        asked.query_row([], |row| (0..columns).map(|column| row.get(column)).collect()).expect("it is there")
    }

    fn type_token(&self, api: &str, name: &str, server: &FaultyServer) -> Measured {
        let words = ["connect", "--token-stdin", "--api-base", api, "--name", name];
        self.measured(&words, &self.own_token, server)
    }

    fn run(&self, words: &[&str]) -> Answer {
        let _permit = self.permits.acquire();
        cli::run(&self.home, words)
    }

    /// Runs a command with a permit until it reaches the server. From then on the command only waits.
    fn measured(&self, words: &[&str], input: &str, server: &FaultyServer) -> Measured {
        let before = server.connections();
        let mut permit = Some(self.permits.acquire());
        cli::run_measured(&self.home, words, input, ENDS_WITHIN, || {
            if server.connections() != before {
                permit = None;
            }
        })
    }

    /// Asserts what holds for each fault.
    fn assert_contained(&self, row: &Row, server: &FaultyServer, measured: &Measured) {
        let Measured { answer, peak } = measured;
        let took = &answer.took;
        assert!(*peak > 0 && *peak < self.peak + FLAT, "{peak} kB are too many, {} kB are well", self.peak);
        assert!(row.slow || *took < DEADLINE, "nothing was to be waited for, and it took {took:?}");
        assert!(
            !answer.all.contains(MARK),
            "the command repeats nothing of the server's answer: {}",
            answer.all
        );
        assert_eq!(server.redirects_followed(), 0, "no other place is asked");
        let (connections, requests) = (server.connections(), server.requests());
        assert!(connections <= QUESTIONS.max(row.connections), "{connections} connections are too many");
        assert_eq!(connections == 0, row.fault == Fault::Refused, "the failing server was reached");
        let is_asked = !row.secure && !matches!(row.fault, Fault::Refused | Fault::HungUp);
        assert_eq!(
            requests.len(),
            if is_asked { connections } else { 0 },
            "the server got a request, or nothing"
        );
        let packed = requests.iter().all(|head| head.to_lowercase().contains("\naccept-encoding: gzip"));
        assert!(packed, "gzip is asked for");
        assert_eq!(self.row_of_bystander(), self.bystander, "the bystander's row is unchanged");
    }
}

impl Row {
    fn start(&self, place: &Place) -> FaultyServer {
        let start = if self.secure { FaultyServer::start_secure } else { FaultyServer::start };
        start(self.fault, place.api())
    }
}

impl Expected {
    fn assert_reported(&self, measured: &Measured, server: &FaultyServer) {
        let answer = &measured.answer;
        let error = answer.lines.last().map_or(&Value::Null, |line| &line["error"]);
        let message = self.message.replace("{host}", &server.host());
        let expected = json!({ "code": self.code, "message": message, "hint": self.hint, "provider_code": self.provider_code });
        assert_eq!((answer.status, error), (self.exit, &expected), "{}", answer.all);
    }
}

fn id(account: &Value) -> &str {
    account["id"].as_str().expect("ids are strings")
}

/// Returns the facts of an account without its status and time of check.
fn facts(account: &Value) -> Value {
    let mut facts = account.clone();
    let known = facts.as_object_mut().expect("an account is an object");
    known.remove("status");
    known.remove("checked_at");
    facts
}
