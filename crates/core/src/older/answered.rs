//! Reads two identities from a sentence of an older version: the one that a token answers for, and the known one.

use alloc::string::{String, ToString as _};

use crate::Answered;

const BEGINNING: &str = "The token that is kept here answers for ";
const BETWEEN: &str = ", and not for ";

/// How many places the parser tries as the boundary between the two identities. Names come from outside, hold any text and
/// have no length limit.
const MOST_CUTS: usize = 16;

/// Returns the two identities, split at the first boundary that leaves a readable identity on each side.
pub(super) fn both(message: &str) -> Option<(Answered, Answered)> {
    let both = message.strip_prefix(BEGINNING)?.strip_suffix('.')?;
    let cuts = || both.match_indices(BETWEEN).map(|(at, _)| (&both[..at], &both[at + BETWEEN.len()..]));
    let read = cuts().take(MOST_CUTS).find_map(|(came, known)| pair(came, known));
    read.or_else(|| cuts().next().map(|(came, known)| (unread(came), unread(known))))
}

/// Reads one identity from each side. The older version added ids only where both names were equal; elsewhere, brackets
/// belong to a name.
fn pair(came: &str, known: &str) -> Option<(Answered, Answered)> {
    let ((came_name, came_ids), (known_name, known_ids)) = (without_ids(came), without_ids(known));
    if came_name == known_name {
        return Some((answered(came_name, came_ids)?, answered(known_name, known_ids)?));
    }
    Some((answered(came, None)?, answered(known, None)?))
}

fn without_ids(text: &str) -> (&str, Option<String>) {
    let cut = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    cut.map_or((text, None), |(name, ids)| (name, Some(ids.to_string())))
}

fn answered(name: &str, ids: Option<String>) -> Option<Answered> {
    let name = name.strip_prefix('“')?;
    let (workspace, admin) = match name.rsplit_once("” as ") {
        Some((workspace, admin)) => (workspace, Some(admin.to_string())),
        None => (name.strip_suffix('”')?, None),
    };
    Some(Answered { workspace: Some(workspace.to_string()), admin, ids })
}

/// Keeps the whole text in place of a name, for a text whose parts the parser can't separate.
fn unread(text: &str) -> Answered {
    Answered { workspace: None, admin: Some(text.to_string()), ids: None }
}
