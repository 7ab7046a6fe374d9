//! The window's own menus, its title, and what a new account offers next, in the real window.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::{Value, json};
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{consent, instance, screen, storage, wait};

const ESCAPE: &str = "\u{e00c}";
/// The id of the workspace, in the tab Access.
const ID: &str = "//main//button[.//code]";

/// Returns the entries of the open menu.
async fn entries(window: &Window) -> Value {
    window.page.element(Locator::Css("[role=menu]")).await;
    let entries = "return [...document.querySelectorAll('[role=menu] [role=menuitem] .label')].map((each) => each.innerText.trim())";
    window.page.run(entries, vec![]).await
}

async fn no_menu(window: &Window) {
    let gone = || async {
        let count = window.page.run("return document.querySelectorAll('[role=menu]').length", vec![]).await;
        (count == json!(0)).then_some(())
    };
    wait::until_seen("the menu to close", gone).await;
}

/// Sends keys to the focused element.
async fn keys(window: &Window, keys: &str) {
    window.page.element(Locator::Css(":focus")).await.send_keys(keys).await.expect("the focus takes keys");
}

async fn focus_is_on(window: &Window, selector: &str) {
    let script = "return document.activeElement.matches(arguments[0])";
    assert_eq!(
        window.page.run(script, vec![selector.into()]).await,
        json!(true),
        "the focus is on {selector}"
    );
}

/// Whether the web view would open its own menu for a right click on the element.
async fn keeps_own_menu(window: &Window, selector: &str) -> bool {
    let script = "return document.querySelector(arguments[0]) \
        .dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }))";
    window.page.run(script, vec![selector.into()]).await == json!(true)
}

/// Connects the sandbox's first workspace.
async fn connected(home: &Home) -> Window {
    let notebook = Notebook::install(home);
    let window = Window::open(home).await;
    window.page.press("Try it with the sandbox").await;
    instance::open_link(home, &consent::authorize(&notebook.opened(1)));
    window.page.reads("h1", "Northwind Support").await;
    window.page.reads("[data-figure=tickets] b", "64").await;
    window
}

#[tokio::test(flavor = "multi_thread")]
async fn row_figure_and_id_have_own_menus_and_the_page_none() {
    let home = Home::new();
    let window = connected(&home).await;
    let page = &window.page;

    // by the right button
    page.press_right(Locator::Css("[data-account]")).await;
    let offered = entries(&window).await;
    assert_eq!(offered[0], "Refresh", "{offered}");
    assert!(offered.to_string().contains("Remove from this computer…"), "{offered}");
    screen::photograph("menus-1-row");
    keys(&window, ESCAPE).await;
    no_menu(&window).await;

    // by the keys for it: the focus returns to where it was
    let list = page.element(Locator::Css("[role=listbox]")).await;
    list.send_keys(&format!("{}\u{e03a}{}", Key::Shift, Key::Null)).await.expect("a list takes keys");
    assert_eq!(entries(&window).await, offered, "Shift F10 opens the same menu");
    keys(&window, ESCAPE).await;
    no_menu(&window).await;
    focus_is_on(&window, "[role=listbox]").await;

    // a figure: its number, by mouse and by key
    page.press_right(Locator::Css("[data-figure=tickets] button")).await;
    let figure = entries(&window).await;
    assert!(figure[0].as_str().is_some_and(|first| first.contains("64")), "{figure}");
    screen::photograph("menus-2-figure");
    page.press("Copy").await;
    no_menu(&window).await;
    page.element(Locator::Css("[data-figure=tickets] button"))
        .await
        .click()
        .await
        .expect("a figure can be pressed");
    assert_eq!(entries(&window).await, figure, "a press opens the same menu");
    keys(&window, ESCAPE).await;
    focus_is_on(&window, "[data-figure=tickets] button").await;

    // an id, which the developer tools show
    page.press("Settings").await;
    let tools = "//label[contains(., 'API limit')]/input";
    page.element(Locator::XPath(tools)).await.click().await.expect("a choice can be made");
    page.element(Locator::Css("[data-account]")).await.click().await.expect("a row can be pressed");
    page.press("Access").await;
    page.element(Locator::XPath(ID)).await;
    page.run("document.querySelector('main button code').scrollIntoView()", vec![]).await;
    page.press_right(Locator::XPath(ID)).await;
    assert_eq!(entries(&window).await[0], "Copy workspace id");
    keys(&window, ESCAPE).await;
    no_menu(&window).await;
    page.element(Locator::XPath(ID)).await.click().await.expect("an id can be pressed");
    page.element(Locator::Css("main .lucide-check")).await;

    // elsewhere none but a field's
    assert!(!keeps_own_menu(&window, "main h1").await, "a heading has no menu");
    assert!(!keeps_own_menu(&window, "aside").await, "the sidebar has no menu");
    keys(&window, "/").await;
    page.element(Locator::Css("#search")).await;
    assert!(keeps_own_menu(&window, "#search").await, "a field keeps the menu that pastes");

    // a row's menu does what it says
    page.press_right(Locator::Css("[data-account]")).await;
    page.press("Rename…").await;
    page.element(Locator::Css("dialog input")).await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_account_offers_next_steps_and_names_the_window() {
    let home = Home::new();
    let window = connected(&home).await;
    let page = &window.page;
    page.says("is connected.").await;
    wait::until("the window to be named after the account", || {
        (screen::window_title() == "Northwind Support – Switchhook").then_some(())
    });
    screen::photograph("arrival");
    page.press("Add tag").await;
    page.element(Locator::Css("dialog input")).await;
    page.press("Cancel").await;
    page.press("Connect account").await;
    page.says("Choose how to connect.").await;
    wait::until("the window to have its own name", || (screen::window_title() == "Switchhook").then_some(()));
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn attempt_that_ended_leaves_the_list_after_a_day() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    instance::open_link(&home, &consent::cancel(&notebook.opened(1)));
    window.page.reads("h1", "Access was declined").await;
    window.page.element(Locator::Css("[data-attempt]")).await;
    storage::alter(&home, "UPDATE attempt SET ended_at = ended_at - 86400000 - 1000");
    let gone = || async { (!window.page.everything().await.contains("data-attempt=")).then_some(()) };
    wait::until_seen("the attempt to leave the list", gone).await;
    window.close(&home);
}
