//! Requests to an account's API, and the meaning of their answers.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Body, Method, Request, header};
use switchhook_core::{
    AccessToken, ApiPath, ApiRefusal, Endpoint, Figure, FigureError, Me, ProviderError, ProviderProblem,
    Question, Search, SentSecrets, Unreadable, says_done,
};

use super::echo::repeats;
use super::failure::HttpError;
use super::http::{Answer, Http, server_problem};
use super::rate_limit::WINDOW;

/// The version of Intercom's API that Switchhook was written against.
const VERSION: &str = "2.16";
/// The most megabytes of an answer to [`Call::Read`] and [`Call::Search`].
const MAX_READ: u32 = 32;
/// Asks for the token's teammate and workspace.
const ME: Question = Question { path: "/me", query: None, body: None };

/// A request to an account's API.
#[derive(Clone, Copy)]
pub(crate) enum Call<'a> {
    /// Asks for the token's teammate and workspace.
    Me,
    /// Counts a kind of thing in the workspace.
    Figure(Figure),
    /// Searches records.
    Search(&'a Search),
    /// Reads a path that a person chose.
    Read(&'a ApiPath),
    /// Removes the app from the workspace. Every token of the app for that workspace dies.
    Uninstall,
}

/// Why an API call gave no result.
pub(crate) struct ApiFailure {
    /// How the provider refused the token. `None` where the failure says nothing of the token.
    pub(crate) refusal: Option<ApiRefusal>,
    /// The failure, as a person sees it.
    pub(crate) problem: ProviderProblem,
    /// Whether the provider named an error code that only dead tokens get.
    pub(crate) is_beyond_doubt: bool,
}

impl ApiFailure {
    /// Returns a failure that says nothing of the token.
    const fn silent(problem: ProviderProblem) -> Self {
        Self { refusal: None, problem, is_beyond_doubt: false }
    }
}

impl Call<'_> {
    /// Sends the call once and returns the answer, of any status.
    ///
    /// # Errors
    /// [`HttpError`] where no whole answer comes within `within`, where the token can't stand in a header,
    /// or where the answer repeats the token.
    pub(crate) async fn send(
        self,
        http: &Http,
        api_base: &Endpoint,
        token: &AccessToken,
        within: Duration,
    ) -> Result<Answer, HttpError> {
        let request = with_token(self.request(api_base), token)?;
        let mut answer = match self {
            // A page of conversations holds the texts with which they began.
            Self::Read(_) | Self::Search(_) => http.send_for(api_base, request, within, MAX_READ).await,
            Self::Me | Self::Figure(_) | Self::Uninstall => http.send(api_base, request, within).await,
        }?;
        if repeats(&mut answer, &Arc::new(SentSecrets::of([token.expose()]))).await {
            Err(HttpError::Repeats)
        } else {
            Ok(answer)
        }
    }

    /// Builds the request of this call, without the token.
    fn request(self, api_base: &Endpoint) -> Request {
        match self {
            Self::Me => question(&ME, api_base),
            Self::Figure(figure) => question(&figure.question(), api_base),
            Self::Search(Search { path, body }) => {
                with_body(Request::new(Method::POST, api_base.join(path).url().clone()), body.clone())
            }
            Self::Read(path) => Request::new(Method::GET, path.on(api_base)),
            Self::Uninstall => Request::new(Method::POST, api_base.join("/auth/uninstall").url().clone()),
        }
    }
}

/// Builds the request of a question: `GET`, or `POST` where the question has a JSON body.
fn question(question: &Question, api_base: &Endpoint) -> Request {
    let mut url = api_base.join(question.path).url().clone();
    url.set_query(question.query);
    match question.body {
        Some(body) => with_body(Request::new(Method::POST, url), body),
        None => Request::new(Method::GET, url),
    }
}

/// Adds a body in JSON to a request.
fn with_body(mut request: Request, body: impl Into<Body>) -> Request {
    let json = header::HeaderValue::from_static("application/json");
    request.headers_mut().insert(header::CONTENT_TYPE, json);
    *request.body_mut() = Some(body.into());
    request
}

/// Adds the bearer token, the API version and `Accept` to a request.
///
/// # Errors
/// [`HttpError::Broken`] where the token can't stand in a header.
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

/// Returns how long to wait at least before the next try. `None` where another try would not help.
///
/// Another try may help after status 429, or 500 and above. So it may after a connection that broke off, and
/// where a connection may be made later. `tries` counts the tries so far; each one doubles the shortest
/// wait.
pub(crate) fn pause_after(answer: &Result<Answer, HttpError>, tries: u32) -> Option<Duration> {
    let short = Duration::from_millis(200 << tries);
    match answer {
        // Without a stated end, the window of the limit is over after its whole length.
        Ok(Answer { status: 429, pause, .. }) => Some(pause.map_or(WINDOW, Duration::from_secs).max(short)),
        Ok(Answer { status: 500.., pause, .. }) => {
            Some(short.max(Duration::from_secs(pause.unwrap_or_default())))
        }
        Err(error) if *error == HttpError::Broken || error.may_connect_later() => Some(short),
        _ => None,
    }
}

/// Whether a rate limit stopped the call: by status 429, or before Switchhook sent it. That says nothing of
/// the account.
pub(crate) const fn is_over_limit(answer: &Result<Answer, HttpError>) -> bool {
    matches!(answer, Ok(Answer { status: 429, .. }) | Err(HttpError::HeldBack(_)))
}

/// Reads an answer to [`Call::Me`].
///
/// # Errors
/// [`ApiFailure`] where there is no answer, the provider refused or failed, or the body can't be read.
pub(crate) fn read_me(answer: Result<Answer, HttpError>, api_base: &Endpoint) -> Result<Me, ApiFailure> {
    let answer = accept(answer, api_base)?;
    Me::read(&answer.body).map_err(|_| unreadable(api_base, Unreadable::of_body(&answer.body)))
}

/// Returns the count in an answer to [`Call::Figure`].
///
/// # Errors
/// [`ApiFailure`] where there is no answer, the provider refused or failed, or the body holds no such count.
pub(crate) fn read_figure(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    figure: Figure,
) -> Result<u32, ApiFailure> {
    let answer = accept(answer, api_base)?;
    figure.read(&answer.body).map_err(|error| no_figure(error, &answer.body, api_base))
}

/// Reads an answer to [`Call::Search`] by `read`.
///
/// # Errors
/// [`ApiFailure`] where there is no answer, the provider refused or failed, or `read` can't read the body.
pub(crate) fn read_search<T>(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
    read: impl Fn(&[u8]) -> Result<T, FigureError>,
) -> Result<T, ApiFailure> {
    let answer = accept(answer, api_base)?;
    read(&answer.body).map_err(|error| no_figure(error, &answer.body, api_base))
}

/// Returns the failure of an answer that holds no figure.
fn no_figure(error: FigureError, body: &[u8], api_base: &Endpoint) -> ApiFailure {
    let why = match error {
        FigureError::NoObject => Unreadable::of_body(body),
        error => Unreadable::Figure(error),
    };
    unreadable(api_base, why)
}

/// How an uninstall ended.
pub(crate) enum Uninstalled {
    /// The provider confirmed that it removed the app from the workspace.
    Removed,
    /// The token was dead already, so the provider did nothing. That says nothing of the app.
    AlreadyRefused(ProviderProblem),
    /// Switchhook sent the request, and no answer confirms the removal: the answer was lost, or is unclear.
    Unconfirmed(ProviderProblem),
}

/// Returns how an uninstall ended, by the answer to [`Call::Uninstall`].
///
/// # Errors
/// [`ApiFailure`] where Switchhook never sent the request, or where the provider did not accept it.
pub(crate) fn read_uninstall(
    answer: Result<Answer, HttpError>,
    api_base: &Endpoint,
) -> Result<Uninstalled, ApiFailure> {
    let host = api_base.host();
    let answer = match answer {
        Err(error) if error.may_have_arrived() => {
            return Ok(Uninstalled::Unconfirmed(error.problem(api_base)));
        }
        Ok(answer) if answer.status == 401 => {
            let error = ProviderError::read(&answer.body);
            if error.refusal(answer.status).is_some() {
                // An uninstall needs no permission. So with a 401 the provider refuses the token itself, for
                // any code.
                let (refusal, code) = (ApiRefusal::Dead, error.code());
                return Ok(Uninstalled::AlreadyRefused(ProviderProblem::Refused { host, refusal, code }));
            }
            Ok(answer)
        }
        answer => answer,
    };
    let is_taken = answer.as_ref().is_ok_and(Answer::is_success);
    // A server may have removed the app before it failed.
    let may_be_done = answer.as_ref().is_ok_and(|answer| matches!(answer.status, 408 | 500..));
    match accept(answer, api_base) {
        Ok(answer) if says_done(&answer.body) => Ok(Uninstalled::Removed),
        // Intercom documents no answer. This may be an unknown confirmation, or a page of another server.
        Ok(_) => {
            let why = Unreadable::NoConfirmation;
            Ok(Uninstalled::Unconfirmed(ProviderProblem::Unreadable { host, why, code: None }))
        }
        Err(ApiFailure { refusal: Some(ApiRefusal::Dead), problem, .. }) if is_taken => {
            Ok(Uninstalled::AlreadyRefused(problem))
        }
        Err(failure) if is_taken || may_be_done => Ok(Uninstalled::Unconfirmed(failure.problem)),
        Err(failure) if failure.refusal == Some(ApiRefusal::NotAllowed) => {
            // An uninstall needs no permission of the app, so adding one does not help.
            let code = match &failure.problem {
                ProviderProblem::Refused { code, .. } => code.clone(),
                _ => None,
            };
            Err(ApiFailure { problem: ProviderProblem::MayNotUninstall { host, code }, ..failure })
        }
        Err(failure) => Err(failure),
    }
}

/// Returns an answer of status 2xx that holds no error.
///
/// # Errors
/// [`ApiFailure`] for everything else: no answer, a redirect, a rate limit, a failed server, a refusal, or
/// an error in an answer of status 2xx.
fn accept(answer: Result<Answer, HttpError>, endpoint: &Endpoint) -> Result<Answer, ApiFailure> {
    let answer = answer.map_err(|error| ApiFailure::silent(error.problem(endpoint)))?;
    let error = ProviderError::read(&answer.body);
    let is_taken = answer.is_success();
    if is_taken && !error.is_any() {
        return Ok(answer);
    }
    let (host, code) = (endpoint.host(), error.code());
    if let Some(problem) = server_problem(&answer, endpoint, code.as_ref()) {
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

/// Returns the failure of an answer that can't be read. It says nothing of the token.
fn unreadable(endpoint: &Endpoint, why: Unreadable) -> ApiFailure {
    ApiFailure::silent(ProviderProblem::Unreadable { host: endpoint.host(), why, code: None })
}

#[cfg(test)]
mod tests {
    use reqwest::Version;
    use reqwest::header::HeaderMap;

    use super::*;

    #[test]
    fn call_is_retried_after_stated_pause_or_default() {
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
            let shown = answer.as_ref().map(|answer| (answer.status, answer.pause)).map_err(Clone::clone);
            assert_eq!(pause_after(&answer, 1), pause, "{shown:?}");
        }
    }
}
