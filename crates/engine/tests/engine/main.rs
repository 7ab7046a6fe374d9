//! The engine over loopback HTTP with a real sandbox, database and cryptography. The keyring is one in memory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a test stops at the first surprise"
)]

mod accounts;
mod api_requests;
mod attempts;
mod bridge;
mod bridge_page;
mod checks_of_many;
mod concurrent_checks;
mod damaged_rows;
mod doctor;
mod edited_rows;
mod error_words;
mod examinations;
mod expected_workspace;
mod figures;
mod files;
mod finish;
mod front;
mod health;
mod link_table;
mod links;
mod loopback;
mod migration;
mod morning;
mod morning_reading;
mod own_token;
mod pasted_addresses;
mod processes;
mod registrations;
mod repeated_secrets;
mod response_encoding;
mod rhythm;
mod scenario;
mod servers;
mod team;
mod today;
mod unclear_answers;
mod unicode_names;
mod workspace_pages;
