//! Whose program the system hands our links to: another one's is said and can be changed, ours is found again after a move.

use std::fs;

use switchhook_journeys::entries::{choose, chosen};
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{SCHEME, built, consent, gallery, screen, wait};

fn own_entry() -> String {
    format!("{SCHEME}-handler.desktop")
}

#[tokio::test(flavor = "multi_thread")]
async fn another_programs_hold_on_our_links_is_said_and_ends_when_a_person_says_so() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    choose(&home, "postcards.desktop", "Postcards", "/bin/true");

    let window = Window::open(&home).await;
    window.page.says("“\u{2068}Postcards\u{2069}” opens Switchhook’s links").await;
    screen::photograph("scheme-1-another-programs");
    assert!(gallery::violations(&window.page).await.is_empty(), "axe finds nothing");
    window.page.press("Not now").await;
    window.page.says_no_more("opens Switchhook’s links").await;
    assert_eq!(chosen(&home), "postcards.desktop", "nothing is taken from the program that a person chose");
    window.close(&home);

    let window = Window::open(&home).await;
    window.page.press("Let Switchhook open them").await;
    window.page.says_no_more("opens Switchhook’s links").await;
    assert_eq!(chosen(&home), own_entry());

    for (number, desktop) in ["GNOME", ""].into_iter().enumerate() {
        window.page.press("Connect account").await;
        window.page.press("Try it with the sandbox").await;
        let link = consent::authorize(&notebook.opened(number + 1));
        let mut open = home.command("xdg-open");
        let opened = open.env("XDG_CURRENT_DESKTOP", desktop).arg(&link).stderr(home.log()).status();
        assert!(opened.expect("xdg-open can be run").success(), "on the desktop \"{desktop}\"");
        window.page.reads("h1", "Northwind Support").await;
    }
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_was_moved_is_found_again() {
    for elsewhere in ["/nowhere/switchhook-desktop", "/bin/true"] {
        let home = Home::new();
        let _notebook = Notebook::install(&home);
        choose(&home, &own_entry(), "Switchhook", elsewhere);
        let window = Window::open(&home).await;
        let path = home.path().join(".local/share/applications").join(own_entry());
        let exec = format!("Exec={} %u\n", built::desktop().display());
        wait::until("the entry to name the program where it is", || {
            fs::read_to_string(&path).is_ok_and(|text| text.contains(&exec)).then_some(())
        });
        wait::until("links to come to it", || (chosen(&home) == own_entry()).then_some(()));
        assert!(!window.page.text().await.contains("Let Switchhook open them"), "nothing is to be said");
        window.close(&home);
    }
}
