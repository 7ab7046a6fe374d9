//! Shapes and texts for the shells.

pub(crate) mod delta;
pub(crate) mod overview;
pub(crate) mod report_text;
