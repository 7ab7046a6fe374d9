//! `cargo xtask long`: the long forms of tests that `cargo xtask test` holds in a short form.

use std::process::ExitCode;

use crate::cargo::cargo;
use crate::ledger::Ledger;
use crate::tally::Tally;
use crate::torture;

/// The number of seeds whose records give rise to sentences of *Today*.
const SEEDS: &str = "40";
/// The number of programs that are killed at random moments.
const KILLS: &str = "10000";

/// Runs the task `long`.
pub(crate) fn long() -> ExitCode {
    let mut ledger = Ledger::default();
    sentences(&mut ledger);
    torture::rounds(&mut ledger, KILLS);
    ledger.close()
}

fn sentences(ledger: &mut Ledger) {
    let words = ["test", "--package", "switchhook-engine", "--test", "engine", "--", "morning::"];
    let mut test = cargo(&words);
    test.env("SWITCHHOOK_SEEDS", SEEDS);
    ledger.tests("Sentences of Today, of many seeds", &mut test, Tally::of_cargo);
}
