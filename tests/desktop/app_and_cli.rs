//! App and command line at the same time: each sees the other's changes.

use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, person, wait};

#[tokio::test(flavor = "multi_thread")]
async fn window_and_command_line_see_each_others_changes() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let window = Window::open(&home).await;
    person::connects_with_the_sandbox(&window, &browser, "Northwind Support").await;
    let account = window.account("Northwind Support").await;

    let renamed = cli::run(&home, &["rename", &account, "From the terminal"]);
    assert_eq!(renamed.status, 0, "{}", renamed.all);
    window.page.reads("h1", "From the terminal").await;

    rename_in_the_window(&window, "From the window").await;
    wait::until("the command line to see what the window changed", || {
        let listed = cli::run(&home, &["list"]);
        (listed.document()[0]["name"] == "From the window").then_some(())
    });

    let forgotten = cli::run(&home, &["forget", &account, "--yes"]);
    assert_eq!(forgotten.status, 0, "{}", forgotten.all);
    let gone =
        || async { window.page.everything().await.contains(&account).then_some(()).is_none().then_some(()) };
    wait::until_seen("the forgotten account to leave the window", gone).await;
    window.close(&home);
}

// The command line tags the account while its name is being edited.
#[tokio::test(flavor = "multi_thread")]
async fn typed_text_survives_a_change_from_outside() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let window = Window::open(&home).await;
    person::connects_with_the_sandbox(&window, &browser, "Northwind Support").await;
    let account = window.account("Northwind Support").await;

    begin_renaming(&window, "Half typed").await;
    let tagged = cli::run(&home, &["tag", &account, "--add", "meanwhile"]);
    assert_eq!(tagged.status, 0, "{}", tagged.all);
    let arrived = || async { window.page.everything().await.contains("meanwhile").then_some(()) };
    wait::until_seen("the tag to arrive in the window", arrived).await;
    window.page.press("Save").await;
    window.page.reads("h1", "Half typed").await;
    window.close(&home);
}

/// Renames the account on the screen.
async fn rename_in_the_window(window: &Window, name: &str) {
    begin_renaming(window, name).await;
    window.page.press("Save").await;
}

async fn begin_renaming(window: &Window, name: &str) {
    window.page.press("More actions").await;
    window.page.press("Rename…").await;
    window.page.fill("dialog input", name).await;
}
