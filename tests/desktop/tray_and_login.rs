//! The tray and the start at login: both are off at first, and leave nothing behind once they are off again.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;

use fantoccini::Locator;
use switchhook_journeys::desktop_bus::Tray;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{
    SCHEME, built, consent, gallery, instance, link_handler, process, screen, storage, wait,
};

async fn offer_tray() -> Tray {
    tokio::task::spawn_blocking(Tray::offer).await.expect("no panic")
}

/// Opens a window with its icon in a new tray.
async fn open_in_the_tray(home: &Home) -> (Tray, Window) {
    let tray = offer_tray().await;
    let window = Window::open(home).await;
    toggle(&window, "Stay in the tray").await;
    wait::until("the icon in the tray", || (tray.icons() == 1).then_some(()));
    (tray, window)
}

/// Toggles a choice in the settings, and closes them.
async fn toggle(window: &Window, words: &str) {
    window.page.press("Settings").await;
    let path = format!("//label[contains(normalize-space(.), \"{words}\")]/input");
    window.page.element(Locator::XPath(&path)).await.click().await.expect("a choice can be made");
    window.page.leave().await;
}

fn runs(home: &Home) -> bool {
    process::runs_in(home.path(), &built::desktop())
}

fn wait_for_window() {
    wait::until("the window to come up", || screen::shows_window().then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn tray_icon_brings_a_closed_window_back() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let (tray, window) = open_in_the_tray(&home).await;

    screen::close_window();
    assert!(runs(&home), "the app goes on without its window");
    tray.click();
    wait_for_window();
    screen::close_window();
    tray.choose("Open Switchhook");
    wait_for_window();
    screen::close_window();
    assert_eq!(instance::start(&home, &[]).end(), 0, "a second start calls it back, too");
    wait_for_window();
    tray.choose("Quit");
    wait::until("the app to end", || (!runs(&home)).then_some(()));
    drop(window);

    // the app remembers the choice; once the tray is gone, the hidden window comes back by itself
    let window = Window::open(&home).await;
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    screen::close_window();
    assert!(runs(&home));
    drop(tray);
    wait_for_window();
    window.close(&home);
}

// The provider takes longer to answer than the window takes to close.
#[tokio::test(flavor = "multi_thread")]
async fn window_closed_to_the_tray_lets_a_sign_in_finish() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let (tray, window) = open_in_the_tray(&home).await;
    window.page.press("Try it with the sandbox").await;
    let url = notebook.opened(1);
    let link = consent::authorize(&url);
    consent::slow_down(&url, 1500);
    assert_eq!(instance::open_link(&home, &link), 0);
    wait::until("the code to be with the provider", || (storage::stage(&home) == "exchanging").then_some(()));
    screen::close_window();
    wait::until("the account", || (storage::stage(&home) == "connected").then_some(()));
    assert!(runs(&home), "the icon is there, and so is the program");
    if !screen::shows_window() {
        tray.click();
    }
    wait_for_window();
    window.page.reads("h1", "Northwind Support").await;
    tray.choose("Quit");
    wait::until("the app to end", || (!runs(&home)).then_some(()));
    drop(window);
}

#[tokio::test(flavor = "multi_thread")]
async fn window_reports_a_missing_tray_and_closing_ends_the_app() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Settings").await;
    window.page.says("This desktop shows no tray").await;
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    screen::photograph("tray-1-none");
    window.page.leave().await;
    toggle(&window, "Stay in the tray").await;
    window.close(&home);
}

// The settings report the tray. A start at login shows a minimized window meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn silent_tray_blocks_nothing_and_gets_the_icon_later() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let (tray, window) = open_in_the_tray(&home).await;
    tray.stop(true);
    window.page.press("Settings").await;
    window.page.says("This desktop’s tray does not answer").await;
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    screen::photograph("tray-2-silent");
    window.page.leave().await;
    screen::close_window();
    wait::until("a window to be called up by", || screen::has_minimized_window().then_some(()));
    process::signal(home.path(), &built::desktop(), "TERM");
    wait::until("the app to end", || (!runs(&home)).then_some(()));
    drop(window);

    let started = instance::start(&home, &["--hidden"]);
    wait::until("a minimized window", || screen::has_minimized_window().then_some(()));
    assert_eq!(tray.icons(), 1);
    tray.stop(false);
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    tray.click();
    wait_for_window();
    screen::close_window();
    assert!(runs(&home), "the app goes on without its window");
    tray.choose("Quit");
    assert_eq!(started.end(), 0);
}

// Without a tray the window starts minimized. Turned off, the entry is gone.
#[tokio::test(flavor = "multi_thread")]
async fn start_at_login_entry_starts_the_app_without_a_window() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let entry = home.path().join(".config/autostart").join(format!("{SCHEME}.desktop"));
    let window = Window::open(&home).await;
    assert!(!entry.exists(), "off at first");
    toggle(&window, "Start at login").await;
    let exec = format!("\nExec={} --hidden\n", built::desktop().display());
    wait::until("the entry", || {
        fs::read_to_string(&entry).is_ok_and(|text| text.contains(&exec)).then_some(())
    });
    assert!(link_handler::is_valid(&entry));
    window.close(&home);

    // without a tray the window starts minimized, so that a person can call it up
    let started = instance::start(&home, &["--hidden"]);
    wait::until("a minimized window", || screen::has_minimized_window().then_some(()));
    assert!(!screen::shows_window());
    assert_eq!(instance::start(&home, &[]).end(), 0);
    wait_for_window();
    screen::close_window();
    assert_eq!(started.end(), 0);

    let (tray, window) = open_in_the_tray(&home).await;
    toggle(&window, "Start at login").await;
    wait::until("nothing to be left of it", || (!entry.exists()).then_some(()));
    tray.choose("Quit");
    wait::until("the app to end", || (!runs(&home)).then_some(()));
    drop(window);

    let started = instance::start(&home, &["--hidden"]);
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    assert!(!screen::shows_window() && !screen::has_minimized_window(), "the icon is all there is");
    tray.click();
    wait_for_window();
    tray.choose("Quit");
    assert_eq!(started.end(), 0);
}
