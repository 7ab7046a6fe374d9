//! Commands for settings, and for the program's place on the desktop: link handler, tray and start at login.

use switchhook_engine::Orders;
use switchhook_engine::contract::{LinkHandler, MorningReading, Presence, Settings};
use switchhook_engine::core::{DesktopProblem, HealthReport};
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
pub(crate) async fn morning_reading(desktop: State<'_, Desktop>) -> Answer<MorningReading> {
    Ok(desktop.connector().await?.preferences().morning_reading().await?)
}

/// Turns the reading each morning on or off. It needs a running Switchhook, so turning it on turns start at login on too.
#[tauri::command]
pub(crate) async fn set_morning_reading(desktop: State<'_, Desktop>, on: bool) -> Answer<()> {
    desktop.connector().await?.preferences().set_morning_reading(on).await?;
    match on.then(|| login::set(true)) {
        // A system without such entries reads while Switchhook runs.
        None | Some(Ok(()) | Err(DesktopProblem::NotHere)) => Ok(()),
        Some(Err(problem)) => Err(problem.into()),
    }
}

#[tauri::command]
pub(crate) async fn notify_needs(desktop: State<'_, Desktop>) -> Answer<bool> {
    Ok(desktop.connector().await?.preferences().notify_needs().await?)
}

#[tauri::command]
pub(crate) async fn set_notify_needs(desktop: State<'_, Desktop>, on: bool) -> Answer<()> {
    Ok(desktop.connector().await?.preferences().set_notify_needs(on).await?)
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

/// Examines the home and this computer. `fix` mends what is safe to mend, `round_trip` sends a link out and back.
#[tauri::command]
pub(crate) async fn health(desktop: State<'_, Desktop>, fix: bool, round_trip: bool) -> Answer<HealthReport> {
    let orders = Orders { fix, round_trip, offline: false };
    Ok(desktop.doctor().await.examine(orders).await)
}
