//! `/companies`: by page, by scroll and by id; a company's contacts, segments and notes.

use std::cmp::Reverse;

use axum::{
    Json, Router,
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;

use super::{
    answers::{Answer, missing, one, run_blocking, written},
    notes::note_list,
    paging::{CONTACTS_PER_PAGE, PageRequest},
    parameters::{PathId, Query},
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// The default page size: a guess from the description's example. Its text says 20 for `/companies/list`.
const PER_PAGE: u64 = 15;
/// The number of companies on a page of a scroll, which Intercom does not document.
const SCROLLED: u64 = 100;

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/companies", get(async |records, query| of_all(records, query, list).await))
        .route("/companies/list", post(async |records, query| of_all(records, query, ordered).await))
        .route("/companies/scroll", get(async |records, query| of_all(records, query, scroll).await))
        .route("/companies/{company_id}", one(Kind::Company, no_company, Records::company))
        .route("/companies/{company_id}/contacts", get(attached_contacts))
        .route("/companies/{company_id}/segments", get(attached_segments))
        .route("/companies/{company_id}/notes", get(notes))
}

/// Runs an answer that reads all companies and their contacts on a thread for blocking work.
async fn of_all(records: Records, query: Query, answer: fn(&Records, &Query) -> Answer) -> Answer {
    run_blocking(records, move |records| answer(records, &query)).await
}

/// Answers `GET /companies`.
///
/// With `name` or `company_id`, the answer is a single company, or a 404 as in the description's examples. The
/// description's text and Intercom's own SDK have the single company, while the schema has only the list.
fn list(records: &Records, query: &Query) -> Answer {
    let (name, company_id) = (query.text("name")?, query.text("company_id")?);
    let (tag, segment) = (query.text("tag_id")?, query.text("segment_id")?);
    let mut found = listed(records);
    found.retain(|n| {
        name.is_none_or(|name| records.company_name(*n) == name)
            && company_id.is_none_or(|id| records.company_external_id(*n) == id)
            && tag.is_none_or(|id| contains(records, Kind::Tag, &records.tags_of(Kind::Company, *n), id))
            && segment.is_none_or(|id| {
                contains(records, Kind::Segment, &records.segments_of(Kind::Company, *n), id)
            })
    });
    if name.is_some() || company_id.is_some() {
        let n = found.first().filter(|_| !records.is_stale).ok_or_else(no_company)?;
        return Ok(Json(records.company(*n)));
    }
    envelope(records, &found, query)
}

/// Answers `POST /companies/list` with all companies, in either order.
fn ordered(records: &Records, query: &Query) -> Answer {
    let mut found = listed(records);
    match query.text("order")? {
        None | Some("desc") => {}
        Some("asc") => found.reverse(),
        // A guess.
        Some(_) => return Err(ErrorList::invalid("order must be asc or desc").field("order")),
    }
    envelope(records, &found, query)
}

/// Returns a page of `found`.
///
/// `pages.next` is a cursor, as in the schema. Older versions returned an address there. `page` works too.
fn envelope(records: &Records, found: &[u64], query: &Query) -> Answer {
    let page = PageRequest::of_pages(query, PER_PAGE)?.of(records, Kind::Company, found)?;
    Ok(Json(json!({"type": "list", "data": written(records, &page.numbers, Records::company),
        "pages": page.pages(), "total_count": page.total_count})))
}

/// Answers `GET /companies/scroll`.
///
/// The parameter carries the place, so the sandbox remembers no scroll. A scroll does not expire, and many can
/// run at once.
fn scroll(records: &Records, query: &Query) -> Answer {
    let all = listed(records);
    let total = all.len() as u64;
    let asked = query.text("scroll_param")?;
    let start = match asked {
        None => 0,
        Some(text) => scrolled(records, text).filter(|start| *start <= total).ok_or_else(no_scroll)?,
    };
    let end = (start + SCROLLED).min(total);
    let data = written(records, &all[start as usize..end as usize], Records::company);
    let mut answer = json!({"type": "list", "data": data, "pages": null, "total_count": total});
    // Intercom documents that a scroll expires at its end. Its SDK continues while the answer has a parameter.
    if let Some(asked) = asked.filter(|_| records.repeats_cursor) {
        answer["scroll_param"] = json!(asked);
    } else if start < total {
        answer["scroll_param"] = json!(scroll_param(records, end));
    }
    Ok(Json(answer))
}

fn scroll_param(records: &Records, start: u64) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(format!("{}/{start}", records.workspace.id_code))
}

fn scrolled(records: &Records, text: &str) -> Option<u64> {
    let text = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (workspace, start) = text.split_once('/')?;
    (workspace == records.workspace.id_code).then(|| start.parse().ok())?
}

async fn attached_contacts(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let found = records.members(find(&records, &id)?);
    let page = PageRequest::of_pages(&query, CONTACTS_PER_PAGE)?.of(&records, Kind::Contact, found)?;
    Ok(Json(json!({"type": "list", "data": written(&records, &page.numbers, Records::contact),
        "total_count": page.total_count, "pages": page.pages()})))
}

async fn attached_segments(records: Records, PathId(id): PathId) -> Answer {
    let segments = records.segments_of(Kind::Company, find(&records, &id)?);
    Ok(Json(json!({"type": "list", "data": written(&records, &segments, Records::segment)})))
}

async fn notes(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let notes = records.notes_of(Kind::Company, find(&records, &id)?);
    note_list(&records, &notes, &query)
}

/// Returns the companies with contacts, the one with the latest request first.
fn listed(records: &Records) -> Vec<u64> {
    let mut listed: Vec<_> =
        (0..records.count(Kind::Company)).filter(|n| !records.members(*n).is_empty()).collect();
    listed.sort_by_key(|n| Reverse(records.last_request_at(*n)));
    listed
}

fn contains(records: &Records, kind: Kind, numbers: &[u64], id: &str) -> bool {
    records.find(kind, id).is_some_and(|n| numbers.contains(&n))
}

fn find(records: &Records, id: &str) -> Result<u64, ErrorList> {
    records.find_alone(Kind::Company, id).ok_or_else(no_company)
}

fn no_company() -> ErrorList {
    missing("company_not_found", "Company Not Found")
}

/// Returns the error for a bad scroll parameter.
///
/// Intercom documents that an expired parameter fails, but not the error. So the error is a guess.
fn no_scroll() -> ErrorList {
    missing("not_found", "scroll parameter not found")
}
