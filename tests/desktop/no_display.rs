//! The app takes a link without a display: it finishes the attempt, ends as the command line would, and reports errors.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::process::{Command, Stdio};

use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::Bus;
use switchhook_journeys::process::{self, Running};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, built, cli, consent, storage, wait};

/// Makes a home with a sandbox and its registration.
fn registered(home: Home) -> (Home, Sandbox) {
    let sandbox = Sandbox::start(&home);
    sandbox.switch(&json!({ "chooser": true }));
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    (home, sandbox)
}

/// Begins an attempt, ends its command, and returns the address to authorize at.
fn begin(home: &Home, words: &[&str]) -> String {
    let waiting = cli::start(home, &[&["connect", "trial", "--no-browser"], words].concat());
    let line = waiting.line();
    line["authorization_url"].as_str().expect("the first line carries the address to open").to_owned()
}

fn without_display(home: &Home, link: &str) -> Command {
    let mut start = home.command(built::desktop());
    start.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").arg(link).stdin(Stdio::null());
    start
}

/// Runs the app with a link to its end. Returns the exit status and standard error.
fn open_link(home: &Home, link: &str) -> (i32, String) {
    let ended =
        without_display(home, link).env("SWITCHHOOK_LOG", "off").output().expect("the app can be started");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status.code().expect("it ended by itself"), said)
}

/// Starts the app with a link whose token comes while the database is locked.
fn start_with_locked_store(home: &Home, sandbox: &Sandbox) -> (Running, rusqlite::Connection) {
    let link = consent::authorize(&begin(home, &[]));
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let app = Running::start(without_display(home, &link).stdout(home.log()).stderr(home.log()));
    wait::until("the code to be exchanged", || (storage::stage(home) == "exchanging").then_some(()));
    let held = storage::lock(home);
    home.wait_for_log("could not store the new token yet");
    (app, held)
}

#[test]
fn each_outcome_of_a_link_has_its_status_and_sentence() {
    let (home, sandbox) = registered(Home::new());
    let link = consent::authorize(&begin(&home, &[]));
    assert_eq!(open_link(&home, &link), (0, String::new()), "the start succeeds with an account");
    assert_eq!(storage::accounts(&home), 1);
    let (status, said) = open_link(&home, &link);
    assert!(status == 14 && said.contains("Switchhook has already used this link."), "{status} {said}");

    let (status, said) = open_link(&home, &consent::cancel(&begin(&home, &[])));
    assert!(status == 20 && said.contains("Access was declined in the browser."), "{status} {said}");

    let url = begin(&home, &["--workspace", "nw7k2p0q"]);
    let (status, said) = open_link(&home, &consent::authorize_for(&url, "bl3x9d5m"));
    assert!(status == 43 && said.contains("Switchhook expected “"), "{status} {said}");
    assert!(
        said.contains("`switchhook attempt list`"),
        "the output names the command for the decision: {said}"
    );

    sandbox.switch(&json!({ "token": "refuse" }));
    let (status, said) = open_link(&home, &consent::authorize(&begin(&home, &[])));
    assert!(status == 21 && said.contains("refused its code"), "{status} {said}");
    assert_eq!(storage::accounts(&home), 1, "no link made another account");
}

#[test]
fn app_waits_for_a_busy_store_and_saves_the_account() {
    let (home, sandbox) = registered(Home::new());
    let (app, held) = start_with_locked_store(&home, &sandbox);
    drop(held);
    assert_eq!(app.end(), 0);
    assert_eq!(storage::accounts(&home), 1);
}

#[test]
fn app_ended_with_an_unsaved_token_reports_the_loss() {
    let (home, sandbox) = registered(Home::new());
    let (app, _held) = start_with_locked_store(&home, &sandbox);
    for _ in 0..2 {
        process::signal(home.path(), &built::desktop(), "TERM");
        // two signals at once would count as one
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    assert_eq!(app.end(), 33);
    home.wait_for_log("could not store the new token, and the token is lost");
}

// Without such a process the link waits.
#[test]
fn link_without_a_keyring_goes_to_a_process_that_has_one() {
    let (with, without) = (Bus::with_a_keyring(), Bus::without_a_keyring());
    let (home, _sandbox) = registered(Home::new().on(&with));
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("an address").to_owned();
    let elsewhere = |link: &str| {
        let mut start = without_display(&home, link);
        start.env("DBUS_SESSION_BUS_ADDRESS", without.address()).env("SWITCHHOOK_LOG", "off");
        let ended = start.output().expect("the app can be started");
        (
            ended.status.code().expect("it ended by itself"),
            String::from_utf8_lossy(&ended.stderr).into_owned(),
        )
    };
    assert_eq!(
        elsewhere(&consent::authorize(&url)),
        (0, String::new()),
        "the waiting command takes the link"
    );
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);

    let link = consent::authorize(&begin(&home, &[]));
    let (status, said) = elsewhere(&link);
    assert!(status == 30 && said.contains("keyring"), "no process takes the link: {status} {said}");
    assert_eq!(open_link(&home, &link), (0, String::new()), "the link still counts");
}

// Another program holds the database as the token comes.
#[test]
fn waiting_command_stays_until_its_token_is_stored() {
    let (with, without) = (Bus::with_a_keyring(), Bus::without_a_keyring());
    let (home, sandbox) = registered(Home::new().on(&with));
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("an address").to_owned();
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let mut handed = without_display(&home, &consent::authorize(&url));
    handed.env("DBUS_SESSION_BUS_ADDRESS", without.address()).stdout(home.log()).stderr(home.log());
    assert_eq!(Running::start(&mut handed).end(), 0, "the waiting command takes the link");
    wait::until("the code to be exchanged", || (storage::stage(&home) == "exchanging").then_some(()));
    let held = storage::lock(&home);
    home.wait_for_log("could not store the new token yet");
    drop(held);
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);
}
