//! A search at Intercom, and the number of records that it found.

use alloc::string::String;

use serde_json::{Map, Value};

use crate::{FigureError, JsonText};

/// A search: a `POST` whose body is JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// The path below the API's address.
    pub path: &'static str,
    /// The body, in JSON.
    pub body: String,
}

impl Search {
    /// Returns a search for conversations.
    pub(crate) const fn conversations(body: String) -> Self {
        Self { path: "/conversations/search", body }
    }
}

/// Reads how many records a search found, on all pages.
///
/// # Errors
/// [`FigureError`], which holds nothing of the body.
pub fn total(body: &[u8]) -> Result<u32, FigureError> {
    total_of(&object(body)?)
}

/// Reads an answer as a JSON object.
pub(super) fn object(body: &[u8]) -> Result<Map<String, Value>, FigureError> {
    JsonText::read(body).ok().and_then(|text| text.object()).ok_or(FigureError::NoObject)
}

/// Reads `total_count`. No workspace has four billion of anything, so a larger number is an error.
pub(super) fn total_of(answer: &Map<String, Value>) -> Result<u32, FigureError> {
    let total = answer.get("total_count").and_then(Value::as_u64);
    total.and_then(|total| u32::try_from(total).ok()).ok_or(FigureError::NoCount)
}
