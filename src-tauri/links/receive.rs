//! Hands links to the connector, unchanged, from the arguments of this process or a second one. No link goes to the page.

use std::ffi::OsString;

use switchhook_engine::core::{DeepLink, Problem};
use switchhook_engine::{Connector, LinkFrom, Received, took_round_trip};
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::links::launch::{Launch, NotText};
use crate::links::scheme;
use crate::presence::notice::Notice;
use crate::state::Desktop;
use crate::window;

/// Hands a link to the connector. Only a link that matches an attempt raises the window.
pub(crate) fn receive<R: Runtime>(app: &AppHandle<R>, link: DeepLink) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let received = match desktop.connector().await {
            Ok(connector) if took_round_trip(connector.home(), &link, LinkFrom::System) => return,
            Ok(connector) => connector.attempts().receive(link).await,
            Err(error) => Err(error),
        };
        show(&app, received).await;
    });
}

/// Shows the results of the answers that browsers bring by loopback, for as long as it is polled. Never returns.
pub(crate) async fn show_browser_results<R: Runtime>(app: &AppHandle<R>, connector: &Connector) {
    let mut results = connector.attempts().browser_results();
    while let Some(received) = results.recv().await {
        let app = app.clone();
        async_runtime::spawn(async move { show(&app, received).await });
    }
}

/// Raises the window for an answer that matched an attempt, and notifies the person where no window comes up.
async fn show<R: Runtime>(app: &AppHandle<R>, received: Result<Received, Problem>) {
    match received {
        // Another process finishes the link, and its own window shows the outcome.
        Ok(Received::Delivered) => {}
        // Maintenance offers an unsaved token to the store again. Until then the program does not end.
        Ok(
            received @ (Received::Ended(_)
            | Received::Unsaved { .. }
            | Received::Undecided { .. }
            | Received::Stuck(_)),
        ) => {
            window::raise(app);
            if let Some(notice) = Notice::of(&received) {
                notice.send_unless_focused(app.clone()).await;
            }
        }
        Err(error) => tracing::debug!(code = error.code().as_str(), "a link was not accepted"),
    }
}

/// Handles the argv of a second process, which ends after this call.
pub(crate) fn on_second_instance<R: Runtime>(app: &AppHandle<R>, argv: Vec<String>, _cwd: String) {
    match Launch::from_args(argv.into_iter().map(OsString::from)) {
        Ok(Launch::Link(link)) => receive(app, link),
        // A start at login finds this program running and needs nothing.
        Ok(Launch::Hidden) => {}
        // A person started the program by its icon.
        Ok(Launch::Plain | Launch::ShowMessage) | Err(NotText) => {
            window::raise(app);
            async_runtime::spawn(Notice::already_running().send_unless_focused(app.clone()));
        }
    }
}

/// Prepares for links beside argv. On macOS, links arrive as events, and only a bundle can handle a scheme. On Linux and
/// Windows, a development build registers itself for its scheme. An installed program is registered by its package.
pub(crate) fn listen<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    if cfg!(target_os = "macos") {
        let handle = app.clone();
        app.deep_link().on_open_url(move |event| {
            for url in event.urls() {
                receive(&handle, DeepLink::new(url.as_str()));
            }
        });
    } else if cfg!(debug_assertions) {
        async_runtime::spawn(async move { scheme::handler(&app).await });
    }
}
