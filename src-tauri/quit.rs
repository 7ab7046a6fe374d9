//! Quitting ends the program unless a token would be lost; then the window stays until that is settled.

use std::time::Duration;

use switchhook_engine::interrupted;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};

use crate::state::Desktop;
use crate::window;

/// Ends the program as its window's close button does without an icon in the tray.
pub(crate) fn end<R: Runtime>(app: &AppHandle<R>) {
    if must_stay(app) { end_later(app) } else { app.exit(0) }
}

pub(crate) fn must_stay<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().opened().is_some_and(|connector| connector.lifetime().may_quit().is_err())
}

pub(crate) fn would_lose_answer<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.state::<Desktop>().opened().is_some_and(|connector| connector.lifetime().would_lose_answer())
}

pub(crate) fn end_later<R: Runtime>(app: &AppHandle<R>) {
    if !would_lose_answer(app) {
        stay(app);
        return;
    }
    window::hide(app);
    let app = app.clone();
    async_runtime::spawn(async move {
        until_settled(&app).await;
        // A person who called the window back meanwhile wants to go on.
        if must_stay(&app) {
            stay(&app);
        } else if !window::is_shown(&app) {
            app.exit(0);
        }
    });
}

pub(crate) async fn until_settled<R: Runtime>(app: &AppHandle<R>) {
    while would_lose_answer(app) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A token is not stored: the page shows its card, with what can be done.
pub(crate) fn stay<R: Runtime>(app: &AppHandle<R>) {
    app.state::<Desktop>().stay();
    window::raise(app);
}

/// The system asks the program to end (logout, `kill`), or a person at the terminal: the same path as the window's close button.
pub(crate) fn end_on_signals<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    async_runtime::spawn(async move {
        loop {
            interrupted().await;
            end(&app);
        }
    });
}
