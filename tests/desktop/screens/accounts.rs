//! An account's page in all its states, and its dialogs.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::{consent, instance, storage};

use crate::places;
use crate::sandbox::{Consent, begin, figures_read};

pub(crate) async fn accounts(gallery: &mut Gallery, home: &Home, notebook: &Notebook, sandbox: &Consent) {
    sandbox.control(&json!({ "missing_permissions": ["read_single_admin"] }));
    let unverified = begin(gallery, notebook, 6).await;
    instance::open_link(home, &consent::authorize(&unverified.url));
    gallery.window.page.says("Refresh to ask again.").await;
    gallery.look("unverified").await;
    sandbox.control(&json!({ "missing_permissions": [] }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.reads(".state", "Connected").await;
    gallery.window.page.reads("h1", "Northwind Support").await;
    gallery.window.page.reads("[data-figure=tickets] b", "64").await;
    figures_read(gallery).await;
    gallery.look("account").await;
    gallery.window.page.says("This is sample data.").await;
    gallery.window.page.press("Connect yours.").await;
    gallery.window.page.says("Choose how to connect.").await;
    gallery.window.page.press("Cancel").await;
    gallery.window.page.reads("h1", "Northwind Support").await;
    for width in [720, 960, 1600] {
        gallery.resize(width).await;
        gallery.look(&format!("account-{width}")).await;
    }
    gallery.resize(1280).await;
    places::access(gallery).await;
    account_states(gallery, sandbox).await;

    let again = begin(gallery, notebook, 7).await;
    instance::open_link(home, &consent::authorize(&again.url));
    gallery.window.page.says("To reach another workspace, choose Copy link").await;
    gallery.look("again").await;

    sandbox.control(&json!({ "session": "lm5v0r6y" }));
    for (entry, name) in [
        ("Rename…", "rename"),
        ("Edit tags…", "tags"),
        ("Remove from this computer…", "forget"),
        ("Uninstall from Intercom…", "uninstall"),
    ] {
        gallery.window.page.press("More actions").await;
        if name == "rename" {
            gallery.look("menu").await;
        }
        gallery.window.page.press(entry).await;
        gallery.window.page.element(Locator::Css("dialog")).await;
        if name == "uninstall" {
            let described = "const dialog = document.querySelector('[role=alertdialog]'); \
                return dialog.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')";
            let said = gallery.window.page.run(described, vec![]).await;
            let said = said.as_str().expect("the question is described");
            assert!(said.contains("This asks Intercom") && said.contains("The account stays here"), "{said}");
        }
        gallery.look(name).await;
        gallery.window.page.press("Cancel").await;
    }
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Reconnect").await;
    let other = Consent { url: notebook.opened(8) };
    instance::open_link(home, &consent::authorize(&other.url));
    gallery.window.page.says("Another workspace answered").await;
    gallery.look("refused").await;
    gallery.window.page.press("Remove…").await;
    gallery.window.page.press("Remove token").await;
    gallery.window.page.says_no_more("Another workspace answered").await;
    gallery.window.page.says_no_more("Not finished").await;

    storage::refuse(home, "account", "name", "Lumen Labs");
    let unsaved = begin(gallery, notebook, 9).await;
    instance::open_link(home, &consent::authorize(&unsaved.url));
    gallery.window.page.says("Connected, but not saved yet").await;
    gallery.look("unsaved").await;
    gallery.window.page.press("Remove…").await;
    gallery.look("discard").await;
    gallery.window.page.press("Cancel").await;
    storage::accept(home);
    gallery.window.page.press("Try again").await;
    gallery.window.page.reads("h1", "Lumen Labs").await;
    gallery.look("email-not-verified").await;
    gallery.window.page.press("Open the sandbox").await;
    assert!(notebook.opened(10).ends_with("/_hub"), "a sandbox account leads to the sandbox's own page");
    sandbox.control(&json!({ "latency_ms": 20_000 }));
    gallery.window.page.press("Refresh all accounts").await;
    gallery.window.page.element(Locator::Css("progress")).await;
    gallery.look("checking").await;
    gallery.window.page.press("Stop").await;
    gallery.window.page.says_no_more("Refreshing… 0 of").await;
    sandbox.control(&json!({ "latency_ms": 0 }));
    gallery.window.page.press("Refresh all accounts").await;
    gallery.window.page.says("Refreshed 2 accounts. All are connected.").await;
    gallery.look("checked").await;
}

/// Returns the height of the figures and their messages. The content below must not move.
async fn height_of_figures(gallery: &Gallery) -> serde_json::Value {
    let height = "return document.querySelector('[aria-labelledby=figures]').getBoundingClientRect().height";
    gallery.window.page.run(height, vec![]).await
}

/// Shows the other states of an account's page.
async fn account_states(gallery: &mut Gallery, sandbox: &Consent) {
    let room = height_of_figures(gallery).await;
    sandbox.control(&json!({ "missing_permissions": ["read_conversations", "read_users", "read_tags"] }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.element(Locator::Css("[data-figure=companies] .needs")).await;
    figures_read(gallery).await;
    assert_eq!(height_of_figures(gallery).await, room, "a reason fits into the same height");
    gallery.look("permissions-missing").await;
    gallery.window.page.press("3 permissions missing").await;
    gallery.look("permissions").await;
    let refresh = gallery.window.page.element(Locator::Css("dialog [type=submit]")).await;
    refresh.click().await.expect("the dialog can refresh");
    gallery.window.page.says("Still missing:").await;
    gallery.look("permissions-still-missing").await;
    sandbox.control(&json!({ "missing_permissions": [], "reads": "html" }));
    gallery.window.page.press("Close").await;
    gallery.window.page.press("Refresh").await;
    gallery.window.page.element(Locator::Css(".problem")).await;
    assert_eq!(height_of_figures(gallery).await, room, "so does a problem of all figures");
    gallery.look("figures-old").await;
    sandbox.control(&json!({ "reads": "answer", "plan": "restricted" }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.says("Open conversations, Unassigned, Snoozed and Closed:").await;
    assert_eq!(height_of_figures(gallery).await, room, "and a problem of some figures");
    gallery.look("not-in-plan").await;
    sandbox.control(&json!({ "plan": "full" }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.says_no_more("not in your Intercom plan").await;

    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Disable").await;
    gallery.window.page.reads(".state", "Disabled").await;
    gallery.look("disabled").await;
    gallery.window.page.press("Enable").await;
    gallery.window.page.reads(".state", "Connected").await;

    places::settings(gallery).await;
}
