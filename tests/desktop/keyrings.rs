//! Keyrings in the window: it never freezes, reports each problem once in its own words, and goes on by the button beside
//! them without a restart.
//!
//! `keyrings.rs` has the same cases on the command line.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::{self, Bus};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, built, cli, consent, gallery, person, process, screen, storage, wait};

/// How soon the window answers, by the slow WebDriver: opening a dialog, typing and saving.
const AT_ONCE: Duration = Duration::from_secs(2);
/// The most time until the window gives a silent keyring up and says so.
const GIVEN_UP_IN: Duration = Duration::from_secs(10);

const WAITS: &str = "Your keyring is waiting to be unlocked.";
const STILL_LOCKED: &str = "The system’s keyring is still locked.";

/// Makes a home with an account connected by a token, and a registration.
fn connected(bus: &Bus) -> (Home, Sandbox) {
    let home = Home::new().on(bus);
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "an app can be registered");
    let connected = sandbox.connect(&home, "Kept");
    assert_eq!(connected.status, 0, "a token is taken: {}", connected.all);
    assert_eq!(cli::run(&home, &["tag", "Kept", "--add", "client"]).status, 0);
    (home, sandbox)
}

/// Presses "Refresh" and waits until the provider has answered. For that, Switchhook opened the account's token.
async fn assert_check_works(window: &Window, home: &Home) {
    let checked = || {
        let sql = "SELECT checked_at FROM account";
        storage::database(home)
            .query_row(sql, [], |row| row.get::<_, Option<i64>>(0))
            .expect("there is one account")
    };
    let before = checked();
    window.page.press("Refresh").await;
    wait::until("the check to be stored", || (checked() > before).then_some(()));
    window.page.reads(".state", "Connected").await;
}

/// Renames the account on the screen, to prove that window and database answer. Returns how long that took.
async fn rename(window: &Window, name: &str) -> Duration {
    let began = Instant::now();
    window.page.press("More actions").await;
    window.page.press("Rename…").await;
    window.page.fill("dialog input", name).await;
    window.page.press("Save").await;
    window.page.reads("h1", name).await;
    began.elapsed()
}

/// Asserts that axe finds nothing on the screen, and photographs it.
async fn assert_accessible(window: &Window, name: &str) {
    let found = gallery::violations(&window.page).await;
    assert!(found.is_empty(), "{name}: {found:#?}");
    screen::photograph(name);
}

// Tries leave no threads behind, and the button beside the message works once the keyring goes on.
#[tokio::test(flavor = "multi_thread")]
async fn window_stays_responsive_while_the_keyring_hangs() {
    const SILENT: &str = "The system’s keyring does not answer.";
    let mut bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    let window = Window::open(&home).await;
    window.account("Kept").await;
    bus.suspend_keyring();
    let asked = Instant::now();
    window.page.press("Refresh").await;
    let took = rename(&window, "Renamed meanwhile").await;
    assert!(took < AT_ONCE, "the window answers while the keyring does not: {took:?}");
    assert!(!window.page.text().await.contains(SILENT), "the rename ended before the keyring was given up");
    window.page.says(SILENT).await;
    assert!(asked.elapsed() < GIVEN_UP_IN, "given up after {:?}", asked.elapsed());
    assert_accessible(&window, "keyring-1-hangs").await;

    let before = waiting_threads(&home);
    for _ in 0..2 {
        window.page.press("Try again").await;
        window.page.press("Refresh").await;
        wait::until_seen("both tries to end", || async { (!is_busy(&window).await).then_some(()) }).await;
        window.page.says(SILENT).await;
    }
    let after = waiting_threads(&home);
    assert!(after <= before.max(1), "no try leaves a thread behind: {before}, then {after}");

    bus.resume_keyring();
    window.page.press("Try again").await;
    window.page.says_no_more(SILENT).await;
    assert_check_works(&window, &home).await;
    window.close(&home);
}

/// Whether a button of the main pane is marked as busy.
async fn is_busy(window: &Window) -> bool {
    window.page.everything().await.contains("aria-disabled=\"true\"")
}

/// Returns the number of the app's threads that may be waiting for the keyring.
fn waiting_threads(home: &Home) -> usize {
    let threads = process::threads(home.path(), &built::desktop());
    threads.iter().filter(|name| *name == "keyring" || name.starts_with("zbus")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn window_handles_a_keyring_unlocked_dismissed_or_cancelled() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    bus.lock();
    let window = Window::open(&home).await;
    window.account("Kept").await;
    // the start looks for the keyring; a locked one is no problem before it is needed, and nobody is asked
    thread::sleep(Duration::from_secs(1));
    assert!(!keyring::is_asking(), "the start opens nothing");
    let text = window.page.text().await;
    assert!(!text.contains("keyring"), "the window shows no message: {text}");

    window.page.press("Refresh").await;
    window.page.says(WAITS).await;
    wait::until("the keyring's own question", || keyring::is_asking().then_some(()));
    assert_accessible(&window, "keyring-2-asks").await;
    let took = rename(&window, "Renamed meanwhile").await;
    assert!(took < AT_ONCE, "the window answers while the keyring asks: {took:?}");
    assert_eq!(cli::run(&home, &["rename", "Renamed meanwhile", "From the terminal"]).status, 0);
    window.page.reads("h1", "From the terminal").await;

    keyring::dismiss();
    window.page.says(STILL_LOCKED).await;
    assert_accessible(&window, "keyring-3-still-locked").await;

    window.page.press("Try again").await;
    window.page.says(WAITS).await;
    window.page.press("Cancel").await;
    window.page.says(STILL_LOCKED).await;
    window.page.press("Try again").await;
    window.page.says(WAITS).await;
    keyring::unlock();
    window.page.says_no_more(WAITS).await;
    let text = window.page.text().await;
    assert!(!text.contains("keyring"), "the window shows no message: {text}");
    assert_check_works(&window, &home).await;
    window.close(&home);
}

// An attempt that needs no key expires meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn link_waits_for_a_locked_keyring_and_blocks_nothing() {
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    let begun = begin_and_leave(&home, &["trial", "--name", "By the link"]);
    let short = begin_and_leave(&home, &["trial", "--timeout", "15"]);
    bus.lock();
    // the app adopts both attempts, since the commands that began them have ended
    let window = Window::open(&home).await;
    window.account("Kept").await;
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    let delivered = wait::until("the app to be the one who takes links", || {
        let answer = cli::run_without_a_keyring(&home, &["receive", &link]);
        (answer.status == 3).then_some(answer)
    });
    assert_eq!(delivered.lines[0]["delivered"], true, "{}", delivered.all);
    wait::until("the keyring's own question", || keyring::is_asking().then_some(()));
    window.page.says(WAITS).await;

    // work without a key goes on: an attempt expires while the keyring's question stands
    let short = short["attempt"].as_str().expect("ids are strings");
    assert_eq!(stage(&home, short), "awaiting", "the attempt still waits when the question appears");
    wait::until("the other attempt to expire", || (stage(&home, short) == "expired").then_some(()));
    assert!(keyring::is_asking(), "the keyring's question still stands");
    keyring::unlock();
    window.account("By the link").await;
    window.close(&home);
}

/// Begins an attempt, ends its command, and returns the command's first line.
fn begin_and_leave(home: &Home, what: &[&str]) -> Value {
    cli::start(home, &[&["connect", "--no-browser"], what].concat()).line()
}

fn stage(home: &Home, attempt: &str) -> String {
    let sql = "SELECT stage FROM attempt WHERE id = ?1";
    storage::database(home).query_row(sql, [attempt], |row| row.get(0)).expect("the attempt is there")
}

// Names can be changed without the key. The accounts are connected again once the key is back.
#[tokio::test(flavor = "multi_thread")]
async fn window_reports_a_wrong_or_missing_key_until_it_is_back() {
    const WRONG: &str = "The keyring’s entry is not the key to the saved tokens.";
    const GONE: &str = "The keyring no longer holds the key to the saved tokens.";
    let bus = Bus::with_a_keyring();
    let (home, _sandbox) = connected(&bus);
    let (user, value) = bus.entry();
    bus.put(&user, b"letmein");
    let window = Window::open(&home).await;
    window.account("Kept").await;
    window.page.reads(".state", "Connected").await;

    window.page.press("Refresh").await;
    window.page.says(WRONG).await;
    window.page.reads(".state", "Key missing").await;
    window.page.reads("h1", "Kept").await;
    assert_accessible(&window, "keyring-4-wrong").await;
    bus.remove(&user);
    window.page.press("Try again").await;
    window.page.says(GONE).await;
    let text = window.page.text().await;
    assert!(text.contains("client") && text.contains("Key missing"), "tags are kept: {text}");
    assert!(!text.contains("The token no longer works"), "a reconnect would not help: {text}");
    assert_accessible(&window, "keyring-5-gone").await;
    rename(&window, "Renamed without the key").await;
    assert_eq!(bus.entries().len(), 0, "nothing is put into the keyring in its place");

    bus.put(&user, &value);
    window.page.press("Try again").await;
    window.page.says_no_more(GONE).await;
    assert_check_works(&window, &home).await;
    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document()[0]["status"], "connected", "the window's status was never stored");
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn first_run_reports_a_missing_keyring_and_connects_later() {
    const NONE: &str = "The system’s keyring is missing";
    let mut bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    let browser = Browser::install(&home);
    let window = Window::open(&home).await;
    window.page.says(NONE).await;
    assert_eq!(vault_error(&window).await, "vault_unavailable");
    assert_accessible(&window, "keyring-6-none").await;
    bus.start_keyring();
    window.page.press("Try again").await;
    window.page.says_no_more(NONE).await;
    person::connects_with_the_sandbox(&window, &browser, "Northwind Support").await;
    assert_eq!(bus.entries().len(), 1);
    window.close(&home);
}

/// Returns the code of the vault's error in the overview.
async fn vault_error(window: &Window) -> Value {
    let script = "return await window.__TAURI_INTERNALS__.invoke('overview', { has: null })";
    window.page.wait_for(script, Vec::new()).await["vault"]["error"]["code"].clone()
}

// The home is an old one, and the person does nothing.
#[tokio::test(flavor = "multi_thread")]
async fn window_reports_at_its_start_that_a_known_keyring_is_gone() {
    let bus = Bus::with_a_keyring();
    let (mut home, _sandbox) = connected(&bus);
    for (other, words) in [
        (Bus::missing(), "Switchhook can’t reach the system’s keyring"),
        (Bus::without_a_keyring(), "The system’s keyring is missing"),
    ] {
        home = home.on(&other);
        let window = Window::open(&home).await;
        window.account("Kept").await;
        window.page.says(words).await;
        assert_eq!(vault_error(&window).await, "vault_unavailable");
        window.page.reads(".state", "Can’t refresh").await;
        let green = "return document.querySelectorAll('.dot.ok').length";
        assert_eq!(window.page.run(green, Vec::new()).await, 0, "nothing is green");
        window.close(&home);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn window_reports_a_missing_bus_and_recovers_once_there_is_one() {
    const NO_BUS: &str = "Switchhook can’t reach the system’s keyring";
    let mut bus = Bus::missing();
    let home = Home::new().on(&bus);
    let window = Window::open(&home).await;
    window.page.says(NO_BUS).await;
    assert_eq!(vault_error(&window).await, "vault_unavailable");
    assert_accessible(&window, "keyring-7-no-bus").await;
    bus.start();
    bus.start_keyring();
    window.page.press("Try again").await;
    window.page.says_no_more(NO_BUS).await;
    assert_eq!(bus.entries().len(), 1, "the vault is made");
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn first_runs_of_window_and_commands_make_one_key() {
    let bus = Bus::with_a_keyring();
    let (home, elsewhere) = (Home::new().on(&bus), Home::new().on(&bus));
    let browser = Browser::install(&home);
    // the sandbox's home is another, so that the first runs in this home are the first
    let sandbox = Sandbox::start(&elsewhere);
    let window = Window::open(&home).await;
    thread::scope(|all| {
        for number in 0..3 {
            let (home, sandbox) = (&home, &sandbox);
            all.spawn(move || sandbox.register(home, &format!("app {number}"), CALLBACK).document().clone());
        }
        let runtime = tokio::runtime::Handle::current();
        let connects = person::connects_with_the_sandbox(&window, &browser, "Northwind Support");
        tokio::task::block_in_place(|| runtime.block_on(connects));
    });
    assert_eq!(bus.entries().len(), 1, "one key");
    for number in 0..3 {
        let begun = begin_and_leave(&home, &[&format!("app {number}")]);
        assert!(begun["authorization_url"].is_string(), "the secret of app {number} opens: {begun}");
    }
    assert_check_works(&window, &home).await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_key_of_one_home_does_not_affect_another_window() {
    let bus = Bus::with_a_keyring();
    let (one, _sandbox_of_one) = connected(&bus);
    let (two, _sandbox_of_two) = connected(&bus);
    let (first, second) = tokio::join!(Window::open(&one), Window::open(&two));
    let vault: String = storage::database(&one)
        .query_row("SELECT vault_id FROM vault", [], |row| row.get(0))
        .expect("a vault was made");
    let entries = bus.entries();
    assert_eq!(entries.len(), 2, "an entry for each: {:?}", entries.keys());
    bus.remove(entries.keys().find(|user| user.starts_with(&vault)).expect("an entry names its vault"));
    first.page.press("Refresh").await;
    first.page.says("The keyring no longer holds the key").await;
    first.page.reads(".state", "Key missing").await;
    assert_check_works(&second, &two).await;
}
