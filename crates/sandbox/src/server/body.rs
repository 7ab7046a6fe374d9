//! Request bodies, read whole and within a limit; what is wrong with one is an `error.list`.
//!
//! axum's own `Json` and `Form` are not used: they refuse in plain text, and Intercom takes JSON
//! and forms at the same address.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::errors::ErrorList;

/// Ample for a code, a form or a search.
const LIMIT: usize = 64 * 1024;

/// The bytes of `body`.
///
/// # Errors
/// 413 when there are more than 64 KiB (a connection that breaks off hears no answer anyway).
pub(crate) async fn read(body: Body) -> Result<Vec<u8>, ErrorList> {
    match to_bytes(body, LIMIT).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(_) => {
            Err(ErrorList::new(StatusCode::PAYLOAD_TOO_LARGE, "client_error", "At most 64 KiB are taken"))
        }
    }
}

/// `bytes` as JSON of that shape.
///
/// # Errors
/// 400 `parameter_invalid`, saying what is wrong where.
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ErrorList> {
    serde_json::from_slice(bytes).map_err(|why| ErrorList::invalid(format!("JSON: {why}")))
}

/// Whether the sender calls the body JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
