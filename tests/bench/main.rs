//! `cargo xtask bench`: the design's budgets, measured on the released programs in a private desktop. Each budget compares a
//! figure with a peer of the same run. The bench prints those first and judges them only. It fails if a budget is missed, and
//! if it could not measure.
#![expect(clippy::expect_used, reason = "a measurement that can't be taken ends the run, with a sentence")]

mod board;
mod checks;
mod machine;
mod population;
mod report;
mod running;
mod screen;
mod terminal;
mod windows;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use switchhook_journeys::budget::Budget;
use switchhook_journeys::home::Home;
use switchhook_journeys::samples::Samples;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{built, cli};

use report::Report;
use running::FRAME;
use screen::Screen;
use windows::{BARE_BLOCK, Contestant, OPEN_ROW, Painting};

/// The variables that the app chooses on a machine without a GPU. With them, app and bare window paint the same way everywhere.
const SOFTWARE: Painting = &[("WEBKIT_DISABLE_DMABUF_RENDERER", "1")];

const WINDOW_ROUNDS: usize = 9;
const LINK_ROUNDS: usize = 9;
const COMMAND_ROUNDS: usize = 31;
const CHECK_ROUNDS: usize = 3;
/// As many accounts as the list and the board draw.
const SHOWN: u32 = 20;
const SOME: u32 = 1_000;
const MANY: u32 = 10_000;

/// A query with the columns and the order of `switchhook list`.
const LIST: &str = "SELECT name, workspace_region, admin_name, status, \
    (SELECT group_concat(tag, ', ') FROM account_tag WHERE account_id = account.id), id \
    FROM account ORDER BY name COLLATE NOCASE, id";

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a bench is run for its figures")]
async fn main() -> ExitCode {
    let mut report = Report::new();
    // the sandbox's home is another, whose memory is not measured
    let elsewhere = Home::new();
    let sandbox = Sandbox::start(&elsewhere);
    let some = home_with(&sandbox, SOME);
    let many = home_with(&sandbox, MANY);
    let few = home_with(&sandbox, 10);

    println!("First paint and memory: {WINDOW_ROUNDS} rounds of four windows");
    windows(&mut report, &some, &home_with(&sandbox, SHOWN));
    println!("Links, in the command line and in the running app");
    receiving(&mut report, &sandbox);
    links(&mut report, &some).await;
    println!("Ten thousand accounts");
    many_accounts(&mut report, &many, &few).await;
    println!("The board of a thousand accounts");
    scrolling(&mut report, &some).await;
    println!("A thousand accounts checked");
    checking(&mut report).await;

    println!("\n{}", report.tables());
    if let Some(path) = env::var_os("SWITCHHOOK_BENCH_WRITE") {
        report.write(Path::new(&path));
    }
    match report.missed() {
        0 => ExitCode::SUCCESS,
        missed => {
            println!("{missed} of the budgets missed");
            ExitCode::FAILURE
        }
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

fn windows(report: &mut Report, home: &Home, shown: &Home) {
    let (empty, bare) = (Home::new(), Home::new());
    let contestant = |home, program, colour| Contestant { home, program, colour, painting: SOFTWARE };
    let contestants = [
        contestant(home, built::desktop(), OPEN_ROW),
        contestant(shown, built::desktop(), OPEN_ROW),
        contestant(&empty, built::desktop(), OPEN_ROW),
        contestant(&bare, bare_window(), BARE_BLOCK),
    ];
    let needs = windows::compare(&Screen::open(), &contestants, WINDOW_ROUNDS);
    let [ours, shown, empty, bare] = &needs[..] else { unreachable!("as many as were given") };
    let method = "the time from the start of the program until its page is on the screen. One look at the screen a \
                  millisecond searches for a block of a colour that only this page has. That block is the field above \
                  the list with the open row, or the block of the bare page. The programs start in turns, with warm \
                  caches, and all paint in software";
    report.judged(
        ("start → first paint with 1,000 accounts", "a bare Tauri window"),
        Budget::Times(1.4),
        (&ours.paint, &bare.paint),
        "ms",
        method,
    );
    let method = "PSS of the program, its network process and its web process, from `/proc/*/smaps_rollup`, 4 s \
                  after the first paint, in the same starts as above";
    report.judged(
        ("memory with 1,000 accounts", "the same window with 20 accounts"),
        Budget::More(15.0),
        (&ours.memory, &shown.memory),
        "MB",
        method,
    );
    let peer = "the same window without accounts, which draws another page";
    report.ratio(("memory with 1,000 accounts", peer), (&ours.memory, &empty.memory), "MB", method);
    report.judged(
        ("memory with 1,000 accounts in all", "a bare Tauri window"),
        Budget::Times(1.37),
        (&ours.memory, &bare.memory),
        "MB",
        method,
    );
}

fn receiving(report: &mut Report, sandbox: &Sandbox) {
    let (first, last) = (Home::new(), home_with(sandbox, MANY - 1));
    terminal::register(sandbox, &first);
    let mut took: [Vec<f64>; 4] = Default::default();
    for round in 0..=LINK_ROUNDS {
        let (alone, among) = (terminal::receive(&first), terminal::receive(&last));
        let awaited = terminal::receive_for_another(&first);
        if round > 0 {
            let values = [alone.whole, among.whole, alone.over, awaited.connect - awaited.receive];
            took.iter_mut().zip(values).for_each(|(all, value)| all.push(value));
        }
    }
    let [alone, among, over, woken] = took.map(Samples::new);
    report.judged(
        ("connecting the 10,000th account", "the first"),
        Budget::Times(1.1),
        (&among, &alone),
        "ms",
        "the whole process `switchhook receive`, in turns with 9,999 accounts in the database and with none",
    );
    report.unmeasured(
        ("callback → account stored", "`ortie auth resume`"),
        Budget::Times(1.2),
        "this bench runs no `ortie`",
    );
    let method = "the whole process `switchhook receive`, minus the round trips of its token request and its `/me`. \
                  Its own log states those, each rounded down to a millisecond";
    report.time("callback → account stored by the command line, without the HTTP round trips", &over, method);
    let method = "from the end of `switchhook receive`, which hands over the link for which `switchhook connect` waits";
    report.time("`receive` ends → `connect` in another terminal ends", &woken, method);
}

async fn links(report: &mut Report, home: &Home) {
    let links = running::links(home, LINK_ROUNDS).await;
    report.judged(
        ("callback → account shown by the app", "account stored"),
        Budget::More(2.0),
        (&links.shown, &links.stored),
        "frames",
        "the running app with 1,000 accounts. The time runs from the message on the session bus. Two looks a \
         millisecond find the account in the database. The page finds the end of the frame that draws the account",
    );
    let method = "as above. The round trips in the app's log don't count";
    report.time(
        "callback → account stored and shown by the app, without the HTTP round trips",
        &links.over,
        method,
    );
    let method = "as above, with the round trips: until the account itself is painted";
    report.time("link reaches the running app → page painted", &links.whole, method);
    let method = "as above, from the start of a second process with the link, as a desktop starts it";
    report.time("second start with a link → page painted", &links.started, method);
}

async fn many_accounts(report: &mut Report, many: &Home, few: &Home) {
    listing(report, many);
    let keystroke = running::keystrokes(many).await;
    let frame = Samples::new(vec![FRAME; keystroke.count()]);
    report.judged(
        ("keystroke in the window's search, 10,000 accounts", "a frame"),
        Budget::Times(1.0),
        (&keystroke, &frame),
        "ms",
        "in the real window: the `input` event, list and layout, and the frame that paints it, without the wait for \
         that frame. Each key of four searches and of their deletion counts. WebKit's clock ticks in milliseconds",
    );
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
    for ((home, words), samples) in commands.iter().zip(&times) {
        let count = if std::ptr::eq(*home, many) { "10,000" } else { "10" };
        let what = format!("`switchhook {}`, {count} accounts", words.join(" "));
        report.time(what, samples, "the whole process; a pipe reads its output");
    }
    let method = "`true`: the cost of starting and ending any program on this machine";
    report.time("a program that does nothing", &nothing, method);
}

/// Compares `switchhook list` with `sqlite3`.
fn listing(report: &mut Report, home: &Home) {
    let names = ("`switchhook list`, 10,000 accounts", "`sqlite3` with the same columns");
    let budget = Budget::Times(2.0);
    if Command::new("sqlite3").arg("--version").output().is_err() {
        report.unmeasured(names, budget, "no `sqlite3` is installed");
        return;
    }
    let mut list = home.command(built::cli());
    // the log is off, as in ordinary use
    list.env_remove("SWITCHHOOK_LOG").arg("list");
    let mut peer = Command::new("sqlite3");
    peer.arg("-readonly").arg(home.files().join("switchhook.db")).arg(LIST);
    let [ours, theirs] = terminal::time_in_turns(COMMAND_ROUNDS, &mut list, &mut peer);
    report.judged(
        names,
        budget,
        (&ours, &theirs),
        "ms",
        "the whole processes in turns; a pipe reads their output",
    );
}

async fn scrolling(report: &mut Report, home: &Home) {
    let scrolls = board::measure(home, SOME).await;
    report.judged(
        ("frame of the board of 1,000 accounts", "a bare page with as many rows"),
        Budget::Times(1.2),
        (&scrolls.board, &scrolls.bare),
        "ms",
        "the time between frames while the board scrolls by 400 px a frame, and then plain rows of equal height in \
         the same window",
    );
}

async fn checking(report: &mut Report) {
    let checks = checks::measure(CHECK_ROUNDS).await;
    let method = "the whole process `switchhook check --all`, compared with 2,000 times 100 ms: `/me` and the open \
                  conversations of each account. The sandbox takes 100 ms for each answer, and its rate limits are too high to matter";
    report.ratio(
        ("check of 1,000 accounts", "the sum of its answer times"),
        (&checks.whole, &checks.sum),
        "ms",
        method,
    );
    let method =
        "the time between frames while the list scrolls, in the window that checks them and before the check";
    report.ratio(
        ("frame of the list during a check of 1,000 accounts", "a frame before it"),
        (&checks.busy, &checks.idle),
        "ms",
        method,
    );
}

/// Returns the path of the bare window, which `cargo xtask bench` builds beside the app.
fn bare_window() -> PathBuf {
    env::var_os("SWITCHHOOK_BARE_BIN").map(PathBuf::from).expect("`cargo xtask bench` builds the bare window")
}
