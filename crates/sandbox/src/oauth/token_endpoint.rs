//! `POST /auth/eagle/token`: exchanges a code for an access token.
//!
//! Intercom documents `code`, `client_id` and `client_secret` in the body, and neither `grant_type` nor
//! `redirect_uri`. The documented answer has no expiry, scope or refresh token. Intercom is seen to take forms,
//! JSON and parameters in the query too, and to ignore everything else (Basic, `grant_type`).
//! <https://developers.intercom.com/docs/build-an-integration/learn-more/authentication/setting-up-oauth>

use axum::{
    Json,
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    control::choices::{RegionalTokenEndpoint, TokenAnswer, TokenRefusal},
    records::workspaces::Region,
    server::{
        body,
        errors::ErrorList,
        faults::Fault,
        intercom::Listener,
        parameters::{Doubled, Parameters},
    },
};

/// Answers `POST /auth/eagle/token` with an access token or a refusal.
pub(crate) async fn exchange(
    State(at): State<Listener>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ErrorList> {
    let switches = at.intercom.switches();
    if at.region != Region::Us && switches.regional_token_endpoint == RegionalTokenEndpoint::Missing {
        return Err(ErrorList::not_found());
    }
    let fault = match switches.token {
        TokenAnswer::Answer => None,
        TokenAnswer::Refuse => return Ok(refusal(Unauthorized::Code, switches.token_refusal)),
        TokenAnswer::Error => Some(Fault::Html),
        TokenAnswer::Unavailable => Some(Fault::Unavailable),
        TokenAnswer::Unreadable => Some(Fault::Unreadable),
        TokenAnswer::NoBody => Some(Fault::NoBody),
        TokenAnswer::BrokenOff => Some(Fault::BrokenOff),
    };
    if let Some(fault) = fault {
        return Ok(fault.into_response());
    }
    let body = body::read(body).await?;
    match answer(&at, query, &headers, &body, switches.token_refusal) {
        Err(error) if switches.token_refusal == TokenRefusal::Oauth => {
            let body = json!({"error": "invalid_request", "error_description": error.message()});
            Ok((StatusCode::BAD_REQUEST, Json(body)).into_response())
        }
        outcome => outcome,
    }
}

fn answer(
    at: &Listener,
    query: Option<String>,
    headers: &HeaderMap,
    body: &[u8],
    how: TokenRefusal,
) -> Result<Response, ErrorList> {
    let sent = Sent::read(query, headers, body)?;
    let (client_id, client_secret) = (sent.require("client_id")?, sent.require("client_secret")?);
    let code = sent.require("code")?;
    let app = at.intercom.app(client_id).filter(|app| app.authenticates(client_id, client_secret));
    let Some(app) = app else {
        // A guess: Intercom does not document the message for a wrong client.
        return Ok(refusal(Unauthorized::Client, how));
    };
    let Some(token) = at.intercom.exchange(at.region, app, code, sent.find("code_verifier")?) else {
        return Ok(refusal(Unauthorized::Code, how));
    };
    Ok(Json(Answer { token_type: "Bearer", token: &token, access_token: &token }).into_response())
}

#[derive(Serialize)]
struct Answer<'a> {
    token_type: &'static str,
    token: &'a str,
    access_token: &'a str,
}

/// The wrong part of a token request.
#[derive(Clone, Copy)]
enum Unauthorized {
    Client,
    Code,
}

/// Returns a refusal. Intercom documents only "Unauthorized Code" with 401; the error code is a guess.
fn refusal(what: Unauthorized, how: TokenRefusal) -> Response {
    let (message, error) = match what {
        Unauthorized::Client => ("Unauthorized Client", "invalid_client"),
        Unauthorized::Code => ("Unauthorized Code", "invalid_grant"),
    };
    match how {
        TokenRefusal::ErrorList => {
            ErrorList::new(StatusCode::UNAUTHORIZED, "unauthorized", message).into_response()
        }
        TokenRefusal::BadRequest => {
            ErrorList::new(StatusCode::BAD_REQUEST, "bad_request", message).into_response()
        }
        TokenRefusal::Oauth => {
            let body = json!({"error": error, "error_description": message});
            (StatusCode::BAD_REQUEST, Json(body)).into_response()
        }
    }
}

/// The parameters of a token request, from its body and its query.
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

    /// Returns the value of `name`. Fails with 400 if the parameter is absent or doubled.
    ///
    /// Status 400 is a guess after RFC 6749 section 5.2.
    fn require(&self, name: &'static str) -> Result<&str, ErrorList> {
        self.find(name)?.filter(|value| !value.is_empty()).ok_or_else(|| {
            let message = format!("{name} is missing");
            ErrorList::new(StatusCode::BAD_REQUEST, "parameter_not_found", message).field(name)
        })
    }

    /// Returns the value of `name` from the body, else from the query.
    fn find(&self, name: &'static str) -> Result<Option<&str>, ErrorList> {
        let in_body = match &self.body {
            Encoded::Form(form) => form.one(name).map_err(doubled)?,
            Encoded::Json(object) => match object.get(name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.as_str()),
                Some(_) => return Err(ErrorList::invalid(format!("{name} must be a string")).field(name)),
            },
        };
        match in_body {
            None => self.query.one(name).map_err(doubled),
            present => Ok(present),
        }
    }
}

fn doubled(Doubled(name): Doubled) -> ErrorList {
    ErrorList::invalid(format!("{name} was sent more than once")).field(name)
}
