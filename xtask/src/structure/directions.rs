//! Directions between the rooms of the engine.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::rules::{ENGINE, FLOORS, NEVER, ONLY};

/// A sentence for every two rooms with an import in a forbidden direction, and those imports.
pub(super) fn faults(graph: &Graph) -> Vec<String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for arrow in graph.arrows() {
        if let (Some(from), Some(to)) = (arrow.from.strip_prefix(ENGINE), arrow.to.strip_prefix(ENGINE))
            && let Some(why) = forbidden(from, to)
        {
            found.entry(why).or_default().push_str(&format!("\n    {arrow}"));
        }
    }
    found.iter().map(|(why, arrows)| format!("{why}:{arrows}")).collect()
}

/// Why one file of the engine may not import another, if it may not.
fn forbidden(from: &str, to: &str) -> Option<String> {
    let (room, other) = (room(from), room(to));
    if room == other {
        return None;
    }
    let said = |why: &str| Some(format!("The room `{room}` may not import the room `{other}`: {why}"));
    if let Some((_, allowed)) = ONLY.iter().find(|(narrow, _)| *narrow == room) {
        return if allowed.contains(&to) { None } else { said("it imports next to nothing") };
    }
    if NEVER.contains(&(room, other)) {
        return said("the design keeps them apart");
    }
    match (floor(room)?, floor(other)?) {
        (here, there) if here == there => said("both are on one floor"),
        (here, there) if here > there => said("that one is on a higher floor"),
        _ => None,
    }
}

/// The first part of the path: a folder, or a file that is its root.
fn room(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}
