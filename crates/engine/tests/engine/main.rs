//! The whole road over real loopback HTTP: a real sandbox, a real database, the real crypto; only the
//! keyring is the session's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test stops at the first surprise"
)]

mod accounts;
mod ask;
mod attempts;
mod awaited;
mod bridge;
mod damage;
mod doubts;
mod edited_rows;
mod figures;
mod files;
mod finish;
mod front;
mod health;
mod links;
mod meanwhile;
mod migration;
mod names;
mod own_token;
mod pages;
mod pastes;
mod processes;
mod registrations;
mod repeated;
mod scenario;
mod servers;
mod table;
mod wire;
mod words;
