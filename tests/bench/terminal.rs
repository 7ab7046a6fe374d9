//! The command line, from start to end, with its output read through a pipe.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use switchhook_journeys::cli::{self, Answer, Conversation};
use switchhook_journeys::home::Home;
use switchhook_journeys::samples::Samples;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{built, consent};

/// The name of the sandbox's client in a home.
pub(crate) const REGISTRATION: &str = "trial";
/// The redirect URI of a released build on the direct return route.
const CALLBACK: &str = "app.switchhook:/callback";

/// The time that a link takes in the command line, in milliseconds.
pub(crate) struct Received {
    /// From the start of the command to its end.
    pub(crate) whole: f64,
    /// From the start of the command to its end, without the sandbox's answers.
    pub(crate) over: f64,
}

/// Registers the sandbox's client in a home.
pub(crate) fn register(sandbox: &Sandbox, home: &Home) {
    assert_eq!(
        sandbox.register(home, REGISTRATION, CALLBACK).status,
        0,
        "the sandbox's client can be registered"
    );
}

/// Begins an attempt, authorizes it, and ends its command. Returns the link.
pub(crate) fn link(home: &Home) -> String {
    authorized(&cli::start(home, &["connect", REGISTRATION, "--no-browser"]))
}

/// Authorizes the attempt of a `connect` that runs. Returns the link.
fn authorized(begun: &Conversation) -> String {
    let line = begun.line();
    let url = line["authorization_url"].as_str();
    consent::authorize(url.unwrap_or_else(|| panic!("an attempt begins: {line}")))
}

/// Connects an account by a link, and forgets the account again.
pub(crate) fn receive(home: &Home) -> Received {
    let link = link(home);
    let answer = cli::run_with_input(home, &["receive", "-"], &link);
    assert_eq!(answer.document()["outcome"], "connected", "{}", answer.all);
    forget(home, &answer);
    let whole = answer.took.as_secs_f64() * 1000.0;
    Received { whole, over: whole - answering(&answer.said) }
}

/// The time that a link takes while `connect` waits for it in another terminal, in milliseconds.
pub(crate) struct Awaited {
    /// Until `receive`, which hands the link over, ends.
    pub(crate) receive: f64,
    /// Until `connect` ends.
    pub(crate) connect: f64,
}

/// Connects an account by a link for which another terminal waits, and forgets the account again.
pub(crate) fn receive_for_another(home: &Home) -> Awaited {
    let waiting = cli::start(home, &["connect", REGISTRATION, "--no-browser"]);
    let link = authorized(&waiting);
    let began = Instant::now();
    let waiting = thread::spawn(|| waiting.ended());
    let answer = cli::run_with_input(home, &["receive", "-"], &link);
    let connect = waiting.join().expect("`connect` ends").duration_since(began);
    forget(home, &answer);
    let milliseconds = |took: Duration| took.as_secs_f64() * 1000.0;
    Awaited { receive: milliseconds(answer.took), connect: milliseconds(connect) }
}

fn forget(home: &Home, connected: &Answer) {
    let account = connected.document()["account"]["id"].as_str().expect("ids are strings");
    assert_eq!(cli::run(home, &["forget", account, "--yes"]).status, 0, "an account can be forgotten");
}

/// Returns the sum of the provider's answer times in a log. The log rounds each down to milliseconds.
pub(crate) fn answering(log: &str) -> f64 {
    let answers = log.lines().filter(|line| line.contains("answered"));
    let took =
        answers.filter_map(|line| line.split("took=").nth(1)?.split_whitespace().next()?.parse::<f64>().ok());
    took.sum()
}

/// Runs each command once a round. The first round fills the caches and does not count.
pub(crate) fn time(commands: &[(&Home, &[&str])], rounds: usize) -> Vec<Samples> {
    let mut all: Vec<Vec<f64>> = commands.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        for ((home, words), times) in commands.iter().zip(&mut all) {
            let mut command = home.command(built::cli());
            // the log is off, as in ordinary use
            command.env_remove("SWITCHHOOK_LOG").args(*words);
            let took = took(&mut command);
            if round > 0 {
                times.push(took);
            }
        }
    }
    all.into_iter().map(Samples::new).collect()
}

/// Runs two commands in turns, `list` and its peer. The first round does not count.
pub(crate) fn time_in_turns(rounds: usize, ours: &mut Command, peer: &mut Command) -> [Samples; 2] {
    let mut all = [Vec::new(), Vec::new()];
    for round in 0..=rounds {
        let took = [took(ours), took(peer)];
        if round > 0 {
            for (times, took) in all.iter_mut().zip(took) {
                times.push(took);
            }
        }
    }
    all.map(Samples::new)
}

/// Measures a program that does nothing: the cost of starting and ending one.
pub(crate) fn time_without_work(rounds: usize) -> Samples {
    Samples::new((0..rounds).map(|_| took(&mut Command::new("true"))).collect())
}

pub(crate) fn took(command: &mut Command) -> f64 {
    let began = Instant::now();
    let output = command.output().expect("a program can be run");
    let took = began.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    took.as_secs_f64() * 1000.0
}
