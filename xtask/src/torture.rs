//! `cargo xtask torture ROUNDS`: kills programs at random moments, many times, and prints figures. `cargo xtask long` does that
//! 10,000 times, and sends as many stray requests to an attempt on loopback.

use std::process::ExitCode;

use crate::cargo::cargo;
use crate::ledger::Ledger;
use crate::session::Session;
use crate::tally::Tally;
use crate::{programs, setup, ui};

/// The rounds, and the stray requests, of the task `long`.
const MANY: &str = "10000";

/// Runs the task `long`.
pub(crate) fn long() -> ExitCode {
    let mut ledger = Ledger::default();
    let mut strays = cargo(&["test", "--package", "switchhook-engine", "--test", "engine"]);
    strays.arg("many_stray_requests_leave_the_attempt_alone").env("SWITCHHOOK_STRAY_REQUESTS", MANY);
    ledger.tests("Stray requests on loopback", &mut strays, Tally::of_cargo);
    kill_programs(MANY, &mut ledger);
    ledger.close()
}

/// Runs the task `torture` with so many `rounds`.
pub(crate) fn torture(rounds: &str) -> ExitCode {
    let mut ledger = Ledger::default();
    kill_programs(rounds, &mut ledger);
    ledger.close()
}

fn kill_programs(rounds: &str, ledger: &mut Ledger) {
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
