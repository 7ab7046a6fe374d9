//! What the structure allows. Whoever adds a room to the engine edits this file alone.

/// The folder whose files and folders are the rooms.
pub(super) const ENGINE: &str = "crates/engine/src/";

/// The rooms of the engine, the highest floor first. A room imports rooms of lower floors only; the rooms of one floor
/// import nothing of each other. A room that does not exist is no fault.
pub(super) const FLOORS: &[&[&str]] = &[
    &["lib"],
    &["connector"],
    &["view"],
    &["connect"],
    &["remote"],
    &["accounts", "registrations", "preferences"],
    &["context"],
    &["contract"],
    &["vault", "intercom"],
    &["store"],
    &["host"],
];

/// What the floors would allow and the design does not: the first never imports the second.
pub(super) const NEVER: &[(&str, &str)] = &[("intercom", "store")];

/// The rooms that import next to nothing, and the only files of other rooms that they may import.
pub(super) const ONLY: &[(&str, &[&str])] = &[("contract", &["host/clock.rs"])];

/// So many public methods one type may have.
pub(super) const MOST_METHODS: usize = 20;
