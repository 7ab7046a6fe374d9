//! What the reads answer with: Intercom's envelopes of a list and of one record.

use axum::{
    Json,
    http::StatusCode,
    routing::{MethodRouter, get},
};
use serde_json::{Value, json};

use super::parameters::Named;
use crate::{
    records::{counts::Kind, source::Records},
    server::{errors::ErrorList, intercom::Listener},
};

/// What a handler gives.
pub(super) type Answer = Result<Json<Value>, ErrorList>;
/// Writes the n-th record of a kind.
pub(super) type Write = fn(&Records, u64) -> Value;

/// A list that is given whole: `type`, and the records under `key`.
pub(super) fn whole(
    kind: Kind,
    envelope: &'static str,
    key: &'static str,
    write: Write,
) -> MethodRouter<Listener> {
    get(async move |records: Records| Json(json!({"type": envelope, key: all(&records, kind, write)})))
}

/// One record, by the id in the path; `missing` where there is none of it.
pub(super) fn one(kind: Kind, missing: fn() -> ErrorList, write: Write) -> MethodRouter<Listener> {
    get(async move |records: Records, Named(id): Named| -> Answer {
        let n = records.find_alone(kind, &id).ok_or_else(missing)?;
        Ok(Json(write(&records, n)))
    })
}

/// The answer of work that may take a while, done where it keeps no other request waiting: the
/// threads that serve them are few.
pub(super) async fn apart(
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

/// 404, as the description's examples say it for that noun.
pub(super) fn missing(code: &'static str, message: &'static str) -> ErrorList {
    ErrorList::new(StatusCode::NOT_FOUND, code, message)
}
