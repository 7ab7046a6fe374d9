//! Shapes and texts for the shells, made from the content of the other rooms.

pub(crate) mod board_csv;
pub(crate) mod delta;
pub(crate) mod detail;
pub(crate) mod history;
mod notices;
pub(crate) mod overview;
pub(crate) mod report_text;
pub(crate) mod sentence;
mod team;
pub(crate) mod today;
