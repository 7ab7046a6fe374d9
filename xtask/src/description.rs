//! The sandbox's answers held against Intercom's own OpenAPI description, which is no part of this repository: nothing that
//! ships may need it.
//!
//! Where that is not at hand the check is skipped, and the last lines say so.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::cargo::{cargo, root};
use crate::ledger::Ledger;
use crate::tally::Tally;

/// Where the test looks for the description.
const VARIABLE: &str = "SWITCHHOOK_INTERCOM_DESCRIPTION";

/// `cargo xtask description PATH`: this check alone.
pub(crate) fn description(path: &str) -> ExitCode {
    let mut ledger = Ledger::default();
    // cargo runs tests in another folder
    match Path::new(path).canonicalize() {
        Ok(path) => against(&mut ledger, &path),
        Err(error) => ledger.fail(&crate::step::Stop(format!("{path}: {error}"))),
    }
    ledger.close()
}

/// The check with the description that is at hand, if one is.
pub(crate) fn check(ledger: &mut Ledger) {
    match at_hand() {
        Some(path) => against(ledger, &path),
        None => ledger.skip(format!(
            "the sandbox against Intercom's own description: not at hand (name it in {VARIABLE}, or call \
             `cargo xtask description PATH`)"
        )),
    }
}

/// What the variable names, else what lies beside the repository.
fn at_hand() -> Option<PathBuf> {
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
