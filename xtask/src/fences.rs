//! Fences between the rooms that no compiler keeps: who may depend on whom, and that generated types are current. What may
//! come in from outside is kept by `policy`.

use std::fs;
use std::process::Command;

use crate::cargo::{cargo, root};
use crate::step::{Stop, timed};

/// Rooms that must never see the window's framework, so that they build and run where there is none.
const WITHOUT_A_WINDOW: [&str; 5] =
    ["switchhook-core", "switchhook-engine", "switchhook-sandbox", "switchhook-cli", "switchhook-journeys"];

/// Checks every fence.
pub(crate) fn hold() -> Result<(), Stop> {
    timed("Fences between the rooms", || {
        for room in WITHOUT_A_WINDOW {
            let tree = output(&mut cargo(&[
                "tree",
                "--locked",
                "--package",
                room,
                "--edges",
                "normal,build",
                "--prefix",
                "none",
            ]))?;
            if let Some(line) =
                tree.lines().find(|line| line.starts_with("tauri") || line.starts_with("wry "))
            {
                return Err(Stop(format!("{room} must not depend on the window, and brings in {line}")));
            }
        }
        // The feature is for a test of the engine alone: the programs are built without it.
        if !read("crates/core/src/lib.rs")?.contains("#![cfg_attr(not(feature = \"typescript\"), no_std)]") {
            return Err(Stop(
                "crates/core must stay `no_std`: that keeps I/O, clock and environment out".to_owned(),
            ));
        }
        Ok(())
    })
}

/// Tests write the types of the UI and the samples of problems, and a script the list of licences that the settings show:
/// the tree must already hold what they wrote.
pub(crate) fn written_files_are_current() -> Result<(), Stop> {
    timed("What programs write into the UI is current", || {
        output(Command::new("node").current_dir(root()).arg("ui/tools/licences.mjs"))?;
        let written = ["--", "ui/contract", "ui/messages/problems/samples.json", "ui/licences.json"];
        let changed = output(git(&[&["diff", "--name-only"][..], &written].concat()))?;
        let unknown = output(git(&[&["ls-files", "--others", "--exclude-standard"][..], &written].concat()))?;
        let stale: Vec<&str> = changed.lines().chain(unknown.lines()).collect();
        if stale.is_empty() {
            return Ok(());
        }
        Err(Stop(format!(
            "what is written by a program has changed; look at it and `git add` it: {}",
            stale.join(", ")
        )))
    })
}

fn git(words: &[&str]) -> Command {
    let mut command = Command::new("git");
    // the tree may belong to someone else: in a container, root runs on a folder of the person's
    command.arg("-c").arg(format!("safe.directory={}", root().display())).current_dir(root()).args(words);
    command
}

fn output(mut command: impl std::borrow::BorrowMut<Command>) -> Result<String, Stop> {
    let command = command.borrow_mut();
    let output = command.output().map_err(|error| Stop(format!("{command:?}: {error}")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Stop(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

fn read(path: &str) -> Result<String, Stop> {
    fs::read_to_string(root().join(path)).map_err(|error| Stop(format!("{path}: {error}")))
}
