//! A rule that a line breaks.

/// One fault of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) rule: &'static str,
    pub(super) text: String,
}
