//! Shapes and texts for the shells, made from the content of the other rooms.

pub(crate) mod delta;
pub(crate) mod detail;
pub(crate) mod history;
pub(crate) mod overview;
pub(crate) mod report_text;
mod team;
pub(crate) mod today;
