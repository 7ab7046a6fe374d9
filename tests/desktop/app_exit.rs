//! The app ends at a bad moment, or does not answer: no work in progress is lost.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::instance;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, built, cli, consent, process, screen, storage, wait};

/// Opens the app with an attempt through its own sandbox. Returns the window, the link that answers it, and its address.
async fn open_with_attempt(home: &Home) -> (Window, String, String) {
    let notebook = Notebook::install(home);
    let window = Window::open(home).await;
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let url = notebook.opened(1);
    let link = consent::authorize(&url);
    (window, link, url)
}

/// Asserts that the token is stored, so that the next start can ask for its owner.
fn assert_token_kept(home: &Home) {
    let stage = storage::stage(home);
    assert!(
        ["identifying", "connected"].contains(&stage.as_str()),
        "the code's answer was waited for, not {stage}"
    );
    storage::assert_is_sound(home);
}

fn wait_for_stage(home: &Home, wanted: &str) {
    wait::until(&format!("the attempt to be {wanted}"), || (storage::stage(home) == wanted).then_some(()));
}

fn wait_for_end(home: &Home) {
    wait::until("the app to end", || (!process::runs_in(home.path(), &built::desktop())).then_some(()));
}

// The window is gone at once, and the process ends after the provider's answer.
#[tokio::test(flavor = "multi_thread")]
async fn window_closed_during_the_exchange_keeps_the_token() {
    let home = Home::new();
    let (_window, link, url) = open_with_attempt(&home).await;
    consent::slow_down(&url, 2500);
    assert_eq!(instance::open_link(&home, &link), 0);
    wait_for_stage(&home, "exchanging");
    screen::close_window();
    assert!(
        process::runs_in(home.path(), &built::desktop()),
        "the app waits for the answer, without its window"
    );
    wait_for_end(&home);
    assert_token_kept(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn signalled_app_ends_after_the_exchange() {
    for signal in ["TERM", "INT"] {
        let home = Home::new();
        let (_window, link, url) = open_with_attempt(&home).await;
        consent::slow_down(&url, 2500);
        assert_eq!(instance::open_link(&home, &link), 0);
        wait_for_stage(&home, "exchanging");
        process::signal(home.path(), &built::desktop(), signal);
        wait_for_end(&home);
        assert_token_kept(&home);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_app_ends_on_sigterm() {
    let home = Home::new();
    let (_window, _, _) = open_with_attempt(&home).await;
    process::signal(home.path(), &built::desktop(), "TERM");
    wait_for_end(&home);
    assert_eq!(storage::stage(&home), "awaiting", "the attempt waits on: any process can finish it");
}

// It refuses a forged link itself. The app takes the right link once it goes on.
#[tokio::test(flavor = "multi_thread")]
async fn second_start_judges_a_link_while_the_app_is_silent() {
    let home = Home::new();
    let (window, link, _) = open_with_attempt(&home).await;
    // the sandbox lives in the app, so this test uses a link that is refused without an answer of the sandbox
    process::signal(home.path(), &built::desktop(), "STOP");
    let told = instance::open_link(&home, &link.replace("state=1", "state=2"));
    assert_eq!(told, 13, "the second start says that the app does not answer, and refuses the link itself");
    process::signal(home.path(), &built::desktop(), "CONT");
    assert_eq!(instance::open_link(&home, &link), 0, "awake again, it takes links");
    window.page.reads("h1", "Northwind Support").await;
    window.close(&home);
}

/// Lets a second start take its link while the app is stopped, and receive its token while the database is locked.
async fn start_twice_with_locked_store(home: &Home) -> TokenRefusedByStore {
    let sandbox = Sandbox::start(home);
    assert_eq!(sandbox.register(home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    let window = Window::open(home).await;
    let begun = cli::start(home, &["connect", "trial", "--no-browser"]).line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let first = process::running(home.path(), &built::desktop());
    process::send_signal(&first, "STOP");
    let second = instance::start(home, &[&link]);
    wait_for_stage(home, "exchanging");
    let held = storage::lock(home);
    home.wait_for_log("could not store the new token yet");
    TokenRefusedByStore { window, sandbox, first, second, held }
}

/// Two starts of the app: the first is stopped, and the second holds a token that the store refuses.
struct TokenRefusedByStore {
    window: Window,
    sandbox: Sandbox,
    first: Vec<String>,
    second: process::Running,
    held: rusqlite::Connection,
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_with_a_token_outlives_a_resumed_first_start() {
    assert_second_outlives_first("CONT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn second_start_with_a_token_outlives_a_killed_first_start() {
    assert_second_outlives_first("KILL").await;
}

async fn assert_second_outlives_first(signal: &str) {
    let home = Home::new();
    let TokenRefusedByStore { window, sandbox, first, second, held } =
        start_twice_with_locked_store(&home).await;
    process::send_signal(&first, signal);
    // the plugin needs this long to end the second start, once the first has taken its arguments or is gone
    std::thread::sleep(std::time::Duration::from_secs(2));
    drop(held);
    assert_eq!(second.end(), 0, "the start succeeds with an account");
    assert_eq!(storage::accounts(&home), 1, "the database holds the account");
    home.wait_for_log("The answer from your browser is kept.");
    let said =
        std::fs::read_to_string(home.path().join("programs.log")).expect("the programs have written a log");
    assert!(!said.contains("can’t start"), "the second start did not fail meanwhile");
    process::end_all_in(home.path());
    drop((window, sandbox));
}

#[tokio::test(flavor = "multi_thread")]
async fn link_that_arrives_during_startup_is_not_lost() {
    let home = Home::new();
    let (window, link, _) = open_with_attempt(&home).await;
    window.close(&home);
    wait_for_end(&home);
    // the sandbox ended with the app, so the exchange fails: it matters that one of the two took the link
    let starts = [instance::start(&home, &[]), instance::start(&home, &[&link])];
    wait_for_stage(&home, "failed");
    wait::until("one of the starts to have ended", || {
        (process::running(home.path(), &built::desktop()).len() == 1).then_some(())
    });
    screen::close_window();
    assert_eq!(starts.map(process::Running::end), [0, 0], "both end well");
}

#[tokio::test(flavor = "multi_thread")]
async fn app_with_an_unsaved_token_shows_it_instead_of_ending() {
    let home = Home::new();
    let (window, link, _) = open_with_attempt(&home).await;
    storage::refuse(&home, "account", "name", "Northwind Support");
    instance::open_link(&home, &link);
    window.page.reads("h1", "Connected, but not saved yet").await;
    window.page.says("Make room on the disk").await;
    window.page.press("Connect account").await;
    window.page.reads("h1", "Connect an account").await;
    process::signal(home.path(), &built::desktop(), "TERM");
    window.page.reads("h1", "Connected, but not saved yet").await;
    storage::accept(&home);
    window.page.press("Try again").await;
    window.page.reads("h1", "Northwind Support").await;
    window.close(&home);
}

#[test]
fn non_utf8_argument_is_refused_without_a_window() {
    let home = Home::new();
    let mut odd = home.command(built::desktop());
    let status = odd.arg(OsStr::from_bytes(b"app.switchhook.dev:/callback?code=\xff\xfe")).status();
    assert_eq!(status.expect("the app can be started").code(), Some(11), "malformed, as on the command line");
    assert!(!screen::shows_window());
}
