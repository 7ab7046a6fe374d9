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

/// Presses "Authorize access" in the browser that somebody has opened.
pub async fn authorizes(browser: &Browser) -> String {
    let consent = browser.attach().await;
    consent.press("Authorize access").await;
    let link = wait::until("the browser to be sent to the app", || browser.links().pop());
    parameter(&link, "code")
}
