//! The limit of public methods of a type.

use std::fmt::Write as _;

use super::tree::faults;

/// Returns the faults of a type with `count` public methods in two files.
fn with_methods(count: usize) -> Vec<String> {
    let (mut here, mut there) = (String::new(), String::new());
    for number in 0..count {
        let keywords = ["", "async ", "const ", "unsafe extern \"C\" "][number % 4];
        let half = if number % 2 == 0 { &mut here } else { &mut there };
        writeln!(half, "pub {keywords}fn f{number}(&self) {{}}").unwrap();
    }
    let other = "pub(crate) fn hidden(&self) {}\nfn own() { pub fn inner() {} }";
    let first = format!(
        "mod more;\npub struct Big<T>(T);\nimpl<T> Big<T> {{ {here} {other} }}\n\
         impl<T: Fn() -> u8> Trait for Big<T> {{ fn a() {{}} }}\npub struct Small;\nimpl Small {{ pub fn f0() {{}} }}"
    );
    let second = format!("use crate::Big;\nimpl<T> Big<T>\nwhere for<'a> T: Fn(&'a str) -> u8 {{ {there} }}");
    faults(&[("crates/a/src/lib.rs", &first), ("crates/a/src/more.rs", &second)])
}

#[test]
fn type_turns_red_with_21_public_methods() {
    assert_eq!(
        with_methods(21),
        ["crates/a/src/lib.rs: the type Big has 21 public methods, but the limit is 20"]
    );
}

#[test]
fn type_is_green_with_20_public_methods() {
    assert_eq!(with_methods(20), Vec::<String>::new());
}
