//! The provider's API, as far as an account needs it: who is it, and take the app out.

use std::time::{Duration, Instant};

use reqwest::{Method, Request, header};
use switchhook_core::{AccessToken, ApiRefusal, Code, Endpoint, ErrorReport, Me, ProviderError};

use crate::http::{ANSWER_IN, Answer, Http, HttpError, trouble};

/// The version Switchhook was written against.
const VERSION: &str = "2.16";
const ME_TRIES: u32 = 3;

/// Why an API call gave nothing.
pub(crate) struct ApiFailure {
    /// What it says of the token; nothing when the provider was not reached.
    pub(crate) refusal: Option<ApiRefusal>,
    pub(crate) report: ErrorReport,
}

/// `GET /me`. Safe to repeat, so what may pass is tried again, within 20 seconds in all.
pub(crate) async fn me(http: &Http, api_base: &Endpoint, token: &AccessToken) -> Result<Me, ApiFailure> {
    let endpoint = api_base.join("/me");
    let until = Instant::now() + ANSWER_IN;
    let mut tries = 1;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let answer = call(http, Method::GET, &endpoint, token, left).await;
        let left = until.saturating_duration_since(Instant::now());
        match pause_after(&answer, tries) {
            Some(pause) if tries < ME_TRIES && pause < left => tokio::time::sleep(pause).await,
            _ => return read_me(answer, &endpoint),
        }
        tries += 1;
    }
}

/// How long to wait before the next try; `None` where another one would bring the same.
fn pause_after(answer: &Result<Answer, HttpError>, tries: u32) -> Option<Duration> {
    let short = Duration::from_millis(200 << tries);
    match answer {
        Ok(Answer { status: 429, pause, .. }) => pause.map(|pause| short.max(Duration::from_secs(pause))),
        Ok(Answer { status: 500.., pause, .. }) => {
            Some(short.max(Duration::from_secs(pause.unwrap_or_default())))
        }
        Err(HttpError::NeverConnected | HttpError::Broken) => Some(short),
        _ => None,
    }
}

fn read_me(answer: Result<Answer, HttpError>, endpoint: &Endpoint) -> Result<Me, ApiFailure> {
    let answer = accept(answer, endpoint)?;
    Me::read(&answer.body)
        .map_err(|error| ApiFailure { refusal: None, report: unreadable(endpoint, &error.to_string()) })
}

/// `POST /auth/uninstall`: the provider removes the app from the workspace and every token of it dies.
/// A 401 means that it was gone already.
pub(crate) async fn uninstall(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
) -> Result<(), ApiFailure> {
    let endpoint = api_base.join("/auth/uninstall");
    match accept(call(http, Method::POST, &endpoint, token, ANSWER_IN).await, &endpoint) {
        Ok(_) | Err(ApiFailure { refusal: Some(ApiRefusal::Dead), .. }) => Ok(()),
        Err(failure) => Err(failure),
    }
}

async fn call(
    http: &Http,
    method: Method,
    endpoint: &Endpoint,
    token: &AccessToken,
    within: Duration,
) -> Result<Answer, HttpError> {
    let mut bearer =
        header::HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| HttpError::Broken)?;
    bearer.set_sensitive(true);
    let mut request = Request::new(method, endpoint.url().clone());
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, bearer);
    headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
    headers.insert("intercom-version", header::HeaderValue::from_static(VERSION));
    http.send(endpoint, request, within).await
}

fn accept(answer: Result<Answer, HttpError>, endpoint: &Endpoint) -> Result<Answer, ApiFailure> {
    let answer = answer.map_err(|error| ApiFailure { refusal: None, report: error.report(endpoint) })?;
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    let error = ProviderError::read(&answer.body);
    if let Some(report) = trouble(&answer, endpoint) {
        let report = report.from_provider(error.code().as_ref());
        return Err(ApiFailure { refusal: None, report });
    }
    let refusal = error.refusal(answer.status);
    let host = endpoint.host();
    let report = match refusal {
        Some(ApiRefusal::Dead) => ErrorReport::new(Code::CodeRejected)
            .saying(format!("{host} does not accept this token."))
            .hinting("Copy the token once more, or reconnect: it may have been revoked or replaced."),
        Some(ApiRefusal::NotAllowed) => ErrorReport::new(Code::CodeRejected)
            .saying(format!("{host} accepts the token, but not for this."))
            .hinting("The app lacks a permission: add it in the Developer Hub."),
        None => unreadable(endpoint, &format!("its status is {}", answer.status)),
    };
    Err(ApiFailure { refusal, report: report.from_provider(error.code().as_ref()) })
}

fn unreadable(endpoint: &Endpoint, why: &str) -> ErrorReport {
    let host = endpoint.host();
    ErrorReport::new(Code::ProviderUnreadable).saying(format!("The answer of {host} can't be read: {why}."))
}
