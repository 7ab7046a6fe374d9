//! The provider's API, as far as an account needs it: who is it, how many of what has it, and take the app out.

use std::time::{Duration, Instant};

use reqwest::{Method, Request, header};
use switchhook_core::{
    AccessToken, ApiPath, ApiRefusal, Code, Endpoint, ErrorReport, Figure, Me, ProviderError, Question,
    says_done,
};

use crate::intercom::echo;
use crate::intercom::http::{ANSWER_IN, Answer, Http, HttpError, trouble};

/// The version Switchhook was written against.
const VERSION: &str = "2.16";
/// How often something that may pass is tried.
pub(crate) const TRIES: u32 = 3;
/// Megabytes of an answer that a person asked for.
const MAX_READ: usize = 32;
/// Who the token's teammate and workspace are.
const ME: Question = Question { path: "/me", query: None, body: None };

/// Why an API call gave nothing.
pub(crate) struct ApiFailure {
    /// What it says of the token; nothing when the provider was not reached.
    pub(crate) refusal: Option<ApiRefusal>,
    pub(crate) report: ErrorReport,
    /// Whether a dead token is told by a code that means nothing else.
    pub(crate) is_beyond_doubt: bool,
}

impl ApiFailure {
    /// One that says nothing of the token.
    const fn silent(report: ErrorReport) -> Self {
        Self { refusal: None, report, is_beyond_doubt: false }
    }
}

/// `GET /me`. Safe to repeat, so what may pass is tried again, within 20 seconds in all.
pub(crate) async fn me(http: &Http, api_base: &Endpoint, token: &AccessToken) -> Result<Me, ApiFailure> {
    let until = Instant::now() + ANSWER_IN;
    let mut tries = 1;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let answer = ask(http, api_base, token, &ME, left).await;
        let left = until.saturating_duration_since(Instant::now());
        match pause_after(&answer, tries) {
            Some(pause) if tries < TRIES && pause < left => tokio::time::sleep(pause).await,
            _ => return read_me(answer, api_base, token),
        }
        tries += 1;
    }
}

/// How long to wait before the next try; `None` where another one would bring the same.
pub(crate) fn pause_after(answer: &Result<Answer, HttpError>, tries: u32) -> Option<Duration> {
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

/// Asks `/me`, once: whether and when it is tried again is for the caller to say.
pub(crate) async fn ask_me(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
    within: Duration,
) -> Result<Answer, HttpError> {
    ask(http, api_base, token, &ME, within).await
}

/// Reads what came of it.
pub(crate) fn read_me(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    token: &AccessToken,
) -> Result<Me, ApiFailure> {
    let answer = accept(answer, api_base)?;
    let repeats = echo::repeats(&answer, token);
    let mut me = Me::read(&answer.body).map_err(|error| no_sense(api_base, &error))?;
    // What a server repeats of the request must not lie here unsealed.
    me.raw = me.raw.filter(|_| !repeats);
    Ok(me)
}

/// Asks for a figure, once: whether and when it is tried again is for the round to say.
pub(crate) async fn figure(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
    figure: Figure,
) -> Result<Answer, HttpError> {
    ask(http, api_base, token, &figure.question(), ANSWER_IN).await
}

/// Reads what came of it.
pub(crate) fn read_figure(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    figure: Figure,
) -> Result<u32, ApiFailure> {
    let answer = accept(answer, api_base)?;
    figure.read(&answer.body).map_err(|error| no_sense(api_base, &error))
}

/// What came of asking for an uninstall.
pub(crate) enum Uninstalled {
    /// The app was removed from the workspace.
    Removed,
    /// The token was dead before, so nothing was asked for: of the app that says nothing.
    AlreadyRefused(ErrorReport),
    /// It was asked for, and no answer tells what came of it: it was lost, or says nothing.
    Unheard(ErrorReport),
}

/// `POST /auth/uninstall`: the provider removes the app from the workspace and every token of it dies.
pub(crate) async fn uninstall(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
) -> Result<Uninstalled, ApiFailure> {
    let endpoint = api_base.join("/auth/uninstall");
    let request = Request::new(Method::POST, endpoint.url().clone());
    let answer = match call(http, &endpoint, token, request, ANSWER_IN).await {
        Err(error) if error.is_after_sending() => return Ok(Uninstalled::Unheard(error.report(&endpoint))),
        Ok(answer) if answer.status == 401 => {
            let error = ProviderError::read(&answer.body);
            if error.refusal(answer.status).is_some() {
                // No permission is needed for it, so whatever code it names it is the token that is refused.
                let report = ApiRefusal::Dead.report(&endpoint.host(), error.code().as_ref());
                return Ok(Uninstalled::AlreadyRefused(report));
            }
            Ok(answer)
        }
        answer => answer,
    };
    let is_taken = answer.as_ref().is_ok_and(Answer::is_success);
    // A server in trouble may have done it before it got there.
    let is_in_trouble = answer.as_ref().is_ok_and(|answer| matches!(answer.status, 408 | 500..));
    match accept(answer, &endpoint) {
        Ok(answer) if says_done(&answer.body) => Ok(Uninstalled::Removed),
        // What Intercom answers is described nowhere: it may be a word of its own, or somebody else's page.
        Ok(_) => Ok(Uninstalled::Unheard(unreadable(
            &endpoint,
            "its status is a success, and its body does not say so",
        ))),
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), report, .. }) if is_taken => {
            Ok(Uninstalled::AlreadyRefused(report))
        }
        Err(failure) if is_taken || is_in_trouble => Ok(Uninstalled::Unheard(failure.report)),
        Err(failure) if failure.refusal == Some(ApiRefusal::NotAllowed) => {
            Err(ApiFailure { report: may_not_uninstall(&endpoint, failure.report), ..failure })
        }
        Err(failure) => Err(failure),
    }
}

/// The words for a token that is refused an uninstall: no permission of the app's is needed for one, so none helps.
fn may_not_uninstall(endpoint: &Endpoint, report: ErrorReport) -> ErrorReport {
    report
        .saying(format!("{} accepts the token, but does not let it uninstall the app.", endpoint.host()))
        .hinting("Remove the app at Intercom itself, or ask somebody there who may.")
}

/// Asks for whatever a person wants to read, once.
pub(crate) async fn read(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
    path: &ApiPath,
) -> Result<Answer, HttpError> {
    let request = Request::new(Method::GET, path.on(api_base));
    http.send_for(api_base, with_token(request, token)?, ANSWER_IN, MAX_READ).await
}

async fn ask(
    http: &Http,
    api_base: &Endpoint,
    token: &AccessToken,
    question: &Question,
    within: Duration,
) -> Result<Answer, HttpError> {
    let mut url = api_base.join(question.path).url().clone();
    url.set_query(question.query);
    let mut request = Request::new(Method::GET, url);
    if let Some(body) = question.body {
        *request.method_mut() = Method::POST;
        let json = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        *request.body_mut() = Some(body.into());
    }
    call(http, api_base, token, request, within).await
}

async fn call(
    http: &Http,
    endpoint: &Endpoint,
    token: &AccessToken,
    request: Request,
    within: Duration,
) -> Result<Answer, HttpError> {
    http.send(endpoint, with_token(request, token)?, within).await
}

fn with_token(mut request: Request, token: &AccessToken) -> Result<Request, HttpError> {
    let mut bearer =
        header::HeaderValue::try_from(format!("Bearer {}", token.expose())).map_err(|_| HttpError::Broken)?;
    bearer.set_sensitive(true);
    let headers = request.headers_mut();
    headers.insert(header::AUTHORIZATION, bearer);
    headers.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
    headers.insert("intercom-version", header::HeaderValue::from_static(VERSION));
    Ok(request)
}

fn accept(answer: Result<Answer, HttpError>, endpoint: &Endpoint) -> Result<Answer, ApiFailure> {
    let answer = answer.map_err(|error| ApiFailure::silent(error.report(endpoint)))?;
    let error = ProviderError::read(&answer.body);
    let is_taken = answer.is_success();
    if is_taken && !error.is_any() {
        return Ok(answer);
    }
    if let Some(report) = trouble(&answer, endpoint) {
        return Err(ApiFailure::silent(report.from_provider(error.code().as_ref())));
    }
    let code = error.code();
    let refusal = if is_taken { error.refusal_despite_success() } else { error.refusal(answer.status) };
    let report = match refusal {
        Some(refusal) => refusal.report(&endpoint.host(), code.as_ref()),
        None if is_taken => {
            let report = unreadable(endpoint, "it is an error").from_provider(code.as_ref());
            if code.is_some() {
                report.hinting("The provider itself says so, and it may pass: try again.")
            } else {
                report
            }
        }
        None => {
            unreadable(endpoint, &format!("its status is {}", answer.status)).from_provider(code.as_ref())
        }
    };
    let is_beyond_doubt = refusal.is_some_and(|refusal| refusal.is_beyond_doubt(code.as_ref()));
    Err(ApiFailure { refusal, report, is_beyond_doubt })
}

fn no_sense(endpoint: &Endpoint, error: &dyn std::error::Error) -> ApiFailure {
    ApiFailure::silent(unreadable(endpoint, &error.to_string()))
}

fn unreadable(endpoint: &Endpoint, why: &str) -> ErrorReport {
    let host = endpoint.host();
    ErrorReport::new(Code::ProviderUnreadable).saying(format!("The answer of {host} can't be read: {why}."))
}
