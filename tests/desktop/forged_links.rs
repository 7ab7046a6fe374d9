//! Links to the running window: ten thousand forged ones, and then the right one.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fantoccini::Locator;
use switchhook_journeys::home::Home;
use switchhook_journeys::instance::{self, Instance};
use switchhook_journeys::link::parameter;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::window::Window;
use switchhook_journeys::{CALLBACK, SCHEME, consent, screen, storage, wait};

const FORGED: u32 = 10_000;

#[tokio::test(flavor = "multi_thread")]
async fn forged_links_raise_no_window_and_the_right_link_does() {
    let home = Home::new();
    let notebook = Notebook::install(&home);
    let window = Window::open(&home).await;
    window.page.press("Connect account").await;
    window.page.press("Try it with the sandbox").await;
    let url = notebook.opened(1);
    let link = consent::authorize(&url);
    screen::minimize_window();

    let instance = Instance::running();
    let hash: Vec<u8> = storage::database(&home)
        .query_row("SELECT state_hash FROM attempt", [], |row| row.get(0))
        .expect("there is the one attempt");
    let kinds = forgeries(&parameter(&url, "state"), &URL_SAFE_NO_PAD.encode(hash));
    for link in kinds.iter().cycle().take(FORGED as usize) {
        instance.hand_over(&[link]);
    }
    // the app has answered all links once it has counted all of them
    wait::until("the app to have judged them all", || (counted(&home) >= FORGED).then_some(()));
    assert!(!screen::shows_window(), "no forged link raises the window");
    let stage: String = storage::database(&home)
        .query_row("SELECT stage FROM attempt", [], |row| row.get(0))
        .expect("there is the one attempt");
    assert_eq!(stage, "awaiting", "none of them ends what is waiting");

    assert_eq!(instance::open_link(&home, &link), 0, "a second start hands its link over and ends");
    wait::until("the right link to raise the window", || screen::shows_window().then_some(()));
    window.page.reads("h1", "Northwind Support").await;
    window.page.element(Locator::Css("[data-account]")).await;
    window.close(&home);
}

/// Returns links that an attacker can send who knows the program, and even the hash of a state, but no state.
fn forgeries(state: &str, real_hash: &str) -> Vec<String> {
    let shaped = format!("1d{}", "A".repeat(state.len() - 2));
    let (hash, point) = ("A".repeat(43), "B".repeat(87));
    vec![
        format!("{CALLBACK}?code=a&state={shaped}"),
        format!("{CALLBACK}?error=access_denied&state={shaped}"),
        format!("{CALLBACK}?code=a&state={}", &state[1..]),
        format!("{CALLBACK}?code=a&state={}", state.to_ascii_uppercase()),
        format!("{CALLBACK}?code=a"),
        format!("{CALLBACK}?code=a&state={shaped}&state={shaped}"),
        format!("{SCHEME}:/../callback?code=a&state={shaped}"),
        format!("{SCHEME}://callback?code=a&state={shaped}"),
        format!("{SCHEME}:/sealed?v=1&h={hash}&e={point}&c=AAAA"),
        format!("{SCHEME}:/sealed?v=1&h={real_hash}&e={point}&c=AAAA"),
        format!("{SCHEME}:/sealed?v=1"),
        "https://evil.example/callback?code=a".to_owned(),
        "no link at all".to_owned(),
        String::new(),
        format!("{CALLBACK}?code={}", "a".repeat(40_000)),
    ]
}

/// Returns the number of stray links in the database.
fn counted(home: &Home) -> u32 {
    let sql = "SELECT (SELECT count FROM stray) + (SELECT coalesce(sum(strays), 0) FROM attempt)";
    storage::database(home).query_row(sql, [], |row| row.get(0)).expect("the database counts")
}
