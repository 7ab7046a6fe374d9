//! The REST API: who may ask it for what, and what it answers.
//!
//! A file a noun, each with its routes; what they share is in `answers`, `parameters`, `paging` and
//! `search`. Paths and parameters are those of Intercom's OpenAPI description 2.16. Not here: what is
//! in the records (`records`).

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
