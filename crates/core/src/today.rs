//! Answers the questions of a morning: which account needs a person, and how its figures moved.

pub(crate) mod need;
pub(crate) mod trend;
pub(crate) mod unusual;
