//! The sandbox's own interface for scripts: switches, apps, tokens, requests (`docs/sandbox.md`).
//!
//! Only the US listener has these routes. They refuse web pages (`guard.rs`).

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    middleware::from_fn,
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{choices::Signed, setting::Setting, switches::Unsettable};
use crate::{
    oauth::{apps::App, token::Principal},
    records::workspaces::{WORKSPACES, Workspace, workspace},
    server::{
        body,
        description::Description,
        errors::ErrorList,
        guard,
        intercom::{Intercom, Listener},
    },
};

/// Returns the routes below `/_control`, and `/_sandbox`.
pub(crate) fn routes() -> Router<Listener> {
    Router::new()
        .route("/_sandbox", get(describe))
        .route("/_control", get(read).post(set))
        .route("/_control/reset", post(reset))
        .route("/_control/apps", get(apps))
        .route("/_control/tokens", get(tokens).post(own_token))
        .route("/_control/regenerate", post(regenerate))
        .route("/_control/revoke", post(revoke))
        .route("/_control/uninstall", post(uninstall))
        .route("/_control/requests", get(requests))
        .layer(from_fn(guard::no_web_page))
}

/// Answers `GET /_sandbox` with the description.
async fn describe(State(at): State<Listener>) -> Json<Description> {
    Json((*at.description).clone())
}

/// Answers `GET /_control` with every switch.
async fn read(State(at): State<Listener>) -> Json<Map<String, Value>> {
    Json(at.intercom.switches().document())
}

/// Answers `POST /_control`: sets the named switches, all or none, and returns every switch.
async fn set(State(at): State<Listener>, body: Body) -> Result<Json<Map<String, Value>>, ErrorList> {
    let change: Map<String, Value> = body::json(&body::read(body).await?)?;
    let outcome = at.intercom.switch(|switches| switches.change(&change).map(|()| switches.document()));
    outcome.map(Json).map_err(|Unsettable { name, why }| {
        let error = ErrorList::invalid(why.to_string());
        name.map_or_else(|| error.clone(), |name| error.clone().field(name))
    })
}

/// Answers `POST /_control/reset`: sets every switch to its initial value.
async fn reset(State(at): State<Listener>) -> Json<Map<String, Value>> {
    Json(at.intercom.reset_switches().document())
}

/// Answers `GET /_control/apps` with the apps.
async fn apps(State(at): State<Listener>) -> Json<Value> {
    let switches = at.intercom.switches();
    let app = |app: &App| {
        json!({"name": app.name, "client_id": app.client_id, "client_secret": app.client_secret,
            "redirect_uris": app.redirect_uris, "missing_permissions": app.missing_now(&switches).value()})
    };
    Json(at.intercom.apps.iter().map(app).collect())
}

/// Answers `GET /_control/tokens` with the tokens of this run, by short names and never whole.
async fn tokens(State(at): State<Listener>) -> Json<Value> {
    let all = at.intercom.handed_out().into_iter().map(|(token, alive)| {
        let principal = token.grant.principal;
        json!({"token": token.name(), "app": at.intercom.apps[principal.app].name,
            "workspace": principal.workspace.id_code, "admin_id": principal.admin().id,
            "created_at": token.at, "by": if token.by_hub { "hub" } else { "consent" }, "alive": alive})
    });
    Json(all.collect())
}

/// The app, workspace and teammate that a request is about.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Target {
    workspace: String,
    #[serde(default)]
    client_id: Option<String>,
    #[serde(default)]
    teammate: Option<Value>,
}

/// Answers `POST /_control/tokens` with an owner's access token, which needs no consent.
///
/// Each request returns this token until it dies, as the Developer Hub does for an owner.
async fn own_token(State(at): State<Listener>, body: Body) -> Result<Json<Value>, ErrorList> {
    let target: Target = body::json(&body::read(body).await?)?;
    let principal = principal(&at.intercom, &target)?;
    Ok(Json(json!({"access_token": at.intercom.own_token(principal)})))
}

/// Answers `POST /_control/regenerate`: kills an owner's token and returns another one.
async fn regenerate(State(at): State<Listener>, body: Body) -> Result<Json<Value>, ErrorList> {
    let target: Target = body::json(&body::read(body).await?)?;
    let principal = principal(&at.intercom, &target)?;
    Ok(Json(json!({"access_token": at.intercom.regenerate(principal)})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    token: String,
}

/// Answers `POST /_control/revoke`: kills the token with the given name.
async fn revoke(State(at): State<Listener>, body: Body) -> Result<Json<Value>, ErrorList> {
    let named: Named = body::json(&body::read(body).await?)?;
    if at.intercom.revoke(&named.token) {
        Ok(Json(json!({"revoked": named.token})))
    } else {
        Err(ErrorList::invalid("This run handed out no token of that name").field("token"))
    }
}

/// Answers `POST /_control/uninstall`: removes the app from the workspace, as the owner would.
async fn uninstall(State(at): State<Listener>, body: Body) -> Result<Json<Value>, ErrorList> {
    let target: Target = body::json(&body::read(body).await?)?;
    let principal = principal(&at.intercom, &target)?;
    remove(&at.intercom, &principal);
    Ok(Json(json!({"uninstalled": principal.workspace.id_code})))
}

/// Removes an app from a workspace for every teammate; the switch `uninstall_kills` does not apply.
pub(crate) fn remove(intercom: &Intercom, principal: &Principal) {
    for teammate in 0..principal.workspace.teammates.len() {
        intercom.uninstall(&Principal { teammate, ..*principal });
    }
}

/// Answers `GET /_control/requests` with the last requests, newest first.
async fn requests(State(at): State<Listener>) -> Json<Value> {
    Json(json!(at.intercom.requests()))
}

fn principal(intercom: &Intercom, target: &Target) -> Result<Principal, ErrorList> {
    let app = match &target.client_id {
        None => &intercom.apps[0],
        Some(id) => {
            intercom.app(id).ok_or_else(|| ErrorList::invalid("There is no such app").field("client_id"))?
        }
    };
    let known = || WORKSPACES.each_ref().map(|each| each.id_code).join(", ");
    let workspace: &'static Workspace = workspace(&target.workspace).ok_or_else(|| {
        ErrorList::invalid(format!("There is no such workspace; there are {}", known())).field("workspace")
    })?;
    let signed = match &target.teammate {
        None => Signed::First,
        Some(given) => {
            Signed::read(given).map_err(|why| ErrorList::invalid(why.to_string()).field("teammate"))?
        }
    };
    Ok(Principal { app: app.number, workspace, teammate: workspace.signed_in(signed).0 })
}
