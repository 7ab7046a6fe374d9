//! Names and tags that a person gives to accounts.

use switchhook_core::{AccountProblem, label, tag};

/// A name as it is kept.
pub(crate) fn checked_name(text: &str) -> Result<String, AccountProblem> {
    label(text).map_err(|why| AccountProblem::Name { why })
}

/// Tags as they are kept: checked, sorted, each once.
pub(crate) fn checked_tags(given: &[String]) -> Result<Vec<String>, AccountProblem> {
    let checked = |text: &String| tag(text).map_err(|why| AccountProblem::Tag { why });
    let mut tags = given.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    tags.sort();
    tags.dedup();
    Ok(tags)
}
