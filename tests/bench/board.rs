//! The board of a thousand accounts, scrolled, beside a bare page that scrolls as many rows.

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::keys::{ctrl, keys};
use switchhook_journeys::samples::Samples;
use switchhook_journeys::window::Window;

use crate::running;

/// A script that replaces the page by plain rows, as many and as high as those of the board.
const BARE: &str = "const [rows, height] = arguments;
    const page = document.createElement('div');
    page.className = 'bare';
    page.style.cssText = 'position: fixed; inset: 0; overflow: auto; background: white';
    for (let row = 0; row < rows; row++) {
        const line = document.createElement('div');
        line.style.height = `${height}px`;
        line.textContent = `Account ${row}`;
        page.append(line);
    }
    document.body.replaceChildren(page);";

/// The milliseconds from one frame to the next.
pub(crate) struct Scrolls {
    pub(crate) board: Samples,
    pub(crate) bare: Samples,
}

/// Scrolls the board of all accounts of the home, and then a bare page in the same window.
pub(crate) async fn measure(home: &Home, accounts: u32) -> Scrolls {
    let window = Window::open(home).await;
    window.page.element(Locator::Css("main h1")).await;
    keys(&window, &[&ctrl("0")]).await;
    let row = window.page.element(Locator::Css(".rows [role=row]")).await;
    let height = row.rectangle().await.expect("a row has a place").3;
    let board = running::scroll(&window, ".page-frame > .scroll").await;
    window.page.run(BARE, vec![json!(accounts), json!(height)]).await;
    let bare = running::scroll(&window, ".bare").await;
    window.close(home);
    Scrolls { board, bare }
}
