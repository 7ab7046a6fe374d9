//! Commands for accounts.

use switchhook_engine::contract::{
    AccountDetail, AccountThresholds, CheckedAccounts, Rhythm, TeamLoad, UninstallImpact, WorkingHours,
};
use switchhook_engine::core::{AccountId, Need};
use switchhook_engine::{Connector, PutOffFor};
use tauri::State;
use tauri::ipc::Channel;

use crate::bulk_check::BulkCheck;
use crate::state::{Answer, Desktop};

#[tauri::command]
pub(crate) async fn account_detail(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
) -> Answer<AccountDetail> {
    Ok(desktop.connector().await?.view().account_detail(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn team_load(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<TeamLoad> {
    Ok(desktop.connector().await?.view().team_load(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn read_team_load(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    Ok(desktop.wake_sandbox_of(&account_id).await?.remote().read_team(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn open_conversation(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    conversation: String,
) -> Answer<()> {
    let connector = desktop.wake_sandbox_of(&account_id).await?;
    Ok(connector.remote().open_conversation(&account_id, &conversation).await?)
}

#[tauri::command]
pub(crate) async fn rhythm(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<Rhythm> {
    Ok(desktop.connector().await?.accounts().rhythm(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn set_working_hours(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    hours: Option<WorkingHours>,
) -> Answer<()> {
    let connector = desktop.connector().await?;
    connector.accounts().set_working_hours(&account_id, hours).await?;
    count_long_waits(connector, account_id);
    Ok(())
}

#[tauri::command]
pub(crate) async fn set_thresholds(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    thresholds: AccountThresholds,
) -> Answer<()> {
    let connector = desktop.connector().await?;
    connector.accounts().set_thresholds(&account_id, thresholds).await?;
    count_long_waits(connector, account_id);
    Ok(())
}

/// Counts the long waits of an account anew. The choice is stored already, so the page waits for no answer and for no keyring.
fn count_long_waits(connector: &Connector, account_id: AccountId) {
    let remote = connector.remote().clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = remote.count_long_waits(&account_id).await {
            tracing::info!(code = error.code().as_str(), "the long waits could not be counted");
        }
    });
}

#[tauri::command]
pub(crate) async fn put_off(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    need: Need,
    since: Option<String>,
    how_long: PutOffFor,
) -> Answer<()> {
    Ok(desktop.connector().await?.accounts().put_off(&account_id, &need, since, how_long).await?)
}

#[tauri::command]
pub(crate) async fn show_put_off(desktop: State<'_, Desktop>) -> Answer<()> {
    Ok(desktop.connector().await?.accounts().show_put_off().await?)
}

#[tauri::command]
pub(crate) async fn open_in_intercom(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    Ok(desktop.wake_sandbox_of(&account_id).await?.remote().open_workspace(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn check_account(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    let checked = desktop.wake_sandbox_of(&account_id).await?.remote().check_in_full(&account_id).await?;
    // The account and its figures hold the other problems that the check found.
    checked.untold.map_or(Ok(()), Err)
}

#[tauri::command]
pub(crate) async fn check_accounts(
    desktop: State<'_, Desktop>,
    bulk_check: State<'_, BulkCheck>,
    account_ids: Vec<AccountId>,
    whole: bool,
    on_checked: Channel<u32>,
) -> Answer<CheckedAccounts> {
    Ok(bulk_check.check_each(&desktop, account_ids, whole, |count| on_checked.send(count).is_ok()).await?)
}

#[tauri::command]
pub(crate) async fn stop_checking(bulk_check: State<'_, BulkCheck>) -> Answer<()> {
    bulk_check.stop();
    Ok(())
}

#[tauri::command]
pub(crate) async fn uninstall_impact(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
) -> Answer<UninstallImpact> {
    Ok(desktop.connector().await?.remote().uninstall_impact(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn read_figures(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    Ok(desktop.wake_sandbox_of(&account_id).await?.remote().read_figures(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn set_disabled(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    disabled: bool,
) -> Answer<()> {
    desktop.connector().await?.accounts().set_disabled(&account_id, disabled).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn rename_account(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    name: String,
) -> Answer<()> {
    desktop.connector().await?.accounts().rename(&account_id, &name).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn set_tags(
    desktop: State<'_, Desktop>,
    account_id: AccountId,
    tags: Vec<String>,
) -> Answer<()> {
    desktop.connector().await?.accounts().set_tags(&account_id, tags).await?;
    Ok(())
}

#[tauri::command]
pub(crate) async fn forget_account(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    Ok(desktop.connector().await?.accounts().forget(&account_id).await?)
}

#[tauri::command]
pub(crate) async fn uninstall_account(desktop: State<'_, Desktop>, account_id: AccountId) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.remote().uninstall(&account_id).await?;
    Ok(())
}
