//! The window calls these commands for a registration: an app that accounts are connected by.

use switchhook_engine::RegistrationChange;
use switchhook_engine::contract::{AppForm, AppGuide};
use switchhook_engine::core::{ClientSecret, Pasted, Region, check_client_secret};
use tauri::{AppHandle, Runtime, State};

use crate::clipboard::copy;
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) fn app_guide() -> AppGuide {
    switchhook_engine::app_guide()
}

#[tauri::command]
pub(crate) async fn add_registration(
    desktop: State<'_, Desktop>,
    app: AppForm,
    secret: String,
) -> Answer<String> {
    let new = app.with_secret(client_secret(secret)?);
    Ok(desktop.connector().await?.add_registration(new).await?.id)
}

#[tauri::command]
pub(crate) async fn edit_registration(
    desktop: State<'_, Desktop>,
    registration_id: String,
    app: AppForm,
    secret: Option<String>,
) -> Answer<()> {
    let client_secret = secret.map(client_secret).transpose()?;
    let change = RegistrationChange { client_secret, ..app.into() };
    desktop.connector().await?.edit_registration(&registration_id, change).await.map(drop)
}

#[tauri::command]
pub(crate) async fn replace_secret(
    desktop: State<'_, Desktop>,
    registration_id: String,
    secret: String,
) -> Answer<()> {
    let secret = client_secret(secret)?;
    desktop.connector().await?.replace_secret(&registration_id, secret).await.map(drop)
}

#[tauri::command]
pub(crate) async fn registration_accounts(
    desktop: State<'_, Desktop>,
    registration_id: String,
) -> Answer<Vec<String>> {
    desktop.connector().await?.accounts_of_registration(&registration_id).await
}

#[tauri::command]
pub(crate) async fn remove_registration(desktop: State<'_, Desktop>, registration_id: String) -> Answer<()> {
    desktop.connector().await?.remove_registration(&registration_id).await.map(drop)
}

#[tauri::command]
pub(crate) async fn copy_redirect_uri<R: Runtime>(app: AppHandle<R>, redirect_uri: String) -> Answer<()> {
    let uri = switchhook_engine::checked_redirect_uri(&redirect_uri)?;
    copy(&app, uri)
}

#[tauri::command]
pub(crate) async fn copy_client_id<R: Runtime>(app: AppHandle<R>, client_id: String) -> Answer<()> {
    copy(&app, switchhook_engine::checked_client_id(client_id)?)
}

#[tauri::command]
pub(crate) async fn open_developer_hub(region: Region) -> Answer<()> {
    switchhook_engine::open_developer_hub(region).await
}

fn client_secret(text: String) -> Answer<ClientSecret> {
    check_client_secret(text).map_err(|mistake| mistake.report(Pasted::ClientSecret))
}
