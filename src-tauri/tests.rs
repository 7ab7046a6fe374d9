//! Tests of the window's permissions, with Tauri's own access list and the real configuration.

mod configuration;

use std::ffi::OsString;

use serde_json::{Value, json};
use switchhook_engine::Home;
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager as _, WebviewUrl, WebviewWindowBuilder};

use crate::bulk_check::BulkCheck;
use crate::context::context;
use crate::links::launch::Launch;
use crate::presence::tray::Icon;
use crate::state::Desktop;
use configuration::commands;

struct Running {
    app: App<MockRuntime>,
    _folder: tempfile::TempDir,
}

/// The error of Tauri or of the command, as the page gets it.
#[derive(Debug)]
struct Refused(String);

impl Refused {
    fn says(&self, words: &str) -> bool {
        self.0.contains(words)
    }
}

fn running() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::at(folder.path()).unwrap();
    // These tests need no plugin. The single-instance plugin would need a session bus.
    let app = mock_builder().invoke_handler(crate::commands::all()).build(context()).unwrap();
    app.manage(Desktop::new(home));
    app.manage(BulkCheck::default());
    app.manage(Icon::default());
    Running { app, _folder: folder }
}

/// Calls a command from the window `label`, as a page of `origin` would.
fn call(
    running: &Running,
    label: &str,
    origin: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Refused> {
    let app = &running.app;
    let window = app.get_webview_window(label).unwrap_or_else(|| {
        WebviewWindowBuilder::new(app, label, WebviewUrl::App("index.html".into())).build().unwrap()
    });
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: origin.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.to_string(),
    };
    let answer = get_ipc_response(&window, request);
    answer.map(|body| body.deserialize().unwrap()).map_err(|error| Refused(error.to_string()))
}

const OURS: &str = "tauri://localhost";

#[test]
fn window_may_read_the_overview() {
    let overview = call(&running(), "main", OURS, "overview", json!({})).unwrap();
    assert_eq!(overview["accounts"], json!([]), "an empty home");
    assert_eq!(overview["vault"]["mode"], "os_keyring");
}

#[test]
fn list_of_tokens_is_read_up_to_a_mebibyte() {
    let running = running();
    let read = |list: String| call(&running, "main", OURS, "read_tokens", json!({ "list": list }));
    assert_eq!(read("\n".repeat(1024 * 1024)).unwrap(), json!([]));
    assert!(read("\n".repeat(1024 * 1024 + 1)).unwrap_err().says("list_too_long"));
}

#[test]
fn hours_thresholds_and_choices_arrive_as_the_page_sends_them() {
    let running = running();
    let answer = |command, arguments| call(&running, "main", OURS, command, arguments);
    assert_eq!(answer("morning_reading", json!({})).unwrap(), "unasked");
    answer("set_morning_reading", json!({ "on": false })).unwrap();
    assert_eq!(answer("morning_reading", json!({})).unwrap(), "off");
    answer("set_notify_needs", json!({ "on": true })).unwrap();
    assert_eq!(answer("notify_needs", json!({})).unwrap(), true);
    let hours = json!({ "days": [true, true, true, true, true, false, false], "from": 540, "to": 1020, "zone": "UTC" });
    let thresholds =
        json!({ "wait_minutes": null, "low_ratings": 1, "busy_percent": 150, "hand_over_percent": 150 });
    for (command, arguments) in [
        ("rhythm", json!({ "accountId": "nobody" })),
        ("team_load", json!({ "accountId": "nobody" })),
        ("read_team_load", json!({ "accountId": "nobody" })),
        ("open_conversation", json!({ "accountId": "nobody", "conversation": "1" })),
        ("set_working_hours", json!({ "accountId": "nobody", "hours": null })),
        ("set_working_hours", json!({ "accountId": "nobody", "hours": hours })),
        ("set_thresholds", json!({ "accountId": "nobody", "thresholds": thresholds })),
    ] {
        let refused = answer(command, arguments).unwrap_err();
        assert!(refused.says("not_found"), "{command}: {refused:?}");
    }
}

#[test]
fn every_command_of_the_build_script_is_granted_and_known() {
    let running = running();
    // These commands would wait, ask the keyring, start a sandbox, or make this test the handler of this computer's links.
    // Others would open a file manager, write a file or to the clipboard, or end this test.
    let acting = [
        "watch",
        "open_vault",
        "begin_sandbox",
        "link_handler",
        "claim_links",
        "copy_request",
        "export_board",
        "open_data_folder",
        "close_window",
        "quit",
    ];
    for command in commands().iter().filter(|command| !acting.contains(command)) {
        // Wrong arguments make the command fail, but not as unknown or forbidden.
        if let Err(error) = call(&running, "main", OURS, command, json!({ "address": 1 })) {
            assert!(!error.says("not allowed") && !error.says("not found"), "{command}: {error:?}");
        }
    }
}

#[test]
fn nothing_of_tauri_or_its_plugins_can_be_called() {
    let running = running();
    for command in [
        "plugin:event|listen",
        "plugin:event|emit",
        "plugin:deep-link|get_current",
        "plugin:clipboard-manager|read_text",
        "plugin:webview|create_webview_window",
        "plugin:window|close",
        "plugin:path|resolve",
        "plugin:shell|open",
    ] {
        let refused = call(&running, "main", OURS, command, json!({})).expect_err(command);
        assert!(refused.says("not allowed"), "{command} must be refused by the access list: {refused:?}");
    }
}

#[test]
fn another_window_and_a_foreign_page_may_call_nothing() {
    let running = running();
    let elsewhere = call(&running, "other", OURS, "overview", json!({})).unwrap_err();
    assert!(elsewhere.says("not allowed"), "{elsewhere:?}");
    for origin in [
        "https://evil.example",
        "http://localhost",
        "http://127.0.0.1:8080",
        "http://tauri.localhost.evil.example",
        "tauri://evil",
        "tauri://localhost.evil",
        "file:///etc/passwd",
        "about:blank",
        "data:text/html,x",
    ] {
        for command in commands() {
            let foreign = call(&running, "main", origin, command, json!({})).expect_err(origin);
            assert!(foreign.says("not allowed"), "{command} from {origin}: {foreign:?}");
        }
    }
}

#[test]
fn zoom_stays_between_a_half_and_three_times() {
    for (percent, factor) in
        [(0, 0.5), (49, 0.5), (50, 0.5), (110, 1.1), (300, 3.0), (301, 3.0), (u16::MAX, 3.0)]
    {
        assert!((crate::window::zoom_factor(percent) - factor).abs() < f64::EPSILON, "{percent}");
    }
}

#[test]
fn link_is_accepted_only_as_the_single_argument() {
    let launch = |args: &[&str]| Launch::from_args(args.iter().map(OsString::from));
    assert!(matches!(launch(&["switchhook"]), Ok(Launch::Plain)));
    assert!(matches!(launch(&["switchhook", "app.switchhook.dev:/callback?x"]), Ok(Launch::Link(_))));
    assert!(matches!(launch(&["switchhook", "--hidden"]), Ok(Launch::Hidden)));
    assert!(matches!(launch(&["switchhook", "--say"]), Ok(Launch::ShowMessage)));
    assert!(matches!(launch(&["switchhook", "--hidden", "app.switchhook.dev:/callback"]), Ok(Launch::Plain)));
    assert!(matches!(launch(&["switchhook", "--flag", "app.switchhook.dev:/callback"]), Ok(Launch::Plain)));
}

#[cfg(unix)]
#[test]
fn argument_that_is_not_utf8_is_refused_before_plugins() {
    use std::os::unix::ffi::OsStringExt as _;
    let args = [OsString::from("switchhook"), OsString::from_vec(vec![0xff, 0xfe])];
    assert!(Launch::from_args(args.into_iter()).is_err());
}

#[test]
fn development_build_shares_no_name_with_an_installed_one() {
    let context: tauri::Context<MockRuntime> = context();
    assert_eq!(context.config().identifier, "app.switchhook.dev", "tests are development builds");
    let file = configuration::file();
    assert_eq!(file["identifier"], "app.switchhook", "the package is the release");
    assert_eq!(file["plugins"]["deep-link"]["desktop"]["schemes"], json!(["app.switchhook"]));
    let entry = include_str!("../packaging/linux/app.switchhook.desktop");
    for line in ["Exec=/usr/bin/switchhook-desktop %u", "MimeType=x-scheme-handler/app.switchhook;"] {
        assert!(entry.lines().any(|known| known == line), "a packaged program is handed its link: {entry}");
    }
}
