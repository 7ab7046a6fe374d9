//! Tests of the sandbox over real loopback HTTP, as a browser, an OAuth client and an API client use it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod api;
mod clock;
mod consent;
mod control;
mod faults;
mod figures;
mod guards;
mod hub;
mod lifetime;
mod manners;
mod open_questions;
mod paging;
mod reads;
mod references;
mod search;
mod token;
mod trial;
