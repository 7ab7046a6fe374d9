//! `cargo xtask bench`: the design's budgets, measured on the released programs in a private desktop. Where there is a peer,
//! the figure is a ratio within one run. The bench prints and records. It fails only if it could not measure.
#![expect(clippy::expect_used, reason = "a measurement that can't be taken ends the run, with a sentence")]

mod checks;
mod machine;
mod population;
mod report;
mod running;
mod samples;
mod screen;
mod terminal;
mod windows;

use std::env;
use std::path::{Path, PathBuf};

use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{built, cli};

use report::Report;
use samples::Samples;
use screen::Screen;
use windows::{BARE_BLOCK, Contestant, OPEN_ROW, Painting};

/// The variables that the app chooses on a machine without a GPU.
const SOFTWARE: [(&str, &str); 1] = [("WEBKIT_DISABLE_DMABUF_RENDERER", "1")];
/// The variables that leave the choice to WebKit.
const ACCELERATED: [(&str, &str); 1] = [("WEBKIT_DISABLE_DMABUF_RENDERER", "0")];
const UNCOMPOSITED: [(&str, &str); 2] = [ACCELERATED[0], ("WEBKIT_DISABLE_COMPOSITING_MODE", "1")];

const WINDOW_ROUNDS: usize = 9;
const LINK_ROUNDS: usize = 9;
const PAINTING_ROUNDS: usize = 5;
const COMMAND_ROUNDS: usize = 31;
const CHECK_ROUNDS: usize = 3;
const MANY: u32 = 10_000;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a bench is run for its figures")]
async fn main() {
    let mut report = Report::new();
    // the sandbox's home is another, whose memory is not measured
    let elsewhere = Home::new();
    let sandbox = Sandbox::start(&elsewhere);
    let some = home_with(&sandbox, 1_000);
    let many = home_with(&sandbox, MANY);
    let few = home_with(&sandbox, 10);

    println!("First paint and memory: {WINDOW_ROUNDS} rounds of three windows");
    first_paint(&mut report, &some);
    println!("Links, in the command line and in the running app");
    receiving(&mut report, &sandbox);
    links(&mut report, &some).await;
    println!("Ten thousand accounts");
    many_accounts(&mut report, &many, &few).await;
    println!("A thousand accounts checked");
    checking(&mut report).await;
    println!("Ways to paint: {PAINTING_ROUNDS} rounds");
    painting(&mut report, &some).await;

    println!("\n{}", report.tables());
    if let Some(path) = env::var_os("SWITCHHOOK_BENCH_WRITE") {
        report.write(Path::new(&path));
    }
}

/// Makes a home with so many accounts and the sandbox's registration.
fn home_with(sandbox: &Sandbox, accounts: u32) -> Home {
    let home = Home::new();
    terminal::register(sandbox, &home);
    let connected = sandbox.connect(&home, "Zebra Works");
    assert_eq!(connected.status, 0, "an account can be connected: {}", connected.all);
    population::grow(&home, accounts);
    let listed = cli::run(&home, &["list"]);
    assert_eq!(listed.document().as_array().map(Vec::len), Some(accounts as usize), "the accounts are there");
    home
}

fn first_paint(report: &mut Report, home: &Home) {
    let (bare, alike) = (Home::new(), Home::new());
    let contestant = |home, program, colour, painting| Contestant { home, program, colour, painting };
    let contestants = [
        contestant(home, built::desktop(), OPEN_ROW, &[][..]),
        contestant(&bare, bare_window(), BARE_BLOCK, &[]),
        contestant(&alike, bare_window(), BARE_BLOCK, &SOFTWARE),
    ];
    let needs = windows::compare(&Screen::open(), &contestants, WINDOW_ROUNDS);
    let [ours, bare, alike] = &needs[..] else { unreachable!("as many as were given") };
    let method = "the time from the start of the program until its page is on the screen. One look at the screen a \
                  millisecond searches for a block of a colour that only this page has. That block is the open \
                  row of the list, or the block of the bare page. The programs start in turns, with \
                  warm caches";
    let what = "start → first paint with 1,000 accounts, compared with a bare Tauri window";
    report.ratio(what, 1.25, (&ours.paint, &bare.paint), "ms", method);
    let what = "… compared with a bare window that paints in software";
    let method = "as above. The bare window starts with `WEBKIT_DISABLE_DMABUF_RENDERER=1`";
    report.ratio(what, None, (&ours.paint, &alike.paint), "ms", method);
    let what = "memory with 1,000 accounts, compared with a bare Tauri window";
    let method = "PSS of the program, its network process and its web process, from `/proc/*/smaps_rollup`, 4 s \
                  after the first paint, in the same starts as above";
    report.ratio(what, 1.15, (&ours.memory, &bare.memory), "MB", method);
    let what = "… memory, compared with a bare window that paints in software";
    report.ratio(what, None, (&ours.memory, &alike.memory), "MB", "as above");
}

fn receiving(report: &mut Report, sandbox: &Sandbox) {
    let (first, last) = (Home::new(), home_with(sandbox, MANY - 1));
    terminal::register(sandbox, &first);
    let mut took: [Vec<f64>; 3] = Default::default();
    for round in 0..=LINK_ROUNDS {
        let (alone, among) = (terminal::receive(&first), terminal::receive(&last));
        if round > 0 {
            took[0].push(alone.whole);
            took[1].push(among.whole);
            took[2].push(alone.over);
        }
    }
    let [alone, among, over] = took.map(Samples::new);
    let method = "the whole process `switchhook receive`, minus the round trips of its token request and its `/me`. \
                  Its own log states those, each rounded down to a millisecond";
    report.time(
        "callback → account stored by the command line, without the HTTP round trips",
        50.0,
        &over,
        method,
    );
    let method =
        "the whole process `switchhook receive`, in turns with 9,999 accounts in the database and with none";
    report.ratio(
        "connecting the 10,000th account, compared with the first",
        1.2,
        (&among, &alone),
        "ms",
        method,
    );
}

async fn links(report: &mut Report, home: &Home) {
    let links = running::links(home, LINK_ROUNDS).await;
    let method = "the running app with 1,000 accounts. The time runs from the message on the session bus to the end \
                  of the frame that draws the account's page. The round trips in the app's log don't count";
    report.time(
        "callback → account stored and shown by the app, without the HTTP round trips",
        50.0,
        &links.over,
        method,
    );
    let method = "as above, with the round trips: until the account itself is painted";
    report.time("link reaches the running app → page painted", 100.0, &links.whole, method);
    let method = "as above, from the start of a second process with the link, as a desktop starts it";
    report.time("second start with a link → page painted", None, &links.started, method);
}

async fn many_accounts(report: &mut Report, many: &Home, few: &Home) {
    let commands: [(&Home, &[&str]); 6] = [
        (many, &["list"]),
        (many, &["list", "--json"]),
        (few, &["list"]),
        (few, &["list", "--json"]),
        (many, &["list", "--search", "harbour studio"]),
        (many, &["show", "Zebra Works"]),
    ];
    let times = terminal::time(&commands, COMMAND_ROUNDS);
    let nothing = terminal::time_without_work(COMMAND_ROUNDS);
    let budgets = [Some(50.0), Some(50.0), Some(10.0), Some(10.0), Some(50.0), None];
    for (((home, words), budget), samples) in commands.iter().zip(budgets).zip(&times) {
        let count = if std::ptr::eq(*home, many) { "10,000" } else { "10" };
        let what = format!("`switchhook {}`, {count} accounts", words.join(" "));
        report.time(what, budget, samples, "the whole process; a pipe reads its output");
    }
    let method = "`true`: the cost of starting and ending any program on this machine";
    report.time("a program that does nothing", None, &nothing, method);
    let method = "in the real window: the `input` event, list and layout, and the frame that paints it, without the \
                  wait for that frame. Each key of four searches and of their deletion counts. WebKit's clock ticks \
                  in milliseconds";
    report.time(
        "keystroke in the window's search, 10,000 accounts",
        16.0,
        &running::work(many, &[]).await.keystroke,
        method,
    );
}

async fn checking(report: &mut Report) {
    let checks = checks::measure(CHECK_ROUNDS).await;
    let method = "the whole process `switchhook check --all`, compared with 2,000 times 100 ms: `/me` and the open \
                  conversations of each account. The sandbox takes 100 ms for each answer, and its rate limits are too high to matter";
    report.ratio(
        "check of 1,000 accounts, compared with the sum of their answer times",
        None,
        (&checks.whole, &checks.sum),
        "ms",
        method,
    );
    let method = "the time between frames while the list scrolls, as in the second table: in the window that checks \
                  them, and before the check began";
    report.ratio(
        "frame of the list during a check of 1,000 accounts, compared with a frame before it",
        None,
        (&checks.busy, &checks.idle),
        "ms",
        method,
    );
}

/// Measures the ways in which WebKit can paint. The app should choose the best.
async fn painting(report: &mut Report, home: &Home) {
    let ways: [(&str, Painting); 3] = [
        ("chosen by the app", &[]),
        ("chosen by WebKit", &ACCELERATED),
        ("chosen by WebKit, without compositing", &UNCOMPOSITED),
    ];
    let contestants =
        ways.map(|(_, painting)| Contestant { home, program: built::desktop(), colour: OPEN_ROW, painting });
    let needs = windows::compare(&Screen::open(), &contestants, PAINTING_ROUNDS);
    for ((name, painting), need) in ways.iter().zip(&needs) {
        let work = running::work(home, painting).await;
        report.way([name, &need.paint, &need.memory, &work.keystroke, &work.scrolling]);
    }
}

/// Returns the path of the bare window, which `cargo xtask bench` builds beside the app.
fn bare_window() -> PathBuf {
    env::var_os("SWITCHHOOK_BARE_BIN").map(PathBuf::from).expect("`cargo xtask bench` builds the bare window")
}
