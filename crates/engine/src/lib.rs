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
mod details;
mod echo;
mod home;
mod http;
mod keyring;
mod moment;
mod news;
mod owner;
pub mod sandbox;
mod sealing;
mod store;
mod token_request;
mod vault;

pub use clock::{now, rfc3339};
pub use connector::{
    Asking, Begun, ConnectRequest, Connector, EditedRegistration, Head, NewRegistration, OwnToken, Page,
    Received, Refused, RegistrationChange, RemovedRegistration, TagChange, Wait, WorkspaceChoice, app_guide,
    checked_client_id, checked_redirect_uri, open_developer_hub,
};
pub use details::{Details, details_of};
pub use home::Home;
pub use news::Told;
pub use switchhook_core as core;
pub use vault::{SessionKeys, VaultMode, VaultState};
