//! `/macros`. Intercom documents this cursor: base64 of `[updated_at, id]`.

use axum::{Json, Router, routing::get};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{
    answers::{Answer, missing, one, written},
    paging::{MAX_PER_PAGE, bad_cursor},
    parameters::Query,
};
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

const PER_PAGE: u64 = 50;

pub(super) fn routes() -> Router<Listener> {
    Router::new()
        .route("/macros", get(list))
        .route("/macros/{id}", one(Kind::Macro, no_macro, Records::saved_reply))
}

async fn list(records: Records, query: Query) -> Answer {
    let per_page = query.number("per_page")?.unwrap_or(PER_PAGE);
    if !(1..=MAX_PER_PAGE).contains(&per_page) {
        // A guess, as for every list.
        let message = format!("per_page must be a number from 1 to {MAX_PER_PAGE}");
        return Err(ErrorList::invalid(message).field("per_page"));
    }
    let since = query.text("updated_since")?.map(|text| text.parse().map_err(|_| bad_time())).transpose()?;
    let since: u64 = since.unwrap_or_default();
    let cursor = query.text("starting_after")?;
    let first = match cursor {
        None => 0,
        Some(cursor) => 1 + read_cursor(&records, cursor).ok_or_else(bad_cursor)?,
    };
    let mut found = (first..records.count(Kind::Macro)).filter(|n| records.macro_updated_at(*n) >= since);
    let page: Vec<_> = found.by_ref().take(per_page as usize).collect();
    let next = match (page.last(), found.next()) {
        _ if records.repeats_cursor && cursor.is_some() => json!({"starting_after": cursor}),
        (Some(last), Some(_)) => {
            let cursor = json!([records.macro_updated_at(*last), records.id(Kind::Macro, *last)]);
            json!({"starting_after": BASE64_STANDARD.encode(cursor.to_string())})
        }
        _ => Value::Null,
    };
    Ok(Json(json!({"type": "list", "data": written(&records, &page, Records::saved_reply),
        "pages": {"type": "pages", "per_page": per_page, "next": next}})))
}

fn read_cursor(records: &Records, cursor: &str) -> Option<u64> {
    let text = BASE64_STANDARD.decode(cursor).ok()?;
    let parts: [Value; 2] = serde_json::from_slice(&text).ok()?;
    parts[0].as_f64()?;
    records.find(Kind::Macro, parts[1].as_str()?)
}

fn bad_time() -> ErrorList {
    ErrorList::invalid("Invalid updated_since timestamp").field("updated_since")
}

fn no_macro() -> ErrorList {
    missing("not_found", "Macro not found")
}
