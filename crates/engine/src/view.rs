//! Shapes and texts for the shells, made of what the other rooms hold.

pub(crate) mod delta;
pub(crate) mod detail;
pub(crate) mod overview;
pub(crate) mod report_text;
