//! The clients that a person registered at a provider.

pub(crate) mod edit;
pub(crate) mod manage;
