//! Links: how they reach this program, and which program the desktop opens them with.

pub(crate) mod finish;
pub(crate) mod launch;
pub(crate) mod receive;
pub(crate) mod scheme;
