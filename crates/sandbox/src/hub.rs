//! The hub: a page that shows the sandbox's state and sets its switches.

mod page;
pub(crate) mod routes;
