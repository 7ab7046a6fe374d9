//! The rules of the structure. To add a room to the engine, edit only this file.

/// The folder of the engine. Its files and folders are the rooms.
pub(super) const ENGINE: &str = "crates/engine/src/";

/// The rooms of the engine, the highest floor first.
///
/// A room imports rooms of lower floors only. Rooms of one floor do not import each other. A room in this list need not
/// exist.
pub(super) const FLOORS: &[&[&str]] = &[
    &["lib"],
    &["connector"],
    &["view", "health"],
    &["connect"],
    &["remote"],
    &["accounts", "registrations", "preferences"],
    &["context"],
    &["desktop"],
    &["contract"],
    &["vault", "intercom"],
    &["store"],
    &["host"],
];

/// Pairs of rooms of which the first never imports the second, although its floor is higher.
pub(super) const NEVER: &[(&str, &str)] = &[("intercom", "store")];

/// The rooms with few imports, and the only files of other rooms that they may import.
pub(super) const ONLY: &[(&str, &[&str])] = &[("contract", &["host/clock.rs"])];

/// The largest number of public methods of a type.
pub(super) const MOST_METHODS: usize = 20;
