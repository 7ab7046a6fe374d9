//! Steps of a person, shared by the desktop journeys and `cargo xtask run`.

use crate::browser::Browser;
use crate::link::parameter;
use crate::wait;
use crate::window::Window;

/// Connects an account through the sandbox inside the app: from the button to the account on the screen.
/// Returns the authorization code, so that a journey can search for it.
pub async fn connects_with_the_sandbox(window: &Window, browser: &Browser, workspace: &str) -> String {
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let code = authorizes(browser).await;
    window.page.reads("h1", workspace).await;
    code
}

/// Presses "Authorize access" in the open browser. Returns the code of the link to the app.
pub async fn authorizes(browser: &Browser) -> String {
    parameter(&decides(browser, "Authorize access").await, "code")
}

/// Presses a button of the consent page in the open browser. Returns the link to the app.
pub async fn decides(browser: &Browser, words: &str) -> String {
    let before = browser.links();
    let consent = browser.attach().await;
    consent.turn_to("/oauth?").await;
    consent.press(words).await;
    let link = wait::until("the browser to be sent to the app", || {
        browser.links().into_iter().find(|link| !before.contains(link))
    });
    // the consent page must not be mistaken for the next one
    consent.go("about:blank").await;
    link
}

/// Authorizes with a redirect URI that no server answers. Returns the address that a person copies from the browser.
pub async fn copies_address(browser: &Browser, page: &str) -> String {
    let consent = browser.attach().await;
    consent.turn_to("/oauth?").await;
    consent.press("Authorize access").await;
    let there = || async { Some(consent.address().await).filter(|address| address.starts_with(page)) };
    let (address, _) = wait::until_seen("the browser to end on the registered page", there).await;
    consent.go("about:blank").await;
    address
}
