//! The word rules of CONTRIBUTING.md that a program can check, in comments, documents and names of tests.
//!
//! `rules` holds the rules. The check accepts no fault, so a new one is seen in the change that brings it.

mod fault;
mod passages;
mod rules;
mod sentences;
mod test_names;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::cargo::root;
use crate::say;
use crate::step::{Stop, timed};
use fault::Fault;

/// Runs the check alone.
pub(crate) fn words() -> ExitCode {
    match hold() {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::error(&stop.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Checks every file that git tracks.
///
/// # Errors
/// Fails with one line for each fault.
pub(crate) fn hold() -> Result<(), Stop> {
    timed("Words of comments, documents and tests", || {
        let faults = faults_below(&root())?;
        if faults.is_empty() {
            return Ok(());
        }
        Err(Stop(format!(
            "{}\nCONTRIBUTING.md says how to write: {} faults.",
            faults.join("\n"),
            faults.len()
        )))
    })
}

fn faults_below(root: &Path) -> Result<Vec<String>, Stop> {
    let mut lines = Vec::new();
    for path in tracked(root)? {
        let text = std::fs::read_to_string(root.join(&path));
        // A file that the change removes is still tracked, and a picture is no text.
        let Ok(text) = text else { continue };
        let shown = |fault: Fault| format!("{path}:{}: {}: {}", fault.line, fault.rule, fault.text);
        lines.extend(faults(&path, &text).into_iter().map(shown));
    }
    Ok(lines)
}

fn faults(path: &str, text: &str) -> Vec<Fault> {
    let mut faults: Vec<Fault> = passages::passages(path, text).iter().flat_map(rules::faults).collect();
    faults.extend(test_names::faults(path, text));
    faults
}

fn tracked(root: &Path) -> Result<Vec<String>, Stop> {
    let owner = format!("safe.directory={}", root.display());
    let list = Command::new("git").current_dir(root).args(["-c", &owner, "ls-files", "-z"]).output();
    match list {
        Ok(list) if list.status.success() => {
            Ok(String::from_utf8_lossy(&list.stdout).split_terminator('\0').map(str::to_owned).collect())
        }
        Ok(list) => Err(Stop(String::from_utf8_lossy(&list.stderr).into_owned())),
        Err(error) => Err(Stop(format!("git: {error}"))),
    }
}
