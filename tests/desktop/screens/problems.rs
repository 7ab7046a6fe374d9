//! The screens after a stopped program and with a failing keyring.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::keyring::{self, Bus};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::{consent, instance, link_handler, wait};

use crate::sandbox::{begin, figures_read};

/// Kills the program while Intercom answers: the screen before, and the screen after a restart.
pub(crate) async fn interrupted(theme: Theme) -> usize {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let mut gallery = Gallery::open(&home, theme).await;
    let slow = begin(&gallery, &notebook, 1).await;
    let link = consent::authorize(&slow.url);
    slow.control(&json!({ "latency_ms": 10_000 }));
    instance::open_link(&home, &link);
    gallery.window.page.reads("h1", "Intercom is answering…").await;
    gallery.look("exchanging").await;
    let mut gallery = gallery.kill_and_open_again(&home).await;
    let attempt = "//*[@role='option'][contains(., 'interrupted')]";
    let attempt = gallery.window.page.element(Locator::XPath(attempt)).await;
    attempt.click().await.expect("an attempt can be chosen");
    gallery.window.page.reads("h1", "Interrupted while connecting").await;
    gallery.look("interrupted").await;
    gallery.seen()
}

/// Shows a first start without a keyring: each screen says so before a person fills in anything.
pub(crate) async fn first_start(theme: Theme) -> usize {
    let bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    let _notebook = Notebook::install(&home);
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.says("Install a keyring").await;
    gallery.window.page.says("Switchhook can’t keep a token now").await;
    let text = gallery.window.page.text().await;
    assert!(!text.contains("Only the key in your system’s keyring"), "nothing is promised: {text}");
    gallery.look("first-start-no-keyring").await;
    gallery.window.page.press("Connect account").await;
    gallery.window.page.says("Install a keyring").await;
    gallery.look("sheet-no-keyring").await;
    gallery.window.page.press("Paste an access token").await;
    gallery.window.page.says("Install a keyring").await;
    gallery.look("token-no-keyring").await;
    gallery.seen()
}

/// Shows every way in which a keyring can fail.
pub(crate) async fn keyrings(theme: Theme) -> usize {
    let mut bus = Bus::without_a_keyring();
    let home = Home::new().on(&bus);
    let notebook = Notebook::install(&home);
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.press("Try it with the sandbox").await;
    gallery.window.page.says("The system’s keyring is missing").await;
    gallery.look("keyring-none").await;
    bus.start_keyring();
    gallery.window.page.press("Try again").await;
    gallery.window.page.says_no_more("The system’s keyring is missing").await;
    let first = begin(&gallery, &notebook, 1).await;
    instance::open_link(&home, &consent::authorize(&first.url));
    gallery.window.page.reads("[data-figure=tickets] b", "64").await;
    figures_read(&gallery).await;
    let gallery = gallery.open_again(&home).await;
    gallery.window.page.element(Locator::Css("[data-account]")).await;

    // the app keeps a key that it has read: each problem needs a freshly opened app
    let mut gallery = locked(gallery, &bus).await.open_again(&home).await;
    gallery.window.page.element(Locator::Css("[data-account]")).await;
    let (user, _) = bus.entry();
    bus.suspend_keyring();
    gallery.window.page.press("Refresh").await;
    gallery.window.page.says("The system’s keyring does not answer.").await;
    gallery.look("keyring-silent").await;
    bus.resume_keyring();
    bus.remove(&user);
    gallery.window.page.press("Try again").await;
    gallery.window.page.says("The keyring no longer holds the key").await;
    gallery.look("key-missing").await;
    gallery.seen()
}

/// Locks the keyring, and dismisses its question.
async fn locked(mut gallery: Gallery, bus: &Bus) -> Gallery {
    bus.lock();
    gallery.window.page.press("Refresh").await;
    gallery.window.page.says("Your keyring is waiting to be unlocked.").await;
    wait::until("the keyring's own question", || keyring::is_asking().then_some(()));
    gallery.look("keyring-waiting").await;
    keyring::dismiss();
    gallery.window.page.says("The system’s keyring is still locked.").await;
    gallery.look("keyring-locked").await;
    gallery.window.page.press("Try again").await;
    keyring::unlock();
    gallery.window.page.says_no_more("keyring").await;
    gallery
}

/// Shows a desktop that gives the links to another program, that undoes a person's change, and that has no browser.
pub(crate) async fn desktop(theme: Theme) -> usize {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    link_handler::choose(&home, "postcards.desktop", "Postcards", "/bin/true");
    link_handler::prefer(&home, "gnome-mimeapps.list", "postcards.desktop");
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.says("opens Switchhook’s links").await;
    gallery.look("links-another-programs").await;
    gallery.window.page.press("Let Switchhook open them").await;
    gallery.window.page.says("The desktop still opens Switchhook’s links with").await;
    gallery.look("links-not-kept").await;
    gallery.window.page.press("Not now").await;
    home.remove_browsers();
    gallery.window.page.press("Try it with the sandbox").await;
    gallery.window.page.reads("h1", "Switchhook couldn’t open a browser").await;
    gallery.look("no-browser").await;
    gallery.seen()
}

/// Shows an unreadable home: the window names the file, and nothing else.
pub(crate) async fn unreadable(theme: Theme) -> usize {
    let home = Home::new();
    std::fs::create_dir_all(home.files()).expect("a folder can be made in a fresh home");
    std::fs::write(home.files().join("switchhook.db"), "this is no database ".repeat(512))
        .expect("a file can be written there");
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.says("Switchhook can’t open your accounts").await;
    let path = home.files().join("switchhook.db");
    gallery.window.page.says(path.to_str().expect("a path of a test is text")).await;
    gallery.look("load-failed").await;
    gallery.seen()
}
