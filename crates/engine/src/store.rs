//! The database: one SQLite file for everything, each write in a transaction.
//!
//! A list leaves out damaged rows, and the log says how many. A query by id fails where the row of that id
//! is damaged.

pub(crate) mod account_rows;
pub(crate) mod account_status;
pub(crate) mod account_tags;
pub(crate) mod accounts;
pub(crate) mod attempts;
pub(crate) mod changes;
pub(crate) mod columns;
pub(crate) mod connection;
pub(crate) mod day_counts;
mod disk;
pub(crate) mod figures;
pub(crate) mod history;
pub(crate) mod long_waits;
pub(crate) mod look;
pub(crate) mod me_answers;
mod migrations;
pub(crate) mod notified;
mod older_problems;
pub(crate) mod open;
pub(crate) mod preferences;
pub(crate) mod put_off;
pub(crate) mod ratings;
pub(crate) mod registrations;
pub(crate) mod rhythm;
#[cfg(test)]
mod samples;
pub(crate) mod team_load;
pub(crate) mod waiting;
