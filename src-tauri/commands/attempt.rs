//! Commands for attempts to connect an account.

use switchhook_engine::ConnectRequest;
use switchhook_engine::core::{AccountId, AttemptId, DesktopProblem, PastedAddress, RegistrationId};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::clipboard::copy;
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn begin_connect(
    desktop: State<'_, Desktop>,
    registration_id: RegistrationId,
    reconnects: Option<AccountId>,
    workspace: Option<String>,
) -> Answer<AttemptId> {
    let request = ConnectRequest { reconnects, workspace, ..ConnectRequest::new(registration_id) };
    Ok(desktop.begin(request).await?)
}

#[tauri::command]
pub(crate) async fn begin_sandbox(desktop: State<'_, Desktop>) -> Answer<AttemptId> {
    let registration = desktop.sandbox_registration().await?;
    Ok(desktop.begin(ConnectRequest::new(registration)).await?)
}

#[tauri::command]
pub(crate) async fn open_again(desktop: State<'_, Desktop>, attempt_id: AttemptId) -> Answer<()> {
    Ok(desktop.connector().await?.attempts().open_consent(&attempt_id).await?)
}

#[tauri::command]
pub(crate) async fn copy_link<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: AttemptId,
) -> Answer<()> {
    let url = desktop.connector().await?.attempts().consent_url(&attempt_id)?;
    Ok(copy(&app, url.as_str())?)
}

#[tauri::command]
pub(crate) async fn paste_address<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    address: Option<String>,
) -> Answer<()> {
    let copied = || app.clipboard().read_text().map_err(|_| DesktopProblem::ClipboardEmpty);
    let address = PastedAddress::tidy(address.map_or_else(copied, Ok)?.as_bytes());
    desktop.connector().await?.attempts().receive_pasted(address).await?.unless_stuck()?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn cancel_attempt(desktop: State<'_, Desktop>, attempt_id: AttemptId) -> Answer<()> {
    Ok(desktop.connector().await?.attempts().cancel(&attempt_id).await?)
}

#[tauri::command]
pub(crate) async fn dismiss_attempt(desktop: State<'_, Desktop>, attempt_id: AttemptId) -> Answer<()> {
    Ok(desktop.connector().await?.attempts().dismiss(&attempt_id).await?)
}

#[tauri::command]
pub(crate) async fn retry_attempt(desktop: State<'_, Desktop>, attempt_id: AttemptId) -> Answer<()> {
    desktop.connector().await?.attempts().retry(&attempt_id).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn resolve_refused(
    desktop: State<'_, Desktop>,
    attempt_id: AttemptId,
    keep: bool,
) -> Answer<()> {
    desktop.connector().await?.attempts().resolve_refused(&attempt_id, keep).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn copy_attempt_details<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: AttemptId,
) -> Answer<()> {
    let attempt = desktop.connector().await?.attempts().get(&attempt_id).await?;
    Ok(copy(&app, switchhook_engine::details_of(&attempt)?)?)
}
