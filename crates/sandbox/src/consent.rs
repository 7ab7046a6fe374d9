//! The authorization endpoint (RFC 6749 section 3.1): shows the consent page, takes the decision.
//!
//! Whatever is wrong with the client or the redirect URI is said on a page and never redirected
//! (section 4.1.2.1). `response_type`, `scope` and unknown parameters are ignored, as Intercom does.

use axum::{
    body::Body,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    body,
    consent_page::{self, Offer},
    control::{Denial, Switches},
    intercom::Listener,
    parameters::{Doubled, Parameters},
    redirect,
    workspaces::{Workspace, served_by},
};

/// `GET /oauth`: the consent page.
pub(crate) async fn show(State(at): State<Listener>, RawQuery(query): RawQuery) -> Response {
    if let Err(refusal) = AuthorizationRequest::read(&at, query) {
        return refusal.into_response();
    }
    let switches = at.intercom.switches();
    let workspace = offered(&at, &switches);
    let choice = if switches.chooser { served_by(at.region).collect() } else { Vec::new() };
    consent_page::consent(&Offer { workspace, choice })
}

/// `POST /oauth`: the decision, and the way home with it.
pub(crate) async fn decide(State(at): State<Listener>, RawQuery(query): RawQuery, body: Body) -> Response {
    let form = match body::read(body).await {
        Ok(bytes) => Parameters::decode(&bytes),
        Err(error) => return error.into_response(),
    };
    let request = match AuthorizationRequest::read(&at, query) {
        Ok(request) => request,
        Err(refusal) => return refusal.into_response(),
    };
    match Decision::read(&at, &form) {
        Ok(Decision::Authorize(workspace)) => {
            at.intercom.switch(|switches| {
                if *workspace != *offered(&at, switches) {
                    switches.session = workspace;
                }
            });
            request.answer(Some(("code", &at.intercom.consent(workspace))))
        }
        Ok(Decision::Cancel) => match at.intercom.switches().denial {
            Denial::AccessDenied => request.answer(Some(("error", "access_denied"))),
            Denial::Bare => request.answer(None),
            Denial::Page => consent_page::cancelled(),
        },
        Err(refusal) => refusal.into_response(),
    }
}

/// The workspace that a browser signed in as the session is would be offered: its own where this
/// host serves it, else the first of this host's region.
fn offered(at: &Listener, switches: &Switches) -> &'static Workspace {
    let session = Some(switches.session).filter(|session| at.region.serves(session.region));
    session.or_else(|| served_by(at.region).next()).unwrap_or(switches.session)
}

/// A request that may be answered by a redirect.
struct AuthorizationRequest {
    redirect_uri: String,
    state: Option<String>,
}

impl AuthorizationRequest {
    fn read(at: &Listener, query: Option<String>) -> Result<Self, Refusal> {
        let parameters = Parameters::decode(query.unwrap_or_default().as_bytes());
        let client_id = parameters.one("client_id")?;
        let redirect_uri = parameters.one("redirect_uri")?;
        let state = parameters.one("state")?.map(str::to_owned);
        let registration = &at.intercom.registration;
        if client_id != Some(registration.client_id.as_str()) {
            return Err(Refusal::UnknownClient(client_id.unwrap_or_default().to_owned()));
        }
        let redirect_uri = registration
            .redirect_uri(redirect_uri)
            .ok_or_else(|| Refusal::UnregisteredRedirect(redirect_uri.unwrap_or_default().to_owned()))?;
        Ok(Self { redirect_uri, state })
    }

    /// 303, so that the browser comes by GET (RFC 9700 section 4.12), with the state as it was given.
    fn answer(&self, outcome: Option<(&str, &str)>) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let parameters: Vec<_> = outcome.into_iter().chain(state).collect();
        let location = redirect::location(&self.redirect_uri, &parameters);
        let headers = [
            (header::LOCATION, location.as_str()),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
        ];
        (StatusCode::SEE_OTHER, headers).into_response()
    }
}

enum Decision {
    Authorize(&'static Workspace),
    Cancel,
}

impl Decision {
    fn read(at: &Listener, form: &Parameters) -> Result<Self, Refusal> {
        match form.one("decision")? {
            Some("cancel") => Ok(Self::Cancel),
            Some("authorize") => match form.one("workspace")? {
                None => Ok(Self::Authorize(offered(at, &at.intercom.switches()))),
                Some(id) => served_by(at.region)
                    .find(|workspace| workspace.id_code == id)
                    .map(Self::Authorize)
                    .ok_or_else(|| Refusal::UnknownWorkspace(id.to_owned())),
            },
            _ => Err(Refusal::NoDecision),
        }
    }
}

/// Why there is no redirect.
enum Refusal {
    Doubled(&'static str),
    UnknownClient(String),
    UnregisteredRedirect(String),
    UnknownWorkspace(String),
    NoDecision,
}

impl From<Doubled> for Refusal {
    fn from(Doubled(name): Doubled) -> Self {
        Self::Doubled(name)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (title, text, value) = match &self {
            Self::Doubled(name) => ("A parameter was sent twice", "Each may be sent once only:", *name),
            Self::UnknownClient(id) => {
                ("This app is not known here", "No app has the client ID", id.as_str())
            }
            Self::UnregisteredRedirect(uri) => {
                ("This redirect URL is not registered", "The app may not be answered at", uri.as_str())
            }
            Self::UnknownWorkspace(id) => {
                ("This workspace is not known here", "This region has no workspace", id.as_str())
            }
            Self::NoDecision => ("Nothing was decided", "Neither “authorize” nor “cancel” was sent.", ""),
        };
        consent_page::refused(title, text, value)
    }
}
