//! The records of a workspace, generated from the seed and never stored.
//!
//! A request makes the n-th record of a kind from the seed, the workspace, the kind, n and the hour. So the record
//! is equal each time. Record 0 is the newest.
//!
//! Each noun has a file. `source` (seed and hour), `counts` (numbers of records), `ids` (ids that lead back to n),
//! `dates` and `dice` (every other value) hold the common parts. Shapes follow Intercom's OpenAPI description 2.16,
//! with every field filled. If its examples differ from its schemas, the records follow the schemas.
//!
//! Not here: envelopes, paging, searching (`api`).

pub(crate) mod activity;
mod admins;
mod articles;
mod companies;
mod contacts;
mod conversations;
pub(crate) mod counts;
mod dates;
mod dice;
mod help_centers;
mod ids;
mod labels;
mod macros;
mod notes;
mod owners;
pub(crate) mod parts;
mod settings;
pub(crate) mod source;
mod ticket_types;
mod tickets;
mod timeline;
mod words;
pub(crate) mod workspaces;

#[cfg(test)]
mod tests {
    mod consistency;
}
