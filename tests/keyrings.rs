//! Keyrings as people have them, on the command line: none, no bus, silent, locked, emptied, exchanged; and first runs
//! that come at once. Each is told in its time and in its own words, and nothing is lost or made anew.
//!
//! In the window: `desktop/keyrings.rs`.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::{self, Bus};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, storage};

/// How long a keyring may take to answer.
const ANSWER_IN: Duration = Duration::from_secs(3);
/// For the program to start and end, on a busy machine.
const GRACE: Duration = Duration::from_secs(5);

/// A home whose vault is made, with an app registered and an account connected by a token.
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

/// The vault's rows: which key, and the proof of it.
fn vault(home: &Home) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let database = storage::database(home);
    let mut select =
        database.prepare("SELECT vault_id, key_id, check_blob FROM vault").expect("there is a table");
    let rows =
        select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).expect("it can be read");
    rows.collect::<Result<_, _>>().expect("its columns are as they were made")
}

/// What a first run does here is refused in these words and in this time; nothing is stored, and the rest works.
fn is_refused_at_first(home: &Home, words: &str, at_least: Duration, at_most: Duration) {
    let sandbox = Sandbox::start(home);
    let refused = sandbox.register(home, "trial", CALLBACK);
    assert_eq!(refused.refusal(), (30, "vault_unavailable"), "{}", refused.all);
    assert!(refused.words().starts_with(words), "it is told as it is: {}", refused.words());
    assert!(refused.words().ends_with("Nothing was decrypted or stored."), "{}", refused.words());
    let took = refused.took;
    assert!(at_least <= took && took <= at_most, "told after {took:?}");
    assert_eq!(vault(home), [], "no vault is made");
    assert_eq!(
        cli::run(home, &["registration", "list"]).document(),
        &json!([]),
        "no secret is kept unsealed"
    );
    assert_eq!(cli::run(home, &["list"]).document(), &json!([]), "what needs no key works");
}

/// The same command is taken once the keyring is well.
fn is_taken_now(home: &Home) {
    let added = Sandbox::start(home).register(home, "trial", CALLBACK);
    assert_eq!(added.status, 0, "a keyring that was mended works: {}", added.all);
    assert_eq!(vault(home).len(), 1, "the vault is made now");
}

#[test]
fn without_a_session_bus_that_is_what_is_told() {
    let mut bus = Bus::missing();
    let home = Home::new().on(&bus);
    is_refused_at_first(&home, "There is no session bus here", Duration::ZERO, GRACE);
    bus.start();
    bus.start_keyring();
    is_taken_now(&home);
}

#[test]
fn without_a_keyring_on_the_bus_one_is_to_be_started() {
    let mut bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    is_refused_at_first(&home, "Switchhook found no keyring", Duration::ZERO, GRACE);
    bus.start_keyring();
    is_taken_now(&home);
}

#[test]
fn a_keyring_program_without_a_keyring_in_it_is_told_from_a_locked_one() {
    let mut bus = Bus::without_a_keyring();
    bus.start_empty_keyring();
    let home = Home::new().on(&bus);
    is_refused_at_first(&home, "The keyring's program runs, but it has no keyring", Duration::ZERO, GRACE);
}

#[test]
fn a_keyring_that_hangs_is_given_up_after_three_seconds_and_works_once_it_is_cured() {
    let mut bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    bus.hang();
    is_refused_at_first(&home, "The system's keyring does not answer", ANSWER_IN, ANSWER_IN + GRACE);
    bus.cure();
    is_taken_now(&home);
    assert_eq!(bus.entries().len(), 1, "what was given up has left nothing in the keyring");
}

#[test]
fn a_bus_that_says_nothing_is_given_up_after_three_seconds() {
    let bus = Bus::deaf();
    let home = Home::new().on(&bus);
    is_refused_at_first(&home, "The system's keyring does not answer", ANSWER_IN, ANSWER_IN + GRACE);
}

#[test]
fn a_locked_keyring_is_said_to_wait_and_the_command_goes_on_once_it_is_unlocked() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.lock();
    let checked = while_asked(keyring::unlocks, || cli::run(&home, &["check", "Kept"]));
    assert_eq!(checked.document()["status"], "connected", "it goes on by itself: {}", checked.all);
    assert_eq!(
        checked.said.matches("Your keyring waits for its password.").count(),
        1,
        "who looks at the terminal is told once that another window asks: {}",
        checked.said
    );
    let again = cli::run(&home, &["check", "Kept"]);
    assert_eq!(again.document()["status"], "connected", "{}", again.all);
    assert!(
        !again.said.contains("waits for its password"),
        "nobody is asked about a keyring that is open: {}",
        again.said
    );
}

#[test]
fn a_locked_keyring_whose_question_is_dismissed_is_told_at_once_and_changes_nothing() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), bus.entry());
    bus.lock();
    for _ in 0..2 {
        let refused =
            while_asked(keyring::dismisses, || cli::run(&home, &["connect", "trial", "--no-browser"]));
        assert_eq!(refused.refusal(), (31, "vault_locked"), "{}", refused.all);
        assert!(refused.words().starts_with("The system's keyring is still locked."), "{}", refused.words());
        assert_eq!(refused.lines.len(), 1, "there is no address to open: {}", refused.all);
        assert!(refused.said.contains("Your keyring waits for its password."), "{}", refused.said);
        assert!(!refused.said.contains("still locked"), "the error is told once, as JSON: {}", refused.said);
    }
    assert_eq!(cli::run(&home, &["list"]).document()[0]["name"], "Kept", "what needs no key asks for none");
    let added = while_asked(keyring::unlocks, || sandbox.connect(&home, "Second"));
    assert_eq!(added.status, 0, "it works again as soon as somebody answers: {}", added.all);
    assert_eq!((vault(&home), bus.entry()), before, "it is the same key");
}

#[test]
fn a_first_run_on_a_locked_keyring_makes_the_vault_once_it_is_unlocked() {
    let bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    let sandbox = Sandbox::start(&home);
    bus.lock();
    let refused = while_asked(keyring::dismisses, || sandbox.register(&home, "trial", CALLBACK));
    assert_eq!(refused.refusal(), (31, "vault_locked"), "{}", refused.all);
    assert_eq!(vault(&home), [], "without a keyring there is no vault");
    let added = while_asked(keyring::unlocks, || sandbox.register(&home, "trial", CALLBACK));
    assert_eq!(added.status, 0, "{}", added.all);
    assert_eq!((vault(&home).len(), bus.entries().len()), (1, 1));
}

#[test]
fn a_key_that_is_gone_is_named_is_never_made_anew_and_opens_all_when_it_is_back() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), accounts(&home));
    let (user, value) = bus.entry();
    bus.remove(&user);
    is_key_missing(&home, &sandbox, "The keyring no longer holds the key");
    assert_eq!(bus.entries().len(), 0, "nothing is put into the keyring in its place");
    assert_eq!((vault(&home), accounts(&home)), before, "nothing is changed in the database");
    names_can_still_be_changed(&home);
    bus.put(&user, &value);
    assert_eq!(cli::run(&home, &["check", "Renamed"]).document()["status"], "connected", "green again");
}

#[test]
fn an_entry_that_is_not_our_key_is_named_and_left_as_it_is() {
    let bus = Bus::with_a_keyring();
    let (home, sandbox) = connected(&bus);
    let before = (vault(&home), accounts(&home));
    let (user, value) = bus.entry();
    let text = String::from_utf8(value.clone()).expect("an entry is text");
    let (named, _) = text.rsplit_once('.').expect("an entry names its key");
    let another_key = format!("{named}.{}", "A".repeat(43));
    for wrong in [another_key.as_bytes(), b"letmein", b"", b"\xff\xfe"] {
        bus.put(&user, wrong);
        is_key_missing(&home, &sandbox, "The keyring's entry is not the key");
        assert_eq!(bus.entry(), (user.clone(), wrong.to_vec()), "a stranger's entry is not written over");
    }
    assert_eq!((vault(&home), accounts(&home)), before, "nothing is changed in the database");
    bus.put(&user, &value);
    assert_eq!(cli::run(&home, &["check", "Kept"]).document()["status"], "connected", "green again");
}

#[test]
fn a_locked_keyring_is_unlocked_before_its_key_is_said_to_be_gone() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.remove(&bus.entry().0);
    bus.lock();
    let refused = while_asked(keyring::unlocks, || cli::run(&home, &["check", "Kept"]));
    assert_eq!(refused.refusal(), (32, "key_missing"), "some keyrings hide what they hold: {}", refused.all);
}

/// Whatever needs the key names it; the words say what to do.
fn is_key_missing(home: &Home, sandbox: &Sandbox, words: &str) {
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
        assert!(refused.words().contains(&folder), "it says what can be put aside: {}", refused.words());
        assert_eq!(refused.lines.len(), 1, "no browser is opened: {}", refused.all);
    }
}

/// What an account is here besides its token: the name, the tags, the status that was last found.
fn accounts(home: &Home) -> Value {
    let listed = cli::run(home, &["list"]);
    let accounts = listed.document().as_array().expect("a list");
    accounts.iter().map(|account| json!([account["name"], account["tags"], account["status"]])).collect()
}

fn names_can_still_be_changed(home: &Home) {
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
fn an_account_can_be_forgotten_without_its_key() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.remove(&bus.entry().0);
    assert_eq!(cli::run(&home, &["forget", "Kept", "--yes"]).status, 0, "forgetting needs no key");
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
}

#[test]
fn first_runs_at_once_make_one_key_and_every_secret_opens() {
    const EACH: usize = 4;
    let bus = Bus::with_a_keyring();
    let home = Home::new().on(&bus);
    let elsewhere = Home::new().on(&bus);
    // in a home of its own, so that the first runs are the first here
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
fn two_homes_have_a_key_each_and_neither_loses_by_the_other() {
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

/// Runs a command that is asked for, and answered, by the keyring's own window.
fn while_asked(person: fn(), command: impl FnOnce() -> Answer + Send) -> Answer {
    thread::scope(|both| {
        let command = both.spawn(command);
        person();
        command.join().expect("the command ends")
    })
}
