//! The link arrives while the app is closed: the desktop starts the app, which finishes the attempt.

use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, built, cli, link_handler, person, process, screen, storage, wait};

const WORKSPACE: &str = "Northwind Support";

#[tokio::test(flavor = "multi_thread")]
async fn link_starts_the_closed_app_and_finishes_the_attempt() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let sandbox = Sandbox::start(&home);
    assert_eq!(
        sandbox.register(&home, "trial", CALLBACK).status,
        0,
        "the sandbox's client can be registered"
    );
    // the desktop knows the app as the handler of its links only after a first start
    let window = Window::open(&home).await;
    wait::until("the app to be the handler of its links", || {
        (!link_handler::chosen(&home).is_empty()).then_some(())
    });
    window.close(&home);

    let waiting = cli::start(&home, &["connect", "trial", "--no-browser"]);
    let begun = waiting.line();
    assert!(!process::runs_in(home.path(), &built::desktop()), "the app is closed");
    Browser::open(
        &home,
        begun["authorization_url"].as_str().expect("the first line carries the address to open"),
    );
    let code = person::authorizes(&browser).await;

    let told = waiting.line();
    assert_eq!(told["outcome"], "connected", "{told}");
    assert_eq!(waiting.end(), 0);
    let account = told["account"]["id"].as_str().expect("ids are strings");
    let title = screen::window_title();
    assert!(title.contains("Switchhook"), "the link has opened the app's window, not \"{title}\"");
    screen::photograph("cold-1-started-by-the-link");
    let name: String = storage::database(&home)
        .query_row("SELECT name FROM account WHERE id = ?1", [account], |row| row.get(0))
        .expect("the database holds the reported account");
    assert_eq!(name, WORKSPACE, "an account is named after its workspace");
    screen::close_window();
    assert!(storage::files_holding(&home, &code).is_empty(), "no file or log of ours holds the code");

    let window = Window::open(&home).await;
    assert_eq!(window.account(WORKSPACE).await, account);
    screen::photograph("cold-2-opened-again");
    window.close(&home);
}
