//! Commands of the page for the window and the program: close, quit, zoom and the data folder.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::desktop_bus::Tray;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, consent, instance, process, screen, storage, wait};

/// Calls a command once this answer has left: the program may end by it.
async fn call_later(window: &Window, command: &str) {
    let script = "setTimeout(() => window.__TAURI_INTERNALS__.invoke(arguments[0]), 100)";
    window.page.run(script, vec![json!(command)]).await;
}

fn runs(home: &Home) -> bool {
    process::runs_in(home.path(), &built::desktop())
}

fn wait_for_end(home: &Home) {
    wait::until("the app to end", || (!runs(home)).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn page_closes_the_window_as_its_close_button_does() {
    let home = Home::new();
    let window = Window::open(&home).await;
    call_later(&window, "close_window").await;
    wait_for_end(&home);

    let tray = tokio::task::spawn_blocking(Tray::offer).await.expect("no panic");
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    let on = "return await window.__TAURI_INTERNALS__.invoke('set_tray', { on: true })";
    window.page.wait_for(on, Vec::new()).await;
    wait::until("the icon in the tray", || (tray.icons() == 1).then_some(()));
    call_later(&window, "close_window").await;
    wait::until("the window to hide", || (!screen::shows_window()).then_some(()));
    assert!(runs(&home), "the icon is there, and so is the program");
    tray.click();
    wait::until("the window to come up", || screen::shows_window().then_some(()));
    call_later(&window, "quit").await;
    wait_for_end(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_can_neither_close_nor_quit_while_a_token_is_not_saved() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let link = consent::authorize(&notebook.opened(1));
    storage::refuse(&home, "account", "name", "Northwind Support");
    instance::open_link(&home, &link);
    window.page.reads("h1", "Connected, but not saved yet").await;
    for command in ["close_window", "quit"] {
        window.page.press("Connect account").await;
        window.page.reads("h1", "Connect an account").await;
        call_later(&window, command).await;
        window.page.reads("h1", "Connected, but not saved yet").await;
    }
    storage::accept(&home);
    window.page.press("Try again").await;
    window.page.reads("h1", "Northwind Support").await;
    call_later(&window, "quit").await;
    wait_for_end(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_sets_its_zoom_within_limits() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    let width = async || {
        let width = window.page.run("return window.innerWidth", Vec::new()).await;
        width.as_f64().expect("a number")
    };
    let whole = width().await;
    for (percent, factor) in [(200, 2.0), (1000, 3.0), (10, 0.5), (100, 1.0)] {
        let zoom = "return await window.__TAURI_INTERNALS__.invoke('set_zoom', { percent: arguments[0] })";
        window.page.wait_for(zoom, vec![json!(percent)]).await;
        let is_zoomed = async || ((width().await * factor - whole).abs() <= 4.0).then_some(());
        wait::until_seen("the page to have its size", is_zoomed).await;
    }
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn page_opens_the_data_folder_and_no_other() {
    let home = Home::new();
    let file_manager = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    // a path of the page counts for nothing
    let open = "return await window.__TAURI_INTERNALS__.invoke('open_data_folder', { folder: '/etc', path: '/etc' })";
    window.page.wait_for(open, Vec::new()).await;
    let opened = file_manager.opened(1);
    assert_eq!(opened.strip_prefix("file://").unwrap_or(&opened), home.files().display().to_string());
    window.close(&home);
}
