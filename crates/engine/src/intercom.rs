//! HTTP with Intercom and with the sandbox, which stands in for Intercom.

pub(crate) mod api;
pub(crate) mod body;
pub(crate) mod echo;
pub(crate) mod failure;
pub(crate) mod http;
pub(crate) mod proxy;
pub(crate) mod rate_limit;
pub mod sandbox;
pub(crate) mod token_request;
