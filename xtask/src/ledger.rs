//! What a task has found so far, and its last words: `N passed, N failed, N skipped` alone on the last line.
//!
//! A step that is no test (a build, a lint) counts as nothing while it is green, and as one failure when it is not.

use std::process::{Command, ExitCode};

use crate::say;
use crate::step::{self, Stop};
use crate::tally::Tally;

/// The running account of one task.
#[derive(Default)]
pub(crate) struct Ledger {
    tally: Tally,
}

impl Ledger {
    /// Runs a step that is no test. Says whether it went well, for those that build on it.
    pub(crate) fn step(&mut self, title: &str, command: &mut Command) -> bool {
        self.outcome(step::shown(title, command))
    }

    /// Runs tests and takes over their counts.
    pub(crate) fn tests(&mut self, title: &str, command: &mut Command, read: fn(&str) -> Tally) {
        self.ran(title, step::kept(title, command), read);
    }

    /// Takes over the counts of tests that ran: whether they ended well, and what they printed.
    pub(crate) fn ran(&mut self, title: &str, ran: Result<(bool, String), Stop>, read: fn(&str) -> Tally) {
        match ran {
            Ok((well, output)) => self.take(title, well, read(&output)),
            Err(stop) => self.fail(&stop),
        }
    }

    /// Notes the outcome of work done elsewhere.
    pub(crate) fn outcome(&mut self, outcome: Result<(), Stop>) -> bool {
        outcome.inspect_err(|stop| self.fail(stop)).is_ok()
    }

    /// Notes what went wrong: now, and again at the end.
    pub(crate) fn fail(&mut self, stop: &Stop) {
        say::trouble(&format!("  {stop}"));
        self.tally.failed += 1;
        self.tally.failures.push(stop.to_string());
    }

    /// Notes something that can't be done here, with the reason.
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
            // a runner whose words have changed, or a target that lost its tests, is not green
            self.fail(&Stop(format!("{title}: ended well, but no test could be counted")));
        }
        if unexplained {
            // it did not compile, crashed, or broke in a way its own counts do not show
            self.fail(&Stop(format!("{title}: ended badly without naming a failed test")));
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
    fn green_steps_count_as_nothing() {
        let mut ledger = Ledger::default();
        assert!(ledger.outcome(Ok(())));
        assert_eq!(ledger.last_line(), "0 passed, 0 failed, 0 skipped");
    }

    #[test]
    fn a_red_step_counts_as_one_failure() {
        let mut ledger = Ledger::default();
        assert!(!ledger.outcome(Err(Stop("format: exit status 1".to_owned()))));
        assert_eq!(ledger.last_line(), "0 passed, 1 failed, 0 skipped");
        assert_eq!(ledger.close(), ExitCode::FAILURE);
    }

    #[test]
    fn a_test_run_that_dies_without_a_count_is_a_failure() {
        let mut ledger = Ledger::default();
        ledger.take("core", false, Tally { passed: 4, ..Tally::default() });
        assert_eq!(ledger.last_line(), "4 passed, 1 failed, 0 skipped", "a crash must never look green");
    }

    #[test]
    fn a_test_run_that_names_its_failures_is_not_counted_twice() {
        let mut ledger = Ledger::default();
        ledger.take("core", false, Tally { failed: 2, ..Tally::default() });
        assert_eq!(ledger.last_line(), "0 passed, 2 failed, 0 skipped");
    }

    #[test]
    fn a_green_run_without_a_count_is_a_failure() {
        let mut ledger = Ledger::default();
        ledger.take("core", true, Tally::default());
        assert_eq!(ledger.last_line(), "0 passed, 1 failed, 0 skipped", "nothing counted is nothing proved");
    }
}
