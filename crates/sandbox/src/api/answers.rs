//! Intercom's envelopes of a list and of one record.

use axum::{
    Json,
    http::StatusCode,
    routing::{MethodRouter, get},
};
use serde_json::{Value, json};

use super::parameters::PathId;
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// The result of a handler.
pub(super) type Answer = Result<Json<Value>, ErrorList>;
/// A function that writes the n-th record of a kind.
pub(super) type Write = fn(&Records, u64) -> Value;

/// Returns a route that answers with all records of `kind` under `key`, and with `envelope` as `type`.
pub(super) fn whole(
    kind: Kind,
    envelope: &'static str,
    key: &'static str,
    write: Write,
) -> MethodRouter<Listener> {
    get(async move |records: Records| Json(json!({"type": envelope, key: all(&records, kind, write)})))
}

/// Returns a route that answers with the record of the path's id, or with the error of `missing`.
pub(super) fn one(kind: Kind, missing: fn() -> ErrorList, write: Write) -> MethodRouter<Listener> {
    get(async move |records: Records, PathId(id): PathId| -> Answer {
        let n = records.find_alone(kind, &id).ok_or_else(missing)?;
        Ok(Json(write(&records, n)))
    })
}

/// Runs slow work on a thread for blocking work and returns its answer.
///
/// Few threads serve the requests, so slow work there would delay other requests.
pub(super) async fn run_blocking(
    records: Records,
    work: impl FnOnce(&Records) -> Answer + Send + 'static,
) -> Answer {
    let done = tokio::task::spawn_blocking(move || work(&records)).await;
    done.unwrap_or_else(|_| {
        let message = "The sandbox failed here";
        Err(ErrorList::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", message))
    })
}

pub(super) fn all(records: &Records, kind: Kind, write: Write) -> Vec<Value> {
    (0..records.count(kind)).map(|n| write(records, n)).collect()
}

pub(super) fn written(records: &Records, numbers: &[u64], write: Write) -> Vec<Value> {
    numbers.iter().map(|n| write(records, *n)).collect()
}

/// Returns a 404 with the noun's own code and message, as in the description's examples.
pub(super) fn missing(code: &'static str, message: &'static str) -> ErrorList {
    ErrorList::new(StatusCode::NOT_FOUND, code, message)
}
