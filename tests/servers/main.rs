//! Servers that go wrong in every way that one can, at the token endpoint and at the API: what a person is told, when
//! it is over, that memory stays flat, and that nothing is lost.
//!
//! Each fault of the table is played where a code is exchanged, where an account is identified and checked, and where a
//! token of one's own is typed. The roads run side by side, since some end at the deadline only.
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
use switchhook_journeys::faulty::{Fault, Faulty, MARK};
use switchhook_journeys::home::Home;
use switchhook_journeys::link::{parameter, recognizable};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::turns::Turns;
use switchhook_journeys::{CALLBACK, consent, storage};

use table::{ROWS, Row, Told};

/// What an answer is waited for, and a person is told.
const DEADLINE: Duration = Duration::from_secs(20);

/// What ends at the deadline ends before this, however busy the machine; the rest ends before the deadline.
const ENDS_WITHIN: Duration = Duration::from_secs(40);

/// Kilobytes: an answer of a megabyte and what reading it takes, and far from what the servers send.
const FLAT: u64 = 24 * 1024;

/// What a check asks at most: whose the account is, and for each figure; a refusal is settled by fewer.
const QUESTIONS: usize = 11;

/// Roads at once, besides those that wait for a deadline: more makes it no faster on two cores.
const HANDS: usize = 4;

/// Commands at once that have not reached a server yet. A keyring is made for a person, not for a crowd.
const TURNS: usize = 3;

/// A home with an account in it that has nothing to do with what goes wrong.
struct Place {
    home: Home,
    sandbox: Sandbox,
    /// The bystander's API, and nobody else's: no other consent is the same account again.
    front: Faulty,
    bystander: Vec<rusqlite::types::Value>,
    own_token: String,
    turns: Turns,
    /// The most memory that the same commands take where all is well.
    peak: u64,
}

type Road = fn(&Place, &Row);

#[test]
fn whatever_a_server_does_is_told_in_time_and_nothing_is_lost() {
    let mut place = Place::new();
    place.peak = place.where_all_is_well();
    let failed = on_every_road(&place);
    assert_eq!(failed, Vec::<String>::new(), "these went otherwise, as said above");
    let checked = cli::run(&place.home, &["check", "Bystander"]);
    assert_eq!(checked.document()["status"], "connected", "who was connected before still is");
    // what a readable /me gave is kept, for the person to read; put that away
    let raw = "PRAGMA secure_delete = ON; DELETE FROM me_answer; PRAGMA wal_checkpoint(TRUNCATE)";
    storage::alter(&place.home, raw);
    assert_eq!(
        storage::holding(&place.home, MARK),
        Vec::<std::path::PathBuf>::new(),
        "no other answer of a server is kept, nor written to a log"
    );
}

#[test]
fn a_pause_that_fits_into_the_deadline_is_kept_and_forgotten() {
    let place = Place::new();
    let server = Faulty::start(Fault::LimitedOnce, place.api());
    let told = place.type_token(&server.url(), "One too many", &server);
    assert_eq!(told.answer.document()["outcome"], "connected");
    assert_eq!(server.requests().len(), 2, "it was asked again, as it wished");
    assert!(
        told.answer.took >= Duration::from_secs(1),
        "and no sooner than it wished: {:?}",
        told.answer.took
    );
}

#[test]
fn an_answer_is_taken_for_what_it_holds_and_not_for_what_it_calls_itself() {
    let place = Place::new();
    let server = Faulty::start(Fault::Mislabelled, place.api());
    place.register("Mislabelled", &server.url(), &server.url());
    let (received, _) = place.connect("Mislabelled", &server);
    assert_eq!(received.answer.document()["outcome"], "connected");
}

#[test]
fn list_that_ends_short_says_so_on_standard_error() {
    const SHORT: &str =
        r#"{"id":"7","app":{"id_code":"w1"},"data":[{"id":"1"}],"total_count":5,"pages":{"next":null}}"#;
    let place = Place::new();
    let server = Faulty::start(Fault::Says("200 OK", SHORT), place.api());
    let told = place.type_token(&server.url(), "Short", &server);
    assert_eq!(told.answer.document()["outcome"], "connected");
    let listed = place.run(&["api", "GET", "/contacts", "--paginate", "--account", "Short"]);
    assert_eq!((listed.status, &listed.document()["total_count"]), (0, &json!(5)));
    assert!(listed.said.contains("announced 5 records and sent 1"), "{}", listed.said);
}

/// Plays the table, and names what went otherwise. What ends at the deadline only is waited for all at once.
fn on_every_road(place: &Place) -> Vec<String> {
    let roads: [(&str, Road); 3] = [("exchanged", exchanged), ("identified", identified), ("typed", typed)];
    let late: (&str, Road) = ("checked", checked);
    let (slow, quick): (Vec<_>, Vec<_>) = ROWS
        .iter()
        .flat_map(|row| roads.into_iter().chain(row.slow.then_some(late)).map(move |road| (row, road)))
        .partition(|(row, _)| row.slow);
    let quick = Mutex::new(quick.into_iter());
    let next = || quick.lock().expect("nobody panics while holding it").next();
    let fails = |(row, (word, road)): (&Row, (&str, Road))| {
        let played = catch_unwind(AssertUnwindSafe(|| road(place, row)));
        played.is_err().then(|| format!("{}, {word}", row.name))
    };
    thread::scope(|scope| {
        let hands = (0..HANDS).map(|_| scope.spawn(|| iter::from_fn(next).filter_map(fails).collect()));
        let waiting = slow.into_iter().map(|play| scope.spawn(move || fails(play).into_iter().collect()));
        let all: Vec<ScopedJoinHandle<'_, Vec<String>>> = hands.chain(waiting).collect();
        all.into_iter().flat_map(|hand| hand.join().expect("what panics is caught")).collect()
    })
}

/// A code is exchanged at the server.
fn exchanged(place: &Place, row: &Row) {
    let server = row.start(place);
    let name = format!("{}, exchanged", row.name);
    place.register(&name, &server.url(), place.api());
    let (received, both_ends) = place.connect(&name, &server);
    row.token.is_told(&received, &server);
    assert_eq!(received.answer.lines.last(), both_ends.as_ref(), "both ends of an attempt tell the same");
    assert_eq!(server.connections(), row.connections, "a code is spent once: it is not sent a second time");
    place.kept_calm(row, &server, &received);
}

/// An account is connected whose `/me` goes wrong, and, where that does not take long, does so once more later.
fn identified(place: &Place, row: &Row) {
    let server = row.start(place);
    let name = format!("{}, identified", row.name);
    place.register(&name, place.api(), &server.url());
    let (received, _) = place.connect(&name, &server);
    assert_eq!(received.answer.document()["outcome"], "unverified", "a token that was handed out is kept");
    place.kept_calm(row, &server, &received);

    server.turn(Fault::Nothing);
    let healed = place.run(&["check", id(&received.answer.document()["account"])]);
    assert_eq!(healed.document()["status"], "connected", "and works: {}", healed.all);
    assert_eq!(healed.document()["workspace"]["name"], "Northwind Support");
    if !row.slow {
        goes_wrong_later(place, row, &server, healed.document());
    }
}

/// An account is checked that was connected while all was well.
fn checked(place: &Place, row: &Row) {
    let server = row.start(place);
    server.turn(Fault::Nothing);
    let name = format!("{}, checked", row.name);
    place.register(&name, place.api(), &server.url());
    let (received, _) = place.connect(&name, &server);
    assert_eq!(received.answer.document()["outcome"], "connected");
    goes_wrong_later(place, row, &server, &received.answer.document()["account"]);
}

fn goes_wrong_later(place: &Place, row: &Row, server: &Faulty, account: &Value) {
    server.turn(row.fault);
    server.forget();
    let ill = place.measured(&["check", id(account)], "", server);
    assert_eq!(ill.answer.document()["status"], row.status);
    assert_eq!(facts(ill.answer.document()), facts(account), "nothing is known less than before");
    place.kept_calm(row, server, &ill);

    server.turn(Fault::Nothing);
    let healed = place.run(&["check", id(account)]);
    assert_eq!(healed.document()["status"], "connected", "its token is what it was");
}

/// A token of one's own is checked.
fn typed(place: &Place, row: &Row) {
    let server = row.start(place);
    let told = place.type_token(&server.url(), row.name, &server);
    match row.own {
        Some(expected) => expected.is_told(&told, &server),
        None => assert_eq!(told.answer.document()["outcome"], "unverified", "kept, whosever it is"),
    }
    place.kept_calm(row, &server, &told);
}

impl Place {
    fn new() -> Self {
        let home = Home::in_memory();
        home.trust(&authority::pem());
        let sandbox = Sandbox::start(&home);
        let own_token = sandbox.own_token();
        let front = Faulty::start(Fault::Nothing, sandbox.about("api_base"));
        let (bystander, turns) = (Vec::new(), Turns::new(TURNS));
        let mut place = Self { home, sandbox, front, bystander, own_token, turns, peak: 0 };
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

    /// The same roads by a server that spoils nothing, so that what the others come to is the faults' doing.
    fn where_all_is_well(&self) -> u64 {
        let server = Faulty::start_secure(Fault::Shows(Certificate::Good), self.api());
        self.register("Well", &server.url(), &server.url());
        let (received, _) = self.connect("Well", &server);
        assert_eq!(received.answer.document()["outcome"], "connected", "a good certificate is taken");
        let well = id(&received.answer.document()["account"]);
        let checked = self.measured(&["check", well], "", &server);
        assert_eq!(checked.answer.document()["status"], "connected");
        let typed = self.type_token(&server.url(), "Well, typed", &server);
        assert_eq!(typed.answer.document()["outcome"], "connected");
        assert_eq!(
            server.requests().len(),
            14,
            "one for the token, one for each time it was asked who it is, and ten for what a check shows"
        );
        [received.peak, checked.peak, typed.peak].into_iter().max().unwrap_or_default()
    }

    fn api(&self) -> &str {
        self.sandbox.about("api_base")
    }

    /// The sandbox's client, whose token endpoint and API are in front of it.
    fn register(&self, name: &str, token: &str, api: &str) {
        let token = format!("{token}/auth/eagle/token");
        let _turn = self.turns.take();
        let added = self.sandbox.register_at(&self.home, name, CALLBACK, &token, api);
        assert_eq!(added.status, 0, "an address on this computer can be registered: {}", added.all);
    }

    /// Connects by scripts alone. What `receive` came to, and what `connect` told last.
    fn connect(&self, registration: &str, server: &Faulty) -> (Measured, Option<Value>) {
        let words = ["connect", registration, "--no-browser", "--name", registration];
        let turn = self.turns.take();
        let waiting = cli::start(&self.home, &words);
        let begun = waiting.line();
        drop(turn);
        let url =
            begun["authorization_url"].as_str().unwrap_or_else(|| panic!("no address to open: {begun}"));
        let link = consent::authorize(url);
        let received = self.measured(&["receive", "-"], &link, server);
        let code = parameter(&link, "code");
        assert!(!received.answer.all.contains(recognizable(&code)), "not even the log tells a code");
        let told = waiting.line();
        assert_eq!(waiting.end(), received.answer.status, "both ends of an attempt end the same");
        (received, Some(told))
    }

    /// All that is stored of it, its sealed token as well.
    fn row_of_bystander(&self) -> Vec<rusqlite::types::Value> {
        let database = storage::database(&self.home);
        let mut asked =
            database.prepare("SELECT * FROM account WHERE name = 'Bystander'").expect("accounts are a table");
        let columns = asked.column_count();
        asked.query_row([], |row| (0..columns).map(|column| row.get(column)).collect()).expect("it is there")
    }

    fn type_token(&self, api: &str, name: &str, server: &Faulty) -> Measured {
        let words = ["connect", "--token-stdin", "--api-base", api, "--name", name];
        self.measured(&words, &self.own_token, server)
    }

    fn run(&self, words: &[&str]) -> Answer {
        let _turn = self.turns.take();
        cli::run(&self.home, words)
    }

    /// Its turn is over when the server is reached: from there on it waits, and others need not.
    fn measured(&self, words: &[&str], input: &str, server: &Faulty) -> Measured {
        let before = server.connections();
        let mut turn = Some(self.turns.take());
        cli::run_measured(&self.home, words, input, ENDS_WITHIN, || {
            if server.connections() != before {
                turn = None;
            }
        })
    }

    /// What holds whatever goes wrong.
    fn kept_calm(&self, row: &Row, server: &Faulty, measured: &Measured) {
        let Measured { answer, peak } = measured;
        let took = &answer.took;
        assert!(*peak > 0 && *peak < self.peak + FLAT, "{peak} kB are too many, {} kB are well", self.peak);
        assert!(row.slow || *took < DEADLINE, "nothing was to be waited for, and it took {took:?}");
        assert!(!answer.all.contains(MARK), "what a server says is not repeated: {}", answer.all);
        assert_eq!(server.followed(), 0, "no other place is asked");
        let (connections, requests) = (server.connections(), server.requests());
        assert!(connections <= QUESTIONS.max(row.connections), "{connections} connections are too many");
        assert_eq!(connections == 0, row.fault == Fault::Refused, "it is the server that goes wrong");
        let is_asked = !row.secure && !matches!(row.fault, Fault::Refused | Fault::HungUp);
        assert_eq!(requests.len(), if is_asked { connections } else { 0 }, "asked, or never told a thing");
        let packed = requests.iter().all(|head| head.to_lowercase().contains("\naccept-encoding: gzip"));
        assert!(packed, "gzip is asked for");
        assert_eq!(self.row_of_bystander(), self.bystander, "who was connected before is as before");
    }
}

impl Row {
    fn start(&self, place: &Place) -> Faulty {
        let start = if self.secure { Faulty::start_secure } else { Faulty::start };
        start(self.fault, place.api())
    }
}

impl Told {
    fn is_told(&self, measured: &Measured, server: &Faulty) {
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

/// All that is known of an account but how it does.
fn facts(account: &Value) -> Value {
    let mut facts = account.clone();
    let known = facts.as_object_mut().expect("an account is an object");
    known.remove("status");
    known.remove("checked_at");
    facts
}
