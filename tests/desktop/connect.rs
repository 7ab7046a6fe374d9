//! The whole sign-in by hand: the app, the system browser, the consent, the link back to the running app, the account.
//! The account is still there when the app opens again.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use fantoccini::Locator;
use switchhook_journeys::browser::Browser;
use switchhook_journeys::home::Home;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, link, person, screen, storage};

const WORKSPACE: &str = "Northwind Support";

#[tokio::test(flavor = "multi_thread")]
async fn connected_account_is_there_after_a_restart() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    screen::photograph("connect-1-empty");

    let code = person::connects_with_the_sandbox(&window, &browser, WORKSPACE).await;
    let account = window.account(WORKSPACE).await;
    screen::photograph("connect-2-account");

    let page = window.page.everything().await;
    assert!(
        !page.contains(link::recognizable(&code)),
        "the callback is handled in Rust: the window never sees the code"
    );
    let rows = accounts(&home);
    assert_eq!(rows, [account.as_str()], "the database holds exactly the account on the screen");
    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document()[0]["id"], account.as_str(), "the command line sees the same account");
    assert_eq!(listed.document()[0]["workspace"]["name"], WORKSPACE);

    window.close(&home);
    assert!(
        storage::files_holding(&home, &code).is_empty(),
        "no file, log or web storage of ours holds the code"
    );

    let again = Window::open(&home).await;
    assert_eq!(again.account(WORKSPACE).await, account, "closed and opened again, it is the same account");
    screen::photograph("connect-3-next-day");
    again.close(&home);
}

fn accounts(home: &Home) -> Vec<String> {
    let database = storage::database(home);
    let mut select = database.prepare("SELECT id FROM account").expect("there is a table of accounts");
    let rows = select.query_map([], |row| row.get(0)).expect("accounts can be read");
    rows.collect::<Result<_, _>>().expect("ids are text")
}
