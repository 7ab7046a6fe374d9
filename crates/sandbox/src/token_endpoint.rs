//! `POST /auth/eagle/token`: exchanges a code for an access token.
//!
//! As Intercom documents it: `code`, `client_id`, `client_secret` in the body, no `grant_type`, no
//! `redirect_uri`, and an answer without expiry, scope or refresh token. As seen to work besides:
//! form or JSON, parameters in the query, and anything else (Basic, `grant_type`) ignored.
//! <https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth>

use axum::{
    Json,
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    body,
    control::TokenAnswer,
    errors::ErrorList,
    intercom::Listener,
    parameters::{Doubled, Parameters},
};

/// What a proxy in front of a broken server might say.
const NOT_JSON: Html<&str> = Html("<!doctype html><title>Intercom</title><h1>Something went wrong</h1>");

/// `POST /auth/eagle/token`
pub(crate) async fn exchange(
    State(at): State<Listener>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ErrorList> {
    match at.intercom.switches().token {
        TokenAnswer::Answer => {}
        TokenAnswer::Refuse => return Err(unauthorized_code()),
        TokenAnswer::Unreadable => return Ok(NOT_JSON.into_response()),
        TokenAnswer::Error => {
            return Ok((StatusCode::INTERNAL_SERVER_ERROR, NOT_JSON).into_response());
        }
    }
    let sent = Sent::read(query, &headers, &body::read(body).await?)?;
    let (client_id, client_secret) = (sent.require("client_id")?, sent.require("client_secret")?);
    let code = sent.require("code")?;
    if !at.intercom.registration.authenticates(client_id, client_secret) {
        // A guess: which code and message a wrong client gets is not documented.
        return Err(ErrorList::new(StatusCode::UNAUTHORIZED, "unauthorized", "Unauthorized Client"));
    }
    let token = at.intercom.exchange(code).ok_or_else(unauthorized_code)?;
    Ok(Json(Answer { token_type: "Bearer", token: &token, access_token: &token }).into_response())
}

#[derive(Serialize)]
struct Answer<'a> {
    token_type: &'static str,
    token: &'a str,
    access_token: &'a str,
}

/// The one documented failure. Its message is; the code beside it is a guess.
fn unauthorized_code() -> ErrorList {
    ErrorList::new(StatusCode::UNAUTHORIZED, "unauthorized", "Unauthorized Code")
}

/// The parameters of a token request, wherever they stand.
struct Sent {
    body: Encoded,
    query: Parameters,
}

enum Encoded {
    Form(Parameters),
    Json(Map<String, Value>),
}

impl Sent {
    fn read(query: Option<String>, headers: &HeaderMap, body: &[u8]) -> Result<Self, ErrorList> {
        let query = Parameters::decode(query.unwrap_or_default().as_bytes());
        let body = if body::is_json(headers) {
            Encoded::Json(body::json(body)?)
        } else {
            Encoded::Form(Parameters::decode(body))
        };
        Ok(Self { body, query })
    }

    /// The value of `name`, the body's before the query's. That an absent or doubled one gets a
    /// 400 is a guess after RFC 6749 section 5.2.
    fn require(&self, name: &'static str) -> Result<&str, ErrorList> {
        let in_body = match &self.body {
            Encoded::Form(form) => form.one(name).map_err(doubled)?,
            Encoded::Json(object) => match object.get(name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.as_str()),
                Some(_) => return Err(ErrorList::invalid(format!("{name} must be a string")).field(name)),
            },
        };
        let value = match in_body {
            None => self.query.one(name).map_err(doubled)?,
            present => present,
        };
        value.filter(|value| !value.is_empty()).ok_or_else(|| {
            let message = format!("{name} is missing");
            ErrorList::new(StatusCode::BAD_REQUEST, "parameter_not_found", message).field(name)
        })
    }
}

fn doubled(Doubled(name): Doubled) -> ErrorList {
    ErrorList::invalid(format!("{name} was sent more than once")).field(name)
}
