//! The frame of the window: places, the way back, shortcuts, the palette, and the place that comes back after a restart.

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{BACKSPACE, ENTER, ESCAPE, TAB, ctrl, keys, wait_for_focus};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, cli, consent, instance, process, screen, storage, wait};

const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const F2: &str = "\u{e032}";
const F6: &str = "\u{e036}";

fn alt(key: &str) -> String {
    format!("{}{key}{}", Key::Alt, Key::Null)
}

/// Waits until this script returns true.
async fn holds(window: &Window, what: &str, script: &str) {
    let script = format!("return {script}");
    let look = || async { (window.page.run(&script, vec![]).await == json!(true)).then_some(()) };
    wait::until_seen(what, look).await;
}

/// Opens the window over six accounts whose tokens do not open.
async fn open_over_six(home: &Home) -> Window {
    assert_eq!(cli::run(home, &["list"]).status, 0, "the database is made");
    storage::alter(home, storage::SIX_ACCOUNTS);
    let window = Window::open(home).await;
    window.page.reads("main h1", "Today").await;
    keys(&window, &[&ctrl("1")]).await;
    window.page.reads("main h1", "Brightline Bank").await;
    window
}

/// Waits until this account is open at this tab.
async fn is_at(window: &Window, account: &str, tab: &str) {
    window.page.reads("main h1", account).await;
    window.page.reads("main nav [aria-current=page]", tab).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_mouse_lead_to_places_and_back() {
    let home = Home::new();
    let window = open_over_six(&home).await;
    keys(&window, &[&ctrl("3")]).await;
    is_at(&window, "Harbour Eats", "Overview").await;
    keys(&window, &[&alt("3")]).await;
    is_at(&window, "Harbour Eats", "Access").await;
    keys(&window, &[&alt(LEFT)]).await;
    is_at(&window, "Harbour Eats", "Overview").await;
    keys(&window, &[&alt(LEFT)]).await;
    is_at(&window, "Brightline Bank", "Overview").await;
    keys(&window, &[&alt(LEFT)]).await;
    window.page.reads("main h1", "Today").await;
    keys(&window, &[&alt(LEFT)]).await;
    window.page.reads("main h1", "Today").await;
    keys(&window, &[&alt(RIGHT), &alt(RIGHT), &alt(RIGHT)]).await;
    is_at(&window, "Harbour Eats", "Access").await;

    // the mouse goes one step with each press
    screen::press_mouse(8);
    is_at(&window, "Harbour Eats", "Overview").await;
    screen::press_mouse(8);
    is_at(&window, "Brightline Bank", "Overview").await;
    screen::press_mouse(9);
    is_at(&window, "Harbour Eats", "Overview").await;

    // the account before this one, there and back
    keys(&window, &[&ctrl(TAB)]).await;
    is_at(&window, "Brightline Bank", "Overview").await;
    keys(&window, &[&ctrl(TAB)]).await;
    is_at(&window, "Harbour Eats", "Overview").await;

    // a tab is a link; the settings lie over the account, and Escape leads back to it
    window.page.press("Access").await;
    is_at(&window, "Harbour Eats", "Access").await;
    keys(&window, &[&ctrl(",")]).await;
    window.page.reads("main h1", "General").await;
    keys(&window, &[ESCAPE]).await;
    is_at(&window, "Harbour Eats", "Access").await;
    keys(&window, &[&ctrl("n")]).await;
    window.page.says("Choose how to connect.").await;
    keys(&window, &[&alt(LEFT)]).await;
    is_at(&window, "Harbour Eats", "Access").await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_act_on_the_open_account_and_the_window() {
    let home = Home::new();
    let window = open_over_six(&home).await;
    keys(&window, &[F2]).await;
    window.page.element(Locator::Css("dialog input")).await;
    keys(&window, &[&ctrl("a"), "Ours", ENTER]).await;
    window.page.reads("main h1", "Ours").await;
    keys(&window, &["t"]).await;
    window.page.element(Locator::Css("dialog .picker")).await;
    keys(&window, &[ESCAPE]).await;
    holds(&window, "the dialog to close", "document.querySelector('dialog') === null").await;

    // letters are text while a person types
    keys(&window, &["/"]).await;
    wait_for_focus(&window, "#search").await;
    keys(&window, &["t?/o"]).await;
    let typed = window.page.run("return document.querySelector('#search').value", vec![]).await;
    assert_eq!(typed, json!("t?/o"));
    keys(&window, &[ESCAPE, ESCAPE]).await;
    wait_for_focus(&window, "aside [role=listbox]").await;
    holds(&window, "the search to close", "document.querySelector('#search') === null").await;

    // J and K move in the list
    keys(&window, &[&ctrl("1")]).await;
    window.page.reads("main h1", "Fieldnote").await;
    keys(&window, &["j"]).await;
    window.page.reads("main h1", "Harbour Eats").await;
    keys(&window, &["k"]).await;
    window.page.reads("main h1", "Fieldnote").await;

    // F6 goes through the parts of the window, and comes round
    for selector in ["main header *", "main nav a", "main h1", "aside [role=listbox]"] {
        keys(&window, &[F6]).await;
        wait_for_focus(&window, selector).await;
    }

    keys(&window, &["?"]).await;
    window.page.reads("dialog h2", "Keyboard shortcuts").await;
    screen::photograph("frame-shortcuts");
    keys(&window, &[ESCAPE]).await;

    keys(&window, &[&ctrl("\\")]).await;
    window.page.element(Locator::Css("aside[data-rail]")).await;
    keys(&window, &[&ctrl("\\")]).await;
    window.page.reads("aside h2", "Accounts").await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn palette_finds_accounts_and_actions_and_keeps_the_filter() {
    let home = Home::new();
    let window = open_over_six(&home).await;
    let six = "document.querySelectorAll('[data-account]').length === 6";
    let results = "dialog [role=option] .words";

    // an account by a part of its name; the list shows all accounts as before
    keys(&window, &[&ctrl("k")]).await;
    wait_for_focus(&window, "dialog [role=combobox]").await;
    keys(&window, &["kestrel"]).await;
    window.page.reads(results, "Kestrel Air EU · Maya Ortiz").await;
    keys(&window, &[ENTER]).await;
    is_at(&window, "Kestrel Air", "Overview").await;
    holds(&window, "the whole list", six).await;

    // an action of another account
    keys(&window, &[&ctrl("k"), "lumen ren"]).await;
    window.page.reads(results, "Rename… Lumen Labs, a name that is longer than most").await;
    keys(&window, &[ENTER]).await;
    window.page.reads("dialog h2", "Rename account").await;
    keys(&window, &[ESCAPE]).await;

    // Tab leaves the actions of one account, Backspace all again, and Escape returns the focus
    keys(&window, &[&ctrl("1"), F6]).await;
    keys(&window, &[&ctrl("k"), "fieldn", TAB]).await;
    window.page.says("Actions of Fieldnote").await;
    wait_for_focus(&window, "dialog [role=combobox]").await;
    keys(&window, &[BACKSPACE]).await;
    window.page.says_no_more("Actions of Fieldnote").await;
    keys(&window, &[ESCAPE]).await;
    holds(&window, "the palette to close", "document.querySelector('dialog') === null").await;
    wait_for_focus(&window, "main header *, main nav *, main h1, aside *").await;

    // a tag filters the list, since it was asked to
    keys(&window, &[&ctrl("k"), "#client", ENTER]).await;
    holds(&window, "the list to be filtered", &format!("!({six})")).await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn window_opens_where_it_was() {
    let home = Home::new();
    let window = open_over_six(&home).await;
    keys(&window, &[&ctrl("4"), &alt("3")]).await;
    is_at(&window, "Kestrel Air", "Access").await;
    window.page.press("More actions").await;
    window.page.press("Pin to the top").await;
    window.page.reads("aside [role=group] [data-account] b", "Kestrel Air").await;
    keys(&window, &[&ctrl("\\")]).await;
    window.page.element(Locator::Css("aside[data-rail]")).await;
    window.close(&home);

    let window = Window::open(&home).await;
    is_at(&window, "Kestrel Air", "Access").await;
    window.page.element(Locator::Css("aside[data-rail]")).await;
    keys(&window, &[&ctrl("\\"), &ctrl("1")]).await;
    window.page.reads("main h1", "Kestrel Air").await;
    window.page.reads("aside [role=group] [data-account] b", "Kestrel Air").await;
    window.close(&home);

    // an account that is gone gives way to Today
    storage::alter(&home, "DELETE FROM account WHERE name = 'Kestrel Air'");
    let window = Window::open(&home).await;
    window.page.reads("main h1", "Today").await;
    window.close(&home);
}

/// Returns the text of the list's search.
async fn searched(window: &Window) -> serde_json::Value {
    window.page.run("return document.querySelector('#search')?.value ?? null", vec![]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn shortcuts_refresh_open_copy_enlarge_and_quit() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Try it with the sandbox").await;
    instance::open_link(&home, &consent::authorize(&notebook.opened(1)));
    window.page.reads("main h1", "Northwind Support").await;
    window.page.press("Dismiss").await;

    keys(&window, &[&ctrl("r")]).await;
    window.page.says("Refreshed 1 account. It is connected.").await;
    window.page.press("Dismiss").await;
    keys(&window, &[&ctrl(&format!("{}R", Key::Shift))]).await;
    window.page.says("Refreshed 1 account. It is connected.").await;
    keys(&window, &["o"]).await;
    assert!(notebook.opened(2).ends_with("/_hub"), "a sandbox account leads to the sandbox's own page");

    // the id is on the clipboard, as a paste into the search shows
    keys(&window, &[&ctrl("c"), "/"]).await;
    wait_for_focus(&window, "#search").await;
    screen::press("ctrl+v");
    let pasted = || async { (searched(&window).await == json!("nw7k2p0q")).then_some(()) };
    wait::until_seen("the id to be pasted", pasted).await;
    keys(&window, &[ESCAPE, ESCAPE]).await;

    let width = window.page.run("return innerWidth", vec![]).await.as_f64().expect("a width");
    keys(&window, &[&ctrl("+")]).await;
    holds(&window, "the page to be larger", &format!("innerWidth < {width} - 50")).await;
    keys(&window, &[&ctrl("-")]).await;
    holds(&window, "the page to have its size", &format!("Math.abs(innerWidth - {width}) < 2")).await;

    // the driver loses its page when the program ends
    screen::press("ctrl+q");
    wait::until("the app to end", || (!process::runs_in(home.path(), &built::desktop())).then_some(()));
}
