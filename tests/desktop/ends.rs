//! The app is asked to end at a bad moment, or does not answer: nothing that is under way is lost.
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

/// The app with an attempt through its own sandbox; the link that answers it.
async fn waiting(home: &Home) -> (Window, String, String) {
    let notebook = Notebook::install(home);
    let window = Window::open(home).await;
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let url = notebook.opened(1);
    let link = consent::authorize(&url);
    (window, link, url)
}

/// The token is sealed: who it belongs to can be asked at the next start as well.
fn is_kept(home: &Home) {
    let stage = storage::stage(home);
    assert!(
        ["identifying", "connected"].contains(&stage.as_str()),
        "the code's answer was waited for, not {stage}"
    );
    storage::is_sound(home);
}

fn until_stage(home: &Home, wanted: &str) {
    wait::until(&format!("the attempt to be {wanted}"), || (storage::stage(home) == wanted).then_some(()));
}

fn until_ended(home: &Home) {
    wait::until("the app to end", || (!process::runs_in(home.path(), &built::desktop())).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_while_the_provider_answers_is_gone_at_once_and_the_account_stays() {
    let home = Home::new();
    let (_window, link, url) = waiting(&home).await;
    consent::slow_down(&url, 2500);
    assert_eq!(instance::open_link(&home, &link), 0);
    until_stage(&home, "exchanging");
    screen::close_window();
    assert!(process::runs_in(home.path(), &built::desktop()), "it waits for the answer, without its window");
    until_ended(&home);
    is_kept(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_asked_to_end_while_the_provider_answers_ends_after_it() {
    for signal in ["TERM", "INT"] {
        let home = Home::new();
        let (_window, link, url) = waiting(&home).await;
        consent::slow_down(&url, 2500);
        assert_eq!(instance::open_link(&home, &link), 0);
        until_stage(&home, "exchanging");
        process::signal(home.path(), &built::desktop(), signal);
        until_ended(&home);
        is_kept(&home);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_asked_to_end_with_nothing_under_way_ends() {
    let home = Home::new();
    let (_window, _, _) = waiting(&home).await;
    process::signal(home.path(), &built::desktop(), "TERM");
    until_ended(&home);
    assert_eq!(storage::stage(&home), "awaiting", "the attempt waits on: any process can finish it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_finds_an_app_that_does_not_answer_is_finished_without_it() {
    let home = Home::new();
    let (window, link, _) = waiting(&home).await;
    // the sandbox lives in the app, so only what needs no answer of it can be proved: a link that is refused
    process::signal(home.path(), &built::desktop(), "STOP");
    let told = instance::open_link(&home, &link.replace("state=1", "state=2"));
    assert_eq!(told, 13, "it says that the other one does not answer, and refuses the link itself");
    process::signal(home.path(), &built::desktop(), "CONT");
    assert_eq!(instance::open_link(&home, &link), 0, "awake again, it takes links");
    window.page.reads("h1", "Northwind Support").await;
    window.close(&home);
}

/// A second start takes its link while the app is stopped, and the token comes while another program holds the database.
async fn refused_by_the_store(home: &Home) -> Refused {
    let sandbox = Sandbox::start(home);
    assert_eq!(sandbox.register(home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    let window = Window::open(home).await;
    let begun = cli::start(home, &["connect", "trial", "--no-browser"]).line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    sandbox.switch(&json!({ "latency_ms": 1500 }));
    let first = process::running(home.path(), &built::desktop());
    process::send(&first, "STOP");
    let second = instance::start(home, &[&link]);
    until_stage(home, "exchanging");
    let held = storage::hold(home);
    home.until_said("could not store the new token yet");
    Refused { window, sandbox, first, second, held }
}

/// Two starts of the app: the first one is stopped, the second one holds a token that the store refuses.
struct Refused {
    window: Window,
    sandbox: Sandbox,
    first: Vec<String>,
    second: process::Running,
    held: rusqlite::Connection,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_that_holds_a_token_outlives_a_first_one_that_wakes_up() {
    outlives("CONT").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_that_holds_a_token_outlives_a_first_one_that_is_ended() {
    outlives("KILL").await;
}

async fn outlives(signal: &str) {
    let home = Home::new();
    let Refused { window, sandbox, first, second, held } = refused_by_the_store(&home).await;
    process::send(&first, signal);
    // as long as the plugin needs to end the second one, once the first one takes its words or is gone
    std::thread::sleep(std::time::Duration::from_secs(2));
    drop(held);
    assert_eq!(second.end(), 0, "there is an account");
    assert_eq!(storage::accounts(&home), 1, "and there is");
    home.until_said("The answer from your browser is kept.");
    let said = std::fs::read_to_string(home.path().join("programs.log")).expect("they have said something");
    assert!(!said.contains("can’t start"), "its main thread went nowhere meanwhile");
    process::end_all_in(home.path());
    drop((window, sandbox));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_arrives_while_the_app_starts_is_not_lost() {
    let home = Home::new();
    let (window, link, _) = waiting(&home).await;
    window.close(&home);
    until_ended(&home);
    // The sandbox went with it, so the exchange fails: what counts is that somebody took the link.
    let starts = [instance::start(&home, &[]), instance::start(&home, &[&link])];
    until_stage(&home, "failed");
    wait::until("one of them to have ended", || {
        (process::running(home.path(), &built::desktop()).len() == 1).then_some(())
    });
    screen::close_window();
    assert_eq!(starts.map(process::Running::end), [0, 0], "both end well");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_does_not_end_for_a_tokens_sake_shows_that_token() {
    let home = Home::new();
    let (window, link, _) = waiting(&home).await;
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
fn an_argument_that_is_no_text_is_refused_and_opens_nothing() {
    let home = Home::new();
    let mut odd = home.command(built::desktop());
    let status = odd.arg(OsStr::from_bytes(b"app.switchhook.dev:/callback?code=\xff\xfe")).status();
    assert_eq!(status.expect("the app can be started").code(), Some(11), "malformed, as on the command line");
    assert!(!screen::shows_window());
}
