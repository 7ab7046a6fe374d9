//! `/contacts` with their companies, subscriptions and notes; tags and segments.

use axum::{
    Json, Router,
    extract::State,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    answers::{Answer, all, missing, one, run_blocking, whole, written},
    merge_history::add_merge_history,
    notes::note_list,
    paging::{CONTACTS_PER_PAGE, PageRequest},
    parameters::{PathId, Query},
    search,
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/contacts", get(list))
        .route("/contacts/{contact_id}", get(by_id))
        .route("/contacts/find_by_external_id/{external_id}", get(by_external_id))
        .route("/contacts/search", post(search::handlers::contacts))
        .route("/contacts/{contact_id}/companies", get(companies))
        .route("/contacts/{contact_id}/segments", get(segments))
        .route("/contacts/{contact_id}/subscriptions", get(subscriptions))
        .route("/contacts/{contact_id}/tags", get(tags))
        .route("/contacts/{contact_id}/notes", get(notes))
        .route("/tags", whole(Kind::Tag, "list", "data", Records::tag))
        .route("/tags/{tag_id}", one(Kind::Tag, ErrorList::not_found, Records::tag))
        .route("/segments", get(all_segments))
        .route("/segments/{segment_id}", one(Kind::Segment, ErrorList::not_found, Records::segment))
        .route("/notes/{note_id}", get(note))
}

async fn list(records: Records, query: Query) -> Answer {
    let page = PageRequest::of_query(&query, CONTACTS_PER_PAGE)?.of_all(&records, Kind::Contact)?;
    let mut data = written(&records, &page.numbers, Records::contact);
    add_merge_history(&mut data, &query)?;
    Ok(Json(json!({"type": "list", "data": data, "total_count": page.total_count, "pages": page.pages()})))
}

async fn by_id(records: Records, PathId(id): PathId, query: Query) -> Answer {
    whole_contact(&records, find(&records, &id)?, &query)
}

async fn by_external_id(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let n = records.find_external(&id).filter(|_| !records.is_stale).ok_or_else(no_contact)?;
    whole_contact(&records, n, &query)
}

/// Returns a contact with `enabled_push_messaging`, a field that lists leave out.
fn whole_contact(records: &Records, n: u64, query: &Query) -> Answer {
    let mut contact = [records.contact(n)];
    add_merge_history(&mut contact, query)?;
    let [mut contact] = contact;
    contact["enabled_push_messaging"] = json!(!contact["ios_device"].is_null());
    Ok(Json(contact))
}

async fn companies(State(at): State<Listener>, records: Records, PathId(id): PathId, query: Query) -> Answer {
    let companies = records.companies_of(find(&records, &id)?);
    let page = PageRequest::of_pages(&query, CONTACTS_PER_PAGE)?.of(&records, Kind::Company, &companies)?;
    let address = format!("http://127.0.0.1:{}/contacts/{id}/companies", at.port);
    Ok(Json(json!({"type": "list", "companies": written(&records, &page.numbers, Records::company),
        "total_count": page.total_count, "pages": page.links(&address)})))
}

async fn segments(records: Records, PathId(id): PathId) -> Answer {
    let segments = records.segments_of(Kind::Contact, find(&records, &id)?);
    Ok(data(written(&records, &segments, Records::segment)))
}

async fn subscriptions(records: Records, PathId(id): PathId) -> Answer {
    let subscriptions = records.subscriptions_of(find(&records, &id)?);
    Ok(data(written(&records, &subscriptions, Records::subscription_type)))
}

async fn tags(records: Records, PathId(id): PathId) -> Answer {
    let n = find(&records, &id)?;
    let tags = records.tags_of(Kind::Contact, n);
    let applied_at = records.contact_updated_at(n);
    Ok(data(tags.into_iter().map(|tag| records.applied_tag(tag, n, applied_at)).collect()))
}

async fn notes(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let notes = records.notes_of(Kind::Contact, find(&records, &id)?);
    note_list(&records, &notes, &query)
}

async fn note(records: Records, PathId(id): PathId) -> Answer {
    let n = records.find_note(&id).filter(|_| !records.is_stale).ok_or_else(ErrorList::not_found)?;
    Ok(Json(records.note(n)))
}

async fn all_segments(records: Records, query: Query) -> Answer {
    let is_counted = query.flag("include_count")?;
    run_blocking(records, move |records| {
        let mut segments = all(records, Kind::Segment, Records::segment);
        if is_counted {
            for (segment, count) in segments.iter_mut().zip(records.segment_counts()) {
                segment["count"] = json!(count);
            }
        }
        // The description says "A pagination object, which may be empty". A second page never exists.
        Ok(Json(json!({"type": "segment.list", "segments": segments, "pages": {}})))
    })
    .await
}

fn data(data: Vec<Value>) -> Json<Value> {
    Json(json!({"type": "list", "data": data}))
}

fn find(records: &Records, id: &str) -> Result<u64, ErrorList> {
    records.find_alone(Kind::Contact, id).ok_or_else(no_contact)
}

/// Returns the error for an unknown contact.
///
/// The description has this error for the lists of a contact. For the contact itself it is a guess.
fn no_contact() -> ErrorList {
    missing("not_found", "User Not Found")
}
