//! The project's own tasks: `cargo xtask run | dev | test | journeys | check | structure | words | long | bench | package | installed | description | screenshots | torture`.
//!
//! This file reads the command and runs its task. Every task has its own file. This program has no dependency, so that it
//! compiles in a second on a fresh computer and can print what it does.

mod bench;
mod cargo;
mod check;
mod description;
mod dev;
mod fences;
mod installed;
mod journeys;
mod ledger;
mod long;
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

  run     Install what is missing, build and open the app. Without a display, run a scripted person who connects an
          account on a virtual display
  dev     Open the app while you work on it. The window shows a change of the page at once; a change of Rust builds and
          opens the app again. The app's data are in target/dev-home. Ctrl-C ends it
  test    Run every check and test, and the journeys of the built programs
  journeys [WORD]
          Run only the journeys, or only those whose file or name contains WORD
  check   Check format, lints, documentation, dependencies, generated files, structure and words, and run the tests that
          need no window
  structure
          Check imports and public methods (part of `check`): circles of files, forbidden directions between the rooms
          of the engine, types with too many public methods
  words   Check comments, documents and test names against the word rules of CONTRIBUTING.md (part of `check`)
  long    Run the long forms of tests: kill programs 10000 times, derive the sentences of 40 seeds
  bench [--write]
          Measure speed and memory of the released programs; --write stores the figures in docs/performance.md
  package [--full]
          Make and check the .deb and the .rpm; --full links the programs as a release does, which takes minutes more
  installed [--full]
          Install, use, upgrade and remove the package on a clean Debian (part of `test`); needs root
  description PATH
          Compare the sandbox's answers with Intercom's OpenAPI description in the file PATH; part of `check` if
          SWITCHHOOK_INTERCOM_DESCRIPTION names the file or ../shared contains it
  screenshots
          Take pictures of every screen and state of the app in both themes, with the sandbox's data
  torture ROUNDS
          Kill the command line at random moments, ROUNDS times, and print figures";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((session::Session::COMMAND, rest)) =
        words.split_first().map(|(word, rest)| (word.as_str(), rest))
    {
        return session::Session::around(rest);
    }
    let mut words = words.into_iter();
    match (words.next().as_deref(), words.next().as_deref()) {
        (Some("long"), None) => long::long(),
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
            say::error(USAGE);
            ExitCode::from(2)
        }
    }
}
