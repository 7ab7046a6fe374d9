//! Several measurements of the same quantity: their median and their range.

use std::fmt;

/// At least one measurement, sorted.
pub struct Samples(Vec<f64>);

impl Samples {
    /// Returns the measurements, sorted. There must be one at least.
    pub fn new(mut values: Vec<f64>) -> Self {
        assert!(!values.is_empty(), "something was measured");
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// Returns how many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns the median, which a few outliers do not move.
    pub fn median(&self) -> f64 {
        let middle = self.0.len() / 2;
        if self.0.len().is_multiple_of(2) {
            f64::midpoint(self.0[middle - 1], self.0[middle])
        } else {
            self.0[middle]
        }
    }

    /// Returns the lowest.
    pub fn lowest(&self) -> f64 {
        self.0[0]
    }

    /// Returns the highest.
    pub fn highest(&self) -> f64 {
        self.0[self.0.len() - 1]
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.median() < 100.0 { 1 } else { 0 };
        let [middle, low, high] = [self.median(), self.lowest(), self.highest()];
        write!(f, "{middle:.digits$} ({low:.digits$}–{high:.digits$})")
    }
}
