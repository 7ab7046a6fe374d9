//! Names and tags that a person gives to accounts.

use std::collections::HashSet;

use switchhook_core::{AccountProblem, label, same_name_key, tag};

/// A name as it is kept.
pub(crate) fn checked_name(text: &str) -> Result<String, AccountProblem> {
    label(text).map_err(|why| AccountProblem::Name { why })
}

/// Tags as they are kept: checked, sorted, each once in the form in which it came first.
pub(crate) fn checked_tags(given: &[String]) -> Result<Vec<String>, AccountProblem> {
    let checked = |text: &String| tag(text).map_err(|why| AccountProblem::Tag { why });
    let mut tags = given.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    let mut seen = HashSet::new();
    tags.retain(|tag| seen.insert(same_name_key(tag).into_owned()));
    tags.sort();
    Ok(tags)
}
