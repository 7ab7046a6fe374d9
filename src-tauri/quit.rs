//! Quits the program. If a token would be lost, the window stays until the token is stored or discarded.

use std::time::Duration;

use switchhook_engine::interrupted;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::state::Desktop;
use crate::window;

/// Ends the program, now or once nothing would be lost. The window's close button does this when there is no tray icon.
pub(crate) fn end<R: Runtime>(app: &AppHandle<R>) {
    if must_stay(app) { end_later(app) } else { app.exit(0) }
}

/// Whether ending now would lose a provider's answer or a token.
pub(crate) fn must_stay<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().opened().is_some_and(|connector| connector.lifetime().may_quit().is_err())
}

/// Whether ending now would lose a provider's answer that is under way or being stored.
pub(crate) fn would_lose_answer<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().opened().is_some_and(|connector| connector.lifetime().would_lose_answer())
}

/// Hides the window until the provider's answer is stored, and then ends the program. While a token is not stored, the window
/// stays.
pub(crate) fn end_later<R: Runtime>(app: &AppHandle<R>) {
    if !would_lose_answer(app) {
        stay(app);
        return;
    }
    window::hide(app);
    let app = app.clone();
    async_runtime::spawn(async move {
        until_settled(&app).await;
        // A person who brought the window back meanwhile wants to go on.
        if must_stay(&app) {
            stay(&app);
        } else if !window::is_shown(&app) {
            app.exit(0);
        }
    });
}

/// Returns when no provider's answer would be lost.
pub(crate) async fn until_settled<R: Runtime>(app: &AppHandle<R>) {
    while would_lose_answer(app) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Raises the window and makes the page show the card of the token that is not stored.
pub(crate) fn stay<R: Runtime>(app: &AppHandle<R>) {
    app.state::<Desktop>().stay();
    window::raise(app);
}

/// Ends the program by [`end`] whenever the system (logout, `kill`) or a person at the terminal asks it to end.
pub(crate) fn end_on_signals<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    async_runtime::spawn(async move {
        loop {
            interrupted().await;
            end(&app);
        }
    });
}
