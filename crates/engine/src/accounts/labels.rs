//! Names and tags that a person gives to accounts.

use std::collections::HashSet;

use switchhook_core::{AccountProblem, label, same_name_key, tag};

/// Returns an account's name as the store keeps it. Fails with [`AccountProblem::Name`] for a name that can't be used.
pub(crate) fn checked_name(text: &str) -> Result<String, AccountProblem> {
    label(text).map_err(|why| AccountProblem::Name { why })
}

/// Returns tags as the store keeps them: checked, sorted, each once.
///
/// Of several Unicode forms of one tag, the first form stays. Fails with [`AccountProblem::Tag`] for a tag that can't be
/// used.
pub(crate) fn checked_tags(given: &[String]) -> Result<Vec<String>, AccountProblem> {
    let checked = |text: &String| tag(text).map_err(|why| AccountProblem::Tag { why });
    let mut tags = given.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    tags.retain(|tag| seen.insert(same_name_key(tag).into_owned()));
    tags.sort();
    Ok(tags)
}
