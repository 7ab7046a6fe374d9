//! The hub: the page on which a tester sees the sandbox and sets its switches.

mod page;
pub(crate) mod routes;
