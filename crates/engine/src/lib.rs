//! The hands of Switchhook: network, database, keyring, clock, randomness.
//!
//! What is not here: Tauri, printing, argv, exit codes. The verbs are those of [`Connector`].

mod accounts;
mod connect;
mod connector;
pub mod contract;
mod host;
mod intercom;
mod registrations;
mod remote;
mod store;
mod vault;
mod view;

pub use accounts::manage::TagChange;
pub use connect::begin::{Begun, ConnectRequest};
pub use connect::own_token::OwnToken;
pub use connect::receive::Received;
pub use connector::Connector;
pub use host::clock::{now, rfc3339};
pub use host::home::Home;
pub use intercom::sandbox;
pub use registrations::edit::{
    EditedRegistration, RegistrationChange, RemovedRegistration, WorkspaceChoice, app_guide,
};
pub use registrations::manage::{NewRegistration, checked_client_id, checked_redirect_uri};
pub use remote::pages::open_developer_hub;
pub use remote::request::{Asking, Head, Page, Refused, Wait};
pub use switchhook_core as core;
pub use vault::{SessionKeys, VaultMode, VaultState};
pub use view::delta::Told;
pub use view::report_text::{Details, details_of};
