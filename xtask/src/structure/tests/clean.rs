//! Workspaces without a circle.

use super::tree::{clean, faults};

#[test]
fn clean_tree_is_green() {
    clean(&[
        ("lib.rs", "mod parent;\nmod x;\npub use x::X;"),
        ("parent.rs", "mod child;\nmod shared;\npub(crate) fn begin() { child::run(shared::Shared) }"),
        ("parent/child.rs", "use super::shared::Shared;\npub(super) fn run(_: Shared) {}"),
        ("parent/shared.rs", "use crate::X;\npub(super) struct Shared;"),
        ("x.rs", "use std::fmt;\npub struct X;"),
    ]);
}

#[test]
fn comments_and_strings_do_not_count() {
    clean(&[
        ("lib.rs", "mod x;\nmod y;"),
        ("x.rs", "use crate::y::Y;\npub struct X;"),
        (
            "y.rs",
            r####"//! [`crate::x::X`]
/* use crate::x::X; /* nested */ crate::x::X */
pub struct Y;
pub const TEXTS: [&str; 3] = ["use crate::x::X;", r#"" crate::x::X"#, "\" crate::x::X"];
pub const SIGNS: (char, char, u8, &[u8]) = ('"', '\'', b'"', br##"crate::x::X"##);
pub fn y<'a>(a: &'a str) -> &'a str { a /* crate::x::X */ }
"####,
        ),
    ]);
}

#[test]
fn imports_of_test_code_do_not_count() {
    clean(&[
        ("lib.rs", "mod x;\nmod y;"),
        ("x.rs", "use crate::y::Y;\npub struct X(Y);\n#[cfg(test)]\nmod tests;"),
        ("x/tests.rs", "use super::*;\nfn t() { super::X; }"),
        (
            "y.rs",
            "#[cfg(test)]\nuse crate::x::{X, other};\npub struct Y;\n\
             #[cfg(all(test, unix))]\nfn t() { crate::x::X }\n\
             pub struct S { #[cfg(test)] x: crate::x::X, y: u8 }\n\
             #[cfg(test)]\nmod tests { use super::*; use crate::x::X; #[test] fn t() {} }",
        ),
    ]);
}

#[test]
fn code_that_exists_outside_of_tests_counts() {
    let faults = faults(&[
        ("crates/a/src/lib.rs", "mod x;\nmod y;"),
        ("crates/a/src/x.rs", "#[cfg(not(test))]\nuse crate::y::Y;\npub struct X;"),
        ("crates/a/src/y.rs", "#[cfg(any(test, unix))]\nuse crate::x::X;\npub struct Y;"),
    ]);
    assert_eq!(faults.len(), 1, "{faults:?}");
}

#[test]
fn mod_line_is_no_import() {
    clean(&[("lib.rs", "mod x;\npub struct L;"), ("x.rs", "use crate::L;\npub struct X(L);")]);
}

#[test]
fn reexport_leads_to_the_file_that_defines_the_name() {
    clean(&[
        ("lib.rs", "mod x;\nmod y;\npub use x::X;\npub use y::Y;"),
        ("x.rs", "pub struct X;"),
        ("y.rs", "use crate::X;\npub struct Y(X);"),
    ]);
}

#[test]
fn name_can_be_a_module_and_a_function() {
    clean(&[
        ("lib.rs", "mod pause;\nmod y;\npub use pause::pause;"),
        ("pause.rs", "pub fn pause() {}\npub struct Long;"),
        ("y.rs", "use crate::pause;\npub fn y(_: pause::Long) { pause() }"),
    ]);
}
