//! Commands for the window itself, and for the end of the program.

use tauri::{AppHandle, Runtime};

use crate::{quit as program, window};

#[tauri::command]
pub(crate) async fn close_window<R: Runtime>(app: AppHandle<R>) {
    window::close(&app);
}

#[tauri::command]
pub(crate) async fn quit<R: Runtime>(app: AppHandle<R>) {
    program::end(&app);
}

#[tauri::command]
pub(crate) async fn set_zoom<R: Runtime>(app: AppHandle<R>, percent: u16) {
    window::zoom(&app, percent);
}
