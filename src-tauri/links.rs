//! The links module holds how links reach this program and who opens them.

pub(crate) mod finish;
pub(crate) mod launch;
pub(crate) mod receive;
pub(crate) mod scheme;
