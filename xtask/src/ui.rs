//! The UI's half: its packages, its page, its own checks. npm does the work; this knows when it is needed.

use std::fs;
use std::process::Command;
use std::time::SystemTime;

use crate::cargo::root;
use crate::ledger::Ledger;
use crate::step::{self, Stop};
use crate::tally::Tally;

/// Installs the packages of the lock file, unless they are already the ones installed.
pub(crate) fn packages() -> Result<(), Stop> {
    let ui = root().join("ui");
    let changed = |path: &str| -> Option<SystemTime> { fs::metadata(ui.join(path)).ok()?.modified().ok() };
    // npm writes this file last, so it is there only after an install that went through
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        return Ok(());
    }
    step::quiet("UI packages (npm ci)", &mut npm(&["ci", "--no-audit", "--no-fund"]))
}

/// Builds the page that the window shows.
pub(crate) fn page() -> Result<(), Stop> {
    step::quiet("UI page (npm run build)", &mut npm(&["run", "build"]))
}

/// Types, lint and unit tests.
pub(crate) fn checks(ledger: &mut Ledger) {
    ledger.step("UI types", &mut npm(&["run", "check"]));
    ledger.step("UI lint", &mut npm(&["run", "lint"]));
    let mut vitest = npm(&["exec", "--no", "--", "vitest", "run", "--reporter=verbose"]);
    ledger.tests("UI tests", vitest.env("NO_COLOR", "1"), Tally::of_vitest);
}

fn npm(words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(root().join("ui")).args(words);
    command
}
