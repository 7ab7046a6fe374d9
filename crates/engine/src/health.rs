//! The Doctor: looks at this computer as Switchhook finds it, and lets the core judge.
//!
//! A look changes no data and no rights. A repair changes what is safe to change.

pub(crate) mod awaited_link;
pub(crate) mod desktop;
pub(crate) mod doctor;
mod keyring;
mod network;
mod repair;
mod report;
mod round_trip;
mod storage;
mod uses;
