//! The leak hunt: a journey with denials and failures at the most verbose log level, and then a search for every secret.
//!
//! The search covers all that the journey left, in every shape of a secret. Only the keyring may hold the master key. A code
//! may stand in argv on the direct return route, where the system puts it, and nowhere else.

#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::collections::BTreeSet;

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::browser::Browser;
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::evidence::{Evidence, Place};
use switchhook_journeys::home::Home;
use switchhook_journeys::leaks::{Hunt, Secret, spelled_as_text};
use switchhook_journeys::link::parameter;
use switchhook_journeys::relay::Relay;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::watch::Watch;
use switchhook_journeys::webdriver::quoted;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, consent, master_key, person, wait};

/// A redirect URI that no server answers: the journey pastes its address.
const PAGE: &str = "https://localhost:47115/callback";

/// A proxy at which nothing listens, so that the window sends no pasted token to the real Intercom.
const NO_WAY_OUT: (&str, &str) = ("HTTPS_PROXY", "http://127.0.0.1:9");

/// A token that a person types into the wrong field.
const TYPED: &str = "dG9rOnR5cGVkX2J5X2hhbmRfYW5kX3dyb25nOjE6MA==";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_found_anywhere_after_a_whole_journey() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let (watch, mut evidence) = (Watch::start(), Evidence::default());
    let sandbox = Sandbox::start(&home);
    let relay = Relay::start(&sandbox, &home);
    for (name, redirect_uri) in [("trial", CALLBACK), ("by-hand", PAGE)] {
        relay.register(&sandbox, &home, name, redirect_uri);
    }
    let window = Window::open_traced(&home, &[NO_WAY_OUT]).await;
    let mut codes = vec![person::connects_with_the_sandbox(&window, &browser, "Northwind Support").await];
    evidence.take_files(&home);
    codes.extend(signs_in_by_the_terminal(&home, &sandbox, &relay, &mut evidence));
    let (pasted, reconnected) = signs_in_by_the_window(&window, &browser, &mut evidence).await;
    codes.push(reconnected);
    evidence.take_page(&window).await;
    evidence.take_files(&home);
    window.close(&home);
    evidence.take_files(&home);
    evidence.take_processes(watch);

    let mut secrets = vec![
        Secret::new("the master key", master_key::of(&home)),
        Secret::new("the client secret", sandbox.about("client_secret")),
        Secret::new("a token that was only typed", TYPED),
        Secret::new("a pasted code", pasted),
    ];
    let tokens: Vec<_> = relay.tokens().into_iter().filter(|token| token != TYPED).collect();
    assert!(tokens.len() >= 5, "one token for each good consent, and the pasted token: {}", tokens.len());
    secrets.extend(tokens.iter().map(|token| Secret::new("a token", token.as_str())));
    let codes: Vec<_> = codes.iter().map(|code| Secret::new("a code", code.as_str())).collect();
    evidence.assert_holds_none_of(&secrets, &codes);
    assert_expected_places_searched(&evidence, &Hunt::of(&codes));
}

// the servers repeat each secret that they receive: in token answers, as names of `/me`, and in errors
#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_found_after_servers_repeat_secrets() {
    let home = Home::new();
    let (watch, mut evidence) = (Watch::start(), Evidence::default());
    let sandbox = Sandbox::start(&home);
    let relay = Relay::start(&sandbox, &home);
    relay.register(&sandbox, &home, "trial", CALLBACK);
    let api_base = relay.address_through(&sandbox, sandbox.about("api_base"));
    let (connected, link) = attempt(&home, consent::authorize);
    assert_eq!(connected.status, 0, "{}", connected.all);
    let mut codes = vec![parameter(&link, "code")];
    let own = sandbox.token_for("lm5v0r6y");
    let spellings: Vec<_> = spelled_as_text("any").into_iter().map(|(name, _)| name).collect();
    assert!(spellings.len() >= 18, "{spellings:?}");
    for spelling in spellings {
        relay.repeat_secrets(Some(spelling));
        let (refused, link) = attempt(&home, consent::authorize);
        assert_eq!(refused.refusal(), (23, "provider_unreadable"), "{spelling}: {}", refused.all);
        codes.push(parameter(&link, "code"));
        evidence.take_files(&home);
        for words in [&["check", "By trial"][..], &["check", "--all"]] {
            let told = cli::run(&home, words);
            assert!(told.all.contains("repeated the account's token"), "{spelling} {words:?}: {}", told.all);
        }
        assert_eq!(cli::run(&home, &["show", "By trial"]).document()["status"], "unreachable");
        let read = cli::run(&home, &["api", "GET", "/tags", "--account", "By trial", "--include"]);
        assert_eq!(read.refusal(), (23, "provider_unreadable"), "{spelling}: {}", read.all);
        let words = ["connect", "--token-stdin", "--api-base", &api_base, "--name", "By token"];
        let own = cli::run_with_input(&home, &words, &format!("{own}\n"));
        assert_eq!(own.refusal(), (23, "provider_unreadable"), "{spelling}: {}", own.all);
        evidence.take_files(&home);
    }
    let window = Window::open_traced(&home, &[]).await;
    let page = &window.page;
    page.press("Refresh").await;
    page.says("contained the account’s token").await;
    evidence.take_page(&window).await;
    evidence.take_files(&home);
    window.close(&home);
    evidence.take_files(&home);
    evidence.take_processes(watch);

    let mut secrets = vec![Secret::new("the client secret", sandbox.about("client_secret"))];
    let tokens = relay.tokens();
    assert!(tokens.contains(&own), "the pasted token was sent, and repeated");
    secrets.extend(tokens.iter().map(|token| Secret::new("a token", token.as_str())));
    let codes: Vec<_> = codes.iter().map(|code| Secret::new("a code", code.as_str())).collect();
    evidence.assert_holds_none_of(&secrets, &codes);
}

/// Asserts that the hunt searched every place where a secret could be. A search of nothing would prove nothing.
fn assert_expected_places_searched(evidence: &Evidence, codes: &Hunt) {
    let places = evidence.places();
    let expected = [
        "the file programs.log",
        "the file browser/browser.log",
        "the file ipc.trace",
        "the file switchhook/switchhook.db",
        "the file switchhook/switchhook.db-wal",
        "the file switchhook/switchhook.db-shm",
        "the words of switchhook",
        "the words of xdg-open",
        "the environment of switchhook-desktop",
        "the page",
    ];
    for place in expected {
        assert!(places.contains(place), "{place} was searched, among {places:#?}");
    }
    assert!(
        places.iter().any(|place| place.starts_with("the file switchhook/webview/")),
        "the window's storage, too"
    );
    let is_verbose = evidence.bytes(&log()).iter().any(|bytes| contains(bytes, " DEBUG switchhook"));
    assert!(
        is_verbose,
        "the log is at its most verbose; there is no line of ours that is shown at `trace` alone"
    );
    let trace = evidence.bytes(&Place::File("ipc.trace".into()));
    assert!(
        trace.iter().any(|bytes| contains(bytes, "By trial")),
        "the page was handed accounts, and it was traced"
    );
    let handed_over: BTreeSet<_> =
        evidence.search(|_| codes).into_iter().map(|(place, _)| place.to_string()).collect();
    assert!(handed_over.contains("the words of switchhook-desktop"), "even a process of an instant is seen");
}

/// Fails at each step of the sign-in by the sandbox's switches, and then succeeds. Returns the codes.
fn signs_in_by_the_terminal(
    home: &Home,
    sandbox: &Sandbox,
    relay: &Relay,
    evidence: &mut Evidence,
) -> Vec<String> {
    let (denied, _) = attempt(home, consent::cancel);
    assert_eq!(denied.refusal(), (20, "denied"));
    let mut codes = Vec::new();
    for (switch, refusal) in [
        ("refuse", (21, "code_rejected")),
        ("unreadable", (23, "provider_unreadable")),
        ("error", (22, "provider_unreachable")),
    ] {
        sandbox.switch(&json!({ "token": switch }));
        let (failed, link) = attempt(home, consent::authorize);
        assert_eq!(failed.refusal(), refusal, "the token endpoint's {switch}");
        evidence.take_files(home);
        codes.push(parameter(&link, "code"));
    }
    sandbox.switch(&json!({ "token": "answer", "me": "error" }));
    let (unverified, link) = attempt(home, consent::authorize);
    let told = unverified.lines.last().expect("it tells the outcome");
    assert_eq!(told["outcome"], "unverified", "{}", unverified.all);
    evidence.take_files(home);
    let account = told["account"]["id"].as_str().expect("ids are strings");
    codes.push(parameter(&link, "code"));
    assert_eq!(cli::run(home, &["receive", &link]).refusal(), (14, "state_used"));
    let foreign = link.replace("state=1d", "state=1dA");
    assert_eq!(cli::run(home, &["receive", &foreign]).refusal().1, "state_unknown");
    assert_eq!(cli::run(home, &["check", account]).document()["status"], "unverified");
    sandbox.switch(&json!({ "me": "answer" }));
    assert_eq!(cli::run(home, &["check", account]).document()["status"], "connected");

    let api = relay.address_through(sandbox, sandbox.about("api_base"));
    let words = ["connect", "--token-stdin", "--api-base", &api, "--name", "By token"];
    let refused = cli::run_with_input(home, &words, &format!("{TYPED}\n"));
    assert_eq!(refused.refusal(), (21, "code_rejected"));
    let added = cli::run_with_input(home, &words, &format!("{}\n", sandbox.own_token()));
    assert_eq!(added.status, 0, "{}", added.all);
    evidence.take_files(home);
    let forgotten = cli::run(home, &["forget", "By token", "--yes"]);
    assert_eq!(forgotten.status, 0, "{}", forgotten.all);
    codes
}

/// Makes one attempt in the terminal and decides its consent. Returns the answer of `receive`, and the link.
fn attempt(home: &Home, decide: fn(&str) -> String) -> (Answer, String) {
    let waiting = cli::start(home, &["connect", "trial", "--no-browser", "--name", "By trial"]);
    let begun = waiting.line();
    let link =
        decide(begun["authorization_url"].as_str().expect("the first line carries the address to open"));
    let received = cli::run(home, &["receive", &link]);
    waiting.line();
    waiting.end();
    (received, link)
}

/// Types a token in vain, then refuses, pastes, reconnects, checks and forgets. Returns the pasted code, and the code of the
/// reconnect on the direct return route.
async fn signs_in_by_the_window(
    window: &Window,
    browser: &Browser,
    evidence: &mut Evidence,
) -> (String, String) {
    let page = &window.page;
    page.press("Connect account").await;
    page.press("Paste an access token").await;
    page.fill("input[type=password]", TYPED).await;
    page.press("Connect").await;
    page.element(Locator::Css("form [role=alert]")).await;
    // It stays in the field where it was typed, and nowhere else in the page.
    let field = "return document.querySelector('input[type=password]').value";
    assert_eq!(page.run(field, vec![]).await, json!(TYPED), "a failure empties no field");
    let field = page.element(Locator::Css("input[type=password]")).await;
    field.clear().await.expect("a field can be cleared");
    evidence.take_page(window).await;
    page.press("Several at once").await;
    page.fill("textarea", &format!("{TYPED},By list")).await;
    page.press("Connect 1").await;
    page.says("0 connected, 1 not.").await;
    let list = page.element(Locator::Css("textarea")).await;
    list.clear().await.expect("a field can be cleared");
    evidence.take_page(window).await;

    page.press("Connect account").await;
    page.press(&format!("Sign in with {}", quoted("trial"))).await;
    person::decides(browser, "Cancel").await;
    page.reads("h1", "Access was declined").await;

    page.press("Connect account").await;
    page.press(&format!("Sign in with {}", quoted("by-hand"))).await;
    let address = person::copies_address(browser, PAGE).await;
    page.fill("form input", &address).await;
    page.press("Use address").await;
    page.reads("h1", "By trial").await;
    evidence.take_page(window).await;

    page.press("Connect account").await;
    page.press(&format!("Sign in with {}", quoted("trial"))).await;
    let direct = person::authorizes(browser).await;
    page.reads("h1", "By trial").await;
    page.press("Refresh").await;
    page.press("More actions").await;
    page.press("Remove from this computer…").await;
    page.press("Remove account").await;
    let gone =
        || async { page.everything().await.contains("By trial").then_some(()).is_none().then_some(()) };
    wait::until_seen("the account to be forgotten", gone).await;
    (parameter(&address, "code"), direct)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

fn log() -> Place {
    Place::File("programs.log".into())
}
