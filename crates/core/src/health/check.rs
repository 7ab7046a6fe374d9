//! The shape of a check, and of the report.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::Serialize;

use crate::ErrorReport;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum HealthStatus {
    /// Nothing is wrong.
    Ok,
    /// A road that a registration or a waiting attempt uses would fail, or something fails soon.
    Warning,
    /// Connecting or reading would fail now.
    Error,
    /// Nothing here needs it.
    Skipped,
}

/// The hint for a fault that a repair can mend.
pub(super) const REPAIR: &str = "Run `switchhook doctor --fix`, or press Repair.";

/// A status and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The result.
    pub status: HealthStatus,
    /// The sentence that says what is so.
    pub message: String,
    /// The sentence that says what to do; empty where there is nothing to do.
    pub hint: String,
    /// Whether a repair can mend it.
    pub is_mendable: bool,
}

impl Verdict {
    pub(super) fn new(status: HealthStatus, message: String, hint: String) -> Self {
        Self { status, message, hint, is_mendable: false }
    }

    pub(crate) fn ok(message: impl Into<String>) -> Self {
        Self::new(HealthStatus::Ok, message.into(), String::new())
    }

    /// Returns the verdict on a check that nothing needs, with the reason.
    pub fn skipped(why: impl Into<String>) -> Self {
        Self::new(HealthStatus::Skipped, why.into(), String::new())
    }

    pub(crate) fn warning(message: impl Into<String>, hint: &str) -> Self {
        Self::new(HealthStatus::Warning, message.into(), hint.to_string())
    }

    pub(crate) fn error(message: impl Into<String>, hint: &str) -> Self {
        Self::new(HealthStatus::Error, message.into(), hint.to_string())
    }

    /// Returns the verdict with this status and the words of a problem.
    pub(crate) fn of_problem(status: HealthStatus, report: ErrorReport) -> Self {
        Self::new(status, report.message, report.hint)
    }

    /// Returns the verdict on a fault that a repair can mend.
    pub(crate) fn mendable(self) -> Self {
        Self { is_mendable: true, ..self }
    }
}

/// One check of the Doctor, in words. It holds no secret, no state and no customer's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct HealthCheck {
    /// The stable name, for scripts. A check of one of several things adds `:` and the thing.
    pub id: String,
    /// The result.
    pub status: HealthStatus,
    /// The thing that was checked.
    pub title: String,
    /// The sentence that says what is so.
    pub message: String,
    /// The sentence that says what to do; empty where there is nothing to do.
    pub hint: String,
    /// Whether a repair can mend it.
    pub mendable: bool,
    /// The sentence that says what the repair did; null where it did nothing.
    pub fixed: Option<String>,
}

impl HealthCheck {
    /// Makes a check of its verdict.
    pub fn new(id: impl Into<String>, title: impl Into<String>, verdict: Verdict) -> Self {
        let Verdict { status, message, hint, is_mendable: mendable } = verdict;
        Self { id: id.into(), status, title: title.into(), message, hint, mendable, fixed: None }
    }

    /// Returns the check after a repair: what the repair did, and another hint where the fault stays although a repair can mend it.
    pub fn repaired(self, fixed: Option<String>) -> Self {
        let hint = if self.mendable { "Mend it yourself: Switchhook could not.".into() } else { self.hint };
        Self { hint, mendable: false, fixed, ..self }
    }
}

/// All checks of the Doctor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct HealthReport {
    /// The checks, in the order in which a person reads them.
    pub checks: Vec<HealthCheck>,
    /// Whether no check is an error.
    pub healthy: bool,
}

impl HealthReport {
    /// Makes a report of its checks.
    pub fn new(checks: Vec<HealthCheck>) -> Self {
        let healthy = checks.iter().all(|check| check.status != HealthStatus::Error);
        Self { checks, healthy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_alone_make_a_report_unhealthy() {
        let verdicts = [
            (Verdict::ok("a"), true),
            (Verdict::skipped("a"), true),
            (Verdict::warning("a", "b"), true),
            (Verdict::error("a", "b"), false),
        ];
        for (verdict, healthy) in verdicts {
            let checks = Vec::from([HealthCheck::new("a", "A", verdict.clone())]);
            assert_eq!(HealthReport::new(checks).healthy, healthy, "{verdict:?}");
        }
        assert!(HealthReport::new(Vec::new()).healthy);
    }

    #[test]
    fn fault_that_outlives_its_repair_names_the_person() {
        let verdict = Verdict::warning("a", REPAIR).mendable();
        let check = HealthCheck::new("a", "A", verdict);
        assert!(check.mendable);
        let check = check.repaired(None);
        assert!(!check.mendable);
        assert_eq!(check.hint, "Mend it yourself: Switchhook could not.");
        let other = HealthCheck::new("b", "B", Verdict::warning("a", "Wait.")).repaired(None);
        assert_eq!(other.hint, "Wait.");
    }
}
