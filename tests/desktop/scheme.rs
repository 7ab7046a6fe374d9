//! The program that the system starts for Switchhook's links: the window reports another one, and finds itself after a move.

use std::fs;

use fantoccini::Locator;
use switchhook_journeys::home::Home;
use switchhook_journeys::link_handler::{choose, chosen, is_valid, prefer};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::process::{self, Running};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, SCHEME, built, cli, consent, gallery, screen, wait};

fn own_entry() -> String {
    format!("{SCHEME}-handler.desktop")
}

// The window names the other program, and changes nothing until a person says so.
#[tokio::test(flavor = "multi_thread")]
async fn person_takes_links_back_from_another_program() {
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

// The desktop keeps another default in a file of its own. Switchhook's entry becomes what it was.
#[tokio::test(flavor = "multi_thread")]
async fn overridden_default_is_reported_and_undone() {
    for former in [None, Some("[Desktop Entry]\nType=Application\nName=Switchhook\nExec=/nowhere/else %u\n")]
    {
        let home = Home::new();
        let _notebook = Notebook::install(&home);
        let own = home.path().join(".local/share/applications").join(own_entry());
        if let Some(text) = former {
            fs::write(&own, text).expect("an entry can be written");
        }
        choose(&home, "postcards.desktop", "Postcards", "/bin/true");
        prefer(&home, "gnome-mimeapps.list", "postcards.desktop");
        let window = Window::open(&home).await;
        window.page.press("Let Switchhook open them").await;
        window.page.says("The desktop still opens Switchhook’s links with").await;
        assert_eq!(fs::read_to_string(&own).ok().as_deref(), former, "our own entry is what it was");
        let defaults = fs::read_to_string(home.path().join(".config/mimeapps.list")).expect("it is text");
        assert!(!defaults.contains(&own_entry()) && defaults.contains("postcards.desktop"), "{defaults}");
        window.close(&home);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn installed_app_uses_the_desktop_entry_of_its_package() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let packaged = format!("{SCHEME}.desktop");
    choose(&home, &packaged, "Switchhook", &built::desktop().display().to_string());
    choose(&home, "postcards.desktop", "Postcards", "/bin/true");
    let window = Window::open(&home).await;
    window.page.press("Let Switchhook open them").await;
    window.page.says_no_more("opens Switchhook’s links").await;
    assert_eq!(chosen(&home), packaged);
    let own = home.path().join(".local/share/applications").join(own_entry());
    assert!(!own.exists(), "the package's entry is enough");
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn app_in_a_folder_with_spaces_receives_its_link() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    let sandbox = Sandbox::start(&home);
    assert_eq!(sandbox.register(&home, "trial", CALLBACK).status, 0, "the sandbox's client is registered");
    let folder = home.path().join("my apps (new)");
    fs::create_dir(&folder).expect("a folder can be made");
    let program = folder.join("switchhook-desktop");
    fs::hard_link(built::desktop(), &program)
        .or_else(|_| fs::copy(built::desktop(), &program).map(drop))
        .expect("a program can be moved");

    let started = Running::start(home.command(&program).stdout(home.log()).stderr(home.log()));
    wait::until("links to come to it", || (chosen(&home) == own_entry()).then_some(()));
    assert!(is_valid(&home.path().join(".local/share/applications").join(own_entry())));
    screen::close_window();
    assert_eq!(started.end(), 0);
    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    let url = begun["authorization_url"].as_str().expect("an address to open");
    let mut open = home.command("xdg-open");
    let opened = open.env("XDG_CURRENT_DESKTOP", "GNOME").arg(consent::authorize(url)).status();
    assert!(opened.expect("xdg-open can be run").success());
    assert_eq!(waiting.line()["outcome"], "connected");
    assert!(process::runs_in(home.path(), &program), "the app runs from its own folder");
    screen::close_window();
}

#[tokio::test(flavor = "multi_thread")]
async fn app_upgraded_while_running_keeps_its_path_in_entries() {
    let home = Home::new();
    let _notebook = Notebook::install(&home);
    choose(&home, "postcards.desktop", "Postcards", "/bin/true");
    let (program, upgraded) = (home.path().join("switchhook-desktop"), home.path().join("upgraded"));
    for place in [&program, &upgraded] {
        fs::copy(built::desktop(), place).expect("a program can be copied");
    }
    let window = Window::open_program(&home, &program, &[]).await;
    window.page.says("opens Switchhook’s links").await;
    fs::rename(&upgraded, &program).expect("a program can be replaced as packages do it");

    window.page.press("Let Switchhook open them").await;
    window.page.says_no_more("opens Switchhook’s links").await;
    assert_eq!(chosen(&home), own_entry());
    window.page.press("Settings").await;
    let path = "//label[contains(normalize-space(.), \"Start at login\")]/input";
    window.page.element(Locator::XPath(path)).await.click().await.expect("a choice can be made");
    let at_login = home.path().join(".config/autostart").join(format!("{SCHEME}.desktop"));
    for (entry, words) in
        [(home.path().join(".local/share/applications").join(own_entry()), "%u"), (at_login, "--hidden")]
    {
        let exec = format!("\nExec={} {words}\n", program.display());
        wait::until("an entry that names the program", || {
            fs::read_to_string(&entry).is_ok_and(|text| text.contains(&exec)).then_some(())
        });
        assert!(is_valid(&entry));
    }
    screen::close_window();
    wait::until("the app to end", || (!process::runs_in(home.path(), &program)).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn moved_app_repairs_its_desktop_entry() {
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
