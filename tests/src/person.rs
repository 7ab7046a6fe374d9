//! What a person does, told once: the desktop journeys and `cargo xtask run` share it.

use crate::browser::Browser;
use crate::link::parameter;
use crate::wait;
use crate::window::Window;

/// Connects an account through the sandbox inside the app: from the button to the account on the screen.
/// Returns the authorization code that went by, so that a journey can search for it.
pub async fn connects_with_the_sandbox(window: &Window, browser: &Browser, workspace: &str) -> String {
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let code = authorizes(browser).await;
    window.page.reads("h1", workspace).await;
    code
}

/// Presses "Authorize access" in the browser that somebody has opened. Returns the code it was then sent to the app with.
pub async fn authorizes(browser: &Browser) -> String {
    parameter(&decides(browser, "Authorize access").await, "code")
}

/// Presses a button of the consent page in the browser that somebody has opened. Returns the link it was then sent to
/// the app with.
pub async fn decides(browser: &Browser, words: &str) -> String {
    let before = browser.links();
    let consent = browser.attach().await;
    consent.turn_to("/oauth?").await;
    consent.press(words).await;
    let link = wait::until("the browser to be sent to the app", || {
        browser.links().into_iter().find(|link| !before.contains(link))
    });
    // or the next consent would have to be told from this one
    consent.go("about:blank").await;
    link
}

/// Authorizes by a road that ends on a page nobody serves: the address a person copies out of the browser.
pub async fn ends_on(browser: &Browser, page: &str) -> String {
    let consent = browser.attach().await;
    consent.turn_to("/oauth?").await;
    consent.press("Authorize access").await;
    let there = || async { Some(consent.address().await).filter(|address| address.starts_with(page)) };
    let (address, _) = wait::until_seen("the browser to end on the registered page", there).await;
    consent.go("about:blank").await;
    address
}
