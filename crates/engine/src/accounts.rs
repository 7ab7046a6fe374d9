//! What Switchhook keeps of an account.

pub(crate) mod labels;
pub(crate) mod manage;
pub(crate) mod merge;
pub(crate) mod save;
pub(crate) mod shown;
