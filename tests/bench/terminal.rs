//! The command line: from its start to its end, its output read through a pipe.

use std::process::Command;
use std::time::Instant;

use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{built, consent};

use crate::samples::Samples;

/// The name of the sandbox's client in a home.
pub(crate) const REGISTRATION: &str = "trial";
/// Where a released build is called back on the direct road.
const CALLBACK: &str = "app.switchhook:/callback";

/// What a link took in the command line, in milliseconds.
pub(crate) struct Received {
    /// From the start of the command to its end.
    pub(crate) whole: f64,
    /// Without the sandbox's answers.
    pub(crate) over: f64,
}

/// Makes the sandbox's client known to a home.
pub(crate) fn register(sandbox: &Sandbox, home: &Home) {
    assert_eq!(
        sandbox.register(home, REGISTRATION, CALLBACK).status,
        0,
        "the sandbox's client can be registered"
    );
}

/// An attempt is begun and authorized; its link, and nobody who waits for it.
pub(crate) fn link(home: &Home) -> String {
    let begun = cli::start(home, &["connect", REGISTRATION, "--no-browser"]);
    let line = begun.line();
    let url = line["authorization_url"].as_str();
    consent::authorize(url.unwrap_or_else(|| panic!("an attempt begins: {line}")))
}

/// Connects an account by a link, and forgets it again.
pub(crate) fn receive(home: &Home) -> Received {
    let link = link(home);
    let answer = cli::run_with_input(home, &["receive", "-"], &link);
    assert_eq!(answer.document()["outcome"], "connected", "{}", answer.all);
    forget(home, &answer);
    let whole = answer.took.as_secs_f64() * 1000.0;
    Received { whole, over: whole - answering(&answer.said) }
}

fn forget(home: &Home, connected: &Answer) {
    let account = connected.document()["account"]["id"].as_str().expect("ids are strings");
    assert_eq!(cli::run(home, &["forget", account, "--yes"]).status, 0, "an account can be forgotten");
}

/// How long a log says that the provider took to answer, all answers together: each in whole milliseconds, rounded down.
pub(crate) fn answering(log: &str) -> f64 {
    let answers = log.lines().filter(|line| line.contains("answered"));
    let took =
        answers.filter_map(|line| line.split("took=").nth(1)?.split_whitespace().next()?.parse::<f64>().ok());
    took.sum()
}

/// Runs each of these commands once a round; a first round fills the caches and is not counted.
pub(crate) fn time(commands: &[(&Home, &[&str])], rounds: usize) -> Vec<Samples> {
    let mut all: Vec<Vec<f64>> = commands.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        for ((home, words), times) in commands.iter().zip(&mut all) {
            let mut command = home.command(built::cli());
            // a log is for finding faults
            command.env_remove("SWITCHHOOK_LOG").args(*words);
            let took = took(&mut command);
            if round > 0 {
                times.push(took);
            }
        }
    }
    all.into_iter().map(Samples::new).collect()
}

/// A program that does nothing: what starting and ending one costs here.
pub(crate) fn nothing(rounds: usize) -> Samples {
    Samples::new((0..rounds).map(|_| took(&mut Command::new("true"))).collect())
}

pub(crate) fn took(command: &mut Command) -> f64 {
    let began = Instant::now();
    let output = command.output().expect("a program can be run");
    let took = began.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    took.as_secs_f64() * 1000.0
}
