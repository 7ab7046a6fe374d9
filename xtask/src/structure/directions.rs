//! The directions of imports between the rooms of the engine.

use std::collections::BTreeMap;

use super::graph::Graph;
use super::rules::{ENGINE, FLOORS, NEVER, ONLY};

/// Returns a sentence for every pair of rooms with forbidden imports, and these imports.
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

/// Returns the reason why a file of the engine must not import another, or `None` if it may.
fn forbidden(from: &str, to: &str) -> Option<String> {
    let (room, other) = (room(from), room(to));
    if room == other {
        return None;
    }
    let forbid = |why: &str| Some(format!("The room `{room}` must not import the room `{other}`: {why}"));
    if let Some((_, allowed)) = ONLY.iter().find(|(narrow, _)| *narrow == room) {
        return if allowed.contains(&to) {
            None
        } else {
            forbid("it may import only the files in `rules.rs`")
        };
    }
    if NEVER.contains(&(room, other)) {
        return forbid("the design separates them");
    }
    match (floor(room)?, floor(other)?) {
        (here, there) if here == there => forbid("both are on one floor"),
        (here, there) if here > there => forbid(&format!("`{other}` is on a higher floor")),
        _ => None,
    }
}

/// Returns the room of a file: the first part of its path.
fn room(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}
