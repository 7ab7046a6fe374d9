//! This hands links, from the arguments of this process or a second one, to the connector as they came, and never to the page.

use std::ffi::OsString;

use switchhook_engine::Received;
use switchhook_engine::core::DeepLink;
use tauri::{AppHandle, Manager as _, Runtime, async_runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;

use crate::links::launch::{Launch, NotText};
use crate::links::scheme;
use crate::presence::notice::Notice;
use crate::state::Desktop;
use crate::window;

/// Hands a link to the connector. Only one that matched an attempt raises the window.
pub(crate) fn receive<R: Runtime>(app: &AppHandle<R>, link: DeepLink) {
    let app = app.clone();
    async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let received = match desktop.connector().await {
            Ok(connector) => connector.attempts().receive(link).await,
            Err(error) => Err(error),
        };
        match received {
            // Another process has it, and its own window tells it.
            Ok(Received::Delivered) => {}
            // A token that is not stored is offered again by the maintenance, and keeps the program from ending.
            Ok(
                received @ (Received::Ended(_)
                | Received::Unsaved { .. }
                | Received::Undecided { .. }
                | Received::Stuck(_)),
            ) => {
                window::raise(&app);
                if let Some(notice) = Notice::of(&received) {
                    notice.unless_looked_at(app.clone()).await;
                }
            }
            Err(error) => tracing::debug!(code = error.code().as_str(), "a link raised nothing"),
        }
    });
}

/// A second process was started: it hands over its argv and ends.
pub(crate) fn on_second_instance<R: Runtime>(app: &AppHandle<R>, argv: Vec<String>, _cwd: String) {
    match Launch::from_args(argv.into_iter().map(OsString::from)) {
        Ok(Launch::Link(link)) => receive(app, link),
        // It is there already.
        Ok(Launch::Hidden) => {}
        // A person clicked the icon.
        Ok(Launch::Plain | Launch::Say) | Err(NotText) => {
            window::raise(app);
            async_runtime::spawn(Notice::runs_already().unless_looked_at(app.clone()));
        }
    }
}

/// Where links come from otherwise than by argv: on macOS, as an event. A development build is made the handler of its
/// own scheme; on Linux and Windows an installed one is by its package, on macOS only a bundle can be.
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
