//! Checks that no compiler makes: the dependencies between the workspace's crates, and current generated files.
//!
//! Not here: the rules for dependencies on other projects (`policy`).

use std::fs;
use std::process::Command;

use crate::cargo::{cargo, root};
use crate::step::{Stop, timed};

/// The crates that must not depend on the window's framework, so that they build and run without it.
const WITHOUT_A_WINDOW: [&str; 5] =
    ["switchhook-core", "switchhook-engine", "switchhook-sandbox", "switchhook-cli", "switchhook-journeys"];

/// Checks every fence.
pub(crate) fn hold() -> Result<(), Stop> {
    timed("Dependencies between the crates", || {
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
                return Err(Stop(format!(
                    "{room} must not depend on the window's framework, but brings in {line}"
                )));
            }
        }
        // Only a test of the engine uses the feature. The programs do without it.
        if !read("crates/core/src/lib.rs")?.contains("#![cfg_attr(not(feature = \"typescript\"), no_std)]") {
            return Err(Stop(
                "crates/core must stay `no_std`, which keeps I/O, clock and environment out".to_owned(),
            ));
        }
        Ok(())
    })
}

/// Checks that git already has the generated files in their current form.
///
/// Tests write the types of the UI and the samples of problems. Scripts write the list of licences in the settings, and the
/// content security policy of the bridge page.
pub(crate) fn written_files_are_current() -> Result<(), Stop> {
    timed("Generated files of the UI and the bridge page", || {
        for script in ["ui/tools/licences.mjs", "ui/tools/bridge-policy.mjs"] {
            output(Command::new("node").current_dir(root()).arg(script))?;
        }
        let written =
            ["--", "ui/contract", "ui/messages/problems/samples.json", "ui/licences.json", "bridge"];
        let changed = output(git(&[&["diff", "--name-only"][..], &written].concat()))?;
        let unknown = output(git(&[&["ls-files", "--others", "--exclude-standard"][..], &written].concat()))?;
        let stale: Vec<&str> = changed.lines().chain(unknown.lines()).collect();
        if stale.is_empty() {
            return Ok(());
        }
        Err(Stop(format!(
            "generated files have changed. Review them, and run `git add` on them: {}",
            stale.join(", ")
        )))
    })
}

fn git(words: &[&str]) -> Command {
    let mut command = Command::new("git");
    // The tree may belong to another user: in a container, root works in the person's folder.
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
