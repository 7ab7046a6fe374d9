//! What is in a workspace: records grown from the seed, and nothing of them stored.
//!
//! The n-th record of a kind is made whenever it is asked for, and is the same each time: from the
//! seed, the workspace, the kind, n and the hour. Record 0 is the newest. A file a noun; what they
//! share is `source` (whose they are), `counts` (how many), `ids` (names that lead back to n),
//! `dates` (when) and `dice` (everything else). Shapes are those of Intercom's OpenAPI description
//! 2.16, every field filled; where its examples differ from its schemas, the schemas are followed.
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
