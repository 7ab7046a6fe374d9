//! The program's one window. It shows the program's own page and nothing else.

use switchhook_engine::Home;
use tauri::utils::config::WindowConfig;
use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager as _, Runtime, Url, UserAttentionType, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";

/// Creates the window, and shows it if `shown`. The web view keeps its files in the folder of the home.
pub(crate) fn open<R: Runtime>(app: &AppHandle<R>, home: &Home, shown: bool) -> tauri::Result<()> {
    let config: Vec<WindowConfig> = app.config().app.windows.clone();
    for window in &config {
        let development = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
        let opened = WebviewWindowBuilder::from_config(app, window)?
            .data_directory(home.webview())
            .on_navigation(move |url| is_ours(url, development.as_ref()))
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_document_title_changed(|window, title| entitle(&window, &title))
            .build()?;
        if shown {
            opened.show()?;
        }
    }
    Ok(())
}

/// Gives the window the title of its page, which names the open account.
fn entitle<R: Runtime>(window: &WebviewWindow<R>, title: &str) {
    if let Err(error) = window.set_title(title) {
        tracing::debug!(%error, "the window can't change its title");
    }
}

/// Shows the window, restores it if minimized, and gives it the focus.
pub(crate) fn raise<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let raised = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!(%error, "the window can't be raised");
    }
}

/// Raises the window with the activation token that a click on a notification carries. The token works under X11 alone:
/// `gtk_window_set_startup_id` does nothing under Wayland, although Wayland requires a token.
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

/// Whether the window is shown by Wayland, where no program can raise its own window.
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

/// Whether the window has the focus.
pub(crate) fn has_focus<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_focused().unwrap_or(false))
}

/// Asks the desktop to highlight the window among the open windows.
pub(crate) fn ask_for_attention<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.request_user_attention(Some(UserAttentionType::Informational))
    {
        tracing::debug!(%error, "the window can't ask for attention");
    }
}

/// Shows the window minimized, so that a person can open it from the list of windows.
pub(crate) fn show_minimized<R: Runtime>(app: &AppHandle<R>) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(error) = window.minimize().and_then(|()| window.show()) {
        tracing::warn!(%error, "the window can't be shown");
    }
}

/// Asks the window to close, as its close button does: the same event follows.
pub(crate) fn close<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.close()
    {
        tracing::warn!(%error, "the window can't be closed");
    }
}

/// Enlarges or shrinks the whole page, to between a half and three times its size.
pub(crate) fn zoom<R: Runtime>(app: &AppHandle<R>, percent: u16) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.set_zoom(zoom_factor(percent))
    {
        tracing::warn!(%error, "the page can't be zoomed");
    }
}

/// Returns the factor of a zoom. A percentage below 50 counts as 50, and one above 300 as 300.
pub(crate) fn zoom_factor(percent: u16) -> f64 {
    f64::from(percent.clamp(50, 300)) / 100.0
}

/// Hides the window. The program goes on.
pub(crate) fn hide<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window can't be hidden");
    }
}

/// Whether the window is visible.
pub(crate) fn is_shown<R: Runtime>(app: &AppHandle<R>) -> bool {
    app.get_webview_window(LABEL).is_some_and(|window| window.is_visible().unwrap_or(false))
}

/// Returns the parts of the window's state that the plugin restores: all but visibility, which the start decides.
pub(crate) fn remembered() -> StateFlags {
    StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN
}

/// Whether a URL is the program's own page: the packaged one, or the development server's.
pub(crate) fn is_ours(url: &Url, development: Option<&Url>) -> bool {
    let packaged = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    // Tauri serves the page at this address on Windows.
    let on_windows = cfg!(windows) && url.scheme() == "http" && url.host_str() == Some("tauri.localhost");
    packaged || on_windows || development.is_some_and(|page| page.origin() == url.origin())
}
