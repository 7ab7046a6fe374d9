//! The hands of Switchhook: network, database, keyring, clock, randomness.
//!
//! What is not here: Tauri, printing, argv, exit codes. The verbs are those of [`Connector`].

mod api;
mod bridge;
mod browser;
mod changes;
mod clock;
mod connector;
pub mod contract;
mod crash;
mod home;
mod http;
mod keyring;
mod owner;
pub mod sandbox;
mod sealing;
mod store;
mod token_request;
mod vault;

pub use clock::{now, rfc3339};
pub use connector::{
    Begun, ConnectRequest, Connector, NewRegistration, OwnToken, Received, RegistrationChange,
    RemovedRegistration, TagChange, WorkspaceChoice, app_guide, checked_redirect_uri,
};
pub use home::Home;
pub use switchhook_core as core;
pub use vault::{SessionKeys, VaultMode, VaultState};
