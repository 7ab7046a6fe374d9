//! Code for Linux alone: painting and the end of the process.

pub(crate) mod exit;
pub(crate) mod painting;
