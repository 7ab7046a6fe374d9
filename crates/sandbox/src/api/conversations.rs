//! `/conversations`.

use axum::{
    Json, Router,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    answers::{Answer, written},
    paging::{CONVERSATIONS_PER_PAGE, PageRequest},
    parameters::{PathId, Query},
    search,
};
use crate::{
    records::{counts::Kind, parts::plain_text, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/conversations", get(list))
        .route("/conversations/{conversation_id}", get(by_id))
        .route("/conversations/search", post(search::handlers::conversations))
}

async fn list(records: Records, query: Query) -> Answer {
    let page = PageRequest::of_query(&query, CONVERSATIONS_PER_PAGE)?.of_all(&records, Kind::Conversation)?;
    Ok(Json(json!({"type": "conversation.list", "pages": page.pages(), "total_count": page.total_count,
        "conversations": written(&records, &page.numbers, Records::conversation)})))
}

async fn by_id(records: Records, PathId(id): PathId, query: Query) -> Answer {
    let n = records.find_alone(Kind::Conversation, &id).ok_or_else(ErrorList::not_found)?;
    let mut conversation = records.whole_conversation(n);
    if query.text("display_as")? == Some("plaintext") {
        to_plain_text(&mut conversation["source"], "subject");
        to_plain_text(&mut conversation["source"], "body");
        let parts = conversation["conversation_parts"]["conversation_parts"].as_array_mut();
        for part in parts.into_iter().flatten() {
            to_plain_text(part, "body");
        }
    }
    Ok(Json(conversation))
}

fn to_plain_text(object: &mut Value, field: &str) {
    if let Some(html) = object[field].as_str() {
        object[field] = json!(plain_text(html));
    }
}
