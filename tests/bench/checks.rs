//! A thousand accounts checked at once: how long that takes beside their answers, and how smooth the window stays.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::samples::Samples;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::window::Window;
use switchhook_journeys::{built, wait};

use crate::running;
use crate::terminal;

const ACCOUNTS: u32 = 1_000;
/// The requests for each account: `/me`, and the open conversations that the list shows.
const REQUESTS: u32 = 2;
/// The list of accounts.
const LIST: &str = "[role=listbox]";
/// The time of each answer, in milliseconds.
const ANSWER: u32 = 100;

/// The measurements, in milliseconds.
pub(crate) struct Checks {
    /// `switchhook check --all`, the whole process.
    pub(crate) whole: Samples,
    /// The sum of all answers.
    pub(crate) sum: Samples,
    /// From one frame to the next while the list is scrolled and nothing else runs.
    pub(crate) idle: Samples,
    /// From one frame to the next while the list is scrolled and all accounts are checked.
    pub(crate) busy: Samples,
}

/// Connects the accounts with tokens that open, and checks them.
pub(crate) async fn measure(rounds: usize) -> Checks {
    // the home is in memory, since connecting would wait for the disk a thousand times
    let (home, elsewhere) = (Home::in_memory(), Home::new());
    let sandbox = Sandbox::start(&elsewhere);
    // `/me` names no workspace, else all would be the same account
    sandbox.switch(&json!({ "me": "empty", "rate_limit": 1_000_000, "workspace_rate_limit": 1_000_000 }));
    for number in 0..ACCOUNTS {
        let connected = sandbox.connect(&home, &format!("Account {number}"));
        assert_eq!(connected.status, 0, "an account can be connected: {}", connected.all);
    }
    sandbox.switch(&json!({ "latency_ms": ANSWER }));
    let mut whole = Vec::new();
    for _ in 0..rounds {
        let mut command = home.command(built::cli());
        command.env_remove("SWITCHHOOK_LOG").args(["check", "--all", "--json"]);
        whole.push(terminal::took(&mut command));
    }
    let window = Window::open_with(&home, &[]).await;
    window.page.element(Locator::Css("[data-account]")).await;
    let idle = running::scroll(&window, LIST).await;
    window.page.press("Refresh all accounts").await;
    window.page.element(Locator::Css("progress")).await;
    let busy = running::scroll(&window, LIST).await;
    let over = || async {
        let shown = window.page.run("return document.querySelector('progress') === null", Vec::new()).await;
        (shown == json!(true)).then_some(())
    };
    wait::until_seen("the check to end", over).await;
    window.close(&home);
    let sum = Samples::new(vec![f64::from(ACCOUNTS * REQUESTS * ANSWER); rounds]);
    Checks { whole: Samples::new(whole), sum, idle, busy }
}
