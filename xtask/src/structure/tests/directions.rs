//! The allowed directions of imports between the rooms of the engine.

use super::tree::faults;

const LIB: &str =
    "mod accounts;\nmod contract;\nmod host;\nmod intercom;\nmod registrations;\nmod store;\nmod vault;";

/// Returns the faults of an engine with these files. The other rooms are nearly empty.
fn engine(files: &[(&str, &str)]) -> Vec<String> {
    let rooms = ["accounts", "contract", "host/mod", "intercom", "registrations", "store", "vault"];
    let mut all = vec![("crates/engine/src/lib.rs".to_owned(), LIB)];
    all.extend(rooms.map(|room| (format!("crates/engine/src/{room}.rs"), "pub struct Thing;")));
    all.push(("crates/engine/src/host/clock.rs".to_owned(), "pub struct Now;"));
    all.extend(files.iter().map(|(path, text)| (format!("crates/engine/src/{path}"), *text)));
    let all: Vec<(&str, &str)> = all.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    faults(&all)
}

#[track_caller]
fn is_red(room: &str, other: &str, files: &[(&str, &str)]) {
    let faults = engine(files);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let begins = format!("The room `{room}` must not import the room `{other}`");
    assert!(faults[0].starts_with(&begins), "{}", faults[0]);
    assert!(faults[0].contains(" → crates/engine/src/"), "{}", faults[0]);
}

#[test]
fn lower_room_turns_red_when_it_imports_a_higher_one() {
    is_red("vault", "accounts", &[("vault.rs", "use crate::accounts::Thing;")]);
    is_red("host", "store", &[("host/mod.rs", "pub struct Thing; fn f() { crate::store::open() }")]);
}

#[test]
fn file_in_a_folder_belongs_to_its_room() {
    is_red(
        "store",
        "vault",
        &[("store.rs", "mod rows;\npub struct Thing;"), ("store/rows.rs", "use crate::vault::Thing;")],
    );
}

#[test]
fn store_turns_red_when_it_names_the_contract() {
    is_red(
        "store",
        "contract",
        &[("store.rs", "pub fn s() -> crate::contract::Thing { crate::contract::Thing }")],
    );
}

#[test]
fn room_turns_red_when_it_imports_a_room_of_its_floor() {
    is_red("accounts", "registrations", &[("accounts.rs", "use crate::registrations::Thing;")]);
    is_red("intercom", "vault", &[("intercom.rs", "use crate::vault::Thing;")]);
}

#[test]
fn intercom_turns_red_when_it_imports_the_store() {
    is_red("intercom", "store", &[("intercom.rs", "use crate::store::Thing;")]);
}

#[test]
fn contract_turns_red_when_it_imports_more_than_the_clock() {
    is_red("contract", "store", &[("contract.rs", "use crate::store::Thing;")]);
    is_red("contract", "host", &[("contract.rs", "use crate::host::Thing;")]);
}

#[test]
fn imports_of_lower_rooms_are_green() {
    let faults = engine(&[
        ("accounts.rs", "use crate::contract::Thing as Shape; use crate::vault::Thing; use crate::store;"),
        ("contract.rs", "use crate::host::clock::Now; pub struct Thing;"),
        ("host/mod.rs", "pub mod clock; pub struct Thing;"),
        ("store.rs", "use crate::host::Thing as Disk; pub struct Thing;"),
        ("vault.rs", "use crate::store::Thing as Row; pub struct Thing;"),
        ("lib.rs", &format!("{LIB}\npub use accounts::Shape;\npub use contract::Thing;")),
    ]);
    assert_eq!(faults, Vec::<String>::new());
}
