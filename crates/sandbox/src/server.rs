//! The server: starting, stopping, and the parts that all answers share.
//!
//! Not here: the answers themselves (`oauth`, `api`, `hub`, `control`).

pub(crate) mod body;
pub(crate) mod description;
pub(crate) mod errors;
pub(crate) mod faults;
pub(crate) mod guard;
pub(crate) mod intercom;
pub(crate) mod journal;
pub(crate) mod page;
pub(crate) mod parameters;
pub(crate) mod sandbox;
pub(crate) mod seed;
