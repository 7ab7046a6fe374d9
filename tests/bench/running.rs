//! The running app, measured from inside its page: a link that reaches it, and a search through its list.

use std::fs;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use switchhook_journeys::home::Home;
use switchhook_journeys::instance::{self, Instance};
use switchhook_journeys::samples::Samples;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, wait};

use crate::terminal;

/// The workspace that the sandbox's consent offers.
const WORKSPACE: &str = "Northwind Support";

/// A script that resolves with the milliseconds since 1970 at which the page has painted an account of this name. A message
/// posted in a frame arrives after that frame was drawn.
const ARM: &str = "const name = arguments[0];
    window.painted = new Promise((tell) => {
        const observer = new MutationObserver(() => {
            if (document.querySelector('h1')?.innerText.trim() !== name) return;
            observer.disconnect();
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => tell(Date.now());
                channel.port2.postMessage(null);
            });
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });";

/// A script that types into the search key by key. It returns, for each key, the milliseconds of work until the paint: the
/// handlers and the frame after them, without the wait between them.
const TYPE: &str = "const field = document.querySelector('#search');
    field.focus();
    const works = [];
    for (const word of arguments[0]) {
        for (let end = 0; end <= word.length; end++) {
            const began = performance.now();
            field.value = word.slice(0, end);
            field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            await Promise.resolve();
            document.body.offsetHeight;
            const listed = performance.now();
            const framed = await new Promise((next) => requestAnimationFrame(() => next(performance.now())));
            await new Promise((next) => {
                const channel = new MessageChannel();
                channel.port1.onmessage = next;
                channel.port2.postMessage(null);
            });
            works.push(listed - began + (performance.now() - framed));
        }
    }
    return works;";

/// The milliseconds of a frame.
pub(crate) const FRAME: f64 = 1000.0 / 60.0;
/// The pause between two looks into the database.
const LOOK_EVERY: Duration = Duration::from_micros(500);

/// The number of frames for which a page is scrolled.
const FRAMES: u32 = 120;

/// A script that scrolls an element so far that each frame draws other rows. It returns the milliseconds between the frames.
const SCROLL: &str = "const [frames, selector] = arguments;
    const list = document.querySelector(selector);
    const times = [];
    let last = await new Promise(requestAnimationFrame);
    for (let frame = 0; frame < frames; frame++) {
        list.scrollTop = (list.scrollTop + 400) % (list.scrollHeight - list.clientHeight);
        const now = await new Promise(requestAnimationFrame);
        times.push(now - last);
        last = now;
    }
    return times;";

/// The time from a link's arrival at the running app to its painted account, in milliseconds.
pub(crate) struct Links {
    /// The link is handed over on the bus.
    pub(crate) whole: Samples,
    /// The link is handed over on the bus; without the sandbox's answers.
    pub(crate) over: Samples,
    /// The link comes by a second start of the app, as on a desktop.
    pub(crate) started: Samples,
    /// Until the account is in the database, in frames.
    pub(crate) stored: Samples,
    /// Until the account is painted, in frames.
    pub(crate) shown: Samples,
}

/// The milliseconds of a link, from its arrival.
struct Took {
    painted: f64,
    stored: f64,
    /// The sandbox's answers.
    answering: f64,
}

/// Connects an account by a link and forgets the account, again and again.
pub(crate) async fn links(home: &Home, rounds: usize) -> Links {
    let window = Window::open(home).await;
    wait_for_other_account(&window).await;
    let instance = Instance::running();
    let (mut whole, mut over, mut started) = (Vec::new(), Vec::new(), Vec::new());
    let (mut stored, mut shown) = (Vec::new(), Vec::new());
    // the first round makes connections and compiled code that later rounds find
    for round in 0..=rounds {
        let took = connect(home, &window, |link| instance.hand_over(&[link])).await;
        let second = |link: &str| assert_eq!(instance::open_link(home, link), 0, "the link is handed over");
        let by_a_start = connect(home, &window, second).await.painted;
        if round > 0 {
            whole.push(took.painted);
            over.push(took.painted - took.answering);
            stored.push(took.stored / FRAME);
            shown.push(took.painted / FRAME);
            started.push(by_a_start);
        }
    }
    window.close(home);
    let [whole, over, started, stored, shown] = [whole, over, started, stored, shown].map(Samples::new);
    Links { whole, over, started, stored, shown }
}

/// Connects an account by a link, and forgets it again.
async fn connect(home: &Home, window: &Window, deliver: impl Fn(&str)) -> Took {
    let link = terminal::link(home);
    window.page.run(ARM, vec![json!(WORKSPACE)]).await;
    let said = log(home).len();
    let stored = stored(home);
    let began = now();
    deliver(&link);
    let painted = window.page.wait_for("return await window.painted;", Vec::new()).await;
    let painted = Duration::from_millis(painted.as_u64().unwrap_or_else(|| panic!("no time: {painted}")));
    let stored = stored.join().expect("the account is stored");
    let since = |moment: Duration| moment.saturating_sub(began).as_secs_f64() * 1000.0;
    let answering = terminal::answering(&log(home)[said..]);
    let account = window.account(WORKSPACE).await;
    assert_eq!(cli::run(home, &["forget", &account, "--yes"]).status, 0, "an account can be forgotten");
    wait_for_other_account(window).await;
    Took { painted: since(painted), stored: since(stored), answering }
}

/// Looks for the account in the database, several times a frame. Returns the moment at which it is there.
fn stored(home: &Home) -> JoinHandle<Duration> {
    let path = home.files().join("switchhook.db");
    let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    let database = database.expect("the database can be opened");
    thread::spawn(move || {
        let mut look = database
            .prepare("SELECT 1 FROM account WHERE name = ?1")
            .expect("the table of accounts is as it was");
        while !look.exists([WORKSPACE]).expect("the database can be read") {
            thread::sleep(LOOK_EVERY);
        }
        now()
    })
}

/// Searches all accounts of the home in a window of its own. Returns the milliseconds of each keystroke.
pub(crate) async fn keystrokes(home: &Home) -> Samples {
    let window = Window::open(home).await;
    wait_for_other_account(&window).await;
    window.page.press("Filter the list").await;
    let words = ["harbour", "studio 7", "key account", "nobody at all"];
    let keystroke = window.page.wait_for(TYPE, vec![json!(words)]).await;
    window.close(home);
    samples(&keystroke)
}

/// Scrolls the element of an open window. Returns the milliseconds from each frame to the next.
pub(crate) async fn scroll(window: &Window, selector: &str) -> Samples {
    samples(&window.page.wait_for(SCROLL, vec![json!(FRAMES), json!(selector)]).await)
}

fn samples(times: &Value) -> Samples {
    let times = times.as_array().unwrap_or_else(|| panic!("no times: {times}"));
    Samples::new(times.iter().filter_map(Value::as_f64).collect())
}

/// Waits until the page shows an account outside the sandbox's workspace.
async fn wait_for_other_account(window: &Window) {
    let look = || async {
        let title =
            window.page.run("return document.querySelector('h1')?.innerText.trim()", Vec::new()).await;
        title.as_str().is_some_and(|title| title != WORKSPACE).then_some(())
    };
    wait::until_seen("another account to be shown", look).await;
}

fn log(home: &Home) -> String {
    fs::read_to_string(home.path().join("programs.log")).unwrap_or_default()
}

fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock")
}
