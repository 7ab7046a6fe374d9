//! No browser can be opened: the attempt says so and offers its link.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use fantoccini::Locator;
use switchhook_journeys::cli;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, gallery, screen};

const TITLE: &str = "Switchhook couldn’t open a browser";

/// Returns the label of the first button on the card.
async fn first_button(window: &Window) -> String {
    let button = window.page.element(Locator::Css(".ways button")).await;
    button.text().await.expect("a button has words")
}

#[tokio::test(flavor = "multi_thread")]
async fn attempt_reports_a_missing_browser_until_there_is_one() {
    let home = Home::new();
    home.remove_browsers();
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    window.page.reads("h1", TITLE).await;
    assert_eq!(first_button(&window).await, "Copy link");
    let step = window.page.element(Locator::Css("[data-step=browser]")).await;
    assert_eq!(step.attr("data-mark").await.expect("a step answers").as_deref(), Some("failed"));
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    screen::photograph("browsers-1-none");
    window.page.press("Copy link").await;
    window.page.says("Link copied.").await;
    window.page.press("Try again").await;
    window.page.says("Switchhook couldn’t open a browser.").await;

    let notebook = Notebook::install(&home);
    window.page.press("Try again").await;
    window.page.reads("h1", "Continue in your browser").await;
    assert!(notebook.opened(1).contains("/oauth?"));
    assert_eq!(first_button(&window).await, "Open again");
    window.page.says("No browser came up?").await;
    screen::photograph("browsers-2-still-here");
    window.close(&home);
}

#[test]
fn doctor_names_a_missing_browser_until_there_is_one() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0);
    let nothing = home.path().display().to_string();
    let browser = || {
        let bare = [("XDG_DATA_DIRS", nothing.as_str())];
        let report = cli::run_with_environment(&home, &["doctor", "--offline"], &bare, "");
        cli::check(&report, "browser")["status"].clone()
    };
    assert_eq!(browser(), "warning");
    home.set_default_browser(Path::new("/bin/true"));
    assert_eq!(browser(), "ok");
}

#[tokio::test(flavor = "multi_thread")]
async fn attempt_reports_an_opener_that_fails_late() {
    let home = Home::new();
    let program = home.path().join("broken");
    fs::write(&program, "#!/bin/sh\nsleep 2\nexit 1\n").expect("a script can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a script can be made to run");
    home.set_default_browser(&program);
    // xdg-open's generic opener waits for the browser, and returns its status
    let window = Window::open_with(&home, &[("XDG_CURRENT_DESKTOP", "")]).await;
    window.page.press("Try it with the sandbox").await;
    window.page.reads("h1", "Continue in your browser").await;
    window.page.reads("h1", TITLE).await;
    window.close(&home);
}
