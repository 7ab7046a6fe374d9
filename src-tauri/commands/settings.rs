//! Commands for settings, and for the program's place on the desktop: link handler, tray and start at login.

use switchhook_engine::contract::{LinkHandler, Presence, Settings};
use tauri::{AppHandle, Runtime, State};

use crate::links::scheme;
use crate::presence::{login, reachable};
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn settings(desktop: State<'_, Desktop>) -> Answer<Settings> {
    Ok(desktop.connector().await?.view().settings())
}

/// Opens the home. The page names no path.
#[tauri::command]
pub(crate) async fn open_data_folder(desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.connector().await?.home().open_folder().await?)
}

#[tauri::command]
pub(crate) async fn background_checks(desktop: State<'_, Desktop>) -> Answer<bool> {
    Ok(desktop.connector().await?.preferences().background_checks().await?)
}

#[tauri::command]
pub(crate) async fn set_background_checks(desktop: State<'_, Desktop>, on: bool) -> Answer<()> {
    Ok(desktop.connector().await?.preferences().set_background_checks(on).await?)
}

#[tauri::command]
pub(crate) async fn link_handler<R: Runtime>(app: AppHandle<R>) -> Answer<LinkHandler> {
    Ok(scheme::handler(&app).await)
}

#[tauri::command]
pub(crate) async fn claim_links<R: Runtime>(app: AppHandle<R>) -> Answer<LinkHandler> {
    Ok(scheme::claim(&app).await?)
}

#[tauri::command]
pub(crate) async fn presence(desktop: State<'_, Desktop>) -> Answer<Presence> {
    Ok(reachable::presence(&desktop).await?)
}

#[tauri::command]
pub(crate) async fn set_tray<R: Runtime>(app: AppHandle<R>, on: bool) -> Answer<()> {
    Ok(reachable::set_tray(&app, on).await?)
}

#[tauri::command]
pub(crate) async fn set_login(on: bool) -> Answer<()> {
    Ok(login::set(on)?)
}
