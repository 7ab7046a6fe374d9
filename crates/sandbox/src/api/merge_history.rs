//! The merge history of contacts, an optional part of an answer.

use serde_json::{Value, json};

use super::parameters::Query;
use crate::server::errors::ErrorList;

/// Adds an empty merge history to every user if the query has `include_merge_history=true`.
///
/// The history is empty because the records have no merged contacts.
pub(super) fn add_merge_history(contacts: &mut [Value], query: &Query) -> Result<(), ErrorList> {
    if query.flag("include_merge_history")? {
        for contact in contacts.iter_mut().filter(|contact| contact["role"] == "user") {
            contact["merge_history"] = json!([]);
        }
    }
    Ok(())
}
