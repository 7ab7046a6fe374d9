//! The one window: it shows the program's own page and nothing else.

use switchhook_engine::Home;
use tauri::utils::config::WindowConfig;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, Url, UserAttentionType, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";

/// Opens the window, on the screen or for later. Its files lie in the folder of the home, like everything else.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, home: &Home, shown: bool) -> tauri::Result<()> {
    let config: Vec<WindowConfig> = app.config().app.windows.clone();
    for window in &config {
        let development = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
        let opened = WebviewWindowBuilder::from_config(app, window)?
            .data_directory(home.webview())
            .on_navigation(move |url| is_ours(url, development.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .build()?;
        if shown {
            opened.show()?;
        }
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

/// The same by the right to come up that the desktop hands out with a click elsewhere. It counts under X11 alone: GTK has no way
/// to use it under Wayland (its function is empty there), which asks for one.
#[cfg(target_os = "linux")]
pub(crate) fn raise_with<R: Runtime>(app: &AppHandle<R>, token: Option<String>) {
    let handle = app.clone();
    let raised = app.run_on_main_thread(move || {
        use gtk::prelude::GtkWindowExt as _;
        if let Some(token) = token
            && let Some(Ok(window)) = handle.get_webview_window(LABEL).map(|window| window.gtk_window())
        {
            window.set_startup_id(&token);
        }
        raise(&handle);
    });
    if let Err(error) = raised {
        tracing::warn!(%error, "the window can't be raised");
    }
}

/// Whether Wayland shows the window: there no program brings its own up.
#[cfg(target_os = "linux")]
pub(crate) async fn is_on_wayland<R: Runtime>(app: &AppHandle<R>) -> bool {
    use gtk::gdk::prelude::DisplayExtManual as _;
    let (tell, told) = tokio::sync::oneshot::channel();
    let asked = app.run_on_main_thread(move || {
        let display = gtk::gdk::Display::default();
        let _ = tell.send(display.is_some_and(|display| display.backend().is_wayland()));
    });
    asked.is_ok() && told.await.unwrap_or(false)
}

/// Whether a person looks at the window.
pub(crate) fn has_focus<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Lets the window stand out among those that are open.
pub(crate) fn ask_for_attention<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.request_user_attention(Some(UserAttentionType::Informational))
    {
        tracing::debug!(%error, "the window can't ask for attention");
    }
}

/// Puts the window among those that can be called up, without one on the screen.
pub(crate) fn show_minimized<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.minimize().and_then(|()| window.show()) {
        tracing::warn!(%error, "the window can't be shown");
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
