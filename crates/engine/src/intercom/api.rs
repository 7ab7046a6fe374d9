//! What an account's API is asked, and what its answers mean.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, Request, header};
use switchhook_core::{
    AccessToken, ApiPath, ApiRefusal, Endpoint, Figure, FigureError, Me, ProviderError, ProviderProblem,
    Question, SentSecrets, Unreadable, says_done,
};

use super::echo::repeats;
use super::failure::HttpError;
use super::http::{Answer, Http, trouble};
use super::rate_limit::WINDOW;

/// The version Switchhook was written against.
const VERSION: &str = "2.16";
/// Megabytes of an answer that a person asked for.
const MAX_READ: u32 = 32;
/// Who the token's teammate and workspace are.
const ME: Question = Question { path: "/me", query: None, body: None };

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) enum Call<'a> {
    /// Whose the token is.
    Me,
    /// How many of a thing the workspace has.
    Figure(Figure),
    /// Whatever a person wants to read.
    Read(&'a ApiPath),
    /// To remove the app from the workspace: every token of it dies.
    Uninstall,
}

/// Why an API call gave nothing.
pub(crate) struct ApiFailure {
    /// What it says of the token; nothing when the provider was not reached.
    pub(crate) refusal: Option<ApiRefusal>,
    pub(crate) problem: ProviderProblem,
    /// Whether a dead token is told by a code that means nothing else.
    pub(crate) is_beyond_doubt: bool,
}

impl ApiFailure {
    /// One that says nothing of the token.
    const fn silent(problem: ProviderProblem) -> Self {
        Self { refusal: None, problem, is_beyond_doubt: false }
    }
}

impl Call<'_> {
    /// Sends the call, once. An answer that repeats the token is none.
    pub(crate) async fn send(
        self,
        http: &Http,
        api_base: &Endpoint,
        token: &AccessToken,
        within: Duration,
    ) -> Result<Answer, HttpError> {
        let request = with_token(self.request(api_base), token)?;
        let mut answer = match self {
            Self::Read(_) => http.send_for(api_base, request, within, MAX_READ).await,
            Self::Me | Self::Figure(_) | Self::Uninstall => http.send(api_base, request, within).await,
        }?;
        if repeats(&mut answer, &Arc::new(SentSecrets::of([token.expose()]))).await {
            Err(HttpError::Repeats)
        } else {
            Ok(answer)
        }
    }

    fn request(self, api_base: &Endpoint) -> Request {
        match self {
            Self::Me => question(&ME, api_base),
            Self::Figure(figure) => question(&figure.question(), api_base),
            Self::Read(path) => Request::new(Method::GET, path.on(api_base)),
            Self::Uninstall => Request::new(Method::POST, api_base.join("/auth/uninstall").url().clone()),
        }
    }
}

fn question(question: &Question, api_base: &Endpoint) -> Request {
    let mut url = api_base.join(question.path).url().clone();
    url.set_query(question.query);
    let mut request = Request::new(Method::GET, url);
    if let Some(body) = question.body {
        *request.method_mut() = Method::POST;
        let json = header::HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::CONTENT_TYPE, json);
        *request.body_mut() = Some(body.into());
    }
    request
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

/// How long to wait before the next try; `None` where another one would bring the same.
pub(crate) fn pause_after(answer: &Result<Answer, HttpError>, tries: u32) -> Option<Duration> {
    let short = Duration::from_millis(200 << tries);
    match answer {
        // Where nobody tells when the window ends, it is over after a whole one.
        Ok(Answer { status: 429, pause, .. }) => Some(pause.map_or(WINDOW, Duration::from_secs).max(short)),
        Ok(Answer { status: 500.., pause, .. }) => {
            Some(short.max(Duration::from_secs(pause.unwrap_or_default())))
        }
        Err(error) if *error == HttpError::Broken || error.is_way_blocked_for_now() => Some(short),
        _ => None,
    }
}

/// Whether the provider, or what is known of its limits, has no room for it now: of the account that says nothing.
pub(crate) const fn is_over_limit(answer: &Result<Answer, HttpError>) -> bool {
    matches!(answer, Ok(Answer { status: 429, .. }) | Err(HttpError::HeldBack(_)))
}

/// Reads an answer to [`Call::Me`].
pub(crate) fn read_me(answer: Result<Answer, HttpError>, api_base: &Endpoint) -> Result<Me, ApiFailure> {
    let answer = accept(answer, api_base)?;
    Me::read(&answer.body).map_err(|_| no_sense(api_base, Unreadable::of_body(&answer.body)))
}

/// Reads an answer to [`Call::Figure`].
pub(crate) fn read_figure(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    figure: Figure,
) -> Result<u32, ApiFailure> {
    let answer = accept(answer, api_base)?;
    figure.read(&answer.body).map_err(|error| {
        let why = match error {
            FigureError::NoObject => Unreadable::of_body(&answer.body),
            error => Unreadable::Figure(error),
        };
        no_sense(api_base, why)
    })
}

/// What came of asking for an uninstall.
pub(crate) enum Uninstalled {
    /// The app was removed from the workspace.
    Removed,
    /// The token was dead before, so nothing was asked for: of the app that says nothing.
    AlreadyRefused(ProviderProblem),
    /// It was asked for, and no answer tells what came of it: it was lost, or says nothing.
    Unheard(ProviderProblem),
}

/// Reads an answer to [`Call::Uninstall`].
pub(crate) fn read_uninstall(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
) -> Result<Uninstalled, ApiFailure> {
    let host = api_base.host();
    let answer = match answer {
        Err(error) if error.is_after_sending() => return Ok(Uninstalled::Unheard(error.problem(api_base))),
        Ok(answer) if answer.status == 401 => {
            let error = ProviderError::read(&answer.body);
            if error.refusal(answer.status).is_some() {
                // No permission is needed for it, so whatever code it names it is the token that is refused.
                let (refusal, code) = (ApiRefusal::Dead, error.code());
                return Ok(Uninstalled::AlreadyRefused(ProviderProblem::Refused { host, refusal, code }));
            }
            Ok(answer)
        }
        answer => answer,
    };
    let is_taken = answer.as_ref().is_ok_and(Answer::is_success);
    // A server in trouble may have done it before it got there.
    let is_in_trouble = answer.as_ref().is_ok_and(|answer| matches!(answer.status, 408 | 500..));
    match accept(answer, api_base) {
        Ok(answer) if says_done(&answer.body) => Ok(Uninstalled::Removed),
        // What Intercom answers is described nowhere: it may be a word of its own, or somebody else's page.
        Ok(_) => {
            let why = Unreadable::NoConfirmation;
            Ok(Uninstalled::Unheard(ProviderProblem::Unreadable { host, why, code: None }))
        }
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), problem, .. }) if is_taken => {
            Ok(Uninstalled::AlreadyRefused(problem))
        }
        Err(failure) if is_taken || is_in_trouble => Ok(Uninstalled::Unheard(failure.problem)),
        Err(failure) if failure.refusal == Some(ApiRefusal::NotAllowed) => {
            // No permission of the app's is needed for it, so none helps.
            let code = match &failure.problem {
                ProviderProblem::Refused { code, .. } => code.clone(),
                _ => None,
            };
            Err(ApiFailure { problem: ProviderProblem::MayNotUninstall { host, code }, ..failure })
        }
        Err(failure) => Err(failure),
    }
}

fn accept(answer: Result<Answer, HttpError>, endpoint: &Endpoint) -> Result<Answer, ApiFailure> {
    let answer = answer.map_err(|error| ApiFailure::silent(error.problem(endpoint)))?;
    let error = ProviderError::read(&answer.body);
    let is_taken = answer.is_success();
    if is_taken && !error.is_any() {
        return Ok(answer);
    }
    let (host, code) = (endpoint.host(), error.code());
    if let Some(problem) = trouble(&answer, endpoint, code.as_ref()) {
        return Err(ApiFailure::silent(problem));
    }
    let refusal = if is_taken { error.refusal_despite_success() } else { error.refusal(answer.status) };
    let is_beyond_doubt = refusal.is_some_and(|refusal| refusal.is_beyond_doubt(code.as_ref()));
    let why = if is_taken { Unreadable::Error } else { Unreadable::Status(answer.status) };
    let problem = match refusal {
        Some(refusal) => ProviderProblem::Refused { host, refusal, code },
        None => ProviderProblem::Unreadable { host, why, code },
    };
    Err(ApiFailure { refusal, problem, is_beyond_doubt })
}

fn no_sense(endpoint: &Endpoint, why: Unreadable) -> ApiFailure {
    ApiFailure::silent(ProviderProblem::Unreadable { host: endpoint.host(), why, code: None })
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::HeaderMap;

    use super::*;

    #[test]
    fn a_call_is_tried_again_after_the_told_pause_or_by_our_own_rule() {
        let answer = |status, pause| {
            let (body, version, headers) = (Vec::new().into(), Version::HTTP_11, HeaderMap::new());
            Ok(Answer { status, body, pause, headroom: None, resets_in: None, version, headers })
        };
        let millis = |millis| Some(Duration::from_millis(millis));
        for (answer, pause) in [
            (answer(429, None), Some(WINDOW)),
            (answer(429, Some(0)), millis(400)),
            (answer(429, Some(120)), millis(120_000)),
            (answer(503, None), millis(400)),
            (answer(503, Some(7)), millis(7_000)),
            (Err(HttpError::Broken), millis(400)),
            (Err(HttpError::Late(None)), None),
            (answer(200, Some(7)), None),
            (answer(404, None), None),
        ] {
            let told = answer.as_ref().map(|answer| (answer.status, answer.pause)).map_err(Clone::clone);
            assert_eq!(pause_after(&answer, 1), pause, "{told:?}");
        }
    }
}
