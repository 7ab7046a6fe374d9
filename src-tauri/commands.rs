//! The commands of the window. Each makes one call of the connector. The window can call a new command only after `build.rs`
//! and the capability of `tauri.conf.json` list it too.

mod account;
mod app;
mod attempt;
mod page;
mod settings;
mod tokens;
mod window;

use tauri::Runtime;
use tauri::ipc::Invoke;

/// Returns the handler of all commands.
pub(crate) fn all<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        page::overview,
        settings::settings,
        page::today,
        account::put_off,
        page::export_board,
        account::show_put_off,
        account::account_detail,
        account::team_load,
        account::read_team_load,
        account::open_conversation,
        account::rhythm,
        account::set_working_hours,
        account::set_thresholds,
        page::watch,
        page::open_vault,
        page::stop_waiting,
        attempt::begin_connect,
        attempt::begin_sandbox,
        attempt::open_again,
        attempt::copy_link,
        attempt::paste_address,
        attempt::cancel_attempt,
        attempt::dismiss_attempt,
        attempt::retry_attempt,
        attempt::resolve_refused,
        tokens::add_token,
        tokens::read_tokens,
        tokens::add_tokens,
        tokens::stop_adding,
        app::app_guide,
        app::add_registration,
        app::edit_registration,
        app::replace_secret,
        app::registration_accounts,
        app::remove_registration,
        app::check_bridge,
        app::copy_redirect_uri,
        app::copy_client_id,
        attempt::copy_attempt_details,
        page::copy_details,
        page::copy_shown,
        page::copy_message,
        page::copy_request,
        account::open_in_intercom,
        app::open_developer_hub,
        account::check_account,
        account::check_accounts,
        account::stop_checking,
        settings::morning_reading,
        settings::set_morning_reading,
        settings::notify_needs,
        settings::set_notify_needs,
        settings::background_checks,
        settings::set_background_checks,
        settings::link_handler,
        settings::claim_links,
        settings::presence,
        settings::set_tray,
        settings::set_login,
        settings::health,
        account::uninstall_impact,
        account::read_figures,
        account::set_disabled,
        account::rename_account,
        account::set_tags,
        account::forget_account,
        account::uninstall_account,
        settings::open_data_folder,
        window::close_window,
        window::quit,
        window::set_zoom,
    ]
}
