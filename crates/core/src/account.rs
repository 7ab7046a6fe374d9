//! Accounts: identity, status, registration, and the addresses of the provider.

pub(crate) mod address;
pub(crate) mod answered;
pub(crate) mod blocked_port;
pub(crate) mod identity;
pub(crate) mod ids;
pub(crate) mod loopback;
pub(crate) mod provider;
pub(crate) mod region;
pub(crate) mod registration;
pub(crate) mod rhythm;
pub(crate) mod status;
