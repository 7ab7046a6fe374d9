//! Request bodies, read whole and within a limit. Errors become an `error.list`.
//!
//! The sandbox does not use axum's own `Json` and `Form`. They refuse in plain text, and Intercom takes JSON
//! and forms at the same address.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::errors::ErrorList;

/// The largest body, in bytes: enough for a code, a form or a search.
const LIMIT: usize = 64 * 1024;

/// Reads the bytes of `body`.
///
/// # Errors
/// 413 if the body is larger than 64 KiB. A broken connection gets this error too, but receives no answer.
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, ErrorList> {
    match to_bytes(body, LIMIT).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(_) => {
            Err(ErrorList::new(StatusCode::PAYLOAD_TOO_LARGE, "client_error", "At most 64 KiB are taken"))
        }
    }
}

/// Parses `bytes` as JSON of the shape `T`.
///
/// # Errors
/// 400 `parameter_invalid`, which names the mistake and its place.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ErrorList> {
    serde_json::from_slice(bytes).map_err(|why| ErrorList::invalid(format!("JSON: {why}")))
}

/// Whether the `Content-Type` is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
