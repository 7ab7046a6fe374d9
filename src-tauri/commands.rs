//! What the window can call: each is one call of the connector. A new one is listed in `build.rs` and in
//! the capability of `tauri.conf.json` too, or it can't be called.

use std::time::Duration;

use switchhook_engine::contract::{
    AccountDetail, AppForm, AppGuide, Dying, LinkHandler, News, Presence, Settings,
};
use switchhook_engine::core::{
    ClientSecret, Code, DeepLink, ErrorReport, Pasted, Region, check_access_token, check_client_secret,
};
use switchhook_engine::{ConnectRequest, Details, OwnToken, RegistrationChange};
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, Runtime, State};
use tauri_plugin_clipboard_manager::ClipboardExt as _;
use tokio::time::{sleep, timeout};

use crate::bulk_check::BulkCheck;
use crate::links::scheme;
use crate::presence::{at_hand, login};
use crate::state::Desktop;

/// Less than a frame: what changes together is told as one.
const TOGETHER: Duration = Duration::from_millis(10);
/// Three frames: as long the steps of connecting are told as one, since the account mostly follows within them.
const AT_ONCE: Duration = Duration::from_millis(50);

type Answer<T> = Result<T, ErrorReport>;

pub(crate) fn all<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        overview,
        settings,
        account_detail,
        watch,
        open_vault,
        stop_waiting,
        begin_connect,
        begin_sandbox,
        open_again,
        copy_link,
        paste_address,
        cancel_attempt,
        dismiss_attempt,
        retry_attempt,
        resolve_refused,
        add_token,
        app_guide,
        add_registration,
        edit_registration,
        replace_secret,
        registration_accounts,
        remove_registration,
        copy_redirect_uri,
        copy_client_id,
        copy_attempt_details,
        copy_details,
        open_in_intercom,
        open_developer_hub,
        check_account,
        check_accounts,
        stop_checking,
        background_checks,
        set_background_checks,
        link_handler,
        claim_links,
        presence,
        set_tray,
        set_login,
        die_together,
        read_figures,
        set_disabled,
        rename_account,
        set_tags,
        forget_account,
        uninstall_account,
    ]
}

#[tauri::command]
async fn overview(desktop: State<'_, Desktop>, has: Option<u32>) -> Answer<News> {
    let connector = desktop.connector().await?;
    // Before the reading: what changes meanwhile is told.
    desktop.reads(*connector.follow().borrow());
    Ok(desktop.news(connector.overview().await?, has))
}

#[tauri::command]
async fn settings(desktop: State<'_, Desktop>) -> Answer<Settings> {
    Ok(desktop.connector().await?.settings())
}

#[tauri::command]
async fn account_detail(desktop: State<'_, Desktop>, account_id: String) -> Answer<AccountDetail> {
    desktop.connector().await?.account_detail(&account_id).await
}

/// What the page is told by itself: something changed, which it reads; or the window was to be closed, and stays for the
/// sake of a token that is not stored.
const CHANGED: &str = "changed";
const MUST_STAY: &str = "must_stay";

#[tauri::command]
async fn watch(desktop: State<'_, Desktop>, on_change: Channel<&'static str>) -> Answer<()> {
    let connector = desktop.connector().await?;
    let mut changes = connector.follow();
    // What changed since the page has read is told first.
    if desktop.is_behind(*changes.borrow()) {
        changes.mark_changed();
    }
    loop {
        let told = tokio::select! {
            changed = changes.changed() => match changed {
                Ok(()) => {
                    if connector.is_driving() {
                        let _ = timeout(AT_ONCE, connector.at_rest()).await;
                    } else {
                        sleep(TOGETHER).await;
                    }
                    changes.mark_unchanged();
                    CHANGED
                }
                Err(_) => return Ok(()),
            },
            () = desktop.stayed() => MUST_STAY,
        };
        if on_change.send(told).is_err() {
            return Ok(());
        }
    }
}

#[tauri::command]
async fn open_vault(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.connector().await?.open_vault().await
}

#[tauri::command]
async fn stop_waiting(desktop: State<'_, Desktop>) -> Answer<()> {
    desktop.connector().await?.stop_waiting();
    Ok(())
}

#[tauri::command]
async fn begin_connect(
    desktop: State<'_, Desktop>,
    registration_id: String,
    reconnects: Option<String>,
    workspace: Option<String>,
) -> Answer<String> {
    let registration = registration_id;
    desktop.begin(ConnectRequest { registration, reconnects, workspace, ..Default::default() }).await
}

#[tauri::command]
async fn begin_sandbox(desktop: State<'_, Desktop>) -> Answer<String> {
    let registration = desktop.sandbox_registration().await?;
    desktop.begin(ConnectRequest { registration, ..Default::default() }).await
}

#[tauri::command]
async fn open_again(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.open_consent(&attempt_id).await
}

#[tauri::command]
async fn copy_link<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: String,
) -> Answer<()> {
    let url = desktop.connector().await?.consent_url(&attempt_id)?;
    copy(&app, url.as_str())
}

#[tauri::command]
async fn paste_address<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    address: Option<String>,
) -> Answer<()> {
    let address = address.map_or_else(|| app.clipboard().read_text().map_err(|_| no_clipboard()), Ok)?;
    desktop.connector().await?.receive(DeepLink::new(address.trim())).await?.unless_stuck().map(drop)
}

#[tauri::command]
async fn cancel_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.cancel(&attempt_id).await
}

#[tauri::command]
async fn dismiss_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.dismiss(&attempt_id).await
}

#[tauri::command]
async fn retry_attempt(desktop: State<'_, Desktop>, attempt_id: String) -> Answer<()> {
    desktop.connector().await?.retry(&attempt_id).await.map(drop)
}

#[tauri::command]
async fn resolve_refused(desktop: State<'_, Desktop>, attempt_id: String, keep: bool) -> Answer<()> {
    desktop.connector().await?.resolve_refused(&attempt_id, keep).await.map(drop)
}

#[tauri::command]
async fn add_token(
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
fn app_guide() -> AppGuide {
    switchhook_engine::app_guide()
}

#[tauri::command]
async fn add_registration(desktop: State<'_, Desktop>, app: AppForm, secret: String) -> Answer<String> {
    let new = app.with_secret(client_secret(secret)?);
    Ok(desktop.connector().await?.add_registration(new).await?.id)
}

#[tauri::command]
async fn edit_registration(
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
async fn replace_secret(desktop: State<'_, Desktop>, registration_id: String, secret: String) -> Answer<()> {
    let secret = client_secret(secret)?;
    desktop.connector().await?.replace_secret(&registration_id, secret).await.map(drop)
}

#[tauri::command]
async fn registration_accounts(desktop: State<'_, Desktop>, registration_id: String) -> Answer<Vec<String>> {
    desktop.connector().await?.accounts_of_registration(&registration_id).await
}

#[tauri::command]
async fn remove_registration(desktop: State<'_, Desktop>, registration_id: String) -> Answer<()> {
    desktop.connector().await?.remove_registration(&registration_id).await.map(drop)
}

#[tauri::command]
async fn copy_redirect_uri<R: Runtime>(app: AppHandle<R>, redirect_uri: String) -> Answer<()> {
    let uri = switchhook_engine::checked_redirect_uri(&redirect_uri)?;
    copy(&app, uri)
}

#[tauri::command]
async fn copy_client_id<R: Runtime>(app: AppHandle<R>, client_id: String) -> Answer<()> {
    copy(&app, switchhook_engine::checked_client_id(client_id)?)
}

#[tauri::command]
async fn copy_attempt_details<R: Runtime>(
    app: AppHandle<R>,
    desktop: State<'_, Desktop>,
    attempt_id: String,
) -> Answer<()> {
    let attempt = desktop.connector().await?.attempt(&attempt_id).await?;
    copy(&app, switchhook_engine::details_of(&attempt)?)
}

#[tauri::command]
async fn copy_details<R: Runtime>(
    app: AppHandle<R>,
    code: String,
    message: String,
    hint: String,
    provider_code: Option<String>,
) -> Answer<()> {
    let provider_code = provider_code.as_deref();
    copy(&app, Details { code: &code, message: &message, hint: &hint, provider_code }.text())
}

#[tauri::command]
async fn open_in_intercom(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.open_workspace(&account_id).await
}

#[tauri::command]
async fn open_developer_hub(region: Region) -> Answer<()> {
    switchhook_engine::open_developer_hub(region).await
}

#[tauri::command]
async fn check_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    let checked = desktop.wake_sandbox_of(&account_id).await?.examine(&account_id).await?;
    // What else it found stands with the account, and with each figure.
    checked.untold.map_or(Ok(()), Err)
}

#[tauri::command]
async fn check_accounts(
    desktop: State<'_, Desktop>,
    bulk_check: State<'_, BulkCheck>,
    account_ids: Vec<String>,
    on_checked: Channel<u32>,
) -> Answer<Vec<String>> {
    bulk_check.check_each(&desktop, account_ids, |count| on_checked.send(count).is_ok()).await
}

#[tauri::command]
async fn stop_checking(bulk_check: State<'_, BulkCheck>) -> Answer<()> {
    bulk_check.stop();
    Ok(())
}

#[tauri::command]
async fn background_checks(desktop: State<'_, Desktop>) -> Answer<bool> {
    desktop.connector().await?.background_checks().await
}

#[tauri::command]
async fn set_background_checks(desktop: State<'_, Desktop>, on: bool) -> Answer<()> {
    desktop.connector().await?.set_background_checks(on).await
}

#[tauri::command]
async fn link_handler<R: Runtime>(app: AppHandle<R>) -> Answer<LinkHandler> {
    Ok(scheme::handler(&app).await)
}

#[tauri::command]
async fn claim_links<R: Runtime>(app: AppHandle<R>) -> Answer<LinkHandler> {
    scheme::claim(&app).await
}

#[tauri::command]
async fn presence(desktop: State<'_, Desktop>) -> Answer<Presence> {
    at_hand::presence(&desktop).await
}

#[tauri::command]
async fn set_tray<R: Runtime>(app: AppHandle<R>, on: bool) -> Answer<()> {
    at_hand::set_tray(&app, on).await
}

#[tauri::command]
async fn set_login(on: bool) -> Answer<()> {
    login::set(on)
}

#[tauri::command]
async fn die_together(desktop: State<'_, Desktop>, account_id: String) -> Answer<Dying> {
    desktop.connector().await?.die_together(&account_id).await
}

#[tauri::command]
async fn read_figures(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.read_figures(&account_id).await.map(drop)
}

#[tauri::command]
async fn set_disabled(desktop: State<'_, Desktop>, account_id: String, disabled: bool) -> Answer<()> {
    desktop.connector().await?.set_disabled(&account_id, disabled).await.map(drop)
}

#[tauri::command]
async fn rename_account(desktop: State<'_, Desktop>, account_id: String, name: String) -> Answer<()> {
    desktop.connector().await?.rename(&account_id, &name).await.map(drop)
}

#[tauri::command]
async fn set_tags(desktop: State<'_, Desktop>, account_id: String, tags: Vec<String>) -> Answer<()> {
    desktop.connector().await?.set_tags(&account_id, tags).await.map(drop)
}

#[tauri::command]
async fn forget_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.connector().await?.forget(&account_id).await.map(drop)
}

#[tauri::command]
async fn uninstall_account(desktop: State<'_, Desktop>, account_id: String) -> Answer<()> {
    desktop.wake_sandbox_of(&account_id).await?.uninstall(&account_id).await.map(drop)
}

fn copy<R: Runtime>(app: &AppHandle<R>, text: impl Into<String>) -> Answer<()> {
    app.clipboard().write_text(text.into()).map_err(|_| {
        ErrorReport::new(Code::NotFound)
            .saying("The clipboard can't be used.")
            .hinting("Select the text and copy it by hand.")
    })
}

fn no_clipboard() -> ErrorReport {
    ErrorReport::new(Code::NotFound)
        .saying("The clipboard can't be used, or holds no text.")
        .hinting("Copy the whole address from your browser, then paste it into the field.")
}

fn client_secret(text: String) -> Answer<ClientSecret> {
    check_client_secret(text).map_err(|mistake| mistake.report(Pasted::ClientSecret))
}
