//! The authorization endpoint (RFC 6749 section 3.1): shows the consent page and takes the decision.
//!
//! A wrong client or redirect URI gets an error page and never a redirect (section 4.1.2.1). The endpoint
//! ignores `response_type` and unknown parameters, as Intercom does. The switch `scope` decides about `scope`.

use axum::{
    body::Body,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    apps::App,
    consent_page::{self, Offer},
    redirect,
    token::Principal,
};
use crate::{
    control::{
        choices::{CodeChallenge, ConsentHost, Denial, InstallPermission, Scope, StateEcho},
        session::Session,
        switches::Switches,
    },
    records::workspaces::{Workspace, served_by},
    server::{
        body,
        intercom::Listener,
        parameters::{Doubled, Parameters},
    },
};

/// The number of characters that a cut `state` keeps. RFC 6749 sets no limit.
const CUT: usize = 64;

/// Answers `GET /oauth` with the consent page.
pub(crate) async fn show(State(at): State<Listener>, RawQuery(query): RawQuery) -> Response {
    let request = match AuthorizationRequest::read(&at, query) {
        Ok(request) => request,
        Err(refusal) => return refusal.into_response(),
    };
    let switches = at.intercom.switches();
    let Some(workspace) = offered(&at, &switches) else {
        return Refusal::NotHere(switches.session.0).into_response();
    };
    let principal = signed_in(request.app, workspace, &switches);
    let choice = if switches.chooser { found(&at, &switches).collect() } else { Vec::new() };
    let missing = request.app.missing_now(&switches);
    consent_page::consent(&Offer {
        app: &request.app.name,
        principal,
        choice,
        signed: switches.teammate,
        missing,
        may_install: switches.install_permission == InstallPermission::Granted,
        returns_to: &request.redirect_uri,
    })
}

/// Answers `POST /oauth`: takes the decision and sends the browser to the app.
pub(crate) async fn decide(
    State(at): State<Listener>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = match body::read(body).await {
        Ok(bytes) => Parameters::decode(&bytes),
        Err(error) => return error.into_response(),
    };
    let request = match AuthorizationRequest::read(&at, query) {
        Ok(request) => request,
        Err(refusal) => return refusal.into_response(),
    };
    let switches = at.intercom.switches();
    let by_page = takes_html(&headers) && !redirect::leads_to_a_page(&request.redirect_uri);
    match Decision::read(&at, &form) {
        Ok(Decision::Authorize(_)) if switches.install_permission == InstallPermission::Missing => {
            consent_page::requested()
        }
        Ok(Decision::Authorize(workspace)) => {
            // A workspace that this host offers by itself needs no other session.
            if offered(&at, &switches) != Some(workspace) {
                at.intercom.switch(|switches| switches.session = Session(workspace));
            }
            let principal = signed_in(request.app, workspace, &switches);
            let code = at.intercom.consent(principal, request.challenge.clone());
            request.answer(&[("code", &code)], switches.state).sent(by_page)
        }
        Ok(Decision::Cancel) => match switches.denial {
            Denial::AccessDenied => {
                request.answer(&[("error", "access_denied")], switches.state).sent(by_page)
            }
            Denial::Described => {
                let description = "The teammate did not authorize the app";
                let denied = [("error", "access_denied"), ("error_description", description)];
                request.answer(&denied, switches.state).sent(by_page)
            }
            Denial::Bare => request.answer(&[], switches.state).sent(by_page),
            Denial::Page => consent_page::cancelled(),
        },
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether the client is a browser that shows what it gets. A program without one reads `Location`.
fn takes_html(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.contains("text/html"))
}

/// Returns the workspaces that this host's page finds.
fn found(at: &Listener, switches: &Switches) -> impl Iterator<Item = &'static Workspace> {
    let (here, own_only) = (at.region, switches.consent_host == ConsentHost::OwnRegion);
    served_by(here).filter(move |workspace| !own_only || workspace.region == here)
}

/// Returns the workspace that this host offers to the browser's session.
///
/// The session's own workspace comes first. If the host does not find that workspace, it offers the first one
/// that it finds. Under the switch value `own_region` it offers none then.
fn offered(at: &Listener, switches: &Switches) -> Option<&'static Workspace> {
    let own = found(at, switches).find(|workspace| *workspace == switches.session.0);
    let other = (switches.consent_host == ConsentHost::Anywhere).then(|| found(at, switches).next());
    own.or_else(|| other.flatten())
}

/// Returns the principal of a consent in `workspace`.
fn signed_in(app: &App, workspace: &'static Workspace, switches: &Switches) -> Principal {
    Principal { app: app.number, workspace, teammate: workspace.signed_in(switches.teammate).0 }
}

/// An authorization request that a redirect may answer.
struct AuthorizationRequest<'a> {
    app: &'a App,
    redirect_uri: String,
    state: Option<String>,
    challenge: Option<String>,
}

impl<'a> AuthorizationRequest<'a> {
    fn read(at: &'a Listener, query: Option<String>) -> Result<Self, Refusal> {
        let parameters = Parameters::decode(query.unwrap_or_default().as_bytes());
        let switches = at.intercom.switches();
        let client_id = parameters.one("client_id")?.unwrap_or_default();
        let redirect_uri = parameters.one("redirect_uri")?;
        let state = parameters.one("state")?.map(str::to_owned);
        let app = at.intercom.app(client_id).ok_or_else(|| Refusal::UnknownClient(client_id.to_owned()))?;
        let redirect_uri = app
            .redirect_uri(redirect_uri, switches.redirect_uris)
            .ok_or_else(|| Refusal::UnregisteredRedirect(redirect_uri.unwrap_or_default().to_owned()))?;
        let scope = parameters.one("scope")?.unwrap_or_default();
        if switches.scope == Scope::Refused && !scope.is_empty() {
            return Err(Refusal::Unwanted("scope"));
        }
        let challenge = match (switches.code_challenge, parameters.one("code_challenge")?) {
            (CodeChallenge::Ignored, _) | (_, None) => None,
            // RFC 7636 section 4.4.1: the server refuses an unsupported method before it issues a code.
            (CodeChallenge::Honoured, Some(_))
                if parameters.one("code_challenge_method")? != Some("S256") =>
            {
                return Err(Refusal::Unwanted("code_challenge_method"));
            }
            (CodeChallenge::Honoured, Some(challenge)) => Some(challenge.to_owned()),
            (CodeChallenge::Refused, Some(_)) => return Err(Refusal::Unwanted("code_challenge")),
        };
        Ok(Self { app, redirect_uri, state, challenge })
    }

    /// Returns the answer to the app: `outcome` and the `state`, changed as `echo` says.
    fn answer(&self, outcome: &[(&str, &str)], echo: StateEcho) -> Answer<'a> {
        let state = self.state.as_deref().and_then(|state| match echo {
            StateEcho::Whole => Some(state),
            StateEcho::Cut => {
                state.char_indices().nth(CUT).map_or(Some(state), |(end, _)| Some(&state[..end]))
            }
            StateEcho::Dropped => None,
        });
        let state = state.map(|state| ("state", state));
        let parameters: Vec<_> = outcome.iter().copied().chain(state).collect();
        let granted = outcome.iter().any(|(name, _)| *name == "code");
        let location = redirect::location(&self.redirect_uri, &parameters);
        Answer { app: &self.app.name, granted, location }
    }
}

/// The answer that the browser takes to the app.
struct Answer<'a> {
    /// The name of the app.
    app: &'a str,
    /// Whether the answer holds a code.
    granted: bool,
    location: String,
}

impl Answer<'_> {
    /// Sends the browser to the app: by a page that does so, or by a redirect.
    ///
    /// A link that opens a program replaces no page. A redirect there would leave the consent page in its tab, with
    /// buttons that still work. Status 303 makes the browser use GET (RFC 9700 section 4.12).
    fn sent(&self, by_page: bool) -> Response {
        if by_page {
            return consent_page::answered(self.app, self.granted, &self.location);
        }
        let headers = [
            (header::LOCATION, self.location.as_str()),
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
        let switches = at.intercom.switches();
        match form.one("decision")? {
            Some("cancel") => Ok(Self::Cancel),
            Some("authorize") => match form.one("workspace")? {
                None => {
                    offered(at, &switches).map(Self::Authorize).ok_or(Refusal::NotHere(switches.session.0))
                }
                Some(id) => found(at, &switches)
                    .find(|workspace| workspace.id_code == id)
                    .map(Self::Authorize)
                    .ok_or_else(|| Refusal::UnknownWorkspace(id.to_owned())),
            },
            _ => Err(Refusal::NoDecision),
        }
    }
}

/// The reason for a page instead of a redirect.
enum Refusal {
    Doubled(&'static str),
    UnknownClient(String),
    UnregisteredRedirect(String),
    Unwanted(&'static str),
    UnknownWorkspace(String),
    /// The session's workspace lives in another region.
    NotHere(&'static Workspace),
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
            Self::Doubled(name) => {
                ("The app sent a parameter twice", "The app may send this parameter only once:", *name)
            }
            Self::UnknownClient(id) => {
                ("Unknown app", "This sandbox has no app with the client ID", id.as_str())
            }
            Self::UnregisteredRedirect(uri) => {
                ("Unregistered redirect URL", "The app has not registered the redirect URL", uri.as_str())
            }
            Self::Unwanted(name) => {
                ("Unsupported parameter", "This sandbox refuses the parameter that the app sent:", *name)
            }
            Self::UnknownWorkspace(id) => ("Unknown workspace", "This region has no workspace", id.as_str()),
            Self::NotHere(workspace) => (
                "Your workspace is in another region",
                "Sign in on the page of the region",
                workspace.region.name(),
            ),
            Self::NoDecision => (
                "No decision",
                "The browser sent neither “authorize” nor “cancel”. Go back and choose one.",
                "",
            ),
        };
        consent_page::refused(title, text, value)
    }
}
