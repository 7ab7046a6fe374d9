//! Code for Linux alone: desktop entries, the program's path, painting and the end of the process.

pub(crate) mod entry;
pub(crate) mod exit;
pub(crate) mod painting;
pub(crate) mod program;
