//! npm, and the packages of a folder.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::cargo::root;
use crate::step::{self, Stop};

/// Returns an npm command, as a person would run it in this folder of the repository.
pub(crate) fn npm(folder: &str, words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join(folder)).args(words);
    command
}

/// Installs the packages of the folder's lock file, unless the installed ones are newer than the file.
pub(crate) fn packages(folder: &str, title: &str) -> Result<(), Stop> {
    let there = root().join(folder);
    // npm writes this file last, so only a complete install has it.
    let installed = changed(&there.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= changed(&there.join("package-lock.json")) {
        return Ok(());
    }
    let words = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    step::quiet(&format!("{title} (npm ci)"), &mut npm(folder, &words))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}
