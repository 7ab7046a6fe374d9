//! Broken answers, as a proxy, an overload or a cut cable causes them.

use std::{io, time::Duration};

use axum::{
    Json,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use futures_util::{StreamExt, stream};
use serde_json::Map;
use tokio::time::sleep;

use super::{errors::ErrorList, intercom::Listener};
use crate::control::choices::{MeAnswer, ReadsAnswer};

/// The page of a proxy in front of a broken server.
const NOT_JSON: &str = "<!doctype html><title>Intercom</title><h1>Something went wrong</h1>";

/// A fault that every endpoint can have.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// 500 with an error list.
    Error,
    /// 500 with HTML.
    Html,
    /// 503 with an error list.
    Unavailable,
    /// 200 with HTML.
    Unreadable,
    /// 200 with an empty body.
    NoBody,
    /// 200, and the connection ends in the middle of the body.
    BrokenOff,
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Error => {
                let message = "The sandbox was told to fail here";
                ErrorList::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", message).into_response()
            }
            Self::Html => (StatusCode::INTERNAL_SERVER_ERROR, Html(NOT_JSON)).into_response(),
            Self::Unavailable => {
                let message = "Service temporarily unavailable";
                ErrorList::new(StatusCode::SERVICE_UNAVAILABLE, "service_unavailable", message)
                    .into_response()
            }
            Self::Unreadable => Html(NOT_JSON).into_response(),
            Self::NoBody => StatusCode::OK.into_response(),
            Self::BrokenOff => broken_off(),
        }
    }
}

fn broken_off() -> Response {
    let begun = stream::iter([Ok(Bytes::from_static(br#"{"type":"#))]);
    // The pause lets the first bytes leave before the connection ends.
    let cut = stream::once(async {
        sleep(Duration::from_millis(20)).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let mut response = Body::from_stream(begun.chain(cut)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// Middleware: answers `/me` as the switch `me` says.
pub(crate) async fn of_me(State(at): State<Listener>, request: Request, next: Next) -> Response {
    let fault = match at.intercom.switches().me {
        MeAnswer::Answer => return next.run(request).await,
        MeAnswer::Empty => return Json(Map::new()).into_response(),
        MeAnswer::Error => Fault::Error,
        MeAnswer::Html => Fault::Html,
        MeAnswer::Unavailable => Fault::Unavailable,
        MeAnswer::NoBody => Fault::NoBody,
        MeAnswer::BrokenOff => Fault::BrokenOff,
    };
    fault.into_response()
}

/// Middleware: answers lists, records and searches as the switch `reads` says.
pub(crate) async fn of_reads(State(at): State<Listener>, request: Request, next: Next) -> Response {
    let fault = match at.intercom.switches().reads {
        // `paging` repeats the cursor, and `records` leaves the stale record out.
        ReadsAnswer::Answer | ReadsAnswer::RepeatedCursor | ReadsAnswer::Stale => {
            return next.run(request).await;
        }
        ReadsAnswer::Error => Fault::Error,
        ReadsAnswer::Html => Fault::Html,
        ReadsAnswer::Unavailable => Fault::Unavailable,
        ReadsAnswer::NoBody => Fault::NoBody,
        ReadsAnswer::BrokenOff => Fault::BrokenOff,
    };
    fault.into_response()
}
