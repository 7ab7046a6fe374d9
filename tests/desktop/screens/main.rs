//! Every screen and state in the real window and in both themes: axe finds nothing, everything fits, and each is
//! photographed (`cargo xtask screenshots` keeps the pictures).
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

mod accounts;
mod activate;
mod connecting;
mod list;
mod own_app;
mod places;
mod problems;
mod reduced_motion;
mod sandbox;
mod today;
mod tokens;

use activate::activate;
use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{ctrl, keys};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::{cli, consent, instance, storage, wait};

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_in_the_light_theme() {
    walk(Theme::Light).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_accessible_in_the_dark_theme() {
    walk(Theme::Dark).await;
}

// In both themes, at every width, and with large text.
#[tokio::test(flavor = "multi_thread")]
async fn token_screens_are_accessible() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(tokens::all(theme).await, 27, "every screen was looked at");
        assert_eq!(tokens::large(theme).await, 4, "every screen was looked at");
    }
}

// In both themes, at every width, and with large text.
#[tokio::test(flavor = "multi_thread")]
async fn today_screens_are_accessible() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(today::all(theme).await, 3, "every screen was looked at");
        assert_eq!(today::large(theme).await, 1, "every screen was looked at");
    }
}

// In both themes, at every width, and with large text.
#[tokio::test(flavor = "multi_thread")]
async fn team_screens_are_accessible() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(today::team(theme).await, 3, "every screen was looked at");
        assert_eq!(today::large_team(theme).await, 1, "every screen was looked at");
    }
}

// In both themes.
#[tokio::test(flavor = "multi_thread")]
async fn keyring_and_interruption_screens_are_accessible() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(problems::interrupted(theme).await, 2, "every screen was looked at");
        assert_eq!(problems::first_start(theme).await, 3, "every screen was looked at");
        assert_eq!(problems::keyrings(theme).await, 5, "every screen was looked at");
    }
}

// In both themes, and with a desktop that gives the links to another program.
#[tokio::test(flavor = "multi_thread")]
async fn own_app_and_unreadable_home_screens_are_accessible() {
    for theme in [Theme::Light, Theme::Dark] {
        assert_eq!(own_app::own_app(theme).await, 12, "every screen was looked at");
        assert_eq!(problems::desktop(theme).await, 3, "every screen was looked at");
        assert_eq!(problems::unreadable(theme).await, 1, "every screen was looked at");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn screens_fit_with_text_up_to_twice_as_large() {
    let sizes = [("1.25", 125), ("1.5", 150), ("2", 200)];
    for ((scale, percent), theme) in
        sizes.into_iter().flat_map(|size| [(size, Theme::Light), (size, Theme::Dark)])
    {
        let home = Home::new();
        let notebook = Notebook::install(&home);
        let name = |screen: &str| format!("text-{percent}-{screen}");
        let mut gallery = Gallery::open_with_text(&home, theme, scale).await;
        gallery.window.page.element(Locator::Css("main h1")).await;
        gallery.look(&name("empty")).await;
        activate(&gallery, "Connect account").await;
        gallery.window.page.says("Choose how to connect.").await;
        gallery.look(&name("sheet")).await;
        activate(&gallery, "Paste an access token").await;
        gallery.window.page.says("About two minutes.").await;
        gallery.look(&name("token")).await;
        activate(&gallery, "Cancel").await;
        activate(&gallery, "By your bridge page").await;
        gallery.window.page.says("Read and list users and companies").await;
        gallery.look(&name("app")).await;
        activate(&gallery, "Back").await;
        activate(&gallery, "Try it with the sandbox").await;
        gallery.window.page.says("Continue in your browser").await;
        gallery.look(&name("waiting")).await;
        let first = sandbox::Consent { url: notebook.opened(1) };
        let link = consent::authorize(&first.url);
        first.control(&json!({ "token": "unreadable" }));
        instance::open_link(&home, &link);
        gallery.window.page.says("Switchhook can’t read Intercom’s answer").await;
        gallery.look(&name("failed")).await;
        first.control(&json!({ "token": "answer" }));
        activate(&gallery, "Try again").await;
        instance::open_link(&home, &consent::authorize(&notebook.opened(2)));
        sandbox::figures_read(&gallery).await;
        gallery.look(&name("account")).await;
        activate(&gallery, "More actions").await;
        gallery.window.page.element(Locator::Css("[role=menu]")).await;
        let all = "const { top, bottom } = document.querySelector('[role=menu]').getBoundingClientRect(); \
            return top >= 0 && bottom <= innerHeight";
        assert_eq!(
            gallery.window.page.run(all, vec![]).await,
            json!(true),
            "the whole menu is in the window"
        );
        gallery.look(&name("menu")).await;
        for (entry, dialog) in [("Edit tags…", "tags"), ("Uninstall from Intercom…", "uninstall")] {
            activate(&gallery, entry).await;
            gallery.window.page.element(Locator::Css("dialog")).await;
            gallery.look(&name(dialog)).await;
            activate(&gallery, "Cancel").await;
            activate(&gallery, "More actions").await;
        }
        activate(&gallery, "Settings").await;
        gallery.window.page.says("Match system").await;
        gallery.look(&name("settings")).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn list_fits_with_text_up_to_twice_as_large() {
    for theme in [Theme::Light, Theme::Dark] {
        for (scale, percent) in [("1.25", 125), ("1.5", 150), ("2", 200)] {
            let home = Home::new();
            assert_eq!(cli::run(&home, &["list"]).status, 0, "the database is made");
            storage::alter(&home, storage::SIX_ACCOUNTS);
            let mut gallery = Gallery::open_with_text(&home, theme, scale).await;
            gallery.window.page.reads("main h1", "Today").await;
            keys(&gallery.window, &[&ctrl("1")]).await;
            gallery.window.page.reads("main h1", "Brightline Bank").await;
            gallery.look(&format!("text-{percent}-list")).await;
            assert_nothing_overlaps(&gallery).await;
            gallery.shrink().await;
            gallery.look(&format!("text-{percent}-list-small")).await;
            assert_nothing_overlaps(&gallery).await;
            let rail = "return document.querySelector('aside[data-rail]') !== null";
            if gallery.window.page.run(rail, vec![]).await == json!(false) {
                activate(&gallery, "Filter the list").await;
                gallery.look(&format!("text-{percent}-filter-small")).await;
                list::assert_tags_are_whole(&gallery).await;
            }
            if percent == 200 {
                assert_list_or_page_alone(&gallery).await;
            }
        }
    }
}

/// Asserts that a narrow window shows either the list or the page. The search shortcut brings the list, and Escape the page
/// again. The result of a check stands below the list.
async fn assert_list_or_page_alone(gallery: &Gallery) {
    let page = &gallery.window.page;
    let focused = || async {
        page.run("return document.activeElement.id || document.activeElement.role || document.activeElement.tagName", vec![]).await
    };
    page.run("document.querySelector('[data-account]').click()", vec![]).await;
    let heading = page.element(Locator::Css("main h1:not(.alone)")).await;
    // with scaled text, the driver takes visible elements for hidden
    let script = "return document.querySelector(arguments[0]).checkVisibility()";
    let shows = |what: &'static str| async move {
        (page.run(script, vec![json!(what)]).await == json!(true)).then_some(())
    };
    let is_shown = || shows("main h1:not(.alone)");
    wait::until_seen("the opened account to be visible", is_shown).await;
    heading.send_keys("/").await.expect("keys can be pressed");
    wait::until_seen("the search to have the focus", || async {
        (focused().await == "search").then_some(())
    })
    .await;
    wait::until_seen("the focused element to be visible", || shows("#search")).await;
    let search = page.element(Locator::Css("#search")).await;
    search.send_keys("\u{e00c}").await.expect("keys can be pressed");
    wait::until_seen("the list to have the focus", || async { (focused().await == "listbox").then_some(()) })
        .await;

    activate(gallery, "Refresh all accounts").await;
    page.says("Refreshed 6 accounts").await;
}

/// Asserts that no button or field above the list overlaps another.
async fn assert_nothing_overlaps(gallery: &Gallery) {
    let script = "const all = [...document.querySelectorAll('.top button, .top input')].map((each) => [each, each.getBoundingClientRect()]); \
        const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top; \
        return all.flatMap(([a, one]) => all.filter(([b, other]) => a !== b && !apart(one, other)).map(([b]) => `${a.outerHTML} ${b.outerHTML}`))";
    assert_eq!(gallery.window.page.run(script, vec![]).await, json!([]), "everything has its own place");
}

async fn walk(theme: Theme) {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let mut gallery = Gallery::open(&home, theme).await;
    gallery.window.page.says("Your Intercom accounts, in one safe place").await;
    gallery.look("empty").await;
    gallery.window.page.resize(720, 520).await;
    gallery.look("empty-narrow").await;
    gallery.window.page.resize(1280, 800).await;
    connecting::sheet_and_token(&mut gallery).await;
    connecting::own_app(&mut gallery, &home).await;
    let sandbox = connecting::attempts(&mut gallery, &home, &notebook).await;
    accounts::accounts(&mut gallery, &home, &notebook, &sandbox).await;
    let gallery = connecting::after_a_restart(gallery, &home).await;
    let gallery = list::many(gallery, &home).await;
    assert_eq!(gallery.seen(), 63 + places::ACCESS + places::SETTINGS, "every screen was looked at");
}
