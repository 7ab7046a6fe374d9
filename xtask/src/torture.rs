//! `cargo xtask torture ROUNDS`: kills programs at random moments, many times, and prints figures.

use std::process::ExitCode;

use crate::cargo::cargo;
use crate::ledger::Ledger;
use crate::session::Session;
use crate::tally::Tally;
use crate::{programs, setup, ui};

/// Runs the task `torture` with so many `rounds`.
pub(crate) fn torture(rounds: &str) -> ExitCode {
    let mut ledger = Ledger::default();
    self::rounds(&mut ledger, rounds);
    ledger.close()
}

/// Kills programs `rounds` times, and notes the outcome.
pub(crate) fn rounds(ledger: &mut Ledger, rounds: &str) {
    let ready = setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])
        .and_then(|()| ui::packages())
        .and_then(|()| ui::page())
        .and_then(|()| programs::build());
    if ledger.outcome(ready) {
        let mut campaign = cargo(&["test", "--package", "switchhook-journeys", "--test", "torture"]);
        campaign.args(["--", "--nocapture"]).env("SWITCHHOOK_TORTURE_ROUNDS", rounds);
        match Session::start().and_then(|session| programs::hand_over(&mut campaign).map(|()| session)) {
            Ok(session) => {
                let campaign = Session::enter(Some(&session), &mut campaign);
                ledger.tests("Programs killed at random", campaign, Tally::of_cargo);
            }
            Err(stop) => ledger.fail(&stop),
        }
    }
}
