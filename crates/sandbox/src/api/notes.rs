//! The list of a contact's or a company's notes.

use axum::Json;
use serde_json::json;

use super::{
    answers::{Answer, written},
    paging::{CONTACTS_PER_PAGE, PageRequest},
    parameters::Query,
};
use crate::records::{counts::Kind, source::Records};

/// Returns the requested page of `notes`.
pub(super) fn note_list(records: &Records, notes: &[u64], query: &Query) -> Answer {
    let page = PageRequest::of_pages(query, CONTACTS_PER_PAGE)?.of(records, Kind::Note, notes)?;
    Ok(Json(json!({"type": "list", "data": written(records, &page.numbers, Records::note),
        "total_count": page.total_count, "pages": page.pages()})))
}
