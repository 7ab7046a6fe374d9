//! Declares the window's commands, so that capabilities can list each command, and embeds the UI.

use std::{fs, path::Path};

/// Every command of `commands`. The window can't call a command that is missing here.
const COMMANDS: &[&str] = &[
    "overview",
    "settings",
    "today",
    "put_off",
    "export_board",
    "show_put_off",
    "account_detail",
    "team_load",
    "read_team_load",
    "open_conversation",
    "rhythm",
    "set_working_hours",
    "set_thresholds",
    "watch",
    "open_vault",
    "stop_waiting",
    "begin_connect",
    "begin_sandbox",
    "open_again",
    "copy_link",
    "paste_address",
    "cancel_attempt",
    "dismiss_attempt",
    "retry_attempt",
    "resolve_refused",
    "add_token",
    "read_tokens",
    "add_tokens",
    "stop_adding",
    "app_guide",
    "add_registration",
    "edit_registration",
    "replace_secret",
    "registration_accounts",
    "remove_registration",
    "check_bridge",
    "copy_redirect_uri",
    "copy_client_id",
    "copy_attempt_details",
    "copy_details",
    "copy_shown",
    "copy_message",
    "copy_request",
    "open_in_intercom",
    "open_developer_hub",
    "check_account",
    "check_accounts",
    "stop_checking",
    "morning_reading",
    "set_morning_reading",
    "notify_needs",
    "set_notify_needs",
    "background_checks",
    "set_background_checks",
    "link_handler",
    "claim_links",
    "presence",
    "set_tray",
    "set_login",
    "health",
    "uninstall_impact",
    "read_figures",
    "set_disabled",
    "rename_account",
    "set_tags",
    "forget_account",
    "uninstall_account",
    "open_data_folder",
    "close_window",
    "quit",
    "set_zoom",
];

fn main() {
    placeholder();
    let attributes =
        tauri_build::Attributes::new().app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}

/// Writes a placeholder page where the UI is not built, so that a fresh clone builds and tests without Node. A release build
/// fails instead.
fn placeholder() {
    let index = Path::new("ui/dist/index.html");
    println!("cargo:rerun-if-changed=ui/dist");
    if index.exists() {
        return;
    }
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    assert!(!release, "ui/dist is missing: run `npm ci && npm run build` in ui");
    println!(
        "cargo:warning=ui/dist is missing: a placeholder page is embedded; `cargo xtask run` builds the real one"
    );
    let page =
        "<!doctype html><meta charset=utf-8><title>UI not built</title><p>Run <code>cargo xtask run</code>.";
    let written = fs::create_dir_all("ui/dist").and_then(|()| fs::write(index, page));
    assert!(written.is_ok(), "ui/dist can't be written");
}
