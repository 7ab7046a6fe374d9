//! `cargo xtask check`: the quick checks, without a window and without a browser.

use std::process::ExitCode;

use crate::cargo::cargo;
use crate::ledger::Ledger;
use crate::session::Session;
use crate::tally::Tally;
use crate::{description, fences, policy, setup, structure, ui, words};

/// Runs the task `check`.
pub(crate) fn check() -> ExitCode {
    let mut ledger = Ledger::default();
    if ledger.outcome(setup::ensure(&[setup::BUILD])) && ledger.outcome(ui::packages()) {
        all(&mut ledger, None);
    }
    ledger.close()
}

/// Runs every check. The caller has installed the packages. With a session, tests use its bus and keyring.
pub(crate) fn all(ledger: &mut Ledger, session: Option<&Session>) {
    ledger.step("Format", &mut cargo(&["fmt", "--all", "--check"]));
    ledger.step("Lints", &mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]));
    let words = ["doc", "--workspace", "--no-deps", "--document-private-items"];
    ledger.step("Documentation", cargo(&words).env("RUSTDOCFLAGS", "--deny warnings"));
    let mut rooms = cargo(&["test", "--no-fail-fast"]);
    for room in ["switchhook-core", "switchhook-engine", "switchhook-sandbox", "switchhook-cli", "xtask"] {
        rooms.args(["--package", room]);
    }
    ledger.tests(
        "Tests of the crates without a window",
        Session::enter(session, &mut rooms),
        Tally::of_cargo,
    );
    description::check(ledger);
    ledger.outcome(fences::written_files_are_current());
    ledger.outcome(fences::hold());
    ledger.outcome(structure::holds());
    ledger.outcome(words::hold());
    policy::checks(ledger);
    ui::checks(ledger);
}
