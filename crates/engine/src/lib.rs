//! The hands of Switchhook: network, database, keyring, clock, randomness.
//!
//! The engine contains no Tauri, no printing, no argv and no exit codes. [`Connector`] opens a home and hands out one handle
//! for each subject.

mod accounts;
mod connect;
mod connector;
mod context;
pub mod contract;
#[cfg(target_os = "linux")]
pub mod desktop;
#[cfg(test)]
mod fixture;
mod health;
mod host;
mod intercom;
mod preferences;
mod registrations;
mod remote;
mod store;
mod vault;
mod view;

pub use accounts::manage::{Accounts, TagChange};
pub use accounts::put_off::PutOffFor;
pub use connect::begin::{Begun, ConnectRequest};
pub use connect::lifetime::Lifetime;
pub use connect::outcome::{Finished, Left, Received};
pub use connect::own_token::{OwnToken, OwnTokens};
pub use connect::room::Attempts;
pub use connect::token_list::{TokenLine, TokenPlace};
pub use connector::Connector;
pub use health::awaited_link::{LinkFrom, sweep_round_trips, took_round_trip};
pub use health::desktop::Surroundings;
pub use health::doctor::{Doctor, Orders};
pub use host::clock::{clock_time, moment_of, now, rfc3339};
pub use host::environment::for_the_person;
pub use host::home::Home;
pub use host::interrupt::interrupted;
pub use host::private_process::{keep_private, refuse_dumps};
pub use host::unchecked_home::UncheckedHome;
pub use host::working_time::date_text;
pub use intercom::rate_limit::Wait;
pub use intercom::sandbox;
pub use preferences::Preferences;
pub use registrations::addresses::{checked_client_id, checked_redirect_uri};
pub use registrations::bridge_folder::{BridgeNotWritten, write_bridge};
pub use registrations::bridge_page::check_bridge;
pub use registrations::edit::{EditedRegistration, RegistrationChange, WorkspaceChoice};
pub use registrations::guide::app_guide;
pub use registrations::manage::{NewRegistration, Registrations, RemovedRegistration};
pub use remote::morning::MorningAnswers;
pub use remote::pages::open_developer_hub;
pub use remote::reading::Shortfall;
pub use remote::request::{Asking, Head, Page, RefusedPage};
pub use remote::room::Remote;
pub use switchhook_core as core;
pub use vault::{SessionKeys, VaultMode, VaultState};
pub use view::board_csv::board_csv;
pub use view::delta::DeltaState;
pub use view::overview::View;
pub use view::report_text::{Details, details_of};
pub use view::sentence::{duration, sentence};
pub use view::today::ShownNeeds;
