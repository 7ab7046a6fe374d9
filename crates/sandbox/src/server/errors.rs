//! The API's error answers (Intercom's `error.list`), and the request id on all answers.
//!
//! <https://developers.intercom.com/docs/references/rest-api/errors/http-responses>. The body's
//! `request_id` equals the `X-Request-Id` header. So a handler returns only the error, and [`stamp`] writes
//! the body.
//!
//! Not here: the error pages for a person (`consent_page.rs`).

use std::borrow::Cow;

use axum::{
    Json,
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, DATE, WWW_AUTHENTICATE},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{intercom::Listener, journal::Entry as Noted};
use crate::oauth::token::Grant;

/// One error, which becomes an `error.list`.
#[derive(Clone, Debug)]
pub(crate) struct ErrorList {
    status: StatusCode,
    code: &'static str,
    message: Cow<'static, str>,
    field: Option<&'static str>,
}

impl ErrorList {
    /// Returns an error with this status, code and message.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, message: message.into(), field: None }
    }

    /// Returns 400 `parameter_invalid` for a parameter that the sandbox cannot read.
    pub(crate) fn invalid(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "parameter_invalid", message)
    }

    /// Returns 401 for a bad, dead or absent token, as in the description's example.
    pub(crate) fn token_invalid() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "Access Token Invalid")
    }

    /// Returns 404 for an unknown path, or for a method that a known path lacks, as Intercom does.
    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "Resource Not Found")
    }

    /// Returns the error's sentence.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Adds the name of the wrong parameter.
    pub(crate) fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }
}

impl IntoResponse for ErrorList {
    /// Returns the status alone, with the error as an extension for [`stamp`].
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    request_id: &'a str,
    errors: [Entry<'a>; 1],
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
}

/// Middleware: adds `X-Request-Id` to answers and bodies to errors, and writes the journal.
pub(crate) async fn stamp(State(at): State<Listener>, request: Request, next: Next) -> Response {
    let id = at.intercom.request_id();
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    let error = response.extensions_mut().remove::<ErrorList>();
    let grant = response.extensions_mut().remove::<Grant>();
    if let Some(error) = &error {
        let entry = Entry { code: error.code, message: &error.message, field: error.field };
        let body = Body { kind: "error.list", request_id: &id, errors: [entry] };
        let headers = response.headers().clone();
        response = (error.status, Json(body)).into_response();
        let rates = headers.into_iter().filter_map(|(name, value)| Some((name?, value)));
        response.headers_mut().extend(rates.filter(|(name, _)| name.as_str().starts_with("x-")));
    }
    if response.status() == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static(r#"Basic realm="intercom.io""#);
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    // The sandbox's own pages stay out of the journal: a look at the hub must not fill it.
    if !path.starts_with("/_") {
        at.intercom.note(Noted {
            at: at.intercom.now(),
            region: at.region.name(),
            method,
            path,
            status: response.status().as_u16(),
            message: error.as_ref().map(|error| error.message.to_string()),
            error: error.map(|error| error.code),
            app: grant.map(|grant| at.intercom.apps[grant.principal.app].name.clone()),
            workspace: grant.map(|grant| grant.principal.workspace.name),
            request_id: id.clone(),
        });
    }
    let headers = response.headers_mut();
    if headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json") {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    }
    if let Some(date) = http_date(at.intercom.now()) {
        headers.insert(DATE, date);
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// Returns the sandbox's time in the form of RFC 9110 section 5.6.7.
fn http_date(now: u64) -> Option<HeaderValue> {
    let time = jiff::Timestamp::from_second(now.try_into().ok()?).ok()?;
    let text = time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(text).ok()
}
