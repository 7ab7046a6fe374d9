//! The window calls these commands for an attempt to connect an account.

use switchhook_engine::ConnectRequest;
use switchhook_engine::core::DeepLink;
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::clipboard::{copy, no_clipboard};
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn begin_connect(
    desktop: State<'_, Desktop>,
    registration_id: String,
    reconnects: Option<String>,
    workspace: Option<String>,
) -> Answer<String> {
    let registration = registration_id;
    desktop.begin(ConnectRequest { registration, reconnects, workspace, ..Default::default() }).await
}

#[tauri::command]
pub(crate) async fn begin_sandbox(desktop: State<'_, Desktop>) -> Answer<String> {
    let registration = desktop.sandbox_registration().await?;
    desktop.begin(ConnectRequest { registration, ..Default::default() }).await
}

#[tauri::command]
pub(crate) async fn open_again(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.open_consent(&attempt_id).await
}

#[tauri::command]
pub(crate) async fn copy_link<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: String,
) -> Answer<()> {
    let url = desktop.connector().await?.consent_url(&attempt_id)?;
    copy(&app, url.as_str())
}

#[tauri::command]
pub(crate) async fn paste_address<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    address: Option<String>,
) -> Answer<()> {
    let address = address.map_or_else(|| app.clipboard().read_text().map_err(|_| no_clipboard()), Ok)?;
    desktop.connector().await?.receive(DeepLink::new(address.trim())).await?.unless_stuck().map(drop)
}

#[tauri::command]
pub(crate) async fn cancel_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.cancel(&attempt_id).await
}

#[tauri::command]
pub(crate) async fn dismiss_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.dismiss(&attempt_id).await
}

#[tauri::command]
pub(crate) async fn retry_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.retry(&attempt_id).await.map(drop)
}

#[tauri::command]
pub(crate) async fn resolve_refused(
    desktop: State<'_, Desktop>,
    attempt_id: String,
    keep: bool,
) -> Answer<()> {
    desktop.connector().await?.resolve_refused(&attempt_id, keep).await.map(drop)
}

#[tauri::command]
pub(crate) async fn copy_attempt_details<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: String,
) -> Answer<()> {
    let attempt = desktop.connector().await?.attempt(&attempt_id).await?;
    copy(&app, switchhook_engine::details_of(&attempt)?)
}
