//! Runs commands as steps, with a line at the beginning and a line with the duration at the end.
//!
//! Not here: the counts and failures of a whole task (`ledger`).

use std::fmt;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::say;

/// The reason why a task stops, as a sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Stop(pub(crate) String);

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Stop {}

/// Runs a command and shows its output, for commands with their own progress, such as cargo.
pub(crate) fn shown(title: &str, command: &mut Command) -> Result<(), Stop> {
    timed(title, || {
        let status = command.stdin(Stdio::null()).status().map_err(|error| not_started(command, &error))?;
        if status.success() { Ok(()) } else { Err(Stop(format!("{title}: {}", exit(status)))) }
    })
}

/// Runs a command, and shows its output only if it fails. Every 15 seconds, a line says that it still runs.
pub(crate) fn quiet(title: &str, command: &mut Command) -> Result<(), Stop> {
    const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
    timed(title, || {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(|error| not_started(command, &error))?;
        let (ended, end) = mpsc::channel();
        thread::spawn(move || ended.send(child.wait_with_output()));
        let began = Instant::now();
        let output = loop {
            match end.recv_timeout(SIGN_OF_LIFE) {
                Ok(output) => break output.map_err(|error| not_started(command, &error))?,
                Err(_) => say::still(title, began.elapsed()),
            }
        };
        if output.status.success() {
            return Ok(());
        }
        say::error(&String::from_utf8_lossy(&output.stdout));
        say::error(&String::from_utf8_lossy(&output.stderr));
        Err(Stop(format!("{title}: {}", exit(output.status))))
    })
}

/// Runs a command and shows its standard output. Returns whether it succeeded, and a copy of that output.
pub(crate) fn kept(title: &str, command: &mut Command) -> Result<(bool, String), Stop> {
    let mut all = String::new();
    let mut well = false;
    timed(title, || {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| not_started(command, &error))?;
        if let Some(stdout) = child.stdout.take() {
            for bytes in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&bytes);
                say::line(&line);
                all.push_str(&line);
                all.push('\n');
            }
        }
        let status = child.wait().map_err(|error| not_started(command, &error))?;
        well = status.success();
        if well { Ok(()) } else { Err(Stop(exit(status))) }
    })
    .or_else(|stop| if all.is_empty() { Err(Stop(format!("{title}: {stop}"))) } else { Ok(()) })?;
    Ok((well, all))
}

/// Runs a command and returns its standard output, trimmed. Fails with the whole output.
pub(crate) fn answer(command: &mut Command) -> Result<String, Stop> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8_lossy(&printed);
    Err(Stop(format!("{}: {}: {}", command.get_program().display(), exit(output.status), printed.trim())))
}

/// Runs a step of several commands and prints its duration.
pub(crate) fn timed<T>(title: &str, work: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
    say::begins(title);
    let began = Instant::now();
    let result = work();
    say::ended(title, result.is_ok(), began.elapsed());
    result
}

fn not_started(command: &Command, error: &std::io::Error) -> Stop {
    let folder =
        command.get_current_dir().map(|folder| format!(" in {}", folder.display())).unwrap_or_default();
    Stop(format!("cannot run {}{folder}: {error}", command.get_program().display()))
}

fn exit(status: std::process::ExitStatus) -> String {
    status.code().map_or_else(|| "ended by a signal".to_owned(), |code| format!("exit status {code}"))
}
