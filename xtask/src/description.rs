//! `cargo xtask description`: compares the sandbox's answers with Intercom's own OpenAPI description.
//!
//! The description is not part of this repository, since no shipped file may need it. Without the description, the task
//! reports the check as skipped.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cargo::{cargo, root};
use crate::ledger::Ledger;
use crate::tally::Tally;

/// The environment variable with the path of the description.
const VARIABLE: &str = "SWITCHHOOK_INTERCOM_DESCRIPTION";

/// Runs only this check, with the description at `path`.
pub(crate) fn description(path: &str) -> ExitCode {
    let mut ledger = Ledger::default();
    // Cargo runs tests in another folder.
    match Path::new(path).canonicalize() {
        Ok(path) => against(&mut ledger, &path),
        Err(error) => ledger.fail(&crate::step::Stop(format!("{path}: {error}"))),
    }
    ledger.close()
}

/// Runs the check if this computer has a description, else skips it.
pub(crate) fn check(ledger: &mut Ledger) {
    match found() {
        Some(path) => against(ledger, &path),
        None => ledger.skip(format!(
            "the sandbox against Intercom's own description: no description found (set {VARIABLE}, or run \
             `cargo xtask description PATH`)"
        )),
    }
}

/// Returns the path in the variable, else the path of a description beside the repository.
fn found() -> Option<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE) {
        return Some(named.into());
    }
    let beside = root().join("../shared/intercom-openapi/2.16.yaml");
    beside.is_file().then_some(beside)
}

fn against(ledger: &mut Ledger, path: &Path) {
    let words = ["test", "--package", "switchhook-sandbox", "--test", "description"];
    let mut test = cargo(&words);
    test.env(VARIABLE, path);
    ledger.tests("The sandbox against Intercom's own description", &mut test, Tally::of_cargo);
}
