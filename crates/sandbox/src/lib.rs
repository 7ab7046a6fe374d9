//! A stand-in of Intercom on this computer, to try Switchhook with and to test it against.
//!
//! It is a real HTTP server on loopback with three listeners, one a region, that behaves as
//! Intercom's OAuth and REST interface is documented (or, where nothing is documented, as a comment
//! in the file says was guessed). It knows nothing of Switchhook and is spoken to over HTTP only.
//! Everything that must outlive a restart (client, tokens, records) is derived from a [`Seed`]: an
//! account connected yesterday checks green today, on whatever port.
//!
//! ```no_run
//! # async fn example() -> Result<(), switchhook_sandbox::StartError> {
//! use switchhook_sandbox::{Options, Seed, start};
//! let options = Options { seed: Seed::random()?, port: None, redirect_uris: vec![], app_name: None };
//! let sandbox = start(options).await?;
//! let consent = &sandbox.description().authorization_endpoint;
//! # let _ = consent;
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! Not here: writing (nothing changes a record), webhooks.

mod access;
mod admission;
mod apps;
mod body;
mod catalogue;
mod choices;
mod codes;
mod consent;
mod consent_page;
mod control;
mod description;
mod errors;
mod faults;
mod guard;
mod handed_out;
mod hub;
mod hub_page;
mod installations;
mod intercom;
mod journal;
mod me;
mod page;
mod parameters;
mod permissions;
mod rates;
mod reads;
mod records;
mod redirect;
mod seed;
mod server;
mod session;
mod setting;
mod switches;
mod token;
mod token_endpoint;
mod versions;
mod workspaces;

pub use description::{Description, RegionAddresses, Regions};
pub use seed::{NoRandomness, Seed};
pub use server::{Options, Sandbox, StartError, start};
