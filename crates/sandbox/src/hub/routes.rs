//! The hub: a page that shows apps, tokens and requests, and sets every switch.
//!
//! The hub stands in for Intercom's Developer Hub and offers the functions of `/_control` to a person. The
//! routes accept only the hub's own forms (`guard.rs`).

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Map, Value, json};

use super::page;
use crate::{
    control::{choices::Signed, routes::remove, setting::Setting, switches::Unsettable},
    oauth::token::Principal,
    records::workspaces::workspace,
    server::{body, guard, intercom::Listener, parameters::Parameters},
};

/// Returns the routes of the page and its forms.
pub(crate) fn routes() -> Router<Listener> {
    let forms = Router::new()
        .route("/_hub/switch", post(switch))
        .route("/_hub/reset", post(reset))
        .route("/_hub/tokens", post(own_token))
        .route("/_hub/regenerate", post(regenerate))
        .route("/_hub/revoke", post(revoke))
        .route("/_hub/uninstall", post(uninstall))
        .layer(from_fn(guard::own_page));
    Router::new().route("/_hub", get(show)).merge(forms)
}

async fn show(State(at): State<Listener>) -> Response {
    page::hub(&at, StatusCode::OK, None)
}

/// Sets the switches that the form names. Every ticked check box of a switch comes under the switch's name.
async fn switch(State(at): State<Listener>, body: Body) -> Response {
    let form = match form(body).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let value = |name: &str| json!(form.every(name).collect::<Vec<_>>().join(","));
    let change: Map<String, Value> = form.names().map(|name| (name.to_owned(), value(name))).collect();
    let Some(name) = form.names().next() else {
        return page::refused(&at, "The form named no switch.");
    };
    match at.intercom.switch(|switches| switches.change(&change)) {
        Ok(()) => back(name),
        Err(Unsettable { name: of, why }) => page::refused(&at, &format!("{}: {why}.", of.unwrap_or(name))),
    }
}

async fn reset(State(at): State<Listener>) -> Response {
    at.intercom.reset_switches();
    back("switches")
}

/// Shows an owner's access token, as the Developer Hub does.
async fn own_token(State(at): State<Listener>, body: Body) -> Response {
    shown(&at, body, |principal| at.intercom.own_token(principal)).await
}

async fn regenerate(State(at): State<Listener>, body: Body) -> Response {
    shown(&at, body, |principal| at.intercom.regenerate(principal)).await
}

async fn shown(at: &Listener, body: Body, token: impl FnOnce(Principal) -> String) -> Response {
    match chosen(at, body).await {
        Ok(principal) => {
            let notice = page::own_token(at, &principal, &token(principal));
            page::hub(at, StatusCode::OK, Some(&notice))
        }
        Err(response) => response,
    }
}

async fn revoke(State(at): State<Listener>, body: Body) -> Response {
    match form(body).await {
        Ok(form) if at.intercom.revoke(form.one("token").ok().flatten().unwrap_or_default()) => {
            back("tokens")
        }
        Ok(_) => page::refused(&at, "This run handed out no token of that name."),
        Err(response) => response,
    }
}

async fn uninstall(State(at): State<Listener>, body: Body) -> Response {
    match chosen(&at, body).await {
        Ok(principal) => {
            remove(&at.intercom, &principal);
            back("tokens")
        }
        Err(response) => response,
    }
}

async fn form(body: Body) -> Result<Parameters, Response> {
    body::read(body).await.map(|bytes| Parameters::decode(&bytes)).map_err(IntoResponse::into_response)
}

/// Returns the app, workspace and teammate that a form chose.
async fn chosen(at: &Listener, body: Body) -> Result<Principal, Response> {
    let form = form(body).await?;
    let one = |name| form.one(name).ok().flatten().unwrap_or_default();
    let app = at.intercom.app(one("app"));
    let signed = Signed::read(&Value::from(one("teammate"))).unwrap_or(Signed::First);
    match (app, workspace(one("workspace"))) {
        (Some(app), Some(workspace)) => {
            Ok(Principal { app: app.number, workspace, teammate: workspace.signed_in(signed).0 })
        }
        _ => Err(page::refused(at, "The sandbox has no such app or workspace.")),
    }
}

/// Redirects to a place on the hub. Status 303 keeps a reload from repeating the form.
fn back(place: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/_hub#{place}"))]).into_response()
}
