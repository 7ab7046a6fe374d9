//! Lists and searches: Intercom's envelopes around the records of the token's workspace.
//!
//! Thin: enough for an account's figures, which clients take from `total_count` with a small page.
//! Only the first page is given (`pages.next` is null), and a search looks at conversations'
//! `state` and `open` only; every other filter matches everything.

use axum::{
    Json, Router,
    body::Body,
    extract::{RawQuery, State},
    routing::{MethodRouter, get, post},
};
use serde_json::{Value, json};

use crate::{
    body,
    errors::ErrorList,
    intercom::Listener,
    parameters::{Doubled, Parameters},
    records::Records,
    token::Grant,
};

const MAX_PER_PAGE: u64 = 150;

/// One kind of record and its envelope.
#[derive(Clone, Copy)]
struct Listing {
    kind: &'static str,
    key: &'static str,
    /// The default page; `None` for what is given whole and without a count.
    per_page: Option<u64>,
    record: fn(&Records, u64) -> Value,
}

/// Every list and search there is.
pub(crate) fn routes() -> Router<Listener> {
    let whole = |kind, key, record| list(Listing { kind, key, per_page: None, record });
    let paged = |kind, key, per_page, record| Listing { kind, key, per_page: Some(per_page), record };
    let contacts = paged("list", "data", 50, Records::contact);
    let conversations = paged("conversation.list", "conversations", 20, Records::conversation);
    Router::new()
        .route("/admins", whole("admin.list", "admins", Records::admin))
        .route("/teams", whole("team.list", "teams", Records::team))
        .route("/tags", whole("list", "data", Records::tag))
        .route("/segments", whole("segment.list", "segments", Records::segment))
        .route("/contacts", list(contacts))
        .route("/contacts/search", search(contacts))
        .route("/companies", list(paged("list", "data", 15, Records::company)))
        .route("/conversations", list(conversations))
        .route("/conversations/search", search(conversations))
        .route("/articles", list(paged("list", "data", 25, Records::article)))
        .route("/tickets/search", search(paged("ticket.list", "tickets", 20, Records::ticket)))
}

fn list(listing: Listing) -> MethodRouter<Listener> {
    get(async move |State(at): State<Listener>, grant: Grant, RawQuery(query): RawQuery| {
        let parameters = Parameters::decode(query.unwrap_or_default().as_bytes());
        let per_page = match parameters.one("per_page") {
            Ok(None) => None,
            Ok(Some(text)) => Some(text.parse().map_err(|_| bad_per_page())?),
            Err(Doubled(_)) => return Err(bad_per_page()),
        };
        envelope(&listing, records(&listing, &at, &grant), per_page)
    })
}

fn search(listing: Listing) -> MethodRouter<Listener> {
    post(async move |State(at): State<Listener>, grant: Grant, body: Body| {
        let request: Value = body::json(&body::read(body).await?)?;
        let per_page = match &request["pagination"]["per_page"] {
            Value::Null => None,
            number => Some(number.as_u64().ok_or_else(bad_per_page)?),
        };
        let mut found = records(&listing, &at, &grant);
        found.retain(|record| matches(&request["query"], record));
        envelope(&listing, found, per_page)
    })
}

fn records(listing: &Listing, at: &Listener, grant: &Grant) -> Vec<Value> {
    let records = Records { seed: at.intercom.seed.clone(), workspace: grant.workspace };
    (0..grant.workspace.size).map(|n| (listing.record)(&records, n)).collect()
}

fn envelope(
    listing: &Listing,
    mut records: Vec<Value>,
    asked: Option<u64>,
) -> Result<Json<Value>, ErrorList> {
    let Some(default) = listing.per_page else {
        return Ok(Json(json!({"type": listing.kind, listing.key: records})));
    };
    let per_page = asked.unwrap_or(default);
    if !(1..=MAX_PER_PAGE).contains(&per_page) {
        return Err(bad_per_page());
    }
    let total_count = records.len() as u64;
    records.truncate(per_page as usize);
    Ok(Json(json!({
        "type": listing.kind,
        "pages": {"type": "pages", "page": 1, "next": null, "per_page": per_page,
            "total_pages": total_count.div_ceil(per_page)},
        "total_count": total_count,
        listing.key: records,
    })))
}

/// A guess: the limit is documented, the answer beyond it is not.
fn bad_per_page() -> ErrorList {
    ErrorList::invalid(format!("per_page must be a number from 1 to {MAX_PER_PAGE}")).field("per_page")
}

/// Whether a filter, or a group of them, matches.
fn matches(query: &Value, record: &Value) -> bool {
    let wanted = &query["value"];
    match (query["operator"].as_str(), wanted.as_array(), query["field"].as_str()) {
        (Some("AND"), Some(filters), _) => filters.iter().all(|each| matches(each, record)),
        (Some("OR"), Some(filters), _) => filters.iter().any(|each| matches(each, record)),
        (Some("="), _, Some(field @ ("state" | "open"))) => {
            record.get(field).is_none_or(|value| value == wanted)
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_filters_by_state_and_open_and_ignores_the_rest() {
        let filter = |field: &str, value: Value| json!({"field": field, "operator": "=", "value": value});
        let group = |operator: &str, filters: &[Value]| json!({"operator": operator, "value": filters});
        let (open, closed) = (filter("state", json!("open")), filter("state", json!("closed")));
        let record = json!({"state": "open", "open": true});
        for (query, expected) in [
            (open.clone(), true),
            (closed.clone(), false),
            (filter("open", json!(true)), true),
            (filter("open", json!(false)), false),
            (filter("created_at", json!(1)), true),
            (group("AND", &[open.clone(), closed.clone()]), false),
            (group("OR", &[open, closed]), true),
            (Value::Null, true),
        ] {
            assert_eq!(matches(&query, &record), expected, "{query}");
        }
    }
}
