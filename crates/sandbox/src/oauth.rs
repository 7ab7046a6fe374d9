//! OAuth: apps, consent, codes, access tokens and their permissions.
//!
//! Not here: the answers to requests that carry a token (`api`).

pub(crate) mod apps;
pub(crate) mod codes;
pub(crate) mod consent;
mod consent_page;
pub(crate) mod installations;
pub(crate) mod permissions;
mod redirect;
pub(crate) mod token;
pub(crate) mod token_endpoint;
pub(crate) mod token_list;
