//! Keyrings on the command line: none, no bus, silent, locked, emptied, exchanged; and simultaneous first runs. The command
//! reports each case in time and in its own words. Nothing is lost or replaced.
//!
//! `desktop/keyrings.rs` has the same cases in the window.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::{self, Bus};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, storage};

/// How long Switchhook waits for a keyring's answer.
const ANSWER_IN: Duration = Duration::from_secs(3);
/// The time that a program may take to start and end on a busy machine.
const GRACE: Duration = Duration::from_secs(5);

/// Makes a home with a vault, a registration, and an account connected by a token.
fn connected(bus: &Bus) -> (Home, Sandbox) {
    let home = Home::new().on(bus);
    let sandbox = Sandbox::start(&home);
    let added = sandbox.register(&home, "trial", CALLBACK);
    assert_eq!(added.status, 0, "an app can be registered: {}", added.all);
    let connected = sandbox.connect(&home, "Kept");
    assert_eq!(connected.status, 0, "a token is taken: {}", connected.all);
    let tagged = cli::run(&home, &["tag", "Kept", "--add", "client"]);
    assert_eq!(tagged.status, 0, "{}", tagged.all);
    (home, sandbox)
}

/// Returns the vault's rows: vault id, key id, and the blob that proves the key.
fn vault(home: &Home) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let database = storage::database(home);
    let mut select =
        database.prepare("SELECT vault_id, key_id, check_blob FROM vault").expect("there is a table");
    let rows =
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("it can be read");
    rows.collect::<Result<_, _>>().expect("its columns are as they were made")
}

/// Asserts that a first run is refused with these words and in this time, stores nothing, and leaves the rest working.
fn assert_first_run_refused(home: &Home, words: &str, at_least: Duration, at_most: Duration) {
    let sandbox = Sandbox::start(home);
    let refused = sandbox.register(home, "trial", CALLBACK);
    assert_eq!(refused.refusal(), (30, "vault_unavailable"), "{}", refused.all);
    assert!(refused.words().starts_with(words), "the words name the problem: {}", refused.words());
    assert!(refused.words().ends_with("Nothing was decrypted or stored."), "{}", refused.words());
    let took = refused.took;
    assert!(at_least <= took && took <= at_most, "reported after {took:?}");
    assert_eq!(vault(home), [], "no vault is made");
    assert_eq!(
        cli::run(home, &["registration", "list"]).document(),
        &json!([]),
        "no secret is kept unsealed"
    );
    assert_eq!(cli::run(home, &["list"]).document(), &json!([]), "a command without a key works");
}

/// Asserts that the same command succeeds once the keyring works.
fn assert_registration_works(home: &Home) {
    let added = Sandbox::start(home).register(home, "trial", CALLBACK);
    assert_eq!(added.status, 0, "a keyring that was mended works: {}", added.all);
    assert_eq!(vault(home).len(), 1, "the vault is made now");
}

#[test]
fn missing_session_bus_is_reported() {
    let mut bus = Bus::missing();
    let home = Home::new().on(&bus);
    assert_first_run_refused(&home, "There is no session bus here", Duration::ZERO, GRACE);
    bus.start();
    bus.start_keyring();
    assert_registration_works(&home);
}

#[test]
fn missing_keyring_is_reported() {
    let mut bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    assert_first_run_refused(&home, "Switchhook found no keyring", Duration::ZERO, GRACE);
    bus.start_keyring();
    assert_registration_works(&home);
}

#[test]
fn keyring_program_without_a_keyring_is_reported() {
    let mut bus = Bus::without_a_keyring();
    bus.start_empty_keyring();
    let home = Home::new().on(&bus);
    assert_first_run_refused(
        &home,
        "The keyring's program runs, but it has no keyring",
        Duration::ZERO,
        GRACE,
    );
}

// The keyring works again once it goes on, and the abandoned call left nothing in it.
#[test]
fn hanging_keyring_is_given_up_after_three_seconds() {
    let mut bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    bus.suspend_keyring();
    assert_first_run_refused(&home, "The system's keyring does not answer", ANSWER_IN, ANSWER_IN + GRACE);
    bus.resume_keyring();
    assert_registration_works(&home);
    assert_eq!(bus.entries().len(), 1, "the abandoned call left nothing in the keyring");
}

#[test]
fn silent_bus_is_given_up_after_three_seconds() {
    let bus = Bus::silent();
    let home = Home::new().on(&bus);
    assert_first_run_refused(&home, "The system's keyring does not answer", ANSWER_IN, ANSWER_IN + GRACE);
}

// The default collection is unlocked. The entry lies in another one, which is locked.
#[test]
fn doctor_asks_nobody_to_unlock_an_entry() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    let keyring_check = || {
        let examined = cli::run(&home, &["doctor", "--offline"]);
        (cli::check(&examined, "keyring")["status"].clone(), examined.took)
    };
    assert_eq!(keyring_check().0, "ok");
    bus.lock_behind_another_default();
    let (status, took) = keyring_check();
    assert_eq!(status, "warning", "it is locked");
    assert!(took < ANSWER_IN, "nobody was asked: {took:?}");
    assert!(!keyring::is_asking());
}

// The command says once that another window asks.
#[test]
fn command_waits_for_a_locked_keyring_and_goes_on() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.lock();
    let checked = run_and_answer(keyring::unlock, || cli::run(&home, &["check", "Kept"]));
    assert_eq!(checked.document()["status"], "connected", "the command goes on by itself: {}", checked.all);
    assert_eq!(
        checked.said.matches("Your keyring waits for its password.").count(),
        1,
        "the terminal says once that another window asks: {}",
        checked.said
    );
    let again = cli::run(&home, &["check", "Kept"]);
    assert_eq!(again.document()["status"], "connected", "{}", again.all);
    assert!(
        !again.said.contains("waits for its password"),
        "an open keyring asks no question: {}",
        again.said
    );
}

// The command fails at once, and can be repeated.
#[test]
fn dismissed_keyring_question_is_reported_and_changes_nothing() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), bus.entry());
    bus.lock();
    for _ in 0..2 {
        let refused =
            run_and_answer(keyring::dismiss, || cli::run(&home, &["connect", "trial", "--no-browser"]));
        assert_eq!(refused.refusal(), (31, "vault_locked"), "{}", refused.all);
        assert!(refused.words().starts_with("The system's keyring is still locked."), "{}", refused.words());
        assert_eq!(refused.lines.len(), 1, "there is no address to open: {}", refused.all);
        assert!(refused.said.contains("Your keyring waits for its password."), "{}", refused.said);
        assert!(!refused.said.contains("still locked"), "the error appears once, as JSON: {}", refused.said);
    }
    assert_eq!(
        cli::run(&home, &["list"]).document()[0]["name"],
        "Kept",
        "a command without a key asks for none"
    );
    let added = run_and_answer(keyring::unlock, || sandbox.connect(&home, "Second"));
    assert_eq!(added.status, 0, "the command works again after an answer: {}", added.all);
    assert_eq!((vault(&home), bus.entry()), before, "the key is the same");
}

#[test]
fn first_run_makes_the_vault_once_the_keyring_is_unlocked() {
    let bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    let sandbox = Sandbox::start(&home);
    bus.lock();
    let refused = run_and_answer(keyring::dismiss, || sandbox.register(&home, "trial", CALLBACK));
    assert_eq!(refused.refusal(), (31, "vault_locked"), "{}", refused.all);
    assert_eq!(vault(&home), [], "without a keyring there is no vault");
    let added = run_and_answer(keyring::unlock, || sandbox.register(&home, "trial", CALLBACK));
    assert_eq!(added.status, 0, "{}", added.all);
    assert_eq!((vault(&home).len(), bus.entries().len()), (1, 1));
}

// The error names the folder to move away. Names can be changed without the key.
#[test]
fn missing_key_is_never_replaced_and_works_once_it_is_back() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), accounts(&home));
    let (user, value) = bus.entry();
    bus.remove(&user);
    assert_key_missing(&home, &sandbox, "The keyring no longer holds the key");
    assert_eq!(bus.entries().len(), 0, "nothing is put into the keyring in its place");
    assert_eq!((vault(&home), accounts(&home)), before, "nothing is changed in the database");
    assert_names_can_change(&home);
    bus.put(&user, &value);
    assert_eq!(cli::run(&home, &["check", "Renamed"]).document()["status"], "connected", "green again");
}

#[test]
fn foreign_keyring_entry_is_reported_and_left_unchanged() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), accounts(&home));
    let (user, value) = bus.entry();
    let text = String::from_utf8(value.clone()).expect("an entry is text");
    let (named, _) = text.rsplit_once('.').expect("an entry names its key");
    let another_key = format!("{named}.{}", "A".repeat(43));
    for wrong in [another_key.as_bytes(), b"letmein", b"", b"\xff\xfe"] {
        bus.put(&user, wrong);
        assert_key_missing(&home, &sandbox, "The keyring's entry is not the key");
        assert_eq!(bus.entry(), (user.clone(), wrong.to_vec()), "a stranger's entry is not written over");
    }
    assert_eq!((vault(&home), accounts(&home)), before, "nothing is changed in the database");
    bus.put(&user, &value);
    assert_eq!(cli::run(&home, &["check", "Kept"]).document()["status"], "connected", "green again");
}

// Some keyrings hide their entries while they are locked.
#[test]
fn locked_keyring_is_unlocked_before_its_key_counts_as_missing() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.remove(&bus.entry().0);
    bus.lock();
    let refused = run_and_answer(keyring::unlock, || cli::run(&home, &["check", "Kept"]));
    assert_eq!(refused.refusal(), (32, "key_missing"), "some keyrings hide what they hold: {}", refused.all);
}

/// Asserts that each command that needs the key reports it, and says what to do.
fn assert_key_missing(home: &Home, sandbox: &Sandbox, words: &str) {
    let refused = [
        cli::run(home, &["check", "Kept"]),
        cli::run(home, &["connect", "trial", "--no-browser"]),
        sandbox.connect(home, "Never"),
        sandbox.register(home, "another", CALLBACK),
    ];
    for refused in refused {
        assert_eq!(refused.refusal(), (32, "key_missing"), "{}", refused.all);
        assert!(refused.words().starts_with(words), "{}", refused.words());
        let folder = home.files().display().to_string();
        assert!(
            refused.words().contains(&folder),
            "the words name the folder to move away: {}",
            refused.words()
        );
        assert_eq!(refused.lines.len(), 1, "no browser is opened: {}", refused.all);
    }
}

/// Returns each account's name, tags and status.
fn accounts(home: &Home) -> Value {
    let listed = cli::run(home, &["list"]);
    let accounts = listed.document().as_array().expect("a list");
    accounts.iter().map(|account| json!([account["name"], account["tags"], account["status"]])).collect()
}

fn assert_names_can_change(home: &Home) {
    assert_eq!(accounts(home), json!([["Kept", ["client"], "connected"]]));
    assert_eq!(cli::run(home, &["rename", "Kept", "Renamed"]).document()["name"], "Renamed");
    assert_eq!(
        cli::run(home, &["tag", "Renamed", "--add", "vip"]).document()["tags"],
        json!(["client", "vip"])
    );
    let second = cli::run(home, &["registration", "list"]);
    assert_eq!(second.document()[0]["name"], "trial", "registrations are listed");
}

#[test]
fn account_is_forgotten_without_its_key() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.remove(&bus.entry().0);
    assert_eq!(cli::run(&home, &["forget", "Kept", "--yes"]).status, 0, "forgetting needs no key");
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
}

#[test]
fn simultaneous_first_runs_make_one_key() {
    const EACH: usize = 4;
    let bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    let elsewhere = Home::new().on(&bus);
    // the sandbox's home is another, so that the first runs in this home are the first
    let sandbox = Sandbox::start(&elsewhere);
    let tokens: Vec<String> = (0..EACH).map(|_| sandbox.own_token()).collect();
    thread::scope(|all| {
        for (number, token) in tokens.iter().enumerate() {
            let (home, sandbox) = (&home, &sandbox);
            all.spawn(move || {
                let added = sandbox.register(home, &format!("app {number}"), CALLBACK);
                assert_eq!(added.status, 0, "{}", added.all);
            });
            all.spawn(move || {
                let words = ["connect", "--token-stdin", "--api-base", sandbox.about("api_base")];
                let connected = cli::run_with_input(home, &words, token);
                assert_eq!(connected.status, 0, "{}", connected.all);
            });
        }
    });
    assert_eq!(vault(&home).len(), 1, "one vault");
    assert_eq!(bus.entries().len(), 1, "one key");
    for number in 0..EACH {
        let waiting = cli::start(&home, &["connect", &format!("app {number}"), "--no-browser"]);
        let begun = waiting.line();
        assert!(begun["authorization_url"].is_string(), "the secret of app {number} opens: {begun}");
    }
    let listed = cli::run(&home, &["list"]);
    for account in listed.document().as_array().expect("a list") {
        let checked = cli::run(&home, &["check", account["id"].as_str().expect("ids are strings")]);
        assert_eq!(checked.document()["status"], "connected", "its token opens: {}", checked.all);
    }
}

#[test]
fn two_homes_have_independent_keys() {
    let bus = Bus::with_a_keyring();
    let (one, two) = thread::scope(|both| {
        let (one, two) = (both.spawn(|| connected(&bus)), both.spawn(|| connected(&bus)));
        (one.join().expect("the first home is made"), two.join().expect("the second home is made"))
    });
    let entries = bus.entries();
    assert_eq!(entries.len(), 2, "an entry for each: {:?}", entries.keys());
    for (home, _) in [&one, &two] {
        assert_eq!(cli::run(home, &["check", "Kept"]).document()["status"], "connected");
    }

    assert_eq!(cli::run(&one.0, &["forget", "Kept", "--yes"]).status, 0);
    assert_eq!(cli::run(&one.0, &["registration", "remove", "trial"]).status, 0);
    assert_eq!(bus.entries(), entries, "forgetting takes nothing out of the keyring");
    let of_one = vault(&one.0)[0].0.clone();
    drop(one);
    let user = entries.keys().find(|user| user.starts_with(&of_one)).expect("an entry names its vault");
    bus.remove(user);
    assert_eq!(cli::run(&two.0, &["check", "Kept"]).document()["status"], "connected", "the other lives on");
}

// The Doctor reads the entry of an unlocked keyring, and asks no person to unlock one.
#[test]
fn doctor_names_each_state_of_the_keyring_and_asks_nobody() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    let keyring = || {
        let report = cli::run(&home, &["doctor", "--offline"]);
        let check = cli::check(&report, "keyring");
        let text = |key: &str| check[key].as_str().expect("a check has words").to_owned();
        (report.status, text("status"), text("message"))
    };
    assert_eq!(keyring().1, "ok");
    let (user, entry) = bus.entry();
    let mut other = entry.clone();
    other[0] ^= 1;
    bus.put(&user, &other);
    let (exit, status, differs) = keyring();
    assert_eq!((exit, &*status), (44, "error"), "{differs}");
    bus.remove(&user);
    let (exit, status, missing) = keyring();
    assert_eq!((exit, &*status), (44, "error"), "{missing}");
    assert_ne!(differs, missing, "each has words of its own");
    bus.put(&user, &entry);
    assert_eq!(keyring().1, "ok");
    bus.lock();
    let (exit, status, locked) = keyring();
    assert_eq!((exit, &*status), (0, "warning"), "{locked}");
    assert!(!keyring::is_asking(), "no question is on the screen");
}

/// Runs a command while `person` answers the keyring's question.
fn run_and_answer(person: fn(), command: impl FnOnce() -> Answer + Send) -> Answer {
    thread::scope(|both| {
        let command = both.spawn(command);
        person();
        command.join().expect("the command ends")
    })
}
