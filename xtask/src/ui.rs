//! The UI's half: its packages, its page, its own checks. npm does the work; this knows when it is needed.

use crate::ledger::Ledger;
use crate::npm::{self, npm};
use crate::step::{self, Stop};
use crate::tally::Tally;

/// Installs the packages of the UI.
pub(crate) fn packages() -> Result<(), Stop> {
    npm::packages("ui", "UI packages")
}

/// Builds the page that the window shows.
pub(crate) fn page() -> Result<(), Stop> {
    step::quiet("UI page (npm run build)", &mut npm("ui", &["run", "build"]))
}

/// Types, lint and unit tests.
pub(crate) fn checks(ledger: &mut Ledger) {
    ledger.step("UI types", &mut npm("ui", &["run", "check"]));
    ledger.step("UI lint", &mut npm("ui", &["run", "lint"]));
    let mut vitest = npm("ui", &["exec", "--no", "--", "vitest", "run", "--reporter=verbose"]);
    ledger.tests("UI tests", vitest.env("NO_COLOR", "1"), Tally::of_vitest);
}
