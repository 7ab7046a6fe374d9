//! The merge history of contacts, which a query can ask for.

use serde_json::{Value, json};

use super::parameters::Query;
use crate::server::errors::ErrorList;

/// Nobody here was ever merged: the history, of users only and only when asked for, is empty.
pub(super) fn add_merge_history(contacts: &mut [Value], query: &Query) -> Result<(), ErrorList> {
    if query.flag("include_merge_history")? {
        for contact in contacts.iter_mut().filter(|contact| contact["role"] == "user") {
            contact["merge_history"] = json!([]);
        }
    }
    Ok(())
}
