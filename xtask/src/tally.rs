//! Reads the counts in the output of `cargo test` and vitest.
//!
//! Both have machine formats, but cargo's is unstable. The lines that this file reads have not changed for years. If they
//! change, the run counts as failed (see `ledger`).

/// Counts of tests, and the names that the task prints again at the end.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    /// The names of failed tests, or sentences about failed steps.
    pub(crate) failures: Vec<String>,
    /// The names of skipped tests and checks, with the reason if there is one.
    pub(crate) skips: Vec<String>,
}

impl Tally {
    /// Reads the output of `cargo test`. Each test program prints one line `test result:`.
    pub(crate) fn of_cargo(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().map(str::trim) {
            if let Some(result) = line.strip_prefix("test result: ") {
                // "ok. 3 passed; 1 failed; 2 ignored; 0 measured; …" has a word before the counts.
                let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
                tally.add_counts(counts.split("; "));
            } else if let Some((name, outcome)) =
                line.strip_prefix("test ").and_then(|test| test.rsplit_once(" ... "))
            {
                if outcome == "FAILED" {
                    tally.failures.push(name.to_owned());
                } else if let Some(reason) = outcome.strip_prefix("ignored") {
                    let reason = reason.trim_start_matches([',', ' ']);
                    let reason = if reason.is_empty() { "no reason given" } else { reason };
                    tally.skips.push(format!("{name}: {reason}"));
                }
            }
        }
        tally
    }

    /// Reads the output of vitest's verbose reporter, without colours.
    pub(crate) fn of_vitest(output: &str) -> Self {
        let mut tally = Self::default();
        for line in output.lines().map(str::trim) {
            if let Some(counts) = line.strip_prefix("Tests ") {
                // The counts are "1 failed | 5 passed | 1 skipped (7)".
                let counts = counts.split_once(" (").map_or(counts, |(counts, _)| counts);
                tally.add_counts(counts.split(" | "));
            } else if let Some(name) = line.strip_prefix("× ") {
                tally.failures.push(name.to_owned());
            } else if let Some(name) = line.strip_prefix("↓ ") {
                tally.skips.push(name.to_owned());
            }
        }
        tally
    }

    /// Adds the counts and names of another run.
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
        self.skips.extend(other.skips);
    }

    fn add_counts<'a>(&mut self, counts: impl Iterator<Item = &'a str>) {
        for (number, word) in counts.filter_map(|count| count.trim().split_once(' ')) {
            let Ok(number) = number.parse::<usize>() else {
                continue;
            };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" | "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn tally_adds_up_several_test_programs() {
        let tally = Tally::of_cargo(
            "running 3 tests\ntest a::b ... ok\ntest c ... FAILED\ntest d ... ignored, needs a moon\n\n\
             test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\n\
             running 1 test\ntest e ... ok\n\n\
             test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 4 filtered out; finished in 1.20s\n",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped), (2, 1, 1), "filtered tests do not count");
        assert_eq!(tally.failures, ["c"]);
        assert_eq!(tally.skips, ["d: needs a moon"]);
    }

    #[test]
    fn ignored_test_without_a_reason_says_so() {
        let tally = Tally::of_cargo("test lazy ... ignored\n");
        assert_eq!(tally.skips, ["lazy: no reason given"], "a skip without a reason says so");
    }

    #[test]
    fn lines_that_resemble_results_do_not_count() {
        let tally = Tally::of_cargo("3 passed; 4 failed\nnote: test result is pending\n");
        assert_eq!(tally, Tally::default(), "only the test harness's line counts");
    }

    #[test]
    fn counts_of_vitest_come_from_its_summary() {
        let tally = Tally::of_vitest(
            " ✓ src/a.test.ts > adds 2ms\n × src/a.test.ts > subtracts 4ms\n ↓ src/b.test.ts > divides [later]\n\n \
             Test Files  1 failed | 1 skipped (2)\n      Tests  1 failed | 1 passed | 1 skipped (3)\n   Duration  1.2s\n",
        );
        assert_eq!((tally.passed, tally.failed, tally.skipped), (1, 1, 1), "files are not tests");
        assert_eq!(tally.failures, ["src/a.test.ts > subtracts 4ms"]);
        assert_eq!(tally.skips, ["src/b.test.ts > divides [later]"]);
    }

    #[test]
    fn green_vitest_run_has_no_failures() {
        let tally = Tally::of_vitest(" Test Files  3 passed (3)\n      Tests  12 passed (12)\n");
        assert_eq!(tally, Tally { passed: 12, ..Tally::default() });
    }
}
