//! *Today*: the needs and the board, of a few accounts and of many.

use fantoccini::Locator;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::storage;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::{cli, keys};

/// Six accounts with a history.
fn home() -> Home {
    let home = Home::new();
    assert_eq!(cli::run(&home, &["list"]).status, 0, "the database is made");
    storage::alter(&home, storage::SIX_ACCOUNTS);
    storage::alter(&home, storage::MONTH_OF_SIX);
    home
}

/// Looks at the board of six accounts, at the board of one tag, and at a day without needs.
pub(crate) async fn all(theme: Theme) -> usize {
    let home = home();
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.press("Today").await;
    gallery.window.page.says("Connect it again.").await;
    gallery.window.page.element(Locator::Css(".rows polyline")).await;
    gallery.look("today").await;
    gallery.window.page.press("client 5 accounts").await;
    gallery.window.page.press("Account").await;
    gallery.look("today-tag").await;
    storage::alter(&home, "UPDATE account SET status = 'connected'; UPDATE figure SET missing = 0");
    gallery.window.page.says("No account needs you.").await;
    gallery.look("today-no-needs").await;
    gallery.seen()
}

/// Looks at the board with text that is twice as large.
pub(crate) async fn large(theme: Theme) -> usize {
    let home = home();
    let mut gallery = Gallery::open_with_text(&home, theme, "2").await;
    gallery.window.page.element(Locator::Css("main h1")).await;
    keys::keys(&gallery.window, &[&keys::ctrl("0")]).await;
    gallery.window.page.says("Connect it again.").await;
    gallery.look("text-200-today").await;
    gallery.seen()
}
