//! `/admins/activity_logs`: the admins' actions, and their search.

use axum::{
    Json, Router,
    body::Body,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    answers::{Answer, written},
    paging::PageRequest,
    parameters::Query,
};
use crate::{
    records::{activity::EVENT_TYPES, counts::Kind, source::Records},
    server::{body, errors::ErrorList, intercom::Listener},
};

const PER_PAGE: u64 = 20;
/// The limit of the search, as the description has it. The list has the usual limit.
const MAX_PER_PAGE: u64 = 250;

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/admins/activity_logs", get(list))
        .route("/admins/activity_logs/search", post(search))
        .route("/admins/activity_log_event_types", get(event_types))
}

async fn event_types(_: Records) -> Json<Value> {
    Json(json!({"type": "activity_log_event_type.list", "event_types": EVENT_TYPES}))
}

/// Answers `GET /admins/activity_logs`.
///
/// Intercom documents `pages` in the answer, but no paging parameters. `page`, `per_page` and
/// `starting_after` are guesses.
async fn list(records: Records, query: Query) -> Answer {
    let after = query.number("created_at_after")?.ok_or_else(no_beginning)?;
    let before = query.number("created_at_before")?.unwrap_or(u64::MAX);
    envelope(&records, &PageRequest::of_pages(&query, PER_PAGE)?, after, before, None)
}

async fn search(records: Records, body: Body) -> Answer {
    let asked: Value = body::json(&body::read(body).await?)?;
    let time = |field: &'static str| match &asked[field] {
        Value::Null => Ok(None),
        value => {
            let wrong = || ErrorList::invalid(format!("{field} must be a UNIX timestamp")).field(field);
            value.as_u64().map(Some).ok_or_else(wrong)
        }
    };
    let after = time("created_at_after")?.ok_or_else(no_beginning)?;
    let before = time("created_at_before")?.unwrap_or(u64::MAX);
    let types = match &asked["event_types"] {
        Value::Null => None,
        types => Some(types.as_array().ok_or_else(|| {
            ErrorList::invalid("event_types must be an array of strings").field("event_types")
        })?),
    };
    let wanted = PageRequest::of_body(&asked, PER_PAGE, MAX_PER_PAGE)?;
    envelope(&records, &wanted, after, before, types.map(Vec::as_slice))
}

fn envelope(
    records: &Records,
    wanted: &PageRequest,
    after: u64,
    before: u64,
    types: Option<&[Value]>,
) -> Answer {
    let found: Vec<_> = (0..records.count(Kind::Activity))
        .filter(|n| (after..=before).contains(&records.activity_at(*n)))
        .filter(|n| types.is_none_or(|types| types.iter().any(|each| each == records.activity_type(*n))))
        .collect();
    let page = wanted.of(records, Kind::Activity, &found)?;
    let logs = written(records, &page.numbers, Records::activity);
    Ok(Json(json!({"type": "activity_log.list", "pages": page.pages(), "activity_logs": logs})))
}

/// Returns the error for a missing `created_at_after`.
///
/// Intercom documents that the parameter is required, but not the error. So the error is a guess.
fn no_beginning() -> ErrorList {
    ErrorList::invalid("created_at_after is required").field("created_at_after")
}
