//! The one window: it shows the program's own page and nothing else.

use tauri::utils::config::WindowConfig;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, Url, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

use crate::desktop::Desktop;

const LABEL: &str = "main";

/// Opens the window. Its files lie in the home, like everything else.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<()> {
    let config: Vec<WindowConfig> = app.config().app.windows.clone();
    for window in &config {
        let development = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
        WebviewWindowBuilder::from_config(app, window)?
            .data_directory(app.state::<Desktop>().home().folder().join("webview"))
            .on_navigation(move |url| is_ours(url, development.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .build()?
            .show()?;
    }
    Ok(())
}

/// Brings the window to the front, wherever it is.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let raised = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window can't be raised");
    }
}

/// Takes the window off the screen; the program goes on.
pub(crate) fn hide<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window can't be hidden");
    }
}

/// Whether the window is on the screen.
pub(crate) fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_visible().unwrap_or(false))
}

/// Size and place, but not whether it was visible: it always is.
pub(crate) fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN
}

pub(crate) fn is_ours(url: &Url, development: Option<&Url>) -> bool {
    let packaged = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    // What the page is called on Windows.
    let on_windows = cfg!(windows) && url.scheme() == "http" && url.host_str() == Some("tauri.localhost");
    packaged || on_windows || development.is_some_and(|page| page.origin() == url.origin())
}
