//! The sandbox over real loopback HTTP, as a browser, an OAuth client and an API client meet it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod api;
mod consent;
mod control;
mod guards;
mod lifetime;
mod token;
mod trial;
