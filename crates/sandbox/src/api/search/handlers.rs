//! The three searches: each finds records, sorts them and writes a page.

use std::{cell::LazyCell, cmp::Ordering};

use axum::{Json, body::Body, http::StatusCode};
use serde_json::{Value, json};

use super::{
    query::SearchQuery,
    tables::{self, Noun},
    values::Key,
};
use crate::{
    api::{
        answers::{Answer, run_blocking, written},
        merge_history::add_merge_history,
        paging::{Page, PageRequest},
        parameters::Query,
    },
    records::source::Records,
    server::{body, errors::ErrorList},
};

/// Answers `POST /contacts/search`.
pub(in crate::api) async fn contacts(records: Records, query: Query, body: Body) -> Answer {
    search(&tables::CONTACTS, records, body, move |records, page| {
        let mut data = written(records, &page.numbers, Records::contact);
        add_merge_history(&mut data, &query)?;
        Ok(json!({"type": "list", "data": data, "total_count": page.total_count, "pages": page.pages()}))
    })
    .await
}

/// Answers `POST /conversations/search`.
///
/// `include_monitors` and `include_scorecards` add empty lists, since the records have neither.
pub(in crate::api) async fn conversations(records: Records, query: Query, body: Body) -> Answer {
    search(&tables::CONVERSATIONS, records, body, move |records, page| {
        let mut found = written(records, &page.numbers, Records::conversation);
        for (switch, field) in
            [("include_monitors", "monitor_evaluations"), ("include_scorecards", "scorecards")]
        {
            if query.flag(switch)? {
                found.iter_mut().for_each(|conversation| conversation[field] = json!([]));
            }
        }
        Ok(json!({"type": "conversation.list", "pages": page.pages(), "total_count": page.total_count,
            "conversations": found}))
    })
    .await
}

/// Answers `POST /tickets/search`.
pub(in crate::api) async fn tickets(records: Records, body: Body) -> Answer {
    search(&tables::TICKETS, records, body, |records, page| {
        Ok(json!({"type": "ticket.list", "pages": page.pages(), "total_count": page.total_count,
            "tickets": written(records, &page.numbers, Records::ticket)}))
    })
    .await
}

/// Answers a search with the envelope that `write` makes.
///
/// A search may test ten thousand records with hundreds of filters, so it runs on a thread for blocking work.
async fn search(
    noun: &'static Noun,
    records: Records,
    body: Body,
    write: impl FnOnce(&Records, &Page) -> Result<Value, ErrorList> + Send + 'static,
) -> Answer {
    let asked: Value = body::json(&body::read(body).await?)?;
    run_blocking(records, move |records| write(records, &found(noun, records, &asked)?).map(Json)).await
}

fn found(noun: &Noun, records: &Records, asked: &Value) -> Result<Page, ErrorList> {
    let query = SearchQuery::read(noun, records, &asked["query"])?;
    let sort = if noun.has_sort || records.sorts_every_search {
        Sort::read(noun, records, &asked["sort"])?
    } else {
        None
    };
    let wanted = PageRequest::of_search(&asked["pagination"], noun.per_page)?;
    let mut found = Vec::new();
    for n in 0..records.count(noun.kind) {
        let record = LazyCell::new(|| (noun.write)(records, n));
        let values_of = |field: &str| -> Vec<Key> {
            let known = noun.known(records, n, field);
            let values = known.unwrap_or_else(|| noun.values(records, n, &record, field));
            values.iter().filter_map(Key::of).collect()
        };
        if query.matches(values_of) {
            let key = sort.as_ref().and_then(|sort| values_of(&sort.field).into_iter().next());
            found.push((key, n));
        }
    }
    if let Some(sort) = &sort {
        found.sort_by(|(one, _), (other, _)| sort.compare(one.as_ref(), other.as_ref()));
    }
    let numbers: Vec<_> = found.iter().map(|(_, n)| *n).collect();
    let key_of = |n: u64| {
        let key = found.iter().find(|(_, each)| *each == n).and_then(|(key, _)| key.as_ref());
        key.map_or_else(|| json!(records.happened(noun.kind, n)), Key::to_json)
    };
    wanted.of_sorted(records, noun.kind, &numbers, key_of)
}

/// The order of the found records. Without a sort, the newest come first.
///
/// Intercom documents `sort` for contacts only. The switch `search_sort` adds it to the other searches.
struct Sort {
    field: String,
    is_ascending: bool,
}

impl Sort {
    fn read(noun: &Noun, records: &Records, sort: &Value) -> Result<Option<Self>, ErrorList> {
        if sort.is_null() {
            return Ok(None);
        }
        let is_ascending = match &sort["order"] {
            Value::Null => false,
            Value::String(order) if order == "ascending" => true,
            Value::String(order) if order == "descending" => false,
            other => {
                let given = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
                let message = format!("Invalid sort order '{given}'. Must be one of: ascending, descending");
                return Err(ErrorList::new(StatusCode::BAD_REQUEST, "invalid_sort_order", message));
            }
        };
        // A guess: only the fields of the search can be sorted by.
        let field = sort["field"].as_str().filter(|field| noun.field_type(records, field).is_some());
        let field = field.ok_or_else(|| ErrorList::invalid("Unknown field to sort by").field("sort"))?;
        Ok(Some(Self { field: field.to_owned(), is_ascending }))
    }

    /// Compares two values. Records without a value come last in both directions.
    fn compare(&self, one: Option<&Key>, other: Option<&Key>) -> Ordering {
        match (one, other) {
            (Some(one), Some(other)) if self.is_ascending => one.cmp(other),
            (Some(one), Some(other)) => other.cmp(one),
            (one, other) => other.is_some().cmp(&one.is_some()),
        }
    }
}
