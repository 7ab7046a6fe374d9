//! The REST API: access checks, routes and answers.
//!
//! Each noun has a file with its routes. `answers`, `parameters`, `paging` and `search` hold the common parts.
//! Paths and parameters follow Intercom's OpenAPI description 2.16.
//!
//! Not here: the content of records (`records`).

mod access;
mod activity;
mod admins;
pub(crate) mod admission;
mod answers;
mod catalogue;
mod companies;
mod contacts;
mod conversations;
mod help_center;
mod macros;
pub(crate) mod me;
mod merge_history;
mod notes;
mod paging;
mod parameters;
pub(crate) mod rates;
pub(crate) mod routes;
mod search;
mod settings;
mod tickets;
pub(crate) mod versions;
