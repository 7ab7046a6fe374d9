//! Attempts for one workspace, checks of one and of many accounts, and uninstalls: by commands, against a sandbox over real
//! HTTP and the session's real keyring.
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

/// Connects the workspace of the browser's session. Returns the answer of `receive`, and the last line and exit status of
/// `connect`.
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

// `receive` and `connect` report the same error with the same commands as a hint.
#[test]
fn other_workspace_is_refused_until_a_person_decides() {
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
            "both name the same commands: {hint}"
        );
    }
    assert_eq!(cli::run(&home, &["attempt", "discard", id, "--yes"]).status, 0);
    assert_eq!(tokens_kept(&home), (0, 0));
    let (received, _, ended) = connect(&home, &["--workspace", NORTHWIND]);
    assert_eq!((received.status, ended), (0, 0), "the right one is taken: {}", received.all);
}

/// Returns how many tokens attempts hold, and whether any of these attempts was dismissed.
fn tokens_kept(home: &Home) -> (i64, i64) {
    let database =
        rusqlite::Connection::open(home.files().join("switchhook.db")).expect("there is a database");
    let kept = "SELECT count(*), coalesce(max(dismissed), 0) FROM attempt WHERE token IS NOT NULL";
    database.query_row(kept, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("it can be read")
}

// Both commands report why the workspace is unknown.
#[test]
fn unidentified_token_is_kept_and_decided_from_the_terminal() {
    let (home, sandbox) = registered();
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    sandbox.switch(&json!({ "missing_permissions": ["read_single_admin"] }));
    let (received, told, ended) = connect(&home, &["--workspace", NORTHWIND]);
    assert_eq!((received.status, ended), (21, 21), "{}", received.all);
    let error = &told["error"];
    assert_eq!(&received.lines[0]["error"], error, "both commands report the same");
    assert!(error["message"].as_str().is_some_and(|said| said.contains("“Read one admin”")), "{error}");
    assert_eq!(tokens_kept(&home), (1, 0), "the token is kept, and on show");

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
    let table = cli::stdout_of(&home, &["attempt", "list"]);
    for cell in ["Registration", "trial", "unverified", NORTHWIND, "code_rejected", id] {
        assert!(table.contains(cell), "{cell}: {table}");
    }

    assert_eq!(
        cli::run(&home, &["attempt", "add", id]).refusal(),
        (2, "usage"),
        "the token's owner is unknown"
    );
    assert_eq!(
        cli::run(&home, &["attempt", "retry", id]).refusal(),
        (21, "code_rejected"),
        "the permission is still missing"
    );
    assert_eq!(tokens_kept(&home), (1, 0));
    sandbox.switch(&json!({ "missing_permissions": [] }));
    let retried = cli::run(&home, &["attempt", "retry", id]);
    assert_eq!(retried.document()["outcome"], "connected");
    assert_eq!(
        cli::run(&home, &["attempt", "list"]).document(),
        &json!([]),
        "the attempt's end was reported"
    );
    assert_eq!(cli::run(&home, &["attempt", "retry", id]).refusal(), (14, "state_used"));
    assert_eq!(cli::run(&home, &["attempt", "retry", "nosuch"]).refusal(), (40, "not_found"));
}

/// Lets another workspace answer an attempt whose program has ended. Returns the attempt's id and the answer of `receive`.
fn receive_other_workspace(home: &Home) -> (String, Answer) {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser", "--workspace", LUMEN]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    drop(waiting);
    (begun["attempt"].as_str().expect("ids are strings").to_owned(), cli::run(home, &["receive", &link]))
}

#[test]
fn refused_workspace_is_added_or_discarded_from_the_terminal() {
    let (home, _sandbox) = registered();
    let (id, received) = receive_other_workspace(&home);
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
    assert_eq!(
        cli::run(&home, &["attempt", "discard", &id]).refusal(),
        (2, "usage"),
        "the command asks no question"
    );
    let discarded = cli::run(&home, &["attempt", "discard", &id, "--yes"]);
    assert_eq!(discarded.document(), &json!({ "removed": id }));
    assert_eq!(tokens_kept(&home), (0, 0));
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    assert_eq!(cli::run(&home, &["list"]).document(), &json!([]));

    let (id, _) = receive_other_workspace(&home);
    assert_eq!(
        cli::run(&home, &["attempt", "retry", &id]).refusal(),
        (2, "usage"),
        "a retry would bring the same workspace"
    );
    let added = cli::run(&home, &["attempt", "add", &id]);
    assert_eq!(added.document()["account"]["workspace"]["id"], NORTHWIND);
    assert_eq!(tokens_kept(&home), (0, 0));
}

/// Waits until the only attempt has its token, and asks for the token's owner.
fn wait_until_identifying(home: &Home) {
    let stage = || cli::run(home, &["attempt", "list"]).document()[0]["stage"].clone();
    let is_asked = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        stage() == "identifying"
    });
    assert!(is_asked, "a token came: {}", stage());
}

/// Kills the programs of an attempt while they ask for the token's owner. Returns the attempt's id.
fn kill_while_identifying(home: &Home, sandbox: &Sandbox) -> String {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 2_000 }));
    let receiving = cli::start(home, &["receive", &link]);
    wait_until_identifying(home);
    drop((waiting, receiving));
    sandbox.switch(&json!({ "latency_ms": 0 }));
    begun["attempt"].as_str().expect("ids are strings").to_owned()
}

#[test]
fn interrupted_receive_finishes_identifying_its_token() {
    let (home, sandbox) = registered();
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let link = consent::authorize(waiting.line()["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 1_000 }));
    let mut receiving = cli::start(&home, &["receive", &link]);
    wait_until_identifying(&home);
    receiving.interrupt();
    assert_eq!(receiving.line()["outcome"], "connected", "nothing was cancelled, and nothing is said to be");
    assert_eq!(
        (receiving.end(), waiting.line()["outcome"].as_str(), waiting.end()),
        (0, Some("connected"), 0)
    );
}

// The attempt's programs were killed while they asked for the token's owner.
#[test]
fn abandoned_attempt_is_finished_or_discarded_by_commands() {
    let (home, sandbox) = registered();
    let id = kill_while_identifying(&home, &sandbox);
    let discarded = cli::run(&home, &["attempt", "discard", &id, "--yes"]);
    assert_eq!(discarded.document(), &json!({ "removed": id }));
    assert_eq!(cli::run(&home, &["attempt", "list"]).document(), &json!([]));
    assert_eq!(
        (cli::run(&home, &["list"]).document(), tokens_kept(&home).0),
        (&json!([]), 0),
        "no account came of it"
    );

    for verb in ["retry", "add"] {
        let id = kill_while_identifying(&home, &sandbox);
        let told = cli::run(&home, &["attempt", verb, &id]);
        assert_eq!(told.document()["account"]["workspace"]["id"], NORTHWIND, "{verb}");
        assert_eq!(
            cli::run(&home, &["attempt", "list"]).document(),
            &json!([]),
            "{verb}: the attempt's end was reported"
        );
    }
}

#[test]
fn awaiting_attempt_is_cancelled_from_another_terminal() {
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
fn check_reports_missing_permissions_and_a_line_per_account() {
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
    assert_eq!(
        (all.status, told.as_slice()),
        (0, expected.as_slice()),
        "a check that reads one figure hides no missing permission"
    );
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
fn uninstall_names_and_marks_the_accounts_that_die_with_it() {
    let (home, sandbox) = registered();
    let first = connected(&home);
    sandbox.switch(&json!({ "teammate": "second" }));
    let second = connected(&home);
    assert_eq!(cli::run(&home, &["rename", &second, "The other teammate"]).status, 0);
    assert_eq!(
        cli::run(&home, &["uninstall", &first]).status,
        2,
        "the command asks no question without a terminal"
    );
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
fn uninstall_with_a_dead_token_spares_living_accounts() {
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

// An answer without an identity, and figures that a rate limit held back.
#[test]
fn check_reports_missing_answers_without_marking_unreachable() {
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
    assert_eq!(told["unread"], Value::Null, "the check read no figures");
    sandbox.switch(&json!({ "me": "answer" }));

    // the limit's window allows `/me`, and then hardly anything else
    sandbox.switch(&json!({ "rate_limit": 1 }));
    let unread = cli::run(&home, &["check", &northwind]);
    assert_eq!((unread.status, &unread.document()["status"]), (0, &json!("connected")));
    assert!(unread.said.contains("could not read"), "{}", unread.said);
}

#[test]
fn check_of_several_reports_a_rate_limit_and_goes_on() {
    let (home, sandbox) = registered();
    let northwind = connected(&home);
    sandbox.switch(&json!({ "session": LUMEN }));
    let lumen = connected(&home);
    // two requests use up the app's window in a workspace; the next one has room for `/me` and a figure
    sandbox.switch(&json!({ "rate_limit": 2 }));
    for _ in 0..2 {
        assert_eq!(cli::run(&home, &["api", "GET", "/me", "--account", &northwind]).status, 0);
    }
    let checked = cli::run(&home, &["check", &northwind, &lumen]);
    assert_eq!((checked.status, checked.lines.len()), (0, 2), "{}", checked.all);
    // Both accounts wait for one limit. A check that begins near the end of a window meets the next limit, too.
    let told = checked.said.matches("rate limit is used up").count();
    assert!((1..=2).contains(&told), "{}", checked.said);
}

// A disabled account is skipped, and named once.
#[test]
fn check_of_several_reports_disabled_and_empty_matches() {
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
