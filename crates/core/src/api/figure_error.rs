//! Why an answer holds no count.

use serde::{Deserialize, Serialize};

/// Why an answer holds no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FigureError {
    /// The answer is not a JSON object.
    NoObject,
    /// The total is missing, or is not a whole number below 2³².
    NoCount,
    /// The list is missing, or is not a list of objects.
    NoList,
    /// A list that should be complete came as one page of several, so its length is not the count.
    OnePage,
    /// The counts of several answers do not agree, since conversations changed meanwhile.
    Unsettled,
}
