//! `/companies`: by page, by scroll, alone, and what hangs on one.

use std::cmp::Reverse;

use axum::{
    Json, Router,
    routing::{get, post},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::json;

use super::{
    answers::{Answer, apart, missing, one, written},
    notes::note_list,
    paging::{CONTACTS_PER_PAGE, Wanted},
    parameters::{Named, Query},
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// A guess: the example's, while the description's text says 20 of `/companies/list`.
const PER_PAGE: u64 = 15;
/// How many a scroll gives at a time; not documented.
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

/// What all companies have to be looked at for, and all of their people: apart.
async fn of_all(records: Records, query: Query, answer: fn(&Records, &Query) -> Answer) -> Answer {
    apart(records, move |records| answer(records, &query)).await
}

/// `GET /companies`. By name or company id it is "a single company", as the description's text and Intercom's own SDK
/// have it (its schema knows the list only), or the 404 of the examples.
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

/// `POST /companies/list`: the same, from either end.
fn ordered(records: &Records, query: &Query) -> Answer {
    let mut found = listed(records);
    match query.text("order")? {
        None | Some("desc") => {}
        Some("asc") => found.reverse(),
        // a guess
        Some(_) => return Err(ErrorList::invalid("order must be asc or desc").field("order")),
    }
    envelope(records, &found, query)
}

/// `pages.next` is what the schema has, a cursor, and not the address that older versions gave;
/// `page` works too.
fn envelope(records: &Records, found: &[u64], query: &Query) -> Answer {
    let page = Wanted::of_pages(query, PER_PAGE)?.of(records, Kind::Company, found)?;
    Ok(Json(json!({"type": "list", "data": written(records, &page.numbers, Records::company),
        "pages": page.pages(), "total_count": page.total_count})))
}

/// `GET /companies/scroll`. The parameter carries the place, so that nothing is remembered: a
/// scroll here neither expires nor keeps another one out.
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
    // At its end a scroll expires (documented), and Intercom's own SDK asks on for as long as there is a parameter.
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

async fn attached_contacts(records: Records, Named(id): Named, query: Query) -> Answer {
    let found = records.members(find(&records, &id)?);
    let page = Wanted::of_pages(&query, CONTACTS_PER_PAGE)?.of(&records, Kind::Contact, found)?;
    Ok(Json(json!({"type": "list", "data": written(&records, &page.numbers, Records::contact),
        "total_count": page.total_count, "pages": page.pages()})))
}

async fn attached_segments(records: Records, Named(id): Named) -> Answer {
    let segments = records.segments_of(Kind::Company, find(&records, &id)?);
    Ok(Json(json!({"type": "list", "data": written(&records, &segments, Records::segment)})))
}

async fn notes(records: Records, Named(id): Named, query: Query) -> Answer {
    let notes = records.notes_of(Kind::Company, find(&records, &id)?);
    note_list(&records, &notes, &query)
}

/// Lists leave out the companies that nobody belongs to, and begin with the last request.
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

/// A guess: that an expired parameter fails is documented, how is not.
fn no_scroll() -> ErrorList {
    missing("not_found", "scroll parameter not found")
}
