//! By keyboard alone, in the real window: connect, rename, tag, search, filter, sort, choose, settings, forget. What
//! has the focus is always seen to have it.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::webdriver::quoted;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, consent, http, instance, wait};

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

/// Waits until what has the focus answers to this selector.
async fn until_focused(window: &Window, selector: &str) {
    let script = "return document.activeElement.matches(arguments[0])";
    let look =
        || async { (window.page.run(script, vec![selector.into()]).await == json!(true)).then_some(()) };
    wait::until_seen(&format!("the focus to be on {selector}"), look).await;
}

/// Waits until the dialog has said so to whoever listens instead of looking.
async fn until_told(window: &Window, words: &str) {
    let script = "return document.querySelector('dialog .picker [role=status]').textContent";
    let look = || async { (window.page.run(script, vec![]).await == json!(words)).then_some(()) };
    wait::until_seen(&format!("\"{words}\" to be told"), look).await;
}

/// What is tinted alone is hardly seen: it has a bar at its side, too.
async fn has_bar(window: &Window, selector: &str) {
    let script = "return getComputedStyle(document.querySelector(arguments[0])).boxShadow";
    let shadow = window.page.run(script, vec![selector.into()]).await;
    let shadow = shadow.as_str().unwrap_or_default();
    assert!(shadow.contains("3px 0px 0px 0px inset"), "{selector} is seen: {shadow}");
}

const LIST: &str = "aside [role=listbox]";
const TAB: &str = "\u{e004}";
const DELETE: &str = "\u{e017}";
const BACKSPACE: &str = "\u{e003}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";

/// A key together with Control.
fn ctrl(key: &str) -> String {
    format!("{}{key}{}", Key::Control, Key::Null)
}

/// The road into the sandbox, up to the browser.
async fn begin(window: &Window) {
    tab_to(window, "Connect account").await;
    keys(window, &[ENTER]).await;
    window.page.says("Choose how to connect.").await;
    tab_to(window, "Try it with the sandbox").await;
    keys(window, &[ENTER]).await;
    window.page.says("Continue in your browser").await;
}

/// Tabs into the list; the row that the keys go to shows a ring.
async fn tab_to_list(window: &Window) {
    let here = "return document.activeElement.role === 'listbox' || document.activeElement.getAttribute('role') === 'listbox'";
    for _ in 0..40 {
        if window.page.run(here, vec![]).await == json!(true) {
            let ring = "const row = document.getElementById(document.activeElement.getAttribute('aria-activedescendant')); \
                return parseFloat(getComputedStyle(row).outlineWidth) >= 2 && getComputedStyle(row).outlineStyle !== 'none'";
            assert_eq!(window.page.run(ring, vec![]).await, json!(true), "the focus on the row is seen");
            return;
        }
        keys(window, &[TAB]).await;
    }
    panic!("no Tab leads to the list");
}

/// The names of the rows, in their order.
async fn rows(window: &Window) -> serde_json::Value {
    let names = "return [...document.querySelectorAll('[data-account] b')].map((each) => each.innerText)";
    window.page.run(names, vec![]).await
}

async fn until_rows(window: &Window, names: serde_json::Value) {
    let look = || async { (rows(window).await == names).then_some(()) };
    wait::until_seen(&format!("the list to show {names}"), look).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_filtered_sorted_chosen_tagged_and_forgotten_by_keyboard_alone() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
    begin(&window).await;
    let url = notebook.opened(1);
    instance::open_link(&home, &consent::authorize(&url));
    window.page.reads("h1", "Northwind Support").await;
    let (origin, _) = url.split_once("/oauth").expect("the sandbox's consent page");
    let reply = http::post_json(&format!("{origin}/_control"), &json!({ "session": "lm5v0r6y" }));
    assert_eq!(reply.status, 200, "the sandbox knows its switches");
    begin(&window).await;
    instance::open_link(&home, &consent::authorize(&notebook.opened(2)));
    window.page.reads("h1", "Lumen Labs").await;
    until_rows(&window, json!(["Lumen Labs", "Northwind Support"])).await;
    assert_eq!(cli::run(&home, &["tag", "Northwind Support", "--add", "client"]).status, 0);
    assert_eq!(cli::run(&home, &["disable", "Northwind Support"]).status, 0);

    // a tag, there and back; then a status, by its menu, and all again by the button beside the number
    window.page.element(Locator::XPath("//aside//button[normalize-space(.)='client']")).await;
    tab_to(&window, "client").await;
    keys(&window, &[ENTER]).await;
    until_rows(&window, json!(["Northwind Support"])).await;
    keys(&window, &[ENTER]).await;
    until_rows(&window, json!(["Lumen Labs", "Northwind Support"])).await;
    tab_to(&window, "Status").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &["d"]).await;
    has_bar(&window, "[role=menu] :focus").await;
    keys(&window, &[ENTER]).await;
    until_rows(&window, json!(["Northwind Support"])).await;
    tab_to(&window, "Show all").await;
    keys(&window, &[ENTER]).await;
    until_focused(&window, LIST).await;
    has_bar(&window, "[role=option].open").await;

    // another order, in which what a person put away comes last
    assert_eq!(cli::run(&home, &["enable", "Northwind Support"]).status, 0);
    assert_eq!(cli::run(&home, &["disable", "Lumen Labs"]).status, 0);
    tab_to(&window, "Sort by").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &["s", ENTER]).await;
    until_rows(&window, json!(["Northwind Support", "Lumen Labs"])).await;

    // all are checked, once to the end; the button that does it keeps the focus
    tab_to(&window, "Refresh the status of all accounts").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Refreshed the status of 1 account. It is connected.").await;
    until_focused(&window, "[aria-label='Refresh the status of all accounts']").await;
    // what ends by itself, with the focus on what would stop it, leaves the focus in the list
    let slow = |ms: u32| http::post_json(&format!("{origin}/_control"), &json!({ "latency_ms": ms })).status;
    assert_eq!(slow(3_000), 200);
    keys(&window, &[ENTER]).await;
    tab_to(&window, "Stop").await;
    until_focused(&window, LIST).await;
    window.page.says("Refreshed the status of 1 account. It is connected.").await;
    // and once stopped: then the list has it too, and after the note is put away the page has
    assert_eq!(slow(20_000), 200);
    tab_to(&window, "Refresh the status of all accounts").await;
    keys(&window, &[ENTER]).await;
    until_focused(&window, "[aria-disabled=true][title='Switchhook is refreshing accounts']").await;
    tab_to(&window, "Stop").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Stopped after 0 of 1 account.").await;
    until_focused(&window, LIST).await;
    assert_eq!(slow(0), 200);
    tab_to(&window, "Dismiss").await;
    keys(&window, &[ENTER]).await;
    window.page.says_no_more("Stopped after").await;
    until_focused(&window, "main h1").await;

    // both are chosen, tagged, and forgotten
    tab_to_list(&window).await;
    keys(&window, &[&ctrl("a")]).await;
    window.page.element(Locator::Css("[aria-label='Selected accounts']")).await;
    tab_to(&window, "Tag…").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("dialog input")).await;
    keys(&window, &["both", ENTER]).await;
    tab_to(&window, "Save").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Switchhook saved the tags of 2 accounts.").await;
    let tagged = cli::run(&home, &["list", "--tag", "both"]);
    assert_eq!(tagged.document().as_array().map(Vec::len), Some(2));
    tab_to_list(&window).await;
    keys(&window, &[DELETE]).await;
    window.page.element(Locator::Css("[role=alertdialog]")).await;
    tab_to(&window, "Remove 2 accounts").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
}

/// What stands in the fields of the form.
async fn typed(window: &Window) -> serde_json::Value {
    let fields = "return ['[data-field=client-id]', '[data-field=name]', 'main input[type=password]'] \
        .map((each) => document.querySelector(each)?.value ?? null)";
    window.page.run(fields, vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_into_a_form_outlasts_a_look_elsewhere_and_a_secret_does_not() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
    let open = async || {
        tab_to(&window, "Use your own Intercom app").await;
        keys(&window, &[ENTER]).await;
        window.page.says("Read and list users and companies").await;
    };
    keys(&window, &[&ctrl("n")]).await;
    window.page.says("Choose how to connect.").await;
    open().await;
    window.page.fill("[data-field=client-id]", "5f0e4e57-9d0c").await;
    window.page.fill("[data-field=name]", "Acme reports").await;
    window.page.fill("main input[type=password]", "b4c1d0a2-1f2a3b4c5d6e").await;

    keys(&window, &[ESCAPE]).await;
    let all = json!(["5f0e4e57-9d0c", "Acme reports", "b4c1d0a2-1f2a3b4c5d6e"]);
    assert_eq!(typed(&window).await, all, "Escape leaves no form in which something is typed");
    keys(&window, &[&ctrl("n")]).await;
    window.page.says("Choose how to connect.").await;
    open().await;
    assert_eq!(typed(&window).await, json!(["5f0e4e57-9d0c", "Acme reports", ""]), "a secret is not kept");
    tab_to(&window, "Back").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Choose how to connect.").await;
    open().await;
    assert_eq!(typed(&window).await, json!(["", "", ""]), "Back lets go of it");
    keys(&window, &[ESCAPE]).await;
    window.page.says("Choose how to connect.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_connected_kept_and_forgotten_by_keyboard_alone() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;

    // what has stopped is put away from the list
    begin(&window).await;
    instance::open_link(&home, &consent::cancel(&notebook.opened(1)));
    window.page.reads("h1", "Access was declined").await;
    tab_to_list(&window).await;
    keys(&window, &[DELETE]).await;
    window.page.says("Your Intercom accounts, in one safe place").await;

    begin(&window).await;
    instance::open_link(&home, &consent::authorize(&notebook.opened(2)));
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
    // a row that was taken keeps the place, and how it stands is said
    keys(&window, &[DOWN, ENTER]).await;
    until_told(&window, &format!("{}: off", quoted("client"))).await;
    keys(&window, &[ENTER]).await;
    until_told(&window, &format!("{}: on", quoted("client"))).await;
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
    tab_to(&window, "Show all").await;
    keys(&window, &[ENTER]).await;
    until_focused(&window, LIST).await;
    keys(&window, &[&ctrl("k"), "nobody", ESCAPE]).await;
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
    tab_to(&window, "Remove account").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
}
