//! Tests that the configuration is as strict as intended, and that the other lists of commands agree with it. `tests.rs` and
//! `tests/desktop/page_isolation.rs` (in the real window) test its effect.

use serde_json::{Value, json};

pub(super) fn file() -> Value {
    serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap()
}

/// Returns the items of a comma-separated list between two places of a source, without quotation marks.
fn listed<'s>(source: &'s str, from: &str, to: &str) -> Vec<&'s str> {
    let (_, rest) = source.split_once(from).unwrap();
    let (list, _) = rest.split_once(to).unwrap();
    list.split(',').map(|item| item.trim().trim_matches('"')).filter(|item| !item.is_empty()).collect()
}

/// Returns the commands that the build script declares.
pub(super) fn commands() -> Vec<&'static str> {
    listed(include_str!("../build.rs"), "const COMMANDS: &[&str] = &[", "];")
}

#[test]
fn four_lists_of_commands_are_equal() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    // The handler names each command by its module's path.
    let handled: Vec<&str> = listed(include_str!("../commands.rs"), "tauri::generate_handler![", "]")
        .into_iter()
        .map(|path| path.rsplit("::").next().unwrap())
        .collect();
    assert_eq!(handled, commands, "the handler knows exactly what the build script declares");
    let granted: Vec<String> =
        commands.iter().map(|command| format!("allow-{}", command.replace('_', "-"))).collect();
    let configuration = file();
    let capabilities = configuration["app"]["security"]["capabilities"].as_array().unwrap();
    assert_eq!(capabilities.len(), 1, "there is one window, so there is one capability");
    assert_eq!(capabilities[0]["permissions"], json!(granted), "exactly these are granted");
    let api = include_str!("../../ui/api.ts");
    let mut called: Vec<&str> =
        api.split("invoke<").skip(1).map(|call| call.split('"').nth(1).unwrap()).collect();
    called.sort_unstable();
    let mut sorted = commands;
    sorted.sort_unstable();
    assert_eq!(called, sorted, "the page's one door calls each of them, once");
}

#[test]
fn capability_covers_only_the_main_window_and_local_pages() {
    let configuration = file();
    let capability = configuration["app"]["security"]["capabilities"][0].as_object().unwrap();
    let facts: Vec<&String> = capability.keys().collect();
    assert_eq!(facts, ["description", "identifier", "permissions", "windows"], "no `remote`, no `webviews`");
    assert_eq!(capability["windows"], json!(["main"]), "by its name, not by a pattern");
    assert_eq!(configuration["app"]["windows"][0]["label"], "main");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for more in ["capabilities", "src-tauri/capabilities"] {
        assert!(!folder.join(more).exists(), "{more} would grant more than the configuration says");
    }
}

#[test]
fn page_policy_allows_only_its_own_sources() {
    let configuration = file();
    let (app, security) = (&configuration["app"], &configuration["app"]["security"]);
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(security["freezePrototype"], true);
    let facts: Vec<&String> = security.as_object().unwrap().keys().collect();
    assert_eq!(
        facts,
        ["capabilities", "csp", "freezePrototype"],
        "no asset protocol, no dangerous switch, no policy for development only"
    );
    let policy = security["csp"].as_str().unwrap();
    assert!(policy.starts_with("default-src 'none';"), "the default refuses everything else: {policy}");
    let mut sources: Vec<&str> = policy.split("; ").flat_map(|rule| rule.split(' ').skip(1)).collect();
    sources.sort_unstable();
    sources.dedup();
    assert_eq!(
        sources,
        ["'none'", "'self'", "data:", "http://ipc.localhost", "ipc:"],
        "nothing remote, inline or evaluated: only our own files, our own commands, and pictures in the page"
    );
    for rule in ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "script-src 'self'"] {
        assert!(policy.split("; ").any(|its| its == rule), "{rule} is not covered by the default");
    }
    for window in app["windows"].as_array().unwrap() {
        let facts: Vec<&String> = window.as_object().unwrap().keys().collect();
        assert_eq!(
            facts,
            ["create", "height", "label", "minHeight", "minWidth", "title", "visible", "width"],
            "no address, no tools of developers, no argument of a browser"
        );
    }
    let manifest = include_str!("../../Cargo.toml");
    assert!(!manifest.contains("devtools"), "a release has no tools of developers");
}

#[test]
fn window_shows_only_its_own_page() {
    let ours = |address: &str| crate::window::is_ours(&address.parse().unwrap(), None);
    assert!(ours("tauri://localhost/") && ours("tauri://localhost/index.html?x#y"));
    for address in [
        "tauri://evil/",
        "tauri://localhost.evil/",
        "tauri://evil/localhost",
        "http://localhost/",
        "https://localhost/",
        "http://tauri.localhost.evil/",
        "https://example.com/",
        "file:///etc/passwd",
        "data:text/html,x",
        "blob:tauri://localhost/0",
        "javascript:0",
        "about:blank",
        "about:srcdoc",
        "ipc://localhost/overview",
        "app.switchhook.dev:/callback",
    ] {
        assert!(!ours(address), "{address}");
    }
    let development = "http://localhost:5173".parse().unwrap();
    let shown = |address: &str| crate::window::is_ours(&address.parse().unwrap(), Some(&development));
    assert!(shown("http://localhost:5173/x") && !shown("http://localhost:5174/"), "its server, by its port");
}
