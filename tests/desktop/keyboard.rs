//! The real window by keyboard alone: connect, rename, tag, search, filter, sort, select, settings, forget. The focus is
//! always visible.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{
    BACKSPACE, DELETE, DOWN, END, ENTER, ESCAPE, PAGE_DOWN, PAGE_UP, TAB, ctrl, keys, tab_to, wait_for_focus,
};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::webdriver::quoted;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, consent, http, instance, wait};

/// Waits until the dialog has announced these words to screen readers.
async fn wait_for_announcement(window: &Window, words: &str) {
    let script = "return document.querySelector('dialog .picker [role=status]').textContent";
    let look = || async { (window.page.run(script, vec![]).await == json!(words)).then_some(()) };
    wait::until_seen(&format!("\"{words}\" to be told"), look).await;
}

/// Asserts that a tinted row also has a bar at its side, since a tint alone is hard to see.
async fn assert_has_bar(window: &Window, selector: &str) {
    let script = "return getComputedStyle(document.querySelector(arguments[0])).boxShadow";
    let shadow = window.page.run(script, vec![selector.into()]).await;
    let shadow = shadow.as_str().unwrap_or_default();
    assert!(shadow.contains("3px 0px 0px 0px inset"), "{selector} is seen: {shadow}");
}

const LIST: &str = "aside [role=listbox]";

/// Begins an attempt with the sandbox, up to the browser.
async fn begin(window: &Window) {
    tab_to(window, "Connect account").await;
    keys(window, &[ENTER]).await;
    window.page.says("Choose how to connect.").await;
    tab_to(window, "Try it with the sandbox").await;
    keys(window, &[ENTER]).await;
    window.page.says("Continue in your browser").await;
}

/// Presses Tab until the list has the focus, and asserts that the active row shows a ring.
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

/// Returns the names of the rows, in their order.
async fn rows(window: &Window) -> serde_json::Value {
    let names = "return [...document.querySelectorAll('[data-account] b')].map((each) => each.innerText)";
    window.page.run(names, vec![]).await
}

async fn wait_for_rows(window: &Window, names: serde_json::Value) {
    let look = || async { (rows(window).await == names).then_some(()) };
    wait::until_seen(&format!("the list to show {names}"), look).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_filters_sorts_selects_tags_and_forgets() {
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
    wait_for_rows(&window, json!(["Lumen Labs", "Northwind Support"])).await;
    assert_eq!(cli::run(&home, &["tag", "Northwind Support", "--add", "client"]).status, 0);
    assert_eq!(cli::run(&home, &["disable", "Northwind Support"]).status, 0);

    // filter by a tag and back; then by a status, from its menu; then show all by the button beside the number
    keys(&window, &["/"]).await;
    wait_for_focus(&window, "#search").await;
    window.page.element(Locator::XPath("//aside//button[normalize-space(.)='client']")).await;
    tab_to(&window, "client").await;
    keys(&window, &[ENTER]).await;
    wait_for_rows(&window, json!(["Northwind Support"])).await;
    keys(&window, &[ENTER]).await;
    wait_for_rows(&window, json!(["Lumen Labs", "Northwind Support"])).await;
    tab_to(&window, "Status").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &["d"]).await;
    assert_has_bar(&window, "[role=menu] :focus").await;
    keys(&window, &[ENTER]).await;
    wait_for_rows(&window, json!(["Northwind Support"])).await;
    tab_to(&window, "Show all").await;
    keys(&window, &[ENTER]).await;
    wait_for_focus(&window, LIST).await;
    assert_has_bar(&window, "[role=option].open").await;

    // another order, in which disabled accounts come last
    assert_eq!(cli::run(&home, &["enable", "Northwind Support"]).status, 0);
    assert_eq!(cli::run(&home, &["disable", "Lumen Labs"]).status, 0);
    tab_to(&window, "Sort by").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &["s", ENTER]).await;
    wait_for_rows(&window, json!(["Northwind Support", "Lumen Labs"])).await;

    // and the order by the number that the rows show
    tab_to(&window, "Sort by").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &["o", ENTER]).await;
    window.page.says("most open").await;
    let numbers = "return [...document.querySelectorAll('[data-account]')].map((row) => parseInt(row.querySelector('.figure')?.innerText ?? -1))";
    let numbers = window.page.run(numbers, vec![]).await;
    let numbers: Vec<i64> = serde_json::from_value(numbers).expect("numbers of open conversations");
    assert!(numbers[0] >= numbers[1], "the most come first, whatever the status: {numbers:?}");

    // refresh all accounts; the button keeps the focus
    tab_to(&window, "Refresh all accounts").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Refreshed 1 account. It is connected.").await;
    wait_for_focus(&window, "[aria-label='Refresh all accounts']").await;
    // a refresh that ends while "Stop" has the focus leaves the focus in the list
    let slow = |ms: u32| http::post_json(&format!("{origin}/_control"), &json!({ "latency_ms": ms })).status;
    assert_eq!(slow(3_000), 200);
    keys(&window, &[ENTER]).await;
    tab_to(&window, "Stop").await;
    wait_for_focus(&window, LIST).await;
    window.page.says("Refreshed 1 account. It is connected.").await;
    // a stopped refresh also leaves the focus in the list; once its note is dismissed, the page has it
    assert_eq!(slow(20_000), 200);
    tab_to(&window, "Refresh all accounts").await;
    keys(&window, &[ENTER]).await;
    wait_for_focus(&window, "[aria-disabled=true][aria-label='Switchhook is refreshing accounts']").await;
    tab_to(&window, "Stop").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Stopped after 0 of 1 account.").await;
    wait_for_focus(&window, LIST).await;
    assert_eq!(slow(0), 200);
    tab_to(&window, "Dismiss").await;
    keys(&window, &[ENTER]).await;
    window.page.says_no_more("Stopped after").await;
    wait_for_focus(&window, "main h1").await;

    // select both accounts, tag them, and forget them
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

/// Returns the contents of the form's fields.
async fn typed(window: &Window) -> serde_json::Value {
    let fields = "return ['[data-field=client-id]', '[data-field=name]', 'main input[type=password]'] \
        .map((each) => document.querySelector(each)?.value ?? null)";
    window.page.run(fields, vec![]).await
}

// Escape leaves a form with text open. "Back" drops the text.
#[tokio::test(flavor = "multi_thread")]
async fn form_keeps_typed_text_across_screens_but_no_secret() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
    let open = async || {
        tab_to(&window, "By an address that you paste").await;
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

/// The region that is chosen.
async fn region(window: &Window) -> serde_json::Value {
    window.page.run("return document.querySelector('[type=radio]:checked').value", vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_scroll_the_guide_change_no_region() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
    keys(&window, &[&ctrl("n")]).await;
    window.page.says("Choose how to connect.").await;
    tab_to(&window, "By an address that you paste").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Read and list users and companies").await;
    wait_for_focus(&window, "main h1").await;
    keys(&window, &[PAGE_DOWN, END, PAGE_UP]).await;
    assert_eq!(region(&window).await, json!("us"));
    // on the cards themselves, too, behind the step's tick; the arrows alone choose
    keys(&window, &[TAB, TAB]).await;
    wait_for_focus(&window, "[type=radio]").await;
    keys(&window, &[PAGE_DOWN, END]).await;
    assert_eq!(region(&window).await, json!("us"));
    keys(&window, &[DOWN]).await;
    assert_eq!(region(&window).await, json!("eu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn keyboard_alone_connects_renames_and_forgets_an_account() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.says("Your Intercom accounts, in one safe place").await;

    // dismiss a stopped attempt from the list
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

    // add a tag, and filter by it
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[DOWN, ENTER]).await;
    window.page.element(Locator::Css("dialog input")).await;
    keys(&window, &["client", ENTER, "cli"]).await;
    let known = "//dialog//*[@role='option'][contains(., 'client')]";
    window.page.element(Locator::XPath(known)).await;
    keys(&window, &[&ctrl("a"), BACKSPACE]).await;
    // a chosen row keeps its place, and the dialog announces its state
    keys(&window, &[DOWN, ENTER]).await;
    wait_for_announcement(&window, &format!("{}: off", quoted("client"))).await;
    keys(&window, &[ENTER]).await;
    wait_for_announcement(&window, &format!("{}: on", quoted("client"))).await;
    tab_to(&window, "Save").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::XPath("//main//button[normalize-space(.)='client']")).await;
    assert_eq!(cli::run(&home, &["show", "Ours"]).document()["tags"], json!(["client"]));

    // search the list from anywhere
    keys(&window, &["/"]).await;
    wait_for_focus(&window, "#search").await;
    keys(&window, &["nobody"]).await;
    window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    tab_to(&window, "Show all").await;
    keys(&window, &[ENTER]).await;
    wait_for_focus(&window, LIST).await;
    keys(&window, &["/"]).await;
    wait_for_focus(&window, "#search").await;
    keys(&window, &["nobody", ESCAPE]).await;
    window.page.element(Locator::Css("[data-account]")).await;
    keys(&window, &["our", ENTER]).await;
    window.page.reads("h1", "Ours").await;

    // open the settings and close them
    keys(&window, &[&ctrl(",")]).await;
    window.page.says("Match system").await;
    keys(&window, &[ESCAPE]).await;
    window.page.says_no_more("Match system").await;

    // forget: Enter alone must not do it
    tab_to(&window, "More actions").await;
    keys(&window, &[ENTER]).await;
    window.page.element(Locator::Css("[role=menu]")).await;
    keys(&window, &[DOWN, DOWN, DOWN, DOWN, DOWN, ENTER]).await;
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
    keys(&window, &[DOWN, DOWN, DOWN, DOWN, DOWN, ENTER]).await;
    window.page.element(Locator::Css("[role=alertdialog]")).await;
    tab_to(&window, "Remove account").await;
    keys(&window, &[ENTER]).await;
    window.page.says("Your Intercom accounts, in one safe place").await;
}
