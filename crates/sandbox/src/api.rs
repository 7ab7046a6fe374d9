//! The reads of the REST API: lists, single records and searches, in Intercom's envelopes.
//!
//! A file a noun, each with its routes; what they share is here, in `paging` and in `search`.
//! Paths and parameters are those of Intercom's OpenAPI description 2.16. Not here: what is in the
//! records (`records`), who may read them.

mod access;
mod activity;
mod admins;
pub(crate) mod admission;
mod catalogue;
mod companies;
mod contacts;
mod conversations;
mod help_center;
mod macros;
pub(crate) mod me;
mod paging;
mod parameters;
pub(crate) mod rates;
mod search;
mod settings;
mod tickets;
pub(crate) mod versions;

use axum::{
    Json, Router,
    http::StatusCode,
    routing::{MethodRouter, get},
};
use serde_json::{Value, json};

use self::parameters::Named;
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// What a handler gives.
type Answer = Result<Json<Value>, ErrorList>;
/// Writes the n-th record of a kind.
type Write = fn(&Records, u64) -> Value;

/// Every list, single record and search there is.
pub(crate) fn routes() -> Router<Listener> {
    Router::new()
        .merge(activity::routes())
        .merge(admins::routes())
        .merge(companies::routes())
        .merge(contacts::routes())
        .merge(conversations::routes())
        .merge(help_center::routes())
        .merge(macros::routes())
        .merge(settings::routes())
        .merge(tickets::routes())
}

/// A list that is given whole: `type`, and the records under `key`.
fn whole(kind: Kind, envelope: &'static str, key: &'static str, write: Write) -> MethodRouter<Listener> {
    get(async move |records: Records| Json(json!({"type": envelope, key: all(&records, kind, write)})))
}

/// One record, by the id in the path; `missing` where there is none of it.
fn one(kind: Kind, missing: fn() -> ErrorList, write: Write) -> MethodRouter<Listener> {
    get(async move |records: Records, Named(id): Named| -> Answer {
        let n = records.find_alone(kind, &id).ok_or_else(missing)?;
        Ok(Json(write(&records, n)))
    })
}

/// The answer of work that may take a while, done where it keeps no other request waiting: the
/// threads that serve them are few.
async fn apart(records: Records, work: impl FnOnce(&Records) -> Answer + Send + 'static) -> Answer {
    let done = tokio::task::spawn_blocking(move || work(&records)).await;
    done.unwrap_or_else(|_| {
        let message = "The sandbox failed here";
        Err(ErrorList::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", message))
    })
}

fn all(records: &Records, kind: Kind, write: Write) -> Vec<Value> {
    (0..records.count(kind)).map(|n| write(records, n)).collect()
}

fn written(records: &Records, numbers: &[u64], write: Write) -> Vec<Value> {
    numbers.iter().map(|n| write(records, *n)).collect()
}

/// 404, as the description's examples say it for that noun.
fn missing(code: &'static str, message: &'static str) -> ErrorList {
    ErrorList::new(StatusCode::NOT_FOUND, code, message)
}
