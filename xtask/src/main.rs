//! The project's own tasks: `cargo xtask run | dev | test | journeys | check | structure | words | long | bench | package | installed | description | screenshots | torture`.
//!
//! This file reads the command and hands over; every task has a file of its own. There is no dependency here on
//! purpose: on a fresh machine this compiles in a second and can then say what it is waiting for.

mod bench;
mod cargo;
mod check;
mod description;
mod dev;
mod fences;
mod installed;
mod journeys;
mod ledger;
mod npm;
mod package;
mod policy;
mod programs;
mod run;
mod say;
mod screenshots;
mod session;
mod setup;
mod step;
mod structure;
mod tally;
mod tests;
mod torture;
mod ui;
mod words;

use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <command>

  run     install what is missing, build, and open the app with its sandbox at hand;
          without a display: a virtual one, where a scripted person connects an account
  dev     the app at work: a change of the page shows at once, a change of Rust builds and opens the app anew;
          in a home of its own (target/dev-home), with the sandbox at hand; Ctrl-C ends it
  test    everything: checks, tests, and the journeys of the built programs
  journeys [WORD]
          the journeys alone, or those whose file or name holds the word
  check   the quick loop: format, lints, documentation, tests of the rooms without a window, dependencies,
          UI types, generated types, structure
  structure
          the part of `check` that takes a second: no circle of imports, no forbidden direction between the engine's
          rooms, no type with too many public methods
  words   the part of `check` that reads comments, documents and names of tests by the word rules of CONTRIBUTING.md
  long    the long form of what `test` does in seconds: programs killed 10000 times
  bench [--write]
          the budgets of speed and memory, measured on the released programs; --write keeps the figures in
          docs/performance.md
  package [--full]
          .deb and .rpm of the released programs, judged by lintian and others; --full links them as a release does,
          which takes minutes more
  installed [--full]
          the package on a clean Debian: installed, reached by links, used, upgraded, removed; part of `test`, takes root
  description PATH
          the sandbox's answers held against Intercom's OpenAPI description in that file; part of `check` where
          SWITCHHOOK_INTERCOM_DESCRIPTION names it or it lies in ../shared
  screenshots
          every screen and state of the app in both themes, with the sandbox's data
  torture ROUNDS
          the command line killed at random moments, as often as you say, and figures of it";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((session::Session::COMMAND, rest)) =
        words.split_first().map(|(word, rest)| (word.as_str(), rest))
    {
        return session::Session::around(rest);
    }
    let mut words = words.into_iter();
    match (words.next().as_deref(), words.next().as_deref()) {
        (Some("long"), None) => torture::torture("10000"),
        (Some("torture"), Some(rounds)) => torture::torture(rounds),
        (Some("description"), Some(path)) => description::description(path),
        (Some("screenshots"), None) => screenshots::screenshots(),
        (Some("bench"), None) => bench::bench(false),
        (Some("bench"), Some("--write")) => bench::bench(true),
        (Some("package"), None) => package::package(false),
        (Some("package"), Some("--full")) => package::package(true),
        (Some("installed"), None) => installed::installed(false),
        (Some("installed"), Some("--full")) => installed::installed(true),
        (Some("run"), None) => run::run(),
        (Some("dev"), None) => dev::dev(),
        (Some("test"), None) => tests::test(),
        (Some("journeys"), word) => journeys::journeys(word),
        (Some("check"), None) => check::check(),
        (Some("structure"), None) => structure::structure(),
        (Some("words"), None) => words::words(),
        (Some("help" | "--help" | "-h"), None) => {
            say::line(USAGE);
            ExitCode::SUCCESS
        }
        _ => {
            say::trouble(USAGE);
            ExitCode::from(2)
        }
    }
}
