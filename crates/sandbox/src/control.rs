//! The switches: every answer that Intercom leaves open, or that a test needs to go wrong.
//!
//! `GET /_control` reads them, `POST /_control` sets those it names and answers all. On the US
//! listener only, and never to a web page (`guard.rs`). They begin anew with each start.

use axum::{Json, body::Body, extract::State};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    body,
    errors::ErrorList,
    intercom::Listener,
    workspaces::{WORKSPACES, Workspace, workspace},
};

/// An answer may be held back this long at most.
const MAX_LATENCY_MS: u64 = 60_000;

/// How the sandbox behaves now.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Switches {
    /// Whether the consent page offers a choice. Intercom's own page is not documented here.
    pub(crate) chooser: bool,
    /// The workspace that the pretend browser session is signed in to.
    #[serde(serialize_with = "id_code")]
    pub(crate) session: &'static Workspace,
    pub(crate) denial: Denial,
    pub(crate) token: TokenAnswer,
    pub(crate) me: MeAnswer,
    pub(crate) latency_ms: u64,
}

/// What "Cancel" on the consent page does; Intercom does not document it.
#[derive(Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Denial {
    /// Redirect with `error=access_denied` (RFC 6749 section 4.1.2.1).
    AccessDenied,
    /// Show a page and never redirect.
    Page,
    /// Redirect with neither code nor error.
    Bare,
}

/// How the token endpoint answers.
#[derive(Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TokenAnswer {
    Answer,
    /// 401 "Unauthorized Code" to a good code too.
    Refuse,
    /// 200 with HTML.
    Unreadable,
    /// 500 with HTML.
    Error,
}

/// How `/me` answers.
#[derive(Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeAnswer {
    Answer,
    /// 401 `token_unauthorized`, as without the permission "Read one admin".
    Forbidden,
    /// 500.
    Error,
    /// An object without any field.
    Empty,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            chooser: false,
            session: &WORKSPACES[0],
            denial: Denial::AccessDenied,
            token: TokenAnswer::Answer,
            me: MeAnswer::Answer,
            latency_ms: 0,
        }
    }
}

/// The switches to set; the others stay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    chooser: Option<bool>,
    session: Option<String>,
    denial: Option<Denial>,
    token: Option<TokenAnswer>,
    me: Option<MeAnswer>,
    latency_ms: Option<u64>,
}

/// `GET /_control`
pub(crate) async fn read(State(at): State<Listener>) -> Json<Switches> {
    Json(at.intercom.switches())
}

/// `POST /_control`: all or nothing.
pub(crate) async fn set(State(at): State<Listener>, body: Body) -> Result<Json<Switches>, ErrorList> {
    let change: Change = body::json(&body::read(body).await?)?;
    let session = match &change.session {
        None => None,
        Some(id) => Some(workspace(id).ok_or_else(|| {
            let known = WORKSPACES.each_ref().map(|each| each.id_code).join(", ");
            ErrorList::invalid(format!("No such workspace; there are {known}")).field("session")
        })?),
    };
    if change.latency_ms.is_some_and(|wanted| wanted > MAX_LATENCY_MS) {
        let message = format!("At most {MAX_LATENCY_MS} milliseconds");
        return Err(ErrorList::invalid(message).field("latency_ms"));
    }
    Ok(Json(at.intercom.switch(|switches| {
        *switches = Switches {
            chooser: change.chooser.unwrap_or(switches.chooser),
            session: session.unwrap_or(switches.session),
            denial: change.denial.unwrap_or(switches.denial),
            token: change.token.unwrap_or(switches.token),
            me: change.me.unwrap_or(switches.me),
            latency_ms: change.latency_ms.unwrap_or(switches.latency_ms),
        };
    })))
}

fn id_code<S: Serializer>(workspace: &Workspace, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(workspace.id_code)
}
