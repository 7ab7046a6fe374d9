//! The walk of a new user, by mouse and by keyboard alone: connect an account by its token, find the account with the most
//! open conversations, and take back a wrong tag.
#![expect(clippy::print_stdout, reason = "the walk prints its counts")]

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::intercom::Intercom;
use switchhook_journeys::keys::{DOWN, ENTER, SPACE, ctrl, keys, tab_to, wait_for_focus};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::stand_in_clock::StandInClock;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, screen, storage, wait};

const WELCOME: &str = "Your Intercom accounts, in one safe place";

/// A window before a pretend Intercom, and the browser's notebook.
struct Scene {
    sandbox: Sandbox,
    _intercom: Intercom,
    notebook: Notebook,
    window: Window,
    home: Home,
}

/// Opens the window for the first time, on the clock.
async fn first_start(clock: &mut StandInClock) -> Scene {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    let intercom = Intercom::start(&home, &sandbox, ["us", "eu", "au"]);
    let proxy = intercom.proxy();
    let window = clock
        .waits(async {
            let window = Window::open_with(&home, &[("HTTPS_PROXY", &proxy)]).await;
            window.page.says(WELCOME).await;
            window
        })
        .await;
    Scene { sandbox, _intercom: intercom, notebook, window, home }
}

/// Counts the actions at Intercom, which no journey can take: a new app with its name and workspace, seven permissions, and the
/// token.
fn at_intercom(clock: &mut StandInClock) {
    // New app, its name, its workspace, Create
    clock.press();
    clock.keys(10);
    clock.press();
    clock.press();
    // Authentication, Edit, seven permissions, Save
    for _ in 0..10 {
        clock.press();
    }
    // Test & Publish, Your Workspaces, Install, copy
    for _ in 0..4 {
        clock.press();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mouse_alone_leads_from_start_to_first_figure() {
    let mut clock = StandInClock::default();
    let Scene { sandbox, notebook, window, home, .. } = &first_start(&mut clock).await;
    let page = &window.page;
    for (words, next) in
        [("Connect account", "Choose how to connect."), ("Paste an access token", "About two minutes.")]
    {
        clock.press();
        clock.waits(async { (page.press(words).await, page.says(next).await) }).await;
    }
    clock.press();
    clock.waits(page.press("Open")).await;
    assert!(notebook.opened(1).contains("/developer-hub"), "the browser opens the Developer Hub");
    let here = clock.actions();
    at_intercom(&mut clock);
    let there = clock.actions() - here;
    // the mouse pastes by the field's own menu: its button, and the entry
    clock.press();
    clock.press();
    page.fill("main input[type=password]", &sandbox.token_for("nw7k2p0q")).await;
    clock.press();
    clock
        .waits(async {
            page.press("Connect").await;
            page.reads("main h1:not(.alone)", "Northwind Support").await;
            page.reads("[data-figure=conversations_open] b", "17").await;
        })
        .await;
    println!("{}", clock.line("First start to first figure, by mouse"));
    assert_eq!(clock.actions() - there, 6, "actions in the window");
    screen::photograph("new-user-1-first-figure");

    // the account with the most open conversations, among several
    storage::alter(home, storage::SIX_ACCOUNTS);
    storage::alter(
        home,
        "UPDATE figure SET count = 912 WHERE account_id = 'Kestrel Air' AND name = 'conversations_open'",
    );
    page.element(Locator::Css("[data-account='Kestrel Air']")).await;
    page.press("Sort by: Name").await;
    page.press("Open conversations").await;
    page.reads("[data-account] b", "Kestrel Air").await;
    page.reads("[data-account] .figure [aria-hidden]", "912").await;
    page.element(Locator::Css("[data-account]")).await.click().await.expect("a row can be pressed");
    page.reads("main h1", "Kestrel Air").await;

    // a wrong tag, and back
    page.press("More actions").await;
    page.press("Edit tags…").await;
    page.fill("dialog input", "wrong").await;
    page.press("Add").await;
    page.press("Save").await;
    let tag = "//main//button[normalize-space(.)='wrong']";
    page.element(Locator::XPath(tag)).await;
    page.press("More actions").await;
    page.press("Edit tags…").await;
    page.press("wrong").await;
    page.press("Save").await;
    page.says_no_more("wrong").await;
    let tags = cli::run(home, &["show", "Kestrel Air"]).document()["tags"].clone();
    assert!(!tags.to_string().contains("wrong"), "{tags}");
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_leads_from_start_to_first_figure() {
    let mut clock = StandInClock::default();
    let Scene { sandbox, window, home, .. } = &first_start(&mut clock).await;
    let page = &window.page;
    // the palette leads to the guide
    clock.keys(1);
    keys(window, &[&ctrl("k")]).await;
    wait_for_focus(window, "dialog [role=combobox]").await;
    clock.keys(6);
    clock
        .waits(async {
            keys(window, &["token", ENTER]).await;
            page.says("About two minutes.").await;
        })
        .await;
    clock.keys(1 + tab_to(window, "Open").await);
    keys(window, &[ENTER]).await;
    let here = clock.actions();
    at_intercom(&mut clock);
    let there = clock.actions() - here;
    // a person pastes the token by Ctrl V
    clock.keys(2 + tab_to(window, "Access token").await);
    keys(window, &[&sandbox.token_for("nw7k2p0q")]).await;
    clock.keys(1);
    clock
        .waits(async {
            keys(window, &[ENTER]).await;
            page.reads("main h1:not(.alone)", "Northwind Support").await;
            page.reads("[data-figure=conversations_open] b", "17").await;
        })
        .await;
    println!("{}", clock.line("First start to first figure, by keyboard"));
    assert_eq!(clock.actions() - there, 5, "actions in the window");

    // the account with the most open conversations
    storage::alter(home, storage::SIX_ACCOUNTS);
    storage::alter(
        home,
        "UPDATE figure SET count = 912 WHERE account_id = 'Kestrel Air' AND name = 'conversations_open'",
    );
    page.element(Locator::Css("[data-account='Kestrel Air']")).await;
    tab_to(window, "Sort by").await;
    keys(window, &[ENTER]).await;
    page.element(Locator::Css("[role=menu]")).await;
    keys(window, &["o", ENTER]).await;
    page.reads("[data-account] b", "Kestrel Air").await;
    keys(window, &[&ctrl("1")]).await;
    page.reads("main h1", "Kestrel Air").await;

    // a wrong tag, and back
    keys(window, &["t"]).await;
    wait_for_focus(window, "dialog input").await;
    keys(window, &["wrong", ENTER]).await;
    tab_to(window, "Save").await;
    keys(window, &[ENTER]).await;
    page.element(Locator::XPath("//main//button[normalize-space(.)='wrong']")).await;
    keys(window, &["t"]).await;
    wait_for_focus(window, "dialog input").await;
    let row = || async {
        page.run("return document.querySelector('dialog [role=option]')?.innerText ?? ''", vec![]).await
    };
    keys(window, &["wrong"]).await;
    wait::until_seen("the tag to be found", || async {
        row().await.to_string().contains("wrong").then_some(())
    })
    .await;
    keys(window, &[DOWN, ENTER]).await;
    tab_to(window, "Save").await;
    keys(window, &[SPACE]).await;
    wait::until_seen("the tag to go", || async {
        let tags = cli::run(home, &["show", "Kestrel Air"]).document()["tags"].clone();
        (!tags.to_string().contains("wrong") && tags != json!(null)).then_some(())
    })
    .await;
}
