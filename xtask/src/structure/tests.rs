//! Made-up workspaces, each with one fault or none, and a look at the real one.

mod circles;
mod clean;
mod directions;
mod methods;
mod real;
mod tree;
mod ui;
