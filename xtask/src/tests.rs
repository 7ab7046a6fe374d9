//! `cargo xtask test`: all checks and tests, and the journeys of the built programs in a private desktop.

use std::process::ExitCode;

use crate::cargo::cargo;
use crate::ledger::Ledger;
use crate::session::Session;

use crate::tally::Tally;
use crate::{check, installed, journeys, npm, setup, ui};

/// Runs the task `test`.
pub(crate) fn test() -> ExitCode {
    let mut ledger = Ledger::default();
    let ready = setup::ensure(&[setup::BUILD, setup::RUN, setup::SESSION])
        .and_then(|()| ui::packages())
        .and_then(|()| npm::packages("tests/peers", "Peers of the journeys"))
        .and_then(|()| ui::page());
    if ledger.outcome(ready) {
        everything(&mut ledger);
    }
    ledger.close()
}

fn everything(ledger: &mut Ledger) {
    if !cfg!(target_os = "linux") {
        check::all(ledger, None);
        desktop_tests(ledger, None);
        let why = "they run only on Linux, since they need Xvfb, gnome-keyring and WebKitWebDriver";
        ledger.skip(format!("the journeys of the built programs: {why}"));
        return;
    }
    // The tests get a private session, even on a person's desktop. They must not touch the person's keyring or browser.
    match Session::start() {
        Ok(session) => {
            check::all(ledger, Some(&session));
            desktop_tests(ledger, Some(&session));
            drop(session);
            journeys::all(ledger);
            installed::test(ledger, false);
        }
        Err(stop) => ledger.fail(&stop),
    }
}

fn desktop_tests(ledger: &mut Ledger, session: Option<&Session>) {
    let mut desktop = cargo(&["test", "--package", "switchhook-desktop", "--no-fail-fast"]);
    ledger.tests("Tests of the desktop shell", Session::enter(session, &mut desktop), Tally::of_cargo);
}
