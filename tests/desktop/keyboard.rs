//! By keyboard alone, in the real window: connect, rename, tag, search, settings, forget. What
//! has the focus is always seen to have it.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, consent, instance};

/// Keys to whatever has the focus, which must show that it has it.
async fn keys(window: &Window, keys: &[&str]) {
    for key in keys {
        let focused = window.page.run("return document.activeElement === document.body", vec![]).await;
        let place = if focused == json!(true) { "body" } else { ":focus" };
        let element = window.page.element(Locator::Css(place)).await;
        element.send_keys(key).await.expect("what has the focus takes keys");
    }
}

/// Tabs until what has the focus is called so; it shows a ring of two pixels at least.
async fn tab_to(window: &Window, name: &str) {
    let focused = "const it = document.activeElement; return (it.ariaLabel ?? it.innerText ?? '').trim()";
    for _ in 0..40 {
        if window.page.run(focused, vec![]).await.as_str().unwrap_or_default().starts_with(name) {
            let ring = "const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
            assert_eq!(window.page.run(ring, vec![]).await, json!(true), "the focus on {name} is seen");
            return;
        }
        keys(window, &[TAB]).await;
    }
    panic!("no Tab leads to {name}");
}

const TAB: &str = "\u{e004}";
const BACKSPACE: &str = "\u{e003}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";

/// A key together with Control.
fn ctrl(key: &str) -> String {
    format!("{}{key}{}", Key::Control, Key::Null)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_connected_kept_and_forgotten_by_keyboard_alone() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;

    // connect: the sheet has the focus on its first road, the second one is the sandbox
    tab_to(&window, "Connect account").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Choose how.").await;
    tab_to(&window, "Try it with the sandbox").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Continue in your browser").await;
    instance::open_link(&home, &consent::authorize(&notebook.opened(1)));
    window.page.reads("h1", "Northwind Support").await;

    // rename, by the menu
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("dialog input")).await;
    keys(&window, &[&ctrl("a"), "Ours", ENTER]).await;
    window.page.reads("h1", "Ours").await;

    // a tag, and the filter by it
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[DOWN, ENTER]).await;
    window.page.element(Locator::Css("dialog input")).await;
    keys(&window, &["client", ENTER, "cli"]).await;
    let known = "//dialog//*[@role='option'][contains(., 'client')]";
    window.page.element(Locator::XPath(known)).await;
    keys(&window, &[&ctrl("a"), BACKSPACE]).await;
    tab_to(&window, "Save").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::XPath("//main//button[normalize-space(.)='client']")).await;
    assert_eq!(cli::run(&home, &["show", "Ours"]).document()["tags"], json!(["client"]));

    // search from anywhere, and into the list
    keys(&window, &[&ctrl("k")]).await;
    let search = "return document.activeElement?.id";
    assert_eq!(window.page.run(search, vec![]).await, json!("search"), "Ctrl-K leads to the search");
    keys(&window, &["nobody"]).await;
    window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    keys(&window, &[ESCAPE]).await;
    window.page.element(Locator::Css("[data-account]")).await;
    keys(&window, &["our", ENTER]).await;
    window.page.reads("h1", "Ours").await;

    // settings, and out again
    keys(&window, &[&ctrl(",")]).await;
    window.page.says("Data folder").await;
    keys(&window, &[ESCAPE]).await;
    window.page.says_no_more("Data folder").await;

    // forget: Enter alone must not do it
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[DOWN, DOWN, DOWN, DOWN, ENTER]).await;
    window.page.element(Locator::Css("[role=alertdialog]")).await;
    keys(&window, &[ENTER]).await;
    assert_eq!(
        cli::run(&home, &["list"]).document().as_array().map(Vec::len),
        Some(1),
        "Cancel has the focus"
    );
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[DOWN, DOWN, DOWN, DOWN, ENTER]).await;
    window.page.element(Locator::Css("[role=alertdialog]")).await;
    tab_to(&window, "Forget account").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
}
