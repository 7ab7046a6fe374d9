//! A person's own app and own token: the choices, the paste route, and the problem states of an account.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::webdriver::quoted;
use switchhook_journeys::{cli, consent, storage};

use crate::sandbox::figures_read;

/// A redirect URI that no server answers: the journey pastes its address.
const PAGE: &str = "https://localhost:47115/callback";

pub(crate) async fn own_app(theme: Theme) -> usize {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.register(&home, "Acme reports", PAGE).status, 0, "an app can be registered");
    let mut gallery = Gallery::open(&home, theme).await;
    paste(&mut gallery, &home, &notebook).await;
    cancelled(&mut gallery, &home).await;

    assert_eq!(sandbox.connect(&home, "By token").status, 0, "an own token can be added");
    open_row(&gallery, "By token").await;
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Reconnect").await;
    gallery.window.page.says(&format!("A new token for {}", quoted("By token"))).await;
    gallery.look("token-again").await;
    gallery.window.page.press("Open the Developer Hub").await;
    assert_eq!(notebook.opened(3), "https://app.intercom.com/a/apps/_/developer-hub");
    gallery.window.page.press("Cancel").await;

    states(&mut gallery, &home, sandbox).await;
    gallery.seen()
}

/// Connects by the paste route, from the choices to the account.
async fn paste(gallery: &mut Gallery, home: &Home, notebook: &Notebook) {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.says("Choose how to connect.").await;
    gallery.look("sheet-own-app").await;
    gallery.window.page.press(&format!("Sign in with {}", quoted("Acme reports"))).await;
    gallery.window.page.says("your browser shows an error page").await;
    gallery.look("paste-route").await;
    storage::alter(home, "UPDATE attempt SET started_at = started_at - 60000 WHERE stage = 'awaiting'");
    gallery.window.page.says("No answer yet?").await;
    gallery.look("paste-overdue").await;
    // an attempt whose row another program changed does not complete
    storage::alter(home, "UPDATE attempt SET started_at = started_at + 60000 WHERE stage = 'awaiting'");
    gallery.window.page.press("The page shows an error?").await;
    gallery.window.page.says("redirect URL is invalid").await;
    gallery.look("page-help").await;
    gallery.window.page.press("The page shows an error?").await;
    gallery.window.page.press("Copy link").await;
    gallery.window.page.says("Link copied.").await;
    gallery.look("link-copied").await;
    gallery.window.page.fill("form input", "https://example.com/callback?code=none").await;
    gallery.window.page.press("Use address").await;
    gallery.window.page.element(Locator::Css("form [role=alert]")).await;
    gallery.look("paste-refused").await;
    gallery.window.page.fill("form input", &consent::authorize(&notebook.opened(1))).await;
    gallery.window.page.press("Use address").await;
    gallery.window.page.reads("h1", "Northwind Support").await;
    figures_read(gallery).await;
}

/// Shows an attempt that another program cancelled. The window drops its own cancelled attempts at once.
async fn cancelled(gallery: &mut Gallery, home: &Home) {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press(&format!("Sign in with {}", quoted("Acme reports"))).await;
    gallery.window.page.reads("h1", "Continue in your browser").await;
    storage::alter(
        home,
        "UPDATE attempt SET stage = 'cancelled', ended_at = started_at WHERE stage = 'awaiting'",
    );
    gallery.window.page.reads("h1", "Cancelled").await;
    gallery.look("cancelled").await;
    gallery.window.page.press("Close").await;
}

/// Brings an account into each problem state by a check. The remedy stands beside the state.
async fn states(gallery: &mut Gallery, home: &Home, sandbox: Sandbox) {
    open_row(gallery, "Northwind Support").await;
    sandbox.switch(&json!({ "missing_permissions": ["read_single_admin"] }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.reads(".reason", "1 permission missing").await;
    gallery.window.page.press("1 permission missing").await;
    gallery.window.page.says("tick “\u{2068}Read one admin").await;
    gallery.window.page.press("Close").await;
    gallery.look("account-limited").await;
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Uninstall from Intercom…").await;
    gallery.window.page.says("may disconnect too").await;
    gallery.look("uninstall-others").await;
    gallery.window.page.press("Cancel").await;
    sandbox.switch(&json!({ "missing_permissions": [], "dead_token": "token_revoked" }));
    sandbox.uninstall("nw7k2p0q");
    gallery.window.page.press("Refresh").await;
    gallery.window.page.reads(".state", "Needs reconnect").await;
    gallery.window.page.says("this token was revoked").await;
    gallery.look("account-needs-reconnect").await;

    // an unreachable server does not hide a dead token, so this state needs a living one
    let words = ["connect", "--token-stdin", "--api-base", sandbox.about("api_base"), "--name", "Lumen Labs"];
    let connected = cli::run_with_input(home, &words, &sandbox.token_for("lm5v0r6y"));
    assert_eq!(connected.status, 0, "a token of another workspace lives: {}", connected.all);
    open_row(gallery, "Lumen Labs").await;
    figures_read(gallery).await;
    drop(sandbox);
    gallery.window.page.press("Refresh").await;
    gallery.window.page.reads(".state", "Unreachable").await;
    let helps = "//*[contains(@class, 'notice')]//button[starts-with(normalize-space(.), 'Refresh')]";
    gallery.window.page.element(Locator::XPath(helps)).await;
    gallery.look("account-unreachable").await;
}

async fn open_row(gallery: &Gallery, name: &str) {
    let row = format!("//*[@data-account][contains(., '{name}')]");
    gallery.window.page.element(Locator::XPath(&row)).await.click().await.expect("a row can be pressed");
    gallery.window.page.reads("h1", name).await;
}
