//! The clients that a person registered at a provider.

pub(crate) mod addresses;
pub(crate) mod bridge_folder;
pub(crate) mod bridge_page;
pub(crate) mod edit;
pub(crate) mod guide;
pub(crate) mod manage;
pub(crate) mod secret;
pub(crate) mod shown;
