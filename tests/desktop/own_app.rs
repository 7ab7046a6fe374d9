//! The walk of docs/own-app.md with a bridge page, by the keyboard alone: from *Connect account* to the account, without a paste. The
//! sandbox plays an Intercom that accepts only https.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::bridge_host::{BridgeHost, Headers};
use switchhook_journeys::browser::Browser;
use switchhook_journeys::consent_host::ConsentHost;
use switchhook_journeys::home::Home;
use switchhook_journeys::intercom::Intercom;
use switchhook_journeys::keys::{ENTER, ctrl, keys, tab_to, wait_for_focus};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, link, screen, storage, wait};

/// Presses a button by the keyboard.
async fn press(window: &Window, name: &str) {
    tab_to(window, name).await;
    keys(window, &[ENTER]).await;
}

/// Types into the field with this label.
async fn enter(window: &Window, label: &str, text: &str) {
    tab_to(window, label).await;
    keys(window, &[text]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_app_connects_by_a_bridge_page_without_a_paste() {
    let home = Home::new();
    let folder = home.path().join("bridge");
    let written = cli::run(&home, &["bridge", "write", folder.to_str().expect("paths of journeys are text")]);
    assert_eq!(written.status, 0, "the folder to deploy is written: {}", written.all);
    let host = BridgeHost::start(&folder, Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    sandbox.switch(&json!({ "redirect_uris": "https_only" }));
    let (name, address) = host.route();
    let intercom = Intercom::start_beside(&home, &sandbox, ["us", "eu", "au"], &[(&name, &address)]);
    let browser = Browser::install_with_intercom(&home, &ConsentHost::start(&sandbox), &host);
    let window = Window::open_with(&home, &[("HTTPS_PROXY", &intercom.proxy())]).await;
    let page = &window.page;
    page.says("Your Intercom accounts, in one safe place").await;

    // the sheet and the guide
    keys(&window, &[&ctrl("n")]).await;
    page.says("Choose how to connect.").await;
    press(&window, "By your bridge page").await;
    page.says("Read and list users and companies").await;
    wait_for_focus(&window, "main h1").await;
    press(&window, "Open the Developer Hub").await;
    page.element(Locator::Css("[data-step='1'].done")).await;
    wait::until("the browser to show the hub", || screen::shows("Chromium").then_some(()));
    screen::raise_window();
    enter(&window, "Redirect URL", &host.url()).await;
    press(&window, "Copy: Redirect URL").await;
    page.element(Locator::Css("[data-step='3'].done")).await;
    press(&window, "Check the page").await;
    page.says("This is Switchhook’s bridge page, version 1.").await;
    screen::photograph("own-app-1-guide");
    enter(&window, "Client id", sandbox.about("client_id")).await;
    enter(&window, "Client secret", sandbox.about("client_secret")).await;
    page.element(Locator::Css("[data-step='5'].done")).await;
    enter(&window, "Name", "Acme reports").await;
    keys(&window, &[ENTER]).await;
    page.says("Sign in with it to connect an account.").await;

    // consent, and the way back
    keys(&window, &[ENTER]).await;
    page.says("Continue in your browser").await;
    let consent = browser.attach().await;
    consent.turn_to("/oauth?").await;
    assert!(consent.address().await.starts_with("https://app.intercom.com/oauth?"), "Intercom's own address");
    consent.press("Authorize access").await;
    page.reads("main h1:not(.alone)", "Northwind Support").await;
    page.reads("[data-figure=conversations_open] b", "17").await;
    screen::photograph("own-app-2-connected");

    let answers: Vec<String> = host.paths().into_iter().filter(|path| path.contains("code=")).collect();
    // *Check the page* asks with an answer that it made up
    let [_, answer] = answers.as_slice() else { panic!("one answer came: {answers:?}") };
    let code = link::parameter(answer, "code");
    assert!(storage::files_holding(&home, &code).is_empty(), "no file or log of ours holds the code");
    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document()[0]["registration"], "Acme reports", "{}", listed.all);
}
