//! The window calls these commands for an account that is connected.

use switchhook_engine::OwnToken;
use switchhook_engine::contract::{AccountDetail, Dying};
use switchhook_engine::core::{Pasted, Region, check_access_token};
use tauri::State;
use tauri::ipc::Channel;

use crate::bulk_check::BulkCheck;
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn account_detail(desktop: State<'_, Desktop>, account_id: String) -> Answer<AccountDetail> {
    desktop.connector().await?.account_detail(&account_id).await
}

#[tauri::command]
pub(crate) async fn add_token(
    desktop: State<'_, Desktop>,
    token: String,
    region: Region,
    name: Option<String>,
    replaces: Option<String>,
) -> Answer<String> {
    let token = check_access_token(token).map_err(|mistake| mistake.report(Pasted::AccessToken))?;
    let own = OwnToken { token, region, api_base: None, name, replaces };
    Ok(desktop.connector().await?.add_own_token(own).await?.account.id)
}

#[tauri::command]
pub(crate) async fn open_in_intercom(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.open_workspace(&account_id).await
}

#[tauri::command]
pub(crate) async fn check_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    let checked = desktop.wake_sandbox_of(&account_id).await?.examine(&account_id).await?;
    // What else it found stands with the account, and with each figure.
    checked.untold.map_or(Ok(()), Err)
}

#[tauri::command]
pub(crate) async fn check_accounts(
    desktop: State<'_, Desktop>,
    bulk_check: State<'_, BulkCheck>,
    account_ids: Vec<String>,
    on_checked: Channel<u32>,
) -> Answer<Vec<String>> {
    bulk_check.check_each(&desktop, account_ids, |count| on_checked.send(count).is_ok()).await
}

#[tauri::command]
pub(crate) async fn stop_checking(bulk_check: State<'_, BulkCheck>) -> Answer<()> {
    bulk_check.stop();
    Ok(())
}

#[tauri::command]
pub(crate) async fn die_together(desktop: State<'_, Desktop>, account_id: String) -> Answer<Dying> {
    desktop.connector().await?.die_together(&account_id).await
}

#[tauri::command]
pub(crate) async fn read_figures(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.read_figures(&account_id).await.map(drop)
}

#[tauri::command]
pub(crate) async fn set_disabled(
    desktop: State<'_, Desktop>,
    account_id: String,
    disabled: bool,
) -> Answer<()> {
    desktop.connector().await?.set_disabled(&account_id, disabled).await.map(drop)
}

#[tauri::command]
pub(crate) async fn rename_account(
    desktop: State<'_, Desktop>,
    account_id: String,
    name: String,
) -> Answer<()> {
    desktop.connector().await?.rename(&account_id, &name).await.map(drop)
}

#[tauri::command]
pub(crate) async fn set_tags(
    desktop: State<'_, Desktop>,
    account_id: String,
    tags: Vec<String>,
) -> Answer<()> {
    desktop.connector().await?.set_tags(&account_id, tags).await.map(drop)
}

#[tauri::command]
pub(crate) async fn forget_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.connector().await?.forget(&account_id).await.map(drop)
}

#[tauri::command]
pub(crate) async fn uninstall_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.uninstall(&account_id).await.map(drop)
}
