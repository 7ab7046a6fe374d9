//! Commands for registrations: the apps that connect accounts.

use switchhook_engine::RegistrationChange;
use switchhook_engine::contract::{AppForm, AppGuide, DeployedBridge};
use switchhook_engine::core::{
    ClientSecret, Pasted, Region, RegistrationId, RegistrationProblem, check_client_secret,
};
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
) -> Answer<RegistrationId> {
    let new = app.with_secret(client_secret(secret)?);
    Ok(desktop.connector().await?.registrations().add(new).await?.id)
}

#[tauri::command]
pub(crate) async fn edit_registration(
    desktop: State<'_, Desktop>,
    registration_id: RegistrationId,
    app: AppForm,
    secret: Option<String>,
) -> Answer<()> {
    let client_secret = secret.map(client_secret).transpose()?;
    let change = RegistrationChange { client_secret, ..app.into() };
    desktop.connector().await?.registrations().edit(&registration_id, change).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn replace_secret(
    desktop: State<'_, Desktop>,
    registration_id: RegistrationId,
    secret: String,
) -> Answer<()> {
    let secret = client_secret(secret)?;
    desktop.connector().await?.registrations().replace_secret(&registration_id, secret).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn registration_accounts(
    desktop: State<'_, Desktop>,
    registration_id: RegistrationId,
) -> Answer<Vec<String>> {
    Ok(desktop.connector().await?.registrations().accounts_of(&registration_id).await?)
}

#[tauri::command]
pub(crate) async fn remove_registration(
    desktop: State<'_, Desktop>,
    registration_id: RegistrationId,
) -> Answer<()> {
    desktop.connector().await?.registrations().remove(&registration_id).await?;
    Ok(())
}

/// Asks the host of a bridge page for it, and compares it with the published ones.
#[tauri::command]
pub(crate) async fn check_bridge(address: String) -> Answer<DeployedBridge> {
    Ok(switchhook_engine::check_bridge(&address).await?)
}

#[tauri::command]
pub(crate) async fn copy_redirect_uri<R: Runtime>(app: AppHandle<R>, redirect_uri: String) -> Answer<()> {
    let uri = switchhook_engine::checked_redirect_uri(&redirect_uri)?;
    Ok(copy(&app, uri)?)
}

#[tauri::command]
pub(crate) async fn copy_client_id<R: Runtime>(app: AppHandle<R>, client_id: String) -> Answer<()> {
    Ok(copy(&app, switchhook_engine::checked_client_id(&client_id)?.as_str())?)
}

#[tauri::command]
pub(crate) async fn open_developer_hub(region: Region) -> Answer<()> {
    Ok(switchhook_engine::open_developer_hub(region).await?)
}

fn client_secret(text: String) -> Result<ClientSecret, RegistrationProblem> {
    let pasted = Pasted::ClientSecret;
    check_client_secret(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })
}
