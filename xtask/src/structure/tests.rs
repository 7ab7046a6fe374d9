//! Tests on made-up workspaces, each with one fault or none, and on the real workspace.

mod circles;
mod clean;
mod directions;
mod methods;
mod real;
mod tree;
mod ui;
