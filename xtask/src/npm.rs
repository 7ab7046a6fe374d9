//! npm, and the packages of a folder: installed only when the lock file is newer than they are.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::cargo::root;
use crate::step::{self, Stop};

/// npm, as a person would call it in that folder of the repository.
pub(crate) fn npm(folder: &str, words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join(folder)).args(words);
    command
}

/// Installs the packages of the folder's lock file, unless they are already the ones installed.
pub(crate) fn packages(folder: &str, title: &str) -> Result<(), Stop> {
    let there = root().join(folder);
    // npm writes this file last, so it is there only after an install that went through
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
