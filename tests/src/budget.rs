//! The budgets of the bench. Each compares a measurement with its peer of the same run: milliseconds of different machines, or
//! of different hours, can't be compared.

use std::fmt;

use crate::samples::Samples;

/// The most that a measurement may be, compared with its peer.
#[derive(Clone, Copy, Debug)]
pub enum Budget {
    /// A multiple of the peer.
    Times(f64),
    /// A distance from the peer, in the unit of both.
    More(f64),
}

/// A comparison with a peer.
#[derive(Clone, Copy, Debug)]
pub struct Judgement {
    budget: Budget,
    result: f64,
}

impl Budget {
    /// Compares the medians.
    pub fn judge(self, ours: &Samples, peer: &Samples) -> Judgement {
        let (ours, peer) = (ours.median(), peer.median());
        let result = match self {
            Self::Times(_) => ours / peer,
            Self::More(_) => ours - peer,
        };
        Judgement { budget: self, result }
    }

    /// Writes a limit or a result.
    pub fn show(self, value: f64, unit: &str) -> String {
        match self {
            Self::Times(_) => format!("{value:.2} ×"),
            Self::More(_) => format!("{value:.1} {unit} more"),
        }
    }

    /// Returns the limit.
    pub fn most(self) -> f64 {
        match self {
            Self::Times(most) | Self::More(most) => most,
        }
    }
}

impl Judgement {
    /// Whether the result is within the budget. A result that is no number is not.
    pub fn is_met(self) -> bool {
        self.result <= self.budget.most()
    }

    /// Writes the result.
    pub fn result(self, unit: &str) -> String {
        self.budget.show(self.result, unit)
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_met() { "met" } else { "**missed**" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdict for medians of 20 and of `ours`.
    fn verdict(budget: Budget, ours: f64) -> (bool, String, String) {
        let judgement = budget.judge(&Samples::new(vec![ours, 0.0, 900.0]), &Samples::new(vec![20.0]));
        (judgement.is_met(), judgement.to_string(), judgement.result("MB"))
    }

    #[test]
    fn budget_is_met_up_to_its_limit_and_missed_above() {
        let (met, missed) = ("met".to_owned(), "**missed**".to_owned());
        assert_eq!(verdict(Budget::Times(1.5), 30.0), (true, met.clone(), "1.50 ×".to_owned()));
        assert_eq!(verdict(Budget::Times(1.5), 30.2), (false, missed.clone(), "1.51 ×".to_owned()));
        assert_eq!(verdict(Budget::More(15.0), 35.0), (true, met, "15.0 MB more".to_owned()));
        assert_eq!(verdict(Budget::More(15.0), 35.1), (false, missed, "15.1 MB more".to_owned()));
    }

    #[test]
    fn peer_without_a_measurement_meets_no_ratio() {
        let nothing = Samples::new(vec![0.0]);
        for ours in [0.0, 5.0] {
            assert!(!Budget::Times(2.0).judge(&Samples::new(vec![ours]), &nothing).is_met(), "{ours}");
        }
    }
}
