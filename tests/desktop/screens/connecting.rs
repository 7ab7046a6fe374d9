//! Connecting: the choices, a pasted token, and every way in which an attempt can stop.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::{consent, instance, storage};

use crate::sandbox::{Consent, begin};

pub(crate) async fn sheet_and_token(gallery: &mut Gallery) {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.says("Choose how to connect.").await;
    gallery.look("sheet").await;
    gallery.window.page.press("Which one do I need?").await;
    gallery.window.page.says("For a look around first.").await;
    gallery.look("sheet-which").await;
    gallery.window.page.press("Which one do I need?").await;
    gallery.window.page.press("Paste an access token").await;
    gallery.look("token").await;
    gallery.window.page.fill("input[type=password]", "dG9rOm5vbnNlbnNl").await;
    gallery.window.page.press("Connect").await;
    gallery.window.page.element(Locator::Css("[role=alert]")).await;
    let token = "return document.querySelector('input[type=password]').value";
    assert_eq!(
        gallery.window.page.run(token, vec![]).await,
        json!("dG9rOm5vbnNlbnNl"),
        "it stays in its field"
    );
    gallery.look("token-unreachable").await;
    gallery.window.page.press("Cancel").await;
    gallery.window.page.says("Choose how to connect.").await;
    gallery.window.page.press("Cancel").await;
}

/// Adds an own app: the guide, what the form refuses, and the actions of the app.
pub(crate) async fn own_app(gallery: &mut Gallery, home: &Home) {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("By an address that you paste").await;
    gallery.window.page.says("Read and list users and companies").await;
    gallery.look("app-guide").await;
    bridge(gallery).await;
    gallery.window.page.fill("[data-field=client-id]", "5f0e4e57-9d0c").await;
    gallery.window.page.fill("[data-field=name]", "Acme reports").await;
    gallery.window.page.fill("input[type=password]", "dG9rOm5vbnNlbnNl").await;
    gallery.window.page.press("Add app").await;
    gallery.window.page.says("You pasted an access token instead of the client secret.").await;
    let secret = "return document.querySelector('input[type=password]').value";
    assert_eq!(
        gallery.window.page.run(secret, vec![]).await,
        json!("dG9rOm5vbnNlbnNl"),
        "it stays in its field"
    );
    gallery.look("app-refused").await;
    gallery.window.page.fill("input[type=password]", "b4c1d0a2-1f2a3b4c5d6e").await;
    gallery.window.page.press("Add app").await;
    gallery.window.page.says("Sign in with it to connect an account.").await;
    gallery.look("sheet-with-app").await;
    gallery.window.page.press("Manage your Intercom apps").await;
    gallery.window.page.says("Your apps").await;
    gallery.look("settings-apps").await;
    gallery.window.page.press("Edit (Acme reports)").await;
    gallery.window.page.fill("[data-field=client-id]", "another").await;
    gallery.window.page.says("Enter the secret of the new client id.").await;
    gallery.look("app-edit").await;
    gallery.window.page.press("Back").await;
    gallery.window.page.press("Replace secret…").await;
    gallery.look("app-secret").await;
    gallery.window.page.fill("dialog input", "b4c1d0a2-of-tomorrow").await;
    gallery.window.page.press("Replace secret").await;
    gallery.window.page.says_no_more("First replace it in the Developer Hub").await;

    storage::alter(home, &accounts_of_the_app());
    gallery.window.page.says("Contoso").await;
    gallery.window.page.says("3 accounts").await;
    gallery.window.page.press("Remove… (Acme reports)").await;
    gallery.window.page.says("They keep working").await;
    gallery.look("app-remove").await;
    gallery.window.page.press("Remove app").await;
    gallery.window.page.says("You have no Intercom app of your own here.").await;
    storage::alter(home, "DELETE FROM account");
    gallery.window.page.says_no_more("Contoso").await;
    gallery.window.page.leave().await;
}

/// Enters the address of a bridge page: one that fits no way back, and one at which no page answers.
async fn bridge(gallery: &mut Gallery) {
    let page = &gallery.window.page;
    let choose = "document.querySelector(`input[type=radio][value=${arguments[0]}]`).click()";
    page.run(choose, vec!["bridge".into()]).await;
    page.says("Check the page").await;
    page.fill("[data-field=redirect]", "http://bridge.example/").await;
    page.press("Copy: Redirect URL").await;
    page.says("Your browser can’t come back to Switchhook from this address.").await;
    gallery.look("app-guide-bridge-refused").await;
    let page = &gallery.window.page;
    page.fill("[data-field=redirect]", "https://bridge.example/").await;
    page.press("Check the page").await;
    page.element(Locator::Css("[data-step='4'] [role=alert]")).await;
    gallery.look("app-guide-bridge-unreachable").await;
    gallery.window.page.run(choose, vec!["paste".into()]).await;
    gallery.window.page.says_no_more("Check the page").await;
}

/// Returns the SQL for accounts of a real Intercom, which no journey can connect.
fn accounts_of_the_app() -> String {
    let account = |name: &str| {
        format!(
            "INSERT INTO account (id, name, kind, status, registration, client_id, connected_at) \
             VALUES ('{name}', '{name}', 'app', 'connected', 'Acme reports', '5f0e4e57-9d0c', 1764000000000);"
        )
    };
    ["Contoso", "Northwind Support", "Tailspin Toys"].map(account).concat()
}

/// Stops attempts in every way, each by a real answer.
pub(crate) async fn attempts(gallery: &mut Gallery, home: &Home, notebook: &Notebook) -> Consent {
    let first = begin(gallery, notebook, 1).await;
    gallery.window.page.says("Continue in your browser").await;
    gallery.look("waiting").await;
    storage::alter(home, "UPDATE attempt SET started_at = started_at - 60000 WHERE stage = 'awaiting'");
    gallery.window.page.says("No answer yet?").await;
    gallery.look("waiting-overdue").await;
    gallery.window.page.press("Paste the address").await;
    gallery.look("pasting").await;
    let link = consent::cancel(&first.url);
    stop_attempt(gallery, home, &link, "Access was declined", "denied").await;

    first.control(&json!({ "token": "refuse" }));
    let refused = begin(gallery, notebook, 2).await;
    let link = consent::authorize(&refused.url);
    stop_attempt(
        gallery,
        home,
        &link,
        "The sign-in worked, but Intercom refused the one-time code",
        "failed-code",
    )
    .await;

    first.control(&json!({ "token": "unavailable" }));
    let unreachable = begin(gallery, notebook, 3).await;
    let link = consent::authorize(&unreachable.url);
    stop_attempt(gallery, home, &link, "No token received", "failed-unavailable").await;

    first.control(&json!({ "token": "unreadable" }));
    let unreadable = begin(gallery, notebook, 4).await;
    let link = consent::authorize(&unreadable.url);
    stop_attempt(gallery, home, &link, "No token received", "failed-unreadable").await;

    first.control(&json!({ "token": "answer", "denial": "bare" }));
    let bare = begin(gallery, notebook, 5).await;
    instance::open_link(home, &consent::cancel(&bare.url));
    gallery.window.page.says("Your browser came back without an answer").await;
    gallery.look("empty-return").await;
    storage::alter(home, "UPDATE attempt SET expires_at = 0 WHERE stage = 'awaiting'");
    gallery.window.page.says("No answer came").await;
    gallery.look("expired").await;
    gallery.window.page.press("Close").await;
    first
}

/// Opens the link, waits for these words, looks at the screen, and closes the attempt.
async fn stop_attempt(gallery: &mut Gallery, home: &Home, link: &str, words: &str, name: &'static str) {
    instance::open_link(home, link);
    gallery.window.page.says(words).await;
    gallery.look(name).await;
    if name == "failed-code" {
        gallery.window.page.press("Copy details").await;
        gallery.window.page.says("The details are on the clipboard.").await;
    }
    gallery.window.page.press("Close").await;
}

/// Leaves an attempt that still waits and one that was interrupted, as a stopped program does.
pub(crate) async fn after_a_restart(gallery: Gallery, home: &Home) -> Gallery {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    gallery.window.page.says("Continue in your browser").await;
    let mut gallery = gallery;
    // wait, so that the two attempts begin in different seconds
    gallery.window.page.says_no_more("29:59 left").await;
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    gallery.window.page.element(Locator::XPath("//*[@role='group'][.//*[@role='option'][2]]")).await;
    gallery.look("two-attempts").await;
    gallery.window.page.press("Cancel").await;
    gallery = gallery.open_again(home).await;
    gallery.window.page.press("Sandbox").await;
    gallery.look("waiting-after-a-restart").await;
    gallery
}
