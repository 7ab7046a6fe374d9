//! Commands that every screen uses: the overview, its changes, and the keyring.

use switchhook_engine::contract::{News, Today};
use switchhook_engine::core::{DesktopProblem, plain};
use switchhook_engine::{Details, ShownNeeds, app_guide};
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, Runtime, State};

use crate::changes;
use crate::clipboard::copy;
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn overview(desktop: State<'_, Desktop>, has: Option<u32>) -> Answer<News> {
    let connector = desktop.connector().await?;
    // Noted before the reading, so that `watch` reports changes that happen during the reading.
    desktop.reads(*connector.follow().borrow());
    Ok(desktop.news(connector.view().overview().await?, has))
}

#[tauri::command]
pub(crate) async fn today(desktop: State<'_, Desktop>, all: bool) -> Answer<Today> {
    let shown = if all { ShownNeeds::All } else { ShownNeeds::MostUrgent };
    Ok(desktop.connector().await?.view().today(shown).await?)
}

/// Writes the board as CSV into the person's downloads, and returns the file's path for people to read. The page names no path.
#[tauri::command]
pub(crate) async fn export_board<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
) -> Answer<String> {
    let paths = app.path();
    let folder = paths.download_dir().or_else(|_| paths.home_dir()).map_err(|_| DesktopProblem::NotHere)?;
    let file = desktop.connector().await?.view().save_board(folder).await?;
    Ok(plain(&file.display().to_string()))
}

#[tauri::command]
pub(crate) async fn watch(desktop: State<'_, Desktop>, on_change: Channel<&'static str>) -> Answer<()> {
    changes::follow(&desktop, |change| on_change.send(change).is_ok()).await
}

#[tauri::command]
pub(crate) async fn open_vault(desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.connector().await?.open_vault().await?)
}

#[tauri::command]
pub(crate) async fn stop_waiting(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.connector().await?.stop_waiting();
    Ok(())
}

#[tauri::command]
pub(crate) async fn copy_details<R: Runtime>(
    app: AppHandle<R>,
    code: String,
    message: String,
    hint: String,
    provider_code: Option<String>,
) -> Answer<()> {
    let provider_code = provider_code.as_deref();
    Ok(copy(&app, Details { code: &code, message: &message, hint: &hint, provider_code }.text())?)
}

/// Copies a value that the window shows. Control characters, which a terminal would obey, do not get onto the clipboard.
#[tauri::command]
pub(crate) async fn copy_shown<R: Runtime>(app: AppHandle<R>, text: String) -> Answer<()> {
    Ok(copy(&app, plain(&text))?)
}

/// Copies a message of several lines. Each line is cleaned by itself, so no name in it begins a line of its own.
#[tauri::command]
pub(crate) async fn copy_message<R: Runtime>(app: AppHandle<R>, lines: Vec<String>) -> Answer<()> {
    let lines: Vec<_> = lines.iter().map(|line| plain(line)).collect();
    Ok(copy(&app, lines.join("\n"))?)
}

/// Copies the message to an administrator. The page gives no text: several lines on the clipboard could run in a terminal.
#[tauri::command]
pub(crate) async fn copy_request<R: Runtime>(app: AppHandle<R>) -> Answer<()> {
    Ok(copy(&app, app_guide().request.join("\n\n"))?)
}
