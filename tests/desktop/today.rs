//! *Today* in the window: the needs, the board, and the message.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{BACKSPACE, ctrl, keys, wait_for_focus};
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, screen, storage, wait};

/// Waits until the names on the board are these, in this order.
async fn board_shows(window: &Window, names: &[&str]) {
    let script = "return [...document.querySelectorAll('[role=cell] a')].map((each) => each.textContent)";
    let look = || async { (window.page.run(script, vec![]).await == json!(names)).then_some(()) };
    wait::until_seen("the board in this order", look).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn needs_and_board_lead_to_accounts_and_become_a_message() {
    let home = Home::new();
    assert_eq!(cli::run(&home, &["list"]).status, 0, "the database is made");
    storage::alter(&home, storage::SIX_ACCOUNTS);
    storage::alter(&home, storage::MONTH_OF_SIX);
    let window = Window::open(&home).await;
    window.page.reads("main h1", "Today").await;
    window.page.says("Lumen Labs, a name that is longer than most no longer works. Connect it again.").await;
    window.page.says("Kestrel Air lacks the permission “\u{2068}Read tags\u{2069}”.").await;

    let lumen = "Lumen Labs, a name that is longer than most";
    board_shows(
        &window,
        &["Brightline Bank", "Fieldnote", "Harbour Eats", "Kestrel Air", lumen, "Northwind Support"],
    )
    .await;
    window.page.press("Change").await;
    board_shows(
        &window,
        &["Kestrel Air", "Brightline Bank", "Fieldnote", "Harbour Eats", "Northwind Support", lumen],
    )
    .await;
    window.page.says("+31 since").await;
    window.page.press("Fix…").await;
    window.page.element(Locator::Css("dialog")).await;
    window.page.press("Close").await;

    // a need that is put off is counted, and comes back at a press
    let lumens = "Not now: Lumen Labs, a name that is longer than most";
    window.page.press(lumens).await;
    window.page.press("Not for a week").await;
    let counted = "//section//p[contains(., 'You put 1 need off.')]/button";
    window.page.element(Locator::XPath(counted)).await;
    window.page.says_no_more("Connect it again.").await;
    let put_off = cli::run(&home, &["today"]);
    assert_eq!(put_off.document()["put_off"], json!(1), "{}", put_off.all);
    window.page.press("Show again").await;
    window.page.says("Connect it again.").await;

    // a number leads to the account, as the name does, and the way back to the board
    let back = format!("{}\u{e012}{}", fantoccini::key::Key::Alt, fantoccini::key::Key::Null);
    let number = "//*[@role='row'][contains(., 'Fieldnote')]/*[@role='cell'][2]";
    let scrolled = "const part = document.querySelector('.page-frame > .scroll');
        part.scrollTop = Math.max(part.scrollTop, arguments[0]);
        return part.scrollTop";
    window.page.resize(1280, 560).await;
    let below = window.page.run(scrolled, vec![json!(40)]).await;
    assert!(below.as_f64().is_some_and(|top| top > 0.0), "the page is higher than the window: {below}");
    let number = window.page.element(Locator::XPath(number)).await;
    number.click().await.expect("a number can be pressed");
    window.page.reads("main h1", "Fieldnote").await;
    keys(&window, &[&back]).await;
    window.page.reads("main h1", "Today").await;
    // the page is where the person left it
    let look = || async { (window.page.run(scrolled, vec![json!(0)]).await == below).then_some(()) };
    wait::until_seen("the page at its old place", look).await;
    window.page.resize(1280, 800).await;
    window.page.press("Harbour Eats").await;
    window.page.reads("main h1", "Harbour Eats").await;
    keys(&window, &[&back]).await;
    window.page.reads("main h1", "Today").await;

    // the message is on the clipboard, as a paste into the list of tokens shows
    window.page.press("Copy as message").await;
    window.page.element(Locator::XPath("//button[normalize-space(.)='Copied']")).await;
    keys(&window, &["/"]).await;
    wait_for_focus(&window, "#search").await;
    screen::press("ctrl+v");
    let pasted = "return document.querySelector('#search').value";
    let look = || async {
        let text = window.page.run(pasted, vec![]).await;
        let text = text.as_str().unwrap_or_default();
        (text.contains("Needs attention:") && text.contains("Kestrel Air: 204, +31 since"))
            .then_some(text.to_owned())
    };
    let text = wait::until_seen("the pasted message", look).await.0;
    assert!(!text.contains('\u{fffd}'), "line breaks stay line breaks: {text}");
    keys(&window, &[&ctrl("a"), BACKSPACE]).await;

    // the window opens where it was
    window.close(&home);
    let window = Window::open(&home).await;
    window.page.reads("main h1", "Today").await;
    window.close(&home);
}
