//! A pretend Intercom on this computer, for trying and testing Switchhook.
//!
//! The sandbox is a real HTTP server on loopback with three listeners, one for each region. The server
//! behaves as Intercom documents its OAuth and REST interface. Comments name the guesses where
//! Intercom documents nothing. The sandbox knows nothing of Switchhook, and programs reach it over
//! HTTP only. The program that started it can also press the consent page's button: [`Sandbox::authorize`]. The sandbox derives clients, tokens and records from a [`Seed`], so that they survive a
//! restart. An account connected yesterday works today, on any port.
//!
//! ```no_run
//! # async fn example() -> Result<(), switchhook_sandbox::StartError> {
//! use switchhook_sandbox::{Options, Seed, start};
//! let options = Options { seed: Seed::random()?, port: None, redirect_uris: vec![], app_name: None, now: None };
//! let sandbox = start(options).await?;
//! let consent = &sandbox.description().authorization_endpoint;
//! # let _ = consent;
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! Not here: webhooks, and requests that change records.

mod api;
mod control;
mod hub;
mod oauth;
mod records;
mod server;

pub use control::moment::{Moment, NoMoment};
pub use server::{
    description::{Description, RegionAddresses, Regions},
    sandbox::{Options, Sandbox, StartError, start},
    seed::{NoRandomness, Seed},
};
