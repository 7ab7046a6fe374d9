//! *Today*: the needs and the board, of a few accounts and of many.

use fantoccini::Locator;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
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

/// A home with one account that was read whole, and its sandbox.
fn one() -> (Home, Sandbox) {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.connect(&home, "Acme").status, 0, "the account is connected");
    assert_eq!(cli::run(&home, &["today", "--read"]).status, 0, "it was read");
    (home, sandbox)
}

/// Opens Today of one account, with its team.
async fn team_of_one(gallery: &Gallery) {
    gallery.window.page.element(Locator::Css("main h1")).await;
    keys::keys(&gallery.window, &[&keys::ctrl("0")]).await;
    gallery.window.page.element(Locator::Css("table[aria-labelledby=longest] tbody button")).await;
    gallery.window.page.says_no_more("Reading the open conversations…").await;
}

/// Looks at Today of one account: its team, the working hours and the thresholds.
pub(crate) async fn team(theme: Theme) -> usize {
    let (home, _sandbox) = one();
    let mut gallery = Gallery::open(&home, theme).await;
    team_of_one(&gallery).await;
    gallery.look("today-one-account").await;
    for (button, name) in [("Say when…", "team-hours"), ("Change thresholds", "team-thresholds")] {
        gallery.window.page.press(button).await;
        gallery.window.page.element(Locator::Css("dialog")).await;
        gallery.look(name).await;
        gallery.window.page.press("Cancel").await;
    }
    gallery.seen()
}

/// Looks at Today of one account with text that is twice as large.
pub(crate) async fn large_team(theme: Theme) -> usize {
    let (home, _sandbox) = one();
    let mut gallery = Gallery::open_with_text(&home, theme, "2").await;
    team_of_one(&gallery).await;
    gallery.look("text-200-team").await;
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
