//! The clipboard takes what a person copies; where it can't be used, the error says what to do.

use switchhook_engine::core::{Code, ErrorReport};
use tauri::{AppHandle, Runtime};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::state::Answer;

pub(crate) fn copy<R: Runtime>(app: &AppHandle<R>, text: impl Into<String>) -> Answer<()> {
    app.clipboard().write_text(text.into()).map_err(|_| {
        ErrorReport::new(Code::NotFound)
            .saying("The clipboard can't be used.")
            .hinting("Select the text and copy it by hand.")
    })
}

pub(crate) fn no_clipboard() -> ErrorReport {
    ErrorReport::new(Code::NotFound)
        .saying("The clipboard can't be used, or holds no text.")
        .hinting("Copy the whole address from your browser, then paste it into the field.")
}
