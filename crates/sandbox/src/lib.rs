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

mod api;
mod control;
mod hub;
mod oauth;
mod records;
mod server;

pub use server::{
    description::{Description, RegionAddresses, Regions},
    sandbox::{Options, Sandbox, StartError, start},
    seed::{NoRandomness, Seed},
};
