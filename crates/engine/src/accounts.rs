//! Stored accounts, and how a person manages them.

pub(crate) mod labels;
pub(crate) mod manage;
pub(crate) mod merge;
pub(crate) mod put_off;
pub(crate) mod rhythm;
pub(crate) mod save;
pub(crate) mod shown;
