//! Writes text to the clipboard.

use switchhook_engine::core::DesktopProblem;
use tauri::{AppHandle, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

/// Puts a text on the clipboard.
///
/// # Errors
/// `not_found` where the clipboard can't be used.
pub(crate) fn copy<R: Runtime>(app: &AppHandle<R>, text: impl Into<String>) -> Result<(), DesktopProblem> {
    app.clipboard().write_text(text.into()).map_err(|_| DesktopProblem::ClipboardUnusable)
}
