//! Every screen and state that a person can meet, in the real window, in both themes: nothing that axe finds, nothing
//! that does not fit, and a photograph of each (`cargo xtask screenshots` keeps them).
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;
use switchhook_journeys::gallery::{Gallery, Theme};
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::{consent, http, instance, storage, wait};

/// The app's own sandbox, reached by the address of a consent that it asked to be opened.
struct Consent {
    url: String,
}

impl Consent {
    fn control(&self, change: &serde_json::Value) {
        let (origin, _) = self.url.split_once("/oauth").expect("the sandbox's consent page");
        let reply = http::post_json(&format!("{origin}/_control"), change);
        assert_eq!(reply.status, 200, "the sandbox knows its switches: {}", reply.body);
    }
}

/// The road into the sandbox, up to the browser; the address that was opened as the `number`th.
async fn begin(gallery: &Gallery, notebook: &Notebook, number: usize) -> Consent {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    Consent { url: notebook.opened(number) }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_in_the_light() {
    walk(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_in_the_dark() {
    walk(Theme::Dark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_half_as_large_again_and_twice_as_large_fits() {
    for (text, names) in [
        (
            "1.5",
            [
                "text-150-empty",
                "text-150-sheet",
                "text-150-token",
                "text-150-account",
                "text-150-menu",
                "text-150-settings",
            ],
        ),
        (
            "2",
            [
                "text-200-empty",
                "text-200-sheet",
                "text-200-token",
                "text-200-account",
                "text-200-menu",
                "text-200-settings",
            ],
        ),
    ] {
        let home = Home::new();
        let notebook = Notebook::install(&home);
        let [empty, sheet, token, account, menu, settings] = names;
        let mut gallery = Gallery::open_with_text(&home, Theme::Light, text).await;
        gallery.window.page.element(Locator::Css("main h1")).await;
        gallery.look(empty).await;
        activate(&gallery, "Connect account").await;
        gallery.window.page.says("Choose how.").await;
        gallery.look(sheet).await;
        activate(&gallery, "Paste an access token").await;
        gallery.window.page.element(Locator::Css("input[type=password]")).await;
        gallery.look(token).await;
        activate(&gallery, "Back").await;
        activate(&gallery, "Try it with the sandbox").await;
        instance::open_link(&home, &consent::authorize(&notebook.opened(1)));
        gallery.window.page.says("As of").await;
        gallery.look(account).await;
        activate(&gallery, "More actions").await;
        gallery.window.page.element(Locator::Css("[role=menu]")).await;
        gallery.look(menu).await;
        activate(&gallery, "Settings").await;
        gallery.window.page.says("Data folder").await;
        gallery.look(settings).await;
    }
}

/// What a press of that name does, by the page's own hand: where text is scaled, the driver's pointer misses.
async fn activate(gallery: &Gallery, name: &str) {
    let script = "const all = [...document.querySelectorAll('button')]; \
        const it = all.find((each) => each.ariaLabel === arguments[0] || each.innerText.trim().startsWith(arguments[0])); \
        it?.click(); return it !== undefined";
    let press =
        || async { (gallery.window.page.run(script, vec![name.into()]).await == json!(true)).then_some(()) };
    wait::until_seen(&format!("{name} to be there"), press).await;
}

/// Opens the first account of that name in the list.
async fn open_account(gallery: &Gallery, name: &str) {
    let row = format!("//*[@data-account][contains(., '{name}')]");
    let row = gallery.window.page.element(Locator::XPath(&row)).await;
    row.click().await.expect("a row can be pressed");
}

async fn walk(theme: Theme) {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.says("Your Intercom accounts, in one safe place").await;
    gallery.look("empty").await;
    sheet_and_token(&mut gallery).await;
    let sandbox = attempts(&mut gallery, &home, &notebook).await;
    accounts(&mut gallery, &home, &notebook, &sandbox).await;
    let gallery = after_a_restart(gallery, &home).await;
    let gallery = many(gallery, &home).await;
    assert_eq!(gallery.seen(), 43, "every screen was looked at");
}

async fn sheet_and_token(gallery: &mut Gallery) {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.says("Choose how.").await;
    gallery.look("sheet").await;
    gallery.window.page.press("Paste an access token").await;
    gallery.look("token").await;
    gallery.window.page.fill("input[type=password]", "dG9rOm5vbnNlbnNl").await;
    gallery.window.page.press("Check and connect").await;
    gallery.window.page.element(Locator::Css("[role=alert]")).await;
    gallery.look("token-refused").await;
    gallery.window.page.press("Back").await;
    gallery.window.page.press("Cancel").await;
}

/// Every way in which connecting can stop, each by a real answer.
async fn attempts(gallery: &mut Gallery, home: &Home, notebook: &Notebook) -> Consent {
    let first = begin(gallery, notebook, 1).await;
    gallery.window.page.says("Continue in your browser").await;
    gallery.look("waiting").await;
    gallery.window.page.press("Paste the address").await;
    gallery.look("pasting").await;
    let link = consent::cancel(&first.url);
    ends(gallery, home, &link, "Access was declined", "denied").await;

    first.control(&json!({ "token": "refuse" }));
    let refused = begin(gallery, notebook, 2).await;
    let link = consent::authorize(&refused.url);
    ends(gallery, home, &link, "The sign-in worked, but its code was refused.", "failed-code").await;

    first.control(&json!({ "token": "unavailable" }));
    let unreachable = begin(gallery, notebook, 3).await;
    let link = consent::authorize(&unreachable.url);
    ends(gallery, home, &link, "Code not exchanged", "failed-unavailable").await;

    first.control(&json!({ "token": "unreadable" }));
    let unreadable = begin(gallery, notebook, 4).await;
    let link = consent::authorize(&unreadable.url);
    ends(gallery, home, &link, "Code not exchanged", "failed-unreadable").await;

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

/// The link arrives, and the attempt stops with these words; what is on the screen is looked at and put away.
async fn ends(gallery: &mut Gallery, home: &Home, link: &str, words: &str, name: &'static str) {
    instance::open_link(home, link);
    gallery.window.page.says(words).await;
    gallery.look(name).await;
    gallery.window.page.press("Close").await;
}

async fn accounts(gallery: &mut Gallery, home: &Home, notebook: &Notebook, sandbox: &Consent) {
    sandbox.control(&json!({ "missing_permissions": ["read_single_admin"] }));
    let unverified = begin(gallery, notebook, 6).await;
    instance::open_link(home, &consent::authorize(&unverified.url));
    gallery.window.page.says("a check will fill it in.").await;
    gallery.look("unverified").await;
    sandbox.control(&json!({ "missing_permissions": [] }));
    gallery.window.page.press("Check").await;
    gallery.window.page.reads(".state", "Connected").await;
    gallery.window.page.reads("h1", "Northwind Support").await;
    gallery.window.page.reads("[data-figure=tickets] b", "64").await;
    gallery.window.page.says("As of").await;
    gallery.look("account").await;
    gallery.resize(720).await;
    gallery.look("account-narrow").await;
    gallery.resize(1120).await;
    gallery.window.page.press("Raw answer").await;
    gallery.look("raw-answer").await;
    gallery.window.page.press("Raw answer").await;
    account_states(gallery, sandbox).await;

    let again = begin(gallery, notebook, 7).await;
    instance::open_link(home, &consent::authorize(&again.url));
    gallery.window.page.says("To reach another workspace, connect once more").await;
    gallery.look("again").await;

    sandbox.control(&json!({ "session": "lm5v0r6y" }));
    for (entry, name) in [
        ("Rename…", "rename"),
        ("Edit tags…", "tags"),
        ("Forget…", "forget"),
        ("Uninstall from Intercom…", "uninstall"),
    ] {
        gallery.window.page.press("More actions").await;
        if name == "rename" {
            gallery.look("menu").await;
        }
        gallery.window.page.press(entry).await;
        gallery.look(name).await;
        gallery.window.page.press("Cancel").await;
    }
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Reconnect").await;
    let other = Consent { url: notebook.opened(8) };
    instance::open_link(home, &consent::authorize(&other.url));
    gallery.window.page.says("Another workspace answered").await;
    gallery.look("refused").await;
    gallery.window.page.press("Discard").await;

    let refusing = "CREATE TRIGGER refuses BEFORE INSERT ON account BEGIN SELECT RAISE(FAIL, 'full'); END";
    storage::alter(home, refusing);
    let unsaved = begin(gallery, notebook, 9).await;
    instance::open_link(home, &consent::authorize(&unsaved.url));
    gallery.window.page.says("Connected, but not saved yet").await;
    gallery.look("unsaved").await;
    storage::alter(home, "DROP TRIGGER refuses");
    gallery.window.page.press("Try again").await;
    gallery.window.page.reads("h1", "Lumen Labs").await;
    gallery.look("email-not-verified").await;
}

/// What else an account's page can say.
async fn account_states(gallery: &mut Gallery, sandbox: &Consent) {
    sandbox.control(&json!({ "missing_permissions": ["read_tags", "read_tickets"] }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.says("needs “Read tags”").await;
    gallery.window.page.says("As of").await;
    gallery.look("permissions-missing").await;
    gallery.window.page.press("How to add it").await;
    gallery.look("permissions").await;
    sandbox.control(&json!({ "missing_permissions": [], "reads": "html" }));
    gallery.window.page.press("Close").await;
    gallery.window.page.press("Refresh").await;
    gallery.window.page.element(Locator::Css(".wrong")).await;
    gallery.look("figures-old").await;
    sandbox.control(&json!({ "reads": "answer" }));
    gallery.window.page.press("Refresh").await;
    gallery.window.page.reads("[data-figure=tags] b", "12").await;

    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Disable").await;
    gallery.window.page.reads(".state", "Disabled").await;
    gallery.look("disabled").await;
    gallery.window.page.press("Enable").await;
    gallery.window.page.reads(".state", "Connected").await;

    gallery.window.page.press("Settings").await;
    gallery.window.page.says("Data folder").await;
    gallery.look("settings").await;
    gallery.window.page.press("Licences").await;
    gallery.window.page.says("tauri-plugin-deep-link").await;
    gallery.look("licences").await;
    gallery.window.page.press("Done").await;
}

/// A thousand accounts of all sorts, and what the list does with them.
async fn many(gallery: Gallery, home: &Home) -> Gallery {
    gallery.window.page.press("Cancel").await;
    storage::alter(home, &crowd(1_000));
    let mut gallery = gallery.open_again(home).await;
    gallery.window.page.element(Locator::Css("[data-account^=crowd]")).await;
    gallery.look("list").await;
    gallery.window.page.fill("aside input", "دعم").await;
    open_account(&gallery, "دعم").await;
    gallery.look("list-right-to-left").await;
    gallery.window.page.fill("aside input", "zephyr").await;
    open_account(&gallery, "Zephyr").await;
    gallery.resize(720).await;
    gallery.look("list-narrow-long-names").await;
    gallery.resize(1120).await;
    gallery.window.page.press("Clear search").await;
    gallery.window.page.press("More tags").await;
    gallery.look("list-more-tags").await;
    gallery.window.page.press("trial").await;
    gallery.window.page.press("Show all").await;
    gallery.window.page.press("Status: any").await;
    gallery.look("list-statuses").await;
    gallery.window.page.press("Limited").await;
    gallery.window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    gallery.look("list-filtered").await;
    gallery.window.page.fill("aside input", "nothing like it").await;
    gallery.window.page.element(Locator::XPath("//button[normalize-space(.)='Show all']")).await;
    gallery.look("list-nothing").await;
    gallery.window.page.press("Show all").await;
    let list = gallery.window.page.element(Locator::Css("[role=listbox]")).await;
    for key in [Key::Space, Key::Down, Key::Down, Key::Space] {
        list.send_keys(&key.to_string()).await.expect("a list takes keys");
    }
    gallery.window.page.element(Locator::Css("[aria-label='Chosen accounts']")).await;
    gallery.look("list-chosen").await;
    gallery.window.page.press("Tag…").await;
    gallery.look("tag-many").await;
    gallery.window.page.press("Cancel").await;
    gallery.window.page.press("Forget…").await;
    gallery.look("forget-many").await;
    gallery.window.page.press("Cancel").await;
    gallery
}

/// Accounts made from the one that is there, with names and states of all sorts; their tokens do not open.
fn crowd(many: usize) -> String {
    format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many}) \
         INSERT INTO account (id, name, kind, status, registration, client_id, token, workspace_id, workspace_name, \
           workspace_region, workspace_timezone, admin_id, admin_name, admin_email, admin_email_verified, connected_at, \
           checked_at) \
         SELECT printf('crowd-%05d', i), \
           CASE i % 50 WHEN 1 THEN 'Zephyr, a name so long that nobody would ever read it to its end, whatever the window' \
             WHEN 2 THEN 'دعم العملاء ' || i ELSE \
             CASE i % 5 WHEN 0 THEN 'Northwind' WHEN 1 THEN 'Brightline Bank' WHEN 2 THEN 'Kestrel Air' \
               WHEN 3 THEN 'Harbour Eats' ELSE 'Lumen Labs' END || ' ' || i END, \
           'app', \
           CASE i % 20 WHEN 3 THEN 'limited' WHEN 7 THEN 'needs_reconnect' WHEN 11 THEN 'unreachable' \
             WHEN 13 THEN 'unverified' ELSE 'connected' END, \
           'Acme reports', client_id, token, 'ws' || i, workspace_name, \
           CASE i % 3 WHEN 0 THEN 'us' WHEN 1 THEN 'eu' ELSE 'au' END, workspace_timezone, i, admin_name, admin_email, 1, \
           connected_at - i * 86400000, checked_at - i * 60000 \
         FROM n, (SELECT * FROM account LIMIT 1); \
         INSERT INTO account_tag (account_id, tag) \
         SELECT id, CASE substr(id, -1) WHEN '1' THEN 'client' WHEN '2' THEN 'eu-team' WHEN '3' THEN 'trial' \
           WHEN '4' THEN 'partner' WHEN '5' THEN 'reports' WHEN '6' THEN 'paused' WHEN '7' THEN 'spring' ELSE 'all' END \
         FROM account WHERE id LIKE 'crowd-%';"
    )
}

/// What a stopped program leaves: an attempt that still waits, and one that was interrupted.
async fn after_a_restart(gallery: Gallery, home: &Home) -> Gallery {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    gallery.window.page.says("Continue in your browser").await;
    let mut gallery = gallery;
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
