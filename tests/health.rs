//! Who answers, and whether they still do: an attempt for one workspace, checks of one and of many, an uninstall; by
//! scripts, against a sandbox over real HTTP and the real keyring of the session.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::time::Duration;

use serde_json::{Value, json};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent};

const NORTHWIND: &str = "nw7k2p0q";
const LUMEN: &str = "lm5v0r6y";

fn registered() -> (Home, Sandbox) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let added = sandbox.register(&home, "trial", CALLBACK);
    assert_eq!(added.status, 0, "the sandbox's own client can be registered: {}", added.all);
    (home, sandbox)
}

/// Connects what the browser is signed in to; what both ends tell, and how the waiting one ends.
fn connect(home: &Home, more: &[&str]) -> (Answer, Value, i32) {
    let waiting = cli::start(home, &[&["connect", "trial", "--no-browser"], more].concat());
    let begun = waiting.line();
    let url = begun["authorization_url"].as_str().expect("an address to open");
    let received = cli::run(home, &["receive", &consent::authorize(url)]);
    let told = waiting.line();
    (received, told, waiting.end())
}

fn connected(home: &Home) -> String {
    let (received, told, ended) = connect(home, &[]);
    assert_eq!((received.status, ended), (0, 0), "{}", received.all);
    told["account"]["id"].as_str().expect("ids are strings").to_owned()
}

#[test]
fn another_workspace_than_the_one_that_was_asked_for_is_refused_at_both_ends_until_it_is_decided_on() {
    let (home, _sandbox) = registered();
    let (received, told, ended) = connect(&home, &["--workspace", LUMEN]);
    assert_eq!((received.status, ended), (43, 43), "{}", received.all);
    for error in [&received.lines[0]["error"], &told["error"]] {
        assert_eq!(error["code"], "wrong_workspace");
        let message = error["message"].as_str().expect("a sentence");
        assert!(message.contains("Northwind Support") && message.contains(LUMEN), "{message}");
    }
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));
    let listed = cli::run(&home, &["attempt", "list"]);
    let id = listed.document()[0]["id"].as_str().expect("its token waits");
    for error in [&received.lines[0]["error"], &told["error"]] {
        let hint = error["hint"].as_str().expect("a hint");
        assert!(
            hint.contains(&format!("switchhook attempt discard {id}")),
            "both tell the same verbs: {hint}"
        );
    }
    assert_eq!(cli::run(&home, &["attempt", "discard", id, "--yes"]).status, 0);
    assert_eq!(kept(&home), (0, 0));
    let (received, _, ended) = connect(&home, &["--workspace", NORTHWIND]);
    assert_eq!((received.status, ended), (0, 0), "the right one is taken: {}", received.all);
}

/// How many tokens attempts keep, and whether any that does was put away.
fn kept(home: &Home) -> (i64, i64) {
    let database =
        rusqlite::Connection::open(home.files().join("switchhook.db")).expect("there is a database");
    let kept = "SELECT count(*), coalesce(max(dismissed), 0) FROM attempt WHERE token IS NOT NULL";
    database.query_row(kept, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("it can be read")
}

#[test]
fn a_token_whose_workspace_was_not_told_is_kept_said_why_and_decided_on_from_the_terminal() {
    let (home, sandbox) = registered();
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    sandbox.switch(&json!({ "missing_permissions": ["read_single_admin"] }));
    let (received, told, ended) = connect(&home, &["--workspace", NORTHWIND]);
    assert_eq!((received.status, ended), (21, 21), "{}", received.all);
    let error = &told["error"];
    assert_eq!(&received.lines[0]["error"], error, "both ends tell the same");
    assert!(error["message"].as_str().is_some_and(|said| said.contains("“Read one admin”")), "{error}");
    assert_eq!(kept(&home), (1, 0), "the token is kept, and on show");

    let listed = cli::run(&home, &["attempt", "list"]);
    let attempt = &listed.document()[0];
    assert_eq!((&attempt["stage"], &attempt["workspace"]), (&json!("unverified"), &json!(NORTHWIND)));
    assert_eq!(attempt["registration"], "trial");
    assert_eq!(attempt["error"]["code"], "code_rejected");
    for key in ["id", "started_at", "expires_at", "answered"] {
        assert!(attempt.get(key).is_some(), "{key} is always present: {attempt}");
    }
    let id = attempt["id"].as_str().expect("ids are strings");
    let hint = error["hint"].as_str().expect("a hint");
    for verb in ["retry", "discard"] {
        assert!(hint.contains(&format!("switchhook attempt {verb} {id}")), "{hint}");
    }
    let table = cli::words_of(&home, &["attempt", "list"]);
    for cell in ["Registration", "trial", "unverified", NORTHWIND, "code_rejected", id] {
        assert!(table.contains(cell), "{cell}: {table}");
    }

    assert_eq!(cli::run(&home, &["attempt", "add", id]).refusal(), (2, "usage"), "nobody knows whose it is");
    assert_eq!(cli::run(&home, &["attempt", "retry", id]).refusal(), (21, "code_rejected"), "it is still so");
    assert_eq!(kept(&home), (1, 0));
    sandbox.switch(&json!({ "missing_permissions": [] }));
    let retried = cli::run(&home, &["attempt", "retry", id]);
    assert_eq!(retried.document()["outcome"], "connected");
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]), "its end was told");
    assert_eq!(cli::run(&home, &["attempt", "retry", id]).refusal(), (14, "state_used"));
    assert_eq!(cli::run(&home, &["attempt", "retry", "nosuch"]).refusal(), (40, "not_found"));
}

/// Another workspace answers an attempt whose program is gone; its id, and what whoever brought the link is told.
fn refused_alone(home: &Home) -> (String, Answer) {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser", "--workspace", LUMEN]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    drop(waiting);
    (begun["attempt"].as_str().expect("ids are strings").to_owned(), cli::run(home, &["receive", &link]))
}

#[test]
fn what_answered_in_place_of_the_awaited_is_added_or_discarded_from_the_terminal() {
    let (home, _sandbox) = registered();
    let (id, received) = refused_alone(&home);
    assert_eq!(received.refusal(), (43, "wrong_workspace"));
    for verb in ["add", "discard"] {
        assert!(
            received.words().contains(&format!("switchhook attempt {verb} {id}")),
            "{}",
            received.words()
        );
    }
    let listed = cli::run(&home, &["attempt", "list"]);
    assert_eq!(listed.document()[0]["stage"], "refused");
    assert_eq!(listed.document()[0]["answered"]["workspace"], "Northwind Support");
    assert_eq!(cli::run(&home, &["attempt", "discard", &id]).refusal(), (2, "usage"), "nobody is asked");
    let discarded = cli::run(&home, &["attempt", "discard", &id, "--yes"]);
    assert_eq!(discarded.document(), &json!({ "removed": id }));
    assert_eq!(kept(&home), (0, 0));
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));

    let (id, _) = refused_alone(&home);
    assert_eq!(
        cli::run(&home, &["attempt", "retry", &id]).refusal(),
        (2, "usage"),
        "it would bring the same"
    );
    let added = cli::run(&home, &["attempt", "add", &id]);
    assert_eq!(added.document()["account"]["workspace"]["id"], NORTHWIND);
    assert_eq!(kept(&home), (0, 0));
}

/// Waits until the one attempt has its token, and whose it is is asked.
fn until_identifying(home: &Home) {
    let stage = || cli::run(home, &["attempt", "list"]).document()[0]["stage"].clone();
    let is_asked = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        stage() == "identifying"
    });
    assert!(is_asked, "a token came: {}", stage());
}

/// An attempt whose programs were killed while the provider was asked whose its token is.
fn left_alone(home: &Home, sandbox: &Sandbox) -> String {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 2_000 }));
    let receiving = cli::start(home, &["receive", &link]);
    until_identifying(home);
    drop((waiting, receiving));
    sandbox.switch(&json!({ "latency_ms": 0 }));
    begun["attempt"].as_str().expect("ids are strings").to_owned()
}

#[test]
fn a_receive_that_is_interrupted_while_it_asks_whose_the_token_is_finishes_that() {
    let (home, sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let link = consent::authorize(waiting.line()["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 1_000 }));
    let mut receiving = cli::start(&home, &["receive", &link]);
    until_identifying(&home);
    receiving.interrupt();
    assert_eq!(receiving.line()["outcome"], "connected", "nothing was cancelled, and nothing is said to be");
    assert_eq!(
        (receiving.end(), waiting.line()["outcome"].as_str(), waiting.end()),
        (0, Some("connected"), 0)
    );
}

#[test]
fn what_killed_programs_left_is_finished_and_told_or_discarded_from_the_terminal() {
    let (home, sandbox) = registered();
    let id = left_alone(&home, &sandbox);
    let discarded = cli::run(&home, &["attempt", "discard", &id, "--yes"]);
    assert_eq!(discarded.document(), &json!({ "removed": id }));
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    assert_eq!(
        (cli::run(&home, &["list"]).document(), kept(&home).0),
        (&json!([]), 0),
        "no account came of it"
    );

    for verb in ["retry", "add"] {
        let id = left_alone(&home, &sandbox);
        let told = cli::run(&home, &["attempt", verb, &id]);
        assert_eq!(told.document()["account"]["workspace"]["id"], NORTHWIND, "{verb}");
        assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]), "{verb}: its end was told");
    }
}

#[test]
fn an_attempt_that_awaits_its_answer_is_cancelled_from_another_terminal() {
    let (home, _sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let id = begun["attempt"].as_str().expect("ids are strings");
    assert_eq!(cli::run(&home, &["attempt", "list"]).document()[0]["stage"], "awaiting");
    let discarded = cli::run(&home, &["attempt", "discard", id, "--yes"]);
    assert_eq!(discarded.document(), &json!({ "removed": id }));
    assert_eq!(waiting.line()["error"]["code"], "cancelled");
    assert_eq!(waiting.end(), 41);
}

#[test]
fn a_check_says_what_is_missing_and_many_are_told_a_line_each() {
    let (home, sandbox) = registered();
    let northwind = connected(&home);
    sandbox.switch(&json!({ "session": LUMEN }));
    let lumen = connected(&home);
    sandbox.switch(&json!({ "missing_permissions": ["read_tags"] }));
    let checked = cli::run(&home, &["check", &northwind]);
    assert_eq!(checked.document()["status"], "limited");
    assert!(checked.said.contains("“Read tags” (for tags)"), "words go to standard error: {}", checked.said);
    sandbox.switch(&json!({ "missing_permissions": [] }));

    let all = cli::run(&home, &["check", "--all"]);
    let mut told: Vec<(&str, &str)> = all
        .lines
        .iter()
        .filter_map(|line| Some((line["account"]["id"].as_str()?, line["account"]["status"].as_str()?)))
        .collect();
    told.sort_unstable();
    let mut expected = [(northwind.as_str(), "limited"), (lumen.as_str(), "connected")];
    expected.sort_unstable();
    assert_eq!((all.status, told.as_slice()), (0, expected.as_slice()), "one question each hides nothing");
    let limited = all.lines.iter().find(|line| line["account"]["id"] == northwind.as_str());
    let trouble = &limited.expect("it is among them")["trouble"];
    assert!(trouble["report"]["message"].as_str().is_some_and(|message| message.contains("Read tags")));
    assert!(trouble["since"].is_string());

    let some = cli::run(&home, &["check", &northwind, &lumen]);
    assert_eq!((some.status, some.lines.len()), (0, 2));
    assert_eq!(
        cli::run(&home, &["check", &northwind]).document()["status"],
        "connected",
        "asked in full again"
    );
    for wrong in [&["check"][..], &["check", &northwind, "--all"], &["check", "--all", "--tag", "x"]] {
        assert_eq!(cli::run(&home, wrong).status, 2, "{wrong:?}");
    }
}

#[test]
fn an_uninstall_names_and_marks_what_dies_with_it() {
    let (home, sandbox) = registered();
    let first = connected(&home);
    sandbox.switch(&json!({ "teammate": "second" }));
    let second = connected(&home);
    assert_eq!(cli::run(&home, &["rename", &second, "The other teammate"]).status, 0);
    assert_eq!(cli::run(&home, &["uninstall", &first]).status, 2, "nobody sits there to be asked");
    let uninstalled = cli::run(&home, &["uninstall", &first, "--yes"]);
    assert_eq!(uninstalled.document()["status"], "needs_reconnect", "{}", uninstalled.all);
    assert!(uninstalled.said.contains("The other teammate"), "{}", uninstalled.said);
    assert_eq!(cli::run(&home, &["show", &second]).document()["status"], "needs_reconnect");
    let again = cli::run(&home, &["uninstall", &second, "--yes"]);
    assert_eq!(again.status, 0, "a 401 is no error: {}", again.all);
    assert!(again.said.contains("The app may still be installed"), "{}", again.said);
    assert_eq!(cli::run(&home, &["forget", &first, "--yes"]).status, 0, "forgetting is another thing");
}

#[test]
fn an_uninstall_by_a_token_that_was_dead_before_says_so_and_leaves_the_living_alone() {
    let (home, sandbox) = registered();
    let maya = connected(&home);
    sandbox.switch(&json!({ "teammate": "second" }));
    let leo = connected(&home);
    let shown = cli::run(&home, &["show", &maya]);
    sandbox.switch(&json!({ "deactivated": [shown.document()["admin"]["id"]] }));
    let uninstalled = cli::run(&home, &["uninstall", &maya, "--yes"]);
    assert_eq!(uninstalled.document()["status"], "needs_reconnect");
    assert!(uninstalled.said.contains("The app may still be installed"), "{}", uninstalled.said);
    assert_eq!(cli::run(&home, &["show", &leo]).document()["status"], "connected");
}

#[test]
fn a_check_says_what_it_was_not_told_and_calls_nobody_unreachable_for_it() {
    let (home, sandbox) = registered();
    let northwind = connected(&home);
    sandbox.switch(&json!({ "me": "empty" }));
    let untold = cli::run(&home, &["check", &northwind]);
    assert_eq!((untold.status, &untold.document()["status"]), (0, &json!("connected")));
    assert!(untold.said.contains("did not say which workspace and teammate"), "{}", untold.said);

    let all = cli::run(&home, &["check", "--all"]);
    let told = &all.lines[0];
    assert_eq!((&told["account"]["status"], &told["trouble"]), (&json!("connected"), &Value::Null));
    assert_eq!(told["untold"]["code"], "provider_unreadable", "{told}");
    assert_eq!(told["unread"], Value::Null, "nobody asked for figures");
    sandbox.switch(&json!({ "me": "answer" }));

    // A window has room for `/me`, and then for hardly anything.
    sandbox.switch(&json!({ "rate_limit": 1 }));
    let unread = cli::run(&home, &["check", &northwind]);
    assert_eq!((unread.status, &unread.document()["status"]), (0, &json!("connected")));
    assert!(unread.said.contains("could not read"), "{}", unread.said);
}

#[test]
fn a_check_of_several_says_that_a_rate_limit_holds_it_back_and_goes_on() {
    let (home, sandbox) = registered();
    let northwind = connected(&home);
    sandbox.switch(&json!({ "session": LUMEN }));
    let lumen = connected(&home);
    // One question uses the app's window up, in whichever workspace it is asked.
    sandbox.switch(&json!({ "rate_limit": 1 }));
    assert_eq!(cli::run(&home, &["api", "GET", "/me", "--account", &northwind]).status, 0);
    let checked = cli::run(&home, &["check", &northwind, &lumen]);
    assert_eq!((checked.status, checked.lines.len()), (0, 2), "{}", checked.all);
    assert_eq!(checked.said.matches("rate limit is used up").count(), 1, "{}", checked.said);
}

#[test]
fn a_check_of_several_says_who_was_passed_over_and_that_nothing_matched() {
    let (home, sandbox) = registered();
    let northwind = connected(&home);
    sandbox.switch(&json!({ "session": LUMEN }));
    let lumen = connected(&home);
    assert_eq!(cli::run(&home, &["disable", &northwind]).status, 0);
    for (words, told) in [
        (&["check", &northwind, &northwind][..], 0),
        (&["check", &northwind, &lumen], 1),
        (&["check", &lumen, &lumen, &northwind], 1),
        (&["check", "--all"], 1),
    ] {
        let checked = cli::run(&home, words);
        assert_eq!((checked.status, checked.lines.len()), (0, told), "{words:?}: {}", checked.all);
        let passed_over =
            checked.said.matches("Northwind Support is disabled. Switchhook skipped it.").count();
        assert_eq!(passed_over, 1, "{words:?}: {}", checked.said);
    }
    let nothing = cli::run(&home, &["check", "--tag", "nosuch"]);
    assert_eq!((nothing.status, nothing.lines.len()), (0, 0));
    assert!(nothing.said.contains("No account matched"), "{}", nothing.said);
    assert_eq!(cli::run(&home, &["check", &northwind]).status, 2, "alone it is an error");
}
