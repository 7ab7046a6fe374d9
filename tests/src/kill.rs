//! Kills programs with `SIGKILL`, which nothing can catch, as a power cut or the out-of-memory killer does.
//!
//! A development build stops at the place that `SWITCHHOOK_STOP_AT` names, and says so in its log. The test kills it there,
//! with its locks held and its transaction open.

use std::fs::{self, File};
use std::io::Write;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::home::Home;
use crate::process::Running;
use crate::{built, wait};

/// Runs a command and kills it at a named place. Panics if the command ends without reaching it.
pub fn at(point: &str, home: &Home, words: &[&str], input: &str) {
    let log = home.path().join("stopped.log");
    let mut running = start(home, words, input, &log, Some(point));
    let mark = format!("stopped at {point}");
    wait::until(&mark, || {
        let ended = running.child().try_wait().expect("a child can be asked");
        let said = fs::read_to_string(&log).expect("its log can be read");
        assert!(ended.is_none(), "{words:?} came to its end without coming to {point}: {said}");
        said.contains(&mark).then_some(())
    });
}

/// Runs a command and kills it after this pause. Returns whether it was still running.
pub fn after(pause: Duration, home: &Home, words: &[&str], input: &str) -> bool {
    let mut running = start(home, words, input, &home.path().join("stopped.log"), None);
    thread::sleep(pause);
    running.child().try_wait().expect("a child can be asked").is_none()
}

fn start(home: &Home, words: &[&str], input: &str, log: &std::path::Path, point: Option<&str>) -> Running {
    let mut command = home.command(built::cli());
    command.args(words).arg("--json");
    if let Some(point) = point {
        command.env("SWITCHHOOK_STOP_AT", point);
    }
    let log = File::create(log).expect("a log can be made in a home");
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(log);
    let mut running = Running::start(&mut command);
    let mut stdin = running.child().stdin.take().expect("its input was asked for");
    // a command that reads no input may have ended before its input is written
    let _ = stdin.write_all(input.as_bytes());
    running
}
