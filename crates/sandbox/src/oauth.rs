//! How an app comes by an access token: apps, consent, codes, tokens and what each may do.
//!
//! Not here: what a request with a token is answered (`api`).

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
