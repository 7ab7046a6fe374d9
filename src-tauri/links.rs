//! The links module holds how links reach this program and who opens them.

pub(crate) mod deep_link;
pub(crate) mod scheme;
