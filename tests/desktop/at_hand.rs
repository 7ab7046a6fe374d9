//! The tray and the start at login: off at first, and nothing is left of them where they are off.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;

use fantoccini::Locator;
use switchhook_journeys::desktop_bus::Tray;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{
    SCHEME, built, consent, entries, gallery, instance, process, screen, storage, wait,
};

async fn offer() -> Tray {
    tokio::task::spawn_blocking(Tray::offer).await.expect("no panic")
}

/// A window that has its icon in the tray of that desktop.
async fn in_the_tray(home: &Home) -> (Tray, Window) {
    let tray = offer().await;
    let window = Window::open(home).await;
    choose(&window, "Stay in the tray").await;
    wait::until("the icon in the tray", || (tray.icons() == 1).then_some(()));
    (tray, window)
}

/// Ticks or unticks a choice of the settings, and closes them.
async fn choose(window: &Window, words: &str) {
    window.page.press("Settings").await;
    let path = format!("//label[contains(normalize-space(.), \"{words}\")]/input");
    window.page.element(Locator::XPath(&path)).await.click().await.expect("a choice can be made");
    window.page.press("Done").await;
}

fn runs(home: &Home) -> bool {
    process::runs_in(home.path(), &built::desktop())
}

fn comes_up() {
    wait::until("the window to come up", || screen::shows_window().then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn with_an_icon_in_the_tray_a_closed_window_is_called_back() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let (tray, window) = in_the_tray(&home).await;

    screen::close_window();
    assert!(runs(&home), "it goes on without its window");
    tray.click();
    comes_up();
    screen::close_window();
    tray.choose("Open Switchhook");
    comes_up();
    screen::close_window();
    assert_eq!(instance::start(&home, &[]).end(), 0, "a second start calls it back, too");
    comes_up();
    tray.choose("Quit");
    wait::until("it to end", || (!runs(&home)).then_some(()));
    drop(window);

    // it is remembered; and a window that nobody could call back any more comes by itself
    let window = Window::open(&home).await;
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    screen::close_window();
    assert!(runs(&home));
    drop(tray);
    comes_up();
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_into_the_tray_while_the_provider_answers_ends_nothing() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let (tray, window) = in_the_tray(&home).await;
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
    comes_up();
    window.page.reads("h1", "Northwind Support").await;
    tray.choose("Quit");
    wait::until("it to end", || (!runs(&home)).then_some(()));
    drop(window);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desktop_without_a_tray_is_said_and_closing_ends_the_program() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Settings").await;
    window.page.says("This desktop shows no tray").await;
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    screen::photograph("at-hand-1-no-tray");
    window.page.press("Done").await;
    choose(&window, "Stay in the tray").await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tray_that_does_not_answer_holds_up_nothing_and_has_the_icon_when_it_does() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let (tray, window) = in_the_tray(&home).await;
    tray.stop(true);
    window.page.press("Settings").await;
    window.page.says("This desktop’s tray does not answer").await;
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    screen::photograph("at-hand-2-silent-tray");
    window.page.press("Done").await;
    screen::close_window();
    wait::until("a window to be called up by", || screen::has_minimized_window().then_some(()));
    process::signal(home.path(), &built::desktop(), "TERM");
    wait::until("it to end", || (!runs(&home)).then_some(()));
    drop(window);

    let started = instance::start(&home, &["--hidden"]);
    wait::until("a minimized window", || screen::has_minimized_window().then_some(()));
    assert_eq!(tray.icons(), 1);
    tray.stop(false);
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    tray.click();
    comes_up();
    screen::close_window();
    assert!(runs(&home), "it goes on without its window");
    tray.choose("Quit");
    assert_eq!(started.end(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_at_login_is_an_entry_that_starts_it_without_a_window() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let entry = home.path().join(".config/autostart").join(format!("{SCHEME}.desktop"));
    let window = Window::open(&home).await;
    assert!(!entry.exists(), "off at first");
    choose(&window, "Start at login").await;
    let exec = format!("\nExec={} --hidden\n", built::desktop().display());
    wait::until("the entry", || {
        fs::read_to_string(&entry).is_ok_and(|text| text.contains(&exec)).then_some(())
    });
    assert!(entries::is_valid(&entry));
    window.close(&home);

    // without a tray there is a window to be called up, and none on the screen
    let started = instance::start(&home, &["--hidden"]);
    wait::until("a minimized window", || screen::has_minimized_window().then_some(()));
    assert!(!screen::shows_window());
    assert_eq!(instance::start(&home, &[]).end(), 0);
    comes_up();
    screen::close_window();
    assert_eq!(started.end(), 0);

    let (tray, window) = in_the_tray(&home).await;
    choose(&window, "Start at login").await;
    wait::until("nothing to be left of it", || (!entry.exists()).then_some(()));
    tray.choose("Quit");
    wait::until("it to end", || (!runs(&home)).then_some(()));
    drop(window);

    let started = instance::start(&home, &["--hidden"]);
    wait::until("the icon in the tray again", || (tray.icons() == 2).then_some(()));
    assert!(!screen::shows_window() && !screen::has_minimized_window(), "the icon is all there is");
    tray.click();
    comes_up();
    tray.choose("Quit");
    assert_eq!(started.end(), 0);
}
