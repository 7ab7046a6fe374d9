//! The app, killed while it connects or reconnects and opened again, finishes or reports what it left.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, cli, consent, gallery, instance, kill, process, screen, storage, wait};

const NORTHWIND: &str = "nw7k2p0q";
const BRIGHTLINE: &str = "bl3x9d5m";

/// Makes a home with a sandbox beside the app, its registration, and an account.
fn connected() -> (Home, Sandbox, Notebook) {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    sandbox.switch(&json!({ "chooser": true }));
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let url = begun["authorization_url"].as_str().expect("an address to open");
    let link = consent::authorize_for(url, NORTHWIND);
    assert_eq!(cli::run(&home, &["receive", &link]).document()["outcome"], "connected");
    (home, sandbox, notebook)
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_app_reports_or_finishes_its_attempt() {
    for (point, is_kept) in [("claimed", false), ("token-sealed", true)] {
        let (home, sandbox, notebook) = connected();
        let window = Window::open_to_stop_at(&home, point).await;
        window.page.press("Connect account").await;
        window.page.press("Sign in with").await;
        let link = consent::authorize_for(&notebook.opened(1), BRIGHTLINE);
        assert_eq!(instance::open_link(&home, &link), 0, "the running app takes the link");
        home.wait_for_log(&format!("stopped at {point}"));
        process::kill(home.path(), &switchhook_journeys::built::desktop());
        drop(window);
        storage::assert_is_sound(&home);

        let again = Window::open(&home).await;
        if is_kept {
            let accounts = || async { (again.accounts().await == 2).then_some(()) };
            wait::until_seen("the account to come by itself", accounts).await;
        } else {
            let path = "//*[@role='option'][contains(., 'interrupted')]";
            again.page.element(Locator::XPath(path)).await.click().await.expect("it can be chosen");
            again.page.reads("h1", "Interrupted while connecting").await;
            assert!(gallery::violations(&again.page).await.is_empty(), "axe finds nothing");
            screen::photograph("kills-1-interrupted");
            assert_eq!(again.accounts().await, 1, "the first account is still there");
        }
        storage::assert_is_sound(&home);
        again.close(&home);
        drop(sandbox);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reconnect_killed_anywhere_leaves_a_working_token() {
    let (home, _sandbox, notebook) = connected();
    let id = cli::run(&home, &["list"]).document()[0]["id"].as_str().expect("an id").to_owned();
    for (number, (point, workspace, stage)) in [
        ("claimed", NORTHWIND, "interrupted"),
        ("token-sealing", NORTHWIND, "interrupted"),
        ("token-sealed", NORTHWIND, "already_connected"),
        ("account-writing", NORTHWIND, "already_connected"),
        ("account-kept", NORTHWIND, "already_connected"),
        ("refusal-kept", BRIGHTLINE, "refused"),
    ]
    .into_iter()
    .enumerate()
    {
        let window = Window::open(&home).await;
        window.page.element(Locator::Css("[data-account]")).await.click().await.expect("it can be chosen");
        window.page.press("More actions").await;
        window.page.press("Reconnect").await;
        let link = consent::authorize_for(&notebook.opened(number + 1), workspace);
        process::kill(home.path(), &switchhook_journeys::built::desktop());
        drop(window);
        kill::at(point, &home, &["receive", "-"], &link);
        storage::assert_is_sound(&home);

        assert_eq!(cli::run(&home, &["check", &id]).document()["status"], "connected", "killed at {point}");
        let left: String = storage::database(&home)
            .query_row("SELECT stage FROM attempt ORDER BY started_at DESC LIMIT 1", [], |row| row.get(0))
            .expect("there are attempts");
        assert_eq!(left, stage, "killed at {point}");
        assert_eq!(
            cli::run(&home, &["list"]).document().as_array().map(Vec::len),
            Some(1),
            "killed at {point}"
        );
    }

    let window = Window::open(&home).await;
    let path = "//*[@role='option'][contains(., 'Northwind')][not(@data-account)]";
    window.page.element(Locator::XPath(path)).await.click().await.expect("it can be chosen");
    window.page.reads("h1", "Another workspace answered").await;
    screen::photograph("kills-2-another-workspace-answered");
    window.page.press("Add as a new account").await;
    let accounts = || async { (window.accounts().await == 2).then_some(()) };
    wait::until_seen("the other workspace to be an account of its own", accounts).await;
    storage::assert_is_sound(&home);
    window.close(&home);
}
