//! The results of a task so far, and its last line: `N passed, N failed, N skipped`.
//!
//! A step without tests (a build, a lint) adds no count if it succeeds, and one failure if it fails.

use std::process::{Command, ExitCode};

use crate::say;
use crate::step::{self, Stop};
use crate::tally::Tally;

/// The results of one task.
#[derive(Default)]
pub(crate) struct Ledger {
    tally: Tally,
}

impl Ledger {
    /// Runs a step without tests. Returns whether it succeeded.
    pub(crate) fn step(&mut self, title: &str, command: &mut Command) -> bool {
        self.outcome(step::shown(title, command))
    }

    /// Runs tests and adds their counts. `read` reads the counts in the output.
    pub(crate) fn tests(&mut self, title: &str, command: &mut Command, read: fn(&str) -> Tally) {
        self.ran(title, step::kept(title, command), read);
    }

    /// Adds the counts of finished tests. `ran` has their success and their output.
    pub(crate) fn ran(&mut self, title: &str, ran: Result<(bool, String), Stop>, read: fn(&str) -> Tally) {
        match ran {
            Ok((well, output)) => self.take(title, well, read(&output)),
            Err(stop) => self.fail(&stop),
        }
    }

    /// Adds the outcome of a step that already ran. Returns whether it succeeded.
    pub(crate) fn outcome(&mut self, outcome: Result<(), Stop>) -> bool {
        outcome.inspect_err(|stop| self.fail(stop)).is_ok()
    }

    /// Adds a failure. Prints it now, and again at the end.
    pub(crate) fn fail(&mut self, stop: &Stop) {
        say::error(&format!("  {stop}"));
        self.tally.failed += 1;
        self.tally.failures.push(stop.to_string());
    }

    /// Adds a check that this computer can't run, with the reason.
    pub(crate) fn skip(&mut self, what: String) {
        self.tally.skipped += 1;
        self.tally.skips.push(what);
    }

    /// Prints every skip and failure again, then the counts.
    pub(crate) fn close(self) -> ExitCode {
        say::line("");
        for skip in &self.tally.skips {
            say::line(&format!("skipped: {skip}"));
        }
        for failure in &self.tally.failures {
            say::line(&format!("failed: {failure}"));
        }
        say::line(&self.last_line());
        if self.tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn take(&mut self, title: &str, well: bool, tally: Tally) {
        let unexplained = !well && tally.failed == 0;
        let unread = well && tally.passed == 0;
        self.tally.add(tally);
        if unread {
            // A runner with a changed output, or a target without its tests, must not look green.
            self.fail(&Stop(format!("{title}: succeeded, but its output counts no test")));
        }
        if unexplained {
            // The run did not compile, crashed, or failed in a way that its counts do not show.
            self.fail(&Stop(format!("{title}: failed without the name of a failed test")));
        }
    }

    fn last_line(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.tally.passed, self.tally.failed, self.tally.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn green_step_adds_no_count() {
        let mut ledger = Ledger::default();
        assert!(ledger.outcome(Ok(())));
        assert_eq!(ledger.last_line(), "0 passed, 0 failed, 0 skipped");
    }

    #[test]
    fn red_step_adds_one_failure() {
        let mut ledger = Ledger::default();
        assert!(!ledger.outcome(Err(Stop("format: exit status 1".to_owned()))));
        assert_eq!(ledger.last_line(), "0 passed, 1 failed, 0 skipped");
        assert_eq!(ledger.close(), ExitCode::FAILURE);
    }

    #[test]
    fn crashed_test_run_adds_one_failure() {
        let mut ledger = Ledger::default();
        ledger.take("core", false, Tally { passed: 4, ..Tally::default() });
        assert_eq!(ledger.last_line(), "4 passed, 1 failed, 0 skipped", "a crash must never look green");
    }

    #[test]
    fn failed_tests_count_once() {
        let mut ledger = Ledger::default();
        ledger.take("core", false, Tally { failed: 2, ..Tally::default() });
        assert_eq!(ledger.last_line(), "0 passed, 2 failed, 0 skipped");
    }

    #[test]
    fn green_test_run_without_a_count_adds_one_failure() {
        let mut ledger = Ledger::default();
        ledger.take("core", true, Tally::default());
        assert_eq!(
            ledger.last_line(),
            "0 passed, 1 failed, 0 skipped",
            "a run without counts proves nothing"
        );
    }
}
