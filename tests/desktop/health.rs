//! The Doctor on a real desktop: it names a broken road back, repairs it, and sends a link through the real opener.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use fantoccini::Locator;
use switchhook_journeys::bridge_host::{BridgeHost, Headers};
use switchhook_journeys::browser::Browser;
use switchhook_journeys::cli;
use switchhook_journeys::home::Home;
use switchhook_journeys::instance;
use switchhook_journeys::link_handler::{choose, index};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, built, gallery, screen, storage};

/// Whether the window shows the check of this id with this status.
async fn shows(window: &Window, id: &str, status: &str) {
    let row = format!("[data-check=\"{id}\"][data-status={status}]");
    window.page.element(Locator::Css(&row)).await;
}

// No desktop: the keyring of the session, the command line, and no network.
#[test]
fn machine_with_keyring_and_command_line_alone_is_healthy() {
    let home = Home::new();
    let report = cli::run(&home, &["doctor", "--offline"]);
    assert_eq!(report.document()["healthy"], true, "{}", report.all);
    assert_eq!(cli::check(&report, "keyring")["status"], "ok");
    assert!(!home.files().join("switchhook.db").exists(), "a look makes nothing");
}

#[test]
fn missing_keyring_and_open_folder_end_with_44() {
    let home = Home::new();
    assert_eq!(cli::run(&home, &["list"]).status, 0);
    let report = cli::run_without_a_keyring(&home, &["doctor", "--offline"]);
    assert_eq!(
        (report.status, &cli::check(&report, "keyring")["status"]),
        (44, &"error".into()),
        "{}",
        report.all
    );
    fs::set_permissions(home.files(), fs::Permissions::from_mode(0o777)).expect("the folder is ours");
    let report = cli::run(&home, &["doctor", "--offline"]);
    assert_eq!((report.status, &cli::check(&report, "data_folder")["status"]), (44, &"error".into()));
    let mended = cli::run(&home, &["doctor", "--offline", "--fix"]);
    assert_eq!(mended.document()["healthy"], true, "{}", mended.all);
    assert!(cli::check(&mended, "data_folder")["fixed"].is_string());
}

#[test]
fn proxy_on_the_way_is_named_without_its_password() {
    let home = Home::new();
    let proxy = [("HTTPS_PROXY", "http://maya:s3cret-word@127.0.0.1:9")];
    let report = cli::run_with_environment(&home, &["doctor"], &proxy, "");
    let host = cli::check(&report, "host:api.intercom.io");
    assert_eq!(
        (report.status, &host["status"]),
        (0, &"warning".into()),
        "nothing uses the host: {}",
        report.all
    );
    assert!(host["message"].as_str().is_some_and(|words| words.contains("127.0.0.1:9")), "{host}");
    assert!(!report.all.contains("s3cret-word"));
}

#[tokio::test(flavor = "multi_thread")]
async fn person_repairs_the_links_in_the_window_and_in_a_terminal() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    choose(&home, "postcards.desktop", "Postcards", "/bin/true");

    let window = Window::open(&home).await;
    window.page.says("opens Switchhook’s links").await;
    window.page.press("Not now").await;
    window.page.press("Settings").await;
    window.page.press("Health").await;
    shows(&window, "scheme", "warning").await;
    window.page.says("Links of Switchhook open Postcards").await;
    screen::photograph("health-1-links-open-another-program");
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    window.page.press("Repair").await;
    shows(&window, "scheme", "ok").await;
    window.page.says("Switchhook made links open this Switchhook.").await;
    let focused = window.page.run("return document.activeElement.textContent.trim()", vec![]).await;
    assert_eq!(focused, "Check again", "the repair leaves its focus to its neighbour");
    window.page.press("Try the way back").await;
    shows(&window, "round_trip:scheme", "ok").await;
    screen::photograph("health-2-repaired");
    window.page.press("Copy report").await;
    window.page.says("The report is on your clipboard.").await;
    window.close(&home);

    choose(&home, "postcards.desktop", "Postcards", "/bin/true");
    let broken = cli::run(&home, &["doctor", "--offline", "--round-trip"]);
    assert_eq!(cli::check(&broken, "scheme")["status"], "warning", "{}", broken.all);
    assert_eq!(cli::check(&broken, "round_trip:scheme")["status"], "warning", "{}", broken.all);
    let mended = cli::run(&home, &["doctor", "--offline", "--round-trip", "--fix"]);
    assert!(cli::check(&mended, "scheme")["fixed"].is_string(), "{}", mended.all);
    assert_eq!(
        cli::check(&mended, "round_trip:scheme")["status"],
        "ok",
        "the closed app takes it: {}",
        mended.all
    );
    assert!(!switchhook_journeys::process::runs_in(home.path(), &built::desktop()), "no window came up");
    let files = fs::read_dir(home.files()).expect("a home has files").flatten();
    let left = files.filter(|file| file.file_name().to_string_lossy().starts_with("round-trip-")).count();
    assert_eq!(left, 0, "nothing of the round trip is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn window_that_opens_no_home_names_the_cause() {
    let home = Home::new();
    assert_eq!(cli::run(&home, &["list"]).status, 0);
    let set_version = |version: u32| storage::alter(&home, &format!("PRAGMA user_version = {version}"));
    let version = storage::database(&home).pragma_query_value(None, "user_version", |row| row.get(0));
    set_version(9_999);
    let window = Window::open(&home).await;
    window.page.press("Look for the cause").await;
    shows(&window, "database", "error").await;
    shows(&window, "data_folder", "ok").await;
    screen::photograph("health-unopened");
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    set_version(version.expect("a database has a version"));
    window.page.press("Check again").await;
    shows(&window, "database", "ok").await;
    window.page.press("Try again").await;
    window.page.says("Connect account").await;
    window.close(&home);
}

// The default browser opens the page, and its sealed link comes back to the closed app.
#[tokio::test(flavor = "multi_thread")]
async fn bridge_page_sends_the_round_trip_back() {
    let home = Home::new();
    let folder = home.path().join("bridge");
    let path = folder.to_str().expect("paths of journeys are text");
    assert_eq!(cli::run(&home, &["bridge", "write", path]).status, 0);
    let host = BridgeHost::start(&folder, Headers::Sent);
    let browser = Browser::install_with_bridge(&home, &host);
    let sandbox = Sandbox::start_for(&home, &host.url());
    assert_eq!(sandbox.register(&home, "Bridged", &host.url()).status, 0, "its client can be registered");
    choose(&home, "switchhook.desktop", "Switchhook", &built::desktop().display().to_string());
    index(&home);
    let id = format!("round_trip:{}", host.url());
    let report = cli::run(&home, &["doctor", "--round-trip"]);
    assert_eq!(cli::check(&report, &id)["status"], "ok", "{}", report.all);
    assert!(!report.all.contains("state="), "the report holds no state");

    let page = browser.attach().await;
    page.says("Nothing happened?").await;
    let link = page.run("return history.state.link", Vec::new()).await;
    let link = link.as_str().expect("the tab remembers its link").to_owned();
    assert_eq!(instance::open_link(&home, &link), 0, "a late link of the page ends at once");
    let strays: u32 = storage::database(&home)
        .query_row("SELECT coalesce(sum(count), 0) FROM stray", [], |row| row.get(0))
        .expect("the database counts");
    assert_eq!(strays, 0, "it is no stray");

    choose(&home, "postcards.desktop", "Postcards", "/bin/true");
    let report = cli::run(&home, &["doctor", "--round-trip"]);
    assert_eq!(cli::check(&report, &id)["status"], "warning", "{}", report.all);
}
