//! The ways in which Rust files can import each other.

use super::tree::circle_of;

const TWO: &str = "mod x;\nmod y;";

#[test]
fn circle_turns_red_by_use() {
    circle_of(
        &[
            ("lib.rs", TWO),
            ("x.rs", "use crate::y::Y; pub struct X(Y);"),
            ("y.rs", "use crate::x::X; pub struct Y;"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_use_of_modules() {
    circle_of(
        &[
            ("lib.rs", TWO),
            ("x.rs", "use crate::y; pub fn x() { y::y() }"),
            ("y.rs", "use super::{x::{self as other}}; pub fn y() { other::x() }"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_pub_use() {
    circle_of(
        &[
            ("lib.rs", TWO),
            ("x.rs", "pub use crate::y::Y; pub struct X;"),
            ("y.rs", "pub use super::x::X; pub struct Y;"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_a_path_in_code() {
    circle_of(
        &[
            ("lib.rs", TWO),
            ("x.rs", "pub fn x() { let _ = 1..crate::y::y(); }"),
            ("y.rs", "#[allow(dead_code)] pub fn y() -> u8 { if true { super::x::x() } 1 }"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_types_and_attributes() {
    circle_of(
        &[
            ("lib.rs", TWO),
            ("x.rs", "pub struct X { y: Vec<crate::y::Y<'static>> }"),
            ("y.rs", "#[crate::x::mark] pub struct Y<'y>(&'y str);"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_a_child_and_its_parent() {
    circle_of(
        &[
            ("lib.rs", "mod parent;"),
            ("parent.rs", "mod child;\nstruct Shared;\nfn begin() { child::run(Shared) }"),
            ("parent/child.rs", "use super::Shared;\npub(super) fn run(_: Shared) {}"),
        ],
        &["parent.rs", "parent/child.rs"],
    );
}

#[test]
fn circle_turns_red_through_a_reexport() {
    circle_of(
        &[
            ("lib.rs", "mod x;\nmod y;\npub use y::Y as Renamed;\npub use x::*;"),
            ("x.rs", "use crate::Renamed;\npub struct X(Renamed);"),
            ("y.rs", "use crate::X;\npub struct Y(X);"),
        ],
        &["x.rs", "y.rs"],
    );
}

#[test]
fn circle_turns_red_by_a_star() {
    circle_of(
        &[
            ("lib.rs", "mod x;\nmod y;\nmod all;"),
            ("all.rs", "pub use crate::y::Y;"),
            ("x.rs", "use crate::all::*;\npub struct X(Y);"),
            ("y.rs", "use crate::x::X;\npub struct Y(X);"),
        ],
        &["x.rs", "y.rs", "all.rs"],
    );
}

#[test]
fn circle_turns_red_over_three_files() {
    circle_of(
        &[
            ("lib.rs", "mod x;\nmod y;\nmod z;"),
            ("x.rs", "use crate::y::Y;\npub struct X;"),
            ("y.rs", "use crate::z::Z;\npub struct Y;"),
            ("z/mod.rs", "use super::x::X;\npub struct Z;"),
        ],
        &["x.rs", "y.rs", "z/mod.rs"],
    );
}

#[test]
fn circle_names_one_item_for_each_arrow() {
    let faults = super::tree::faults(&[
        ("crates/a/src/lib.rs", TWO),
        ("crates/a/src/x.rs", "\nuse crate::y::{Y, Z};\npub struct X;"),
        ("crates/a/src/y.rs", "use crate::x::X;\npub struct Y; pub struct Z;"),
    ]);
    assert_eq!(
        faults,
        ["2 files import each other in a circle:\n    \
          crates/a/src/x.rs → crates/a/src/y.rs (crate::y::Y, line 2)\n    \
          crates/a/src/y.rs → crates/a/src/x.rs (crate::x::X, line 1)"]
    );
}
