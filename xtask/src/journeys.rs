//! `cargo xtask journeys`: the journeys of the built programs, each in its own private desktop, two at a time.

use std::collections::VecDeque;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::cargo::{cargo, root, target};
use crate::ledger::Ledger;
use crate::session::Session;
use crate::step::{self, Stop, answer};
use crate::tally::Tally;
use crate::{npm, programs, say, setup, ui};

/// The number of journeys at one time. A journey mostly waits for a browser or a window, so two fill two cores.
const AT_ONCE: usize = 2;
const PACKAGE: &str = "switchhook-journeys";

/// One test of a built test program.
struct Journey {
    program: PathBuf,
    /// The file of the program's source, and the name of the test.
    title: String,
    test: String,
}

/// The end of a journey.
struct Ended {
    title: String,
    took: Duration,
    /// Whether the journey passed, and its output.
    outcome: Result<(bool, String), Stop>,
}

/// Runs every journey, or the journeys whose file or name contains `word`.
pub(crate) fn journeys(word: Option<&str>) -> ExitCode {
    let mut ledger = Ledger::default();
    let ready = setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])
        .and_then(|()| ui::packages())
        .and_then(|()| npm::packages("tests/peers", "Peers of the journeys"))
        .and_then(|()| ui::page());
    if ledger.outcome(ready) {
        those_with(word.unwrap_or_default(), &mut ledger);
    }
    ledger.close()
}

/// Builds the programs, runs every journey, and adds the counts to the ledger.
pub(crate) fn all(ledger: &mut Ledger) {
    those_with("", ledger);
}

fn those_with(word: &str, ledger: &mut Ledger) {
    remove_pictures();
    let build = programs::build().and_then(|()| {
        let words = ["test", "--package", PACKAGE, "--no-run"];
        step::shown("Build of the journeys", &mut cargo(&words))
    });
    if ledger.outcome(build) {
        match listed() {
            Ok(journeys) => {
                let those = journeys.into_iter().filter(|journey| journey.title.contains(word));
                two_at_a_time(ledger, those.collect());
            }
            Err(stop) => ledger.fail(&stop),
        }
    }
}

/// Removes the pictures of earlier journeys, so that nobody takes them for this run's.
fn remove_pictures() {
    if let Ok(target) = target() {
        // The folder may be missing.
        let _ = fs::remove_dir_all(target.join("journeys"));
    }
}

fn two_at_a_time(ledger: &mut Ledger, journeys: VecDeque<Journey>) {
    let title = format!("{} journeys of the built programs", journeys.len());
    say::begins(&title);
    let began = Instant::now();
    let waiting = Mutex::new(journeys);
    let (ended, ends) = mpsc::channel();
    let mut all_well = true;
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (waiting, ended) = (&waiting, ended.clone());
            scope.spawn(move || {
                let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(journey) = next() {
                    // The receiver lives as long as this scope.
                    let _ = ended.send(journey.run());
                }
            });
        }
        drop(ended);
        for Ended { title, took, outcome } in ends {
            let well = matches!(outcome, Ok((true, _)));
            all_well &= well;
            say::ended(&title, well, took);
            if let Ok((false, output)) = &outcome {
                say::line(output);
            }
            ledger.ran(&title, outcome, Tally::of_cargo);
        }
    });
    say::ended(&title, all_well, began.elapsed());
}

/// Returns every test of every test program, from the lists of cargo and of the programs.
fn listed() -> Result<VecDeque<Journey>, Stop> {
    let mut ask = cargo(&["test", "--package", PACKAGE, "--no-run", "--color", "never"]);
    let output = ask.output().map_err(|error| Stop(format!("cargo: {error}")))?;
    let mut journeys = VecDeque::new();
    for (file, program) in String::from_utf8_lossy(&output.stderr).lines().filter_map(executable) {
        let program = root().join(program);
        let listed = answer(Command::new(&program).args(["--list", "--format", "terse"]))?;
        for test in listed.lines().filter_map(|line| line.strip_suffix(": test")) {
            let (program, test) = (program.clone(), test.to_owned());
            journeys.push_back(Journey { program, title: format!("{file}: {test}"), test });
        }
    }
    Ok(journeys)
}

/// Reads a line of cargo's: `  Executable desktop/connect.rs (target/debug/deps/connect-76dc3718ed1d581e)`.
fn executable(line: &str) -> Option<(String, String)> {
    let (file, program) = line.trim().strip_prefix("Executable ")?.split_once(" (")?;
    let file = file.strip_prefix("unittests ").unwrap_or(file);
    Some((file.to_owned(), program.strip_suffix(')')?.to_owned()))
}

impl Journey {
    fn run(self) -> Ended {
        let began = Instant::now();
        let outcome = self.in_a_session();
        Ended { title: self.title, took: began.elapsed(), outcome }
    }

    fn in_a_session(&self) -> Result<(bool, String), Stop> {
        let session = Session::quietly()?;
        let mut journey = Command::new(&self.program);
        journey.args(["--exact", &self.test]).current_dir(root().join("tests")).stdin(Stdio::null());
        programs::hand_over(&mut journey)?;
        let output = Session::enter(Some(&session), &mut journey).output();
        let output = output.map_err(|error| Stop(format!("{}: {error}", self.title)))?;
        let printed = [output.stdout, output.stderr].concat();
        Ok((output.status.success(), String::from_utf8_lossy(&printed).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::executable;

    #[test]
    fn executable_reads_the_file_and_the_test_program() {
        let named = |file: &str, program: &str| Some((file.to_owned(), program.to_owned()));
        for (line, read) in [
            (
                "  Executable desktop/connect.rs (target/debug/deps/connect-76)",
                named("desktop/connect.rs", "target/debug/deps/connect-76"),
            ),
            ("  Executable unittests src/lib.rs (/a (b)/deps/j-1)", named("src/lib.rs", "/a (b)/deps/j-1")),
            ("    Finished `test` profile [unoptimized] target(s) in 0.24s", None),
        ] {
            assert_eq!(executable(line), read, "{line}");
        }
    }
}
