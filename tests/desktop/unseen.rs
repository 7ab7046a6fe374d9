//! The app without a display is handed a link: it finishes it, ends as the command line would, and says what is wrong.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::process::{Command, Stdio};

use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::process::{self, Running};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, built, cli, consent, storage, wait};

/// A home with a sandbox and its registration in it.
fn registered(home: Home) -> (Home, Sandbox) {
    let sandbox = Sandbox::start(&home);
    sandbox.switch(&json!({ "chooser": true }));
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    (home, sandbox)
}

/// The address to authorize at, of an attempt whose command is gone.
fn begun(home: &Home, words: &[&str]) -> String {
    let waiting = cli::start(home, &[&["connect", "trial", "--no-browser"], words].concat());
    let line = waiting.line();
    line["authorization_url"].as_str().expect("the first line carries the address to open").to_owned()
}

fn unseen(home: &Home, link: &str) -> Command {
    let mut start = home.command(built::desktop());
    start.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").arg(link).stdin(Stdio::null());
    start
}

/// The app with a link, to its end: its exit status, and what it said.
fn opens(home: &Home, link: &str) -> (i32, String) {
    let ended = unseen(home, link).env("SWITCHHOOK_LOG", "off").output().expect("the app can be started");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status.code().expect("it ended by itself"), said)
}

/// The app with a link whose token comes while another program holds the database.
fn refused_by_the_store(home: &Home, sandbox: &Sandbox) -> (Running, rusqlite::Connection) {
    let link = consent::authorize(&begun(home, &[]));
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let app = Running::start(unseen(home, &link).stdout(home.log()).stderr(home.log()));
    wait::until("the code to be exchanged", || (storage::stage(home) == "exchanging").then_some(()));
    let held = storage::hold(home);
    home.until_said("could not store the new token yet");
    (app, held)
}

#[test]
fn each_end_of_a_link_has_its_status_and_its_sentence() {
    let (home, sandbox) = registered(Home::new());
    let link = consent::authorize(&begun(&home, &[]));
    assert_eq!(opens(&home, &link), (0, String::new()), "there is an account");
    assert_eq!(storage::accounts(&home), 1);
    let (status, said) = opens(&home, &link);
    assert!(status == 14 && said.contains("Switchhook has already used this link."), "{status} {said}");

    let (status, said) = opens(&home, &consent::cancel(&begun(&home, &[])));
    assert!(status == 20 && said.contains("Access was declined in the browser."), "{status} {said}");

    let url = begun(&home, &["--workspace", "nw7k2p0q"]);
    let (status, said) = opens(&home, &consent::authorize_for(&url, "bl3x9d5m"));
    assert!(status == 43 && said.contains("Switchhook expected “"), "{status} {said}");
    assert!(said.contains("`switchhook attempt list`"), "it is said where that is decided: {said}");

    sandbox.switch(&json!({ "token": "refuse" }));
    let (status, said) = opens(&home, &consent::authorize(&begun(&home, &[])));
    assert!(status == 21 && said.contains("refused its code"), "{status} {said}");
    assert_eq!(storage::accounts(&home), 1, "none of them made another account");
}

#[test]
fn a_token_that_a_busy_store_refuses_becomes_an_account_before_the_app_ends() {
    let (home, sandbox) = registered(Home::new());
    let (app, held) = refused_by_the_store(&home, &sandbox);
    drop(held);
    assert_eq!(app.end(), 0);
    assert_eq!(storage::accounts(&home), 1);
}

#[test]
fn an_app_that_is_ended_with_its_token_says_that_it_is_lost() {
    let (home, sandbox) = registered(Home::new());
    let (app, _held) = refused_by_the_store(&home, &sandbox);
    for _ in 0..2 {
        process::signal(home.path(), &built::desktop(), "TERM");
        // two that come at once are one
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    assert_eq!(app.end(), 33);
    home.until_said("could not store the new token, and the token is lost");
}

#[test]
fn without_a_keyring_the_link_is_left_to_a_process_that_has_one_or_waits() {
    let (with, without) = (Bus::with_a_keyring(), Bus::without_a_keyring());
    let (home, _sandbox) = registered(Home::new().on(&with));
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("an address").to_owned();
    let elsewhere = |link: &str| {
        let mut start = unseen(&home, link);
        start.env("DBUS_SESSION_BUS_ADDRESS", without.address()).env("SWITCHHOOK_LOG", "off");
        let ended = start.output().expect("the app can be started");
        (
            ended.status.code().expect("it ended by itself"),
            String::from_utf8_lossy(&ended.stderr).into_owned(),
        )
    };
    assert_eq!(elsewhere(&consent::authorize(&url)), (0, String::new()), "the command that waits has it");
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);

    let link = consent::authorize(&begun(&home, &[]));
    let (status, said) = elsewhere(&link);
    assert!(status == 30 && said.contains("keyring"), "nobody is there to have it: {status} {said}");
    assert_eq!(opens(&home, &link), (0, String::new()), "the link still counts");
}

#[test]
fn a_command_that_waits_says_that_its_token_is_not_stored_and_stays_until_it_is() {
    let (with, without) = (Bus::with_a_keyring(), Bus::without_a_keyring());
    let (home, sandbox) = registered(Home::new().on(&with));
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("an address").to_owned();
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let mut handed = unseen(&home, &consent::authorize(&url));
    handed.env("DBUS_SESSION_BUS_ADDRESS", without.address()).stdout(home.log()).stderr(home.log());
    assert_eq!(Running::start(&mut handed).end(), 0, "the command that waits has it");
    wait::until("the code to be exchanged", || (storage::stage(&home) == "exchanging").then_some(()));
    let held = storage::hold(&home);
    home.until_said("could not store the new token yet");
    drop(held);
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);
}
