//! Connects accounts: attempts from their beginning to the stored token, and own tokens.

pub(crate) mod begin;
pub(crate) mod bridge;
pub(crate) mod consent_links;
pub(crate) mod decide;
mod driver;
pub(crate) mod finish;
pub(crate) mod lifetime;
pub(crate) mod listeners;
pub(crate) mod loopback;
mod loopback_page;
mod mismatch;
pub(crate) mod outcome;
pub(crate) mod own_token;
mod progress;
pub(crate) mod receive;
mod receive_pasted;
pub(crate) mod recover;
mod regions;
pub(crate) mod room;
pub(crate) mod running;
mod secrets;
mod shown;
mod strays;
pub(crate) mod token_list;
mod unsaved;
