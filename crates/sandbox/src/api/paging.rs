//! Pages: the records of a page, and the cursor to the next page.
//!
//! A cursor is base64 of a JSON array, `[sort value, id, page]`, as in the one known cursor of Intercom. Clients
//! must not rely on this form. The sandbox refuses any other text.

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::parameters::Query;
use crate::{
    records::{counts::Kind, source::Records},
    server::errors::ErrorList,
};

/// The documented largest page size of nearly every list.
pub(super) const MAX_PER_PAGE: u64 = 150;
/// The default page size of contacts and of a contact's lists.
pub(super) const CONTACTS_PER_PAGE: u64 = 50;
/// The default page size of conversations.
pub(super) const CONVERSATIONS_PER_PAGE: u64 = 20;

/// The page that a request wants.
pub(super) struct PageRequest {
    per_page: u64,
    begin: Begin,
}

enum Begin {
    Page(u64),
    After(String),
}

/// The page in an answer.
pub(super) struct Page {
    pub(super) numbers: Vec<u64>,
    pub(super) total_count: u64,
    pub(super) page: u64,
    pub(super) per_page: u64,
    next: Value,
}

impl PageRequest {
    /// Reads `per_page` and `starting_after` of a query. `default` is the default page size.
    pub(super) fn of_query(query: &Query, default: u64) -> Result<Self, ErrorList> {
        let per_page =
            query.text("per_page")?.map(|text| text.parse().map_err(|_| bad_per_page(MAX_PER_PAGE)));
        let begin = match query.text("starting_after")? {
            Some(cursor) => Begin::After(cursor.to_owned()),
            None => Begin::Page(1),
        };
        Ok(Self { per_page: within(per_page.transpose()?, default, MAX_PER_PAGE)?, begin })
    }

    /// Reads `page`, `per_page` and `starting_after` of a query. A cursor wins over `page`.
    pub(super) fn of_pages(query: &Query, default: u64) -> Result<Self, ErrorList> {
        let mut wanted = Self::of_query(query, default)?;
        if let (Begin::Page(_), Some(page)) = (&wanted.begin, query.number("page")?) {
            wanted.begin = Begin::Page(first_is_one(page)?);
        }
        Ok(wanted)
    }

    /// Reads the `pagination` in the body of a search.
    pub(super) fn of_search(pagination: &Value, default: u64) -> Result<Self, ErrorList> {
        if !(pagination.is_null() || pagination.is_object()) {
            // A guess after the error for a wrong `sort`.
            return Err(ErrorList::invalid("pagination must be an object").field("pagination"));
        }
        let per_page = whole_number(&pagination["per_page"], || bad_per_page(MAX_PER_PAGE))?;
        let begin = match &pagination["starting_after"] {
            Value::Null => Begin::Page(1),
            cursor => Begin::After(cursor.as_str().ok_or_else(bad_cursor)?.to_owned()),
        };
        Ok(Self { per_page: within(per_page, default, MAX_PER_PAGE)?, begin })
    }

    /// Reads `page` and `per_page` of a body. `max` is the largest page size.
    pub(super) fn of_body(body: &Value, default: u64, max: u64) -> Result<Self, ErrorList> {
        let per_page = whole_number(&body["per_page"], || bad_per_page(max))?;
        let page = whole_number(&body["page"], bad_page)?.unwrap_or(1);
        Ok(Self { per_page: within(per_page, default, max)?, begin: Begin::Page(first_is_one(page)?) })
    }

    /// Returns the page of all records of `kind`, newest first.
    pub(super) fn of_all(&self, records: &Records, kind: Kind) -> Result<Page, ErrorList> {
        self.of(records, kind, &Vec::from_iter(0..records.count(kind)))
    }

    /// Returns the page of `found`, the numbers of records of `kind`, newest first.
    pub(super) fn of(&self, records: &Records, kind: Kind, found: &[u64]) -> Result<Page, ErrorList> {
        self.of_sorted(records, kind, found, |n| json!(records.happened(kind, n)))
    }

    /// Returns the page of `found` in another order. `sort_value` gives the value that decides the order.
    pub(super) fn of_sorted(
        &self,
        records: &Records,
        kind: Kind,
        found: &[u64],
        sort_value: impl Fn(u64) -> Value,
    ) -> Result<Page, ErrorList> {
        let (page, start) = match &self.begin {
            Begin::Page(page) => (*page, (page - 1).saturating_mul(self.per_page)),
            Begin::After(cursor) => {
                let (last, page) = read_cursor(records, kind, cursor).ok_or_else(bad_cursor)?;
                let place = found.iter().position(|n| *n == last);
                // The found records may change from hour to hour. Then the page's number gives the place.
                let counted = (page - 1).saturating_mul(self.per_page);
                (page, place.map_or(counted, |place| place as u64 + 1))
            }
        };
        let total_count = found.len() as u64;
        let (start, end) = (start.min(total_count), start.saturating_add(self.per_page).min(total_count));
        let numbers = found[start as usize..end as usize].to_vec();
        let next = match (numbers.last(), &self.begin) {
            (_, Begin::After(cursor)) if records.repeats_cursor => {
                json!({"per_page": self.per_page, "starting_after": cursor})
            }
            (Some(last), _) if end < total_count => {
                let cursor = json!([sort_value(*last), records.id(kind, *last), page.saturating_add(1)]);
                let cursor = BASE64_STANDARD.encode(cursor.to_string());
                json!({"per_page": self.per_page, "starting_after": cursor})
            }
            _ => Value::Null,
        };
        Ok(Page { numbers, total_count, page, per_page: self.per_page, next })
    }
}

impl Page {
    pub(super) fn total_pages(&self) -> u64 {
        self.total_count.div_ceil(self.per_page)
    }

    /// Returns the description's `cursor_pages`.
    pub(super) fn pages(&self) -> Value {
        json!({"type": "pages", "page": self.page, "next": self.next, "per_page": self.per_page,
            "total_pages": self.total_pages()})
    }

    pub(super) fn has_next(&self) -> bool {
        !self.next.is_null()
    }

    /// Returns the description's `pages_link`, with an address as `next`.
    pub(super) fn links(&self, address: &str) -> Value {
        let (per_page, page) = (self.per_page, self.page.saturating_add(1));
        let next = self.has_next().then(|| format!("{address}?per_page={per_page}&page={page}"));
        json!({"type": "pages", "page": self.page, "next": next, "per_page": self.per_page,
            "total_pages": self.total_pages()})
    }
}

/// Returns the last record before the cursor's page, and the number of that page.
fn read_cursor(records: &Records, kind: Kind, cursor: &str) -> Option<(u64, u64)> {
    let text = BASE64_STANDARD.decode(cursor).ok()?;
    let parts: [Value; 3] = serde_json::from_slice(&text).ok()?;
    let page = parts[2].as_u64().filter(|page| *page > 1)?;
    Some((records.find(kind, parts[1].as_str()?)?, page))
}

pub(super) fn bad_cursor() -> ErrorList {
    let message = "Invalid starting_after param. Please try again using a starting_after value from a \
                   paginated response";
    ErrorList::new(StatusCode::BAD_REQUEST, "client_error", message)
}

fn within(asked: Option<u64>, default: u64, max: u64) -> Result<u64, ErrorList> {
    Some(asked.unwrap_or(default)).filter(|each| (1..=max).contains(each)).ok_or_else(|| bad_per_page(max))
}

fn whole_number(value: &Value, wrong: impl Fn() -> ErrorList) -> Result<Option<u64>, ErrorList> {
    match value {
        Value::Null => Ok(None),
        number => number.as_u64().map(Some).ok_or_else(wrong),
    }
}

fn first_is_one(page: u64) -> Result<u64, ErrorList> {
    if page == 0 { Err(bad_page()) } else { Ok(page) }
}

/// Returns the error for a page size beyond the limit.
///
/// Intercom documents the limit, but not the error. So the error is a guess.
fn bad_per_page(max: u64) -> ErrorList {
    ErrorList::invalid(format!("per_page must be a number from 1 to {max}")).field("per_page")
}

/// Returns the error for a bad `page`: a guess, as for `per_page`.
fn bad_page() -> ErrorList {
    ErrorList::invalid("page must be a number from 1").field("page")
}
