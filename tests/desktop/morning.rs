//! A morning of one account in the window: its team, its working hours, its limits, and what the window asks and tells.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use fantoccini::Locator;
use serde_json::{Value, json};
use switchhook_journeys::desktop_bus::Notifications;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{ENTER, ESCAPE, ctrl, keys, wait_for_focus};
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::process::Running;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, cli, screen, storage, wait};

/// A home with one account at a sandbox.
struct Desk {
    home: Home,
    notebook: Notebook,
    _sandbox: Sandbox,
}

impl Desk {
    fn new() -> Self {
        let home = Home::new();
        let notebook = Notebook::install(&home);
        let sandbox = Sandbox::start(&home);
        assert_eq!(sandbox.connect(&home, "Acme").status, 0, "the account is connected");
        Self { home, notebook, _sandbox: sandbox }
    }

    /// Opens the window on *Today*.
    async fn open(&self) -> Window {
        let window = Window::open(&self.home).await;
        window.page.element(Locator::Css("main h1")).await;
        keys(&window, &[&ctrl("0")]).await;
        window.page.reads("main h1", "Today").await;
        window
    }

    fn cli(&self, words: &[&str]) -> Value {
        let answer = cli::run(&self.home, words);
        assert_eq!(answer.status, 0, "{}", answer.all);
        answer.document().clone()
    }
}

/// Waits until the script gives that value.
async fn gives(window: &Window, what: &str, script: &str, value: Value) {
    let look = || async { (window.page.run(script, vec![]).await == value).then_some(()) };
    wait::until_seen(what, look).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn team_of_one_account_shows_and_opens_the_longest_waits() {
    let desk = Desk::new();
    desk.cli(&["today", "--read"]);
    let window = desk.open().await;
    gives(
        &window,
        "ten longest waits",
        "return document.querySelectorAll('table[aria-labelledby=longest] tbody tr').length",
        json!(10),
    )
    .await;
    window.page.says("Teammates").await;
    // a sandbox has no pages of conversations, Intercom has
    storage::alter(&desk.home, "UPDATE account SET api_base = NULL");
    let first = window.page.element(Locator::Css("table[aria-labelledby=longest] tbody button")).await;
    let label = first.attr("aria-label").await.expect("a button answers").expect("it has a label");
    let conversation = label.split(' ').nth(2).expect("the label names the conversation").to_owned();
    first.click().await.expect("a button can be pressed");
    let opened = desk.notebook.opened(1);
    assert!(opened.starts_with("https://app.intercom.com/"), "{opened}");
    assert!(opened.ends_with(&format!("/conversation/{conversation}")), "{opened} {conversation}");

    // the history knows the longest wait by the conversation that the page names
    let history = desk.cli(&["history", "Acme", "--figure", "longest_wait"]);
    assert!(history.to_string().contains(&conversation), "{history}");
    window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn working_hours_change_how_waits_are_counted() {
    let desk = Desk::new();
    let window = desk.open().await;
    let page = &window.page;
    page.says("When does this team work?").await;
    page.press("Say when…").await;
    page.element(Locator::Css("dialog")).await;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri"] {
        page.press(day).await;
    }
    page.press("Use these hours").await;
    page.says("Choose at least one day.").await;
    page.press("Mon").await;
    page.run(
        "const time = document.querySelector('dialog input[type=time]'); time.value = ''; \
            time.dispatchEvent(new Event('input', { bubbles: true }))",
        vec![],
    )
    .await;
    page.press("Use these hours").await;
    page.says("Give both times.").await;
    page.press("Cancel").await;
    page.says("When does this team work?").await;

    page.press("Say when…").await;
    page.press("Use these hours").await;
    page.says("Mon–Fri 09:00–17:00").await;
    let rhythm = storage::database(&desk.home)
        .query_row("SELECT count(*) FROM working_hours", [], |row| row.get::<_, u32>(0))
        .expect("the database answers");
    assert_eq!(rhythm, 1);
    window.close(&desk.home);
    let window = desk.open().await;
    window.page.says("Mon–Fri 09:00–17:00").await;
    window.page.press("Change working hours").await;
    window.page.press("Around the clock").await;
    window.page.says("When does this team work?").await;
    window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn threshold_changes_in_its_place_by_keyboard() {
    let desk = Desk::new();
    desk.cli(&["today", "--read"]);
    let window = desk.open().await;
    let page = &window.page;
    page.says("that wait longer than 24 h").await;
    let change = async || {
        page.press("Not now: Acme").await;
        page.press("Change the threshold…").await;
        wait_for_focus(&window, "[aria-labelledby=needs] input").await;
    };
    change().await;
    keys(&window, &["0", ENTER]).await;
    page.element(Locator::Css("[aria-labelledby=needs] [role=alert]")).await;
    keys(&window, &[ESCAPE]).await;
    page.says("that wait longer than 24 h").await;
    change().await;
    keys(&window, &[&ctrl("a"), "700", ENTER]).await;
    page.says_no_more("that wait longer than 24 h").await;
    window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn morning_question_turns_on_start_at_login_once() {
    let desk = Desk::new();
    let entry = desk.home.path().join(".config/autostart");
    let window = desk.open().await;
    window.page.says("Read your figures each morning at 8:45?").await;
    window.page.press("Yes, each morning").await;
    window.page.says_no_more("Read your figures each morning at 8:45?").await;
    let files = || fs::read_dir(&entry).map(|all| all.flatten().count()).unwrap_or_default();
    wait::until("the entry that starts Switchhook at login", || (files() == 1).then_some(()));
    window.page.says("· next reading").await;
    window.close(&desk.home);
    let window = desk.open().await;
    window.page.says("· next reading").await;
    assert!(!window.page.text().await.contains("each morning at 8:45?"), "it is asked once");
    window.close(&desk.home);
}

/// Returns a time zone in which it is between 12:00 and 12:59 now.
fn zone_of_noon() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    let ahead = 12 - i64::try_from(since.as_secs() / 3600 % 24).expect("a small number");
    // these names have the sign of POSIX
    format!("Etc/GMT{:+}", -ahead)
}

// Nobody has opened the window since the login, so the key is in no program's memory.
#[tokio::test(flavor = "multi_thread")]
async fn hidden_start_reads_in_the_morning_while_the_keyring_is_open() {
    let desk = Desk::new();
    let on = "INSERT INTO preference (name, value) VALUES ('morning_reading', 'on')";
    storage::alter(&desk.home, on);
    let mut hidden = desk.home.command(built::desktop());
    hidden.env("TZ", zone_of_noon()).arg("--hidden").stdout(desk.home.log()).stderr(desk.home.log());
    let running = Running::start(&mut hidden);
    let ask = "SELECT count(*) FROM waiting WHERE read_at IS NOT NULL";
    let count = || storage::database(&desk.home).query_row(ask, [], |row| row.get::<_, u32>(0));
    wait::until("the account to be read", || (count() == Ok(1)).then_some(()));
    let noted = || {
        storage::database(&desk.home).query_row(
            "SELECT count(*) FROM preference WHERE name = 'morning_day'",
            [],
            |row| row.get::<_, u32>(0),
        )
    };
    wait::until("the day to be noted", || (noted() == Ok(1)).then_some(()));
    drop(running);
}

#[tokio::test(flavor = "multi_thread")]
async fn export_writes_the_board_and_says_where() {
    let desk = Desk::new();
    let window = desk.open().await;
    window.page.press("Export").await;
    window.page.says("The board is in").await;
    let mut found = storage::files(&desk.home);
    found.retain(|path| path.extension().is_some_and(|extension| extension == "csv"));
    assert_eq!(found.len(), 1, "{found:?}");
    let csv = fs::read_to_string(&found[0]).expect("it can be read");
    assert_eq!(csv, cli::stdout_of(&desk.home, &["today", "--csv"]), "the command line writes it, too");
    assert!(csv.contains("Acme"), "{csv}");
    window.close(&desk.home);
}

#[tokio::test(flavor = "multi_thread")]
async fn notification_tells_a_need_once_after_the_switch_is_on() {
    let desk = Desk::new();
    storage::alter(
        &desk.home,
        "INSERT INTO working_hours (account_id, hours) SELECT id, json_object('days', json('[true,true,true,true,true,true,true]'), \
         'from', 0, 'to', 1440, 'zone', 'UTC') FROM account",
    );
    desk.cli(&["today", "--read"]);
    let desktop = tokio::task::spawn_blocking(Notifications::offer).await.expect("no panic");
    let window = desk.open().await;
    window.page.press("Settings").await;
    let notify = "//label[contains(normalize-space(.), 'Notify me when an account needs me')]/input";
    window.page.element(Locator::XPath(notify)).await.click().await.expect("a choice can be made");
    screen::minimize_window();
    let shown = desktop.shown(1);
    assert_eq!(shown.headline, "Acme");
    assert!(shown.line.starts_with("Acme has "), "{shown:?}");
    desktop.click(&shown);
    wait::until("the click to bring the window up", || screen::shows_window().then_some(()));
    window.close(&desk.home);
}
