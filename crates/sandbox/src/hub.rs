//! The hub: a page on which a tester sees apps, tokens and requests, and flips every switch.
//!
//! What the Developer Hub is to the real one, and the hand on the switches that the real one has not. It does
//! what `/_control` does; its forms come from itself only (`guard.rs`).

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    middleware::from_fn,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{
    body, choices::Signed, control, guard, hub_page, intercom::Listener, parameters::Parameters,
    setting::Setting, switches::Switches, token::Principal, workspaces::workspace,
};

/// The page and its forms.
pub(crate) fn routes() -> Router<Listener> {
    let forms = Router::new()
        .route("/_hub/switch", post(switch))
        .route("/_hub/reset", post(reset))
        .route("/_hub/tokens", post(own_token))
        .route("/_hub/revoke/{token}", post(revoke))
        .route("/_hub/uninstall", post(uninstall))
        .layer(from_fn(guard::own_page));
    Router::new().route("/_hub", get(show)).merge(forms)
}

async fn show(State(at): State<Listener>) -> Response {
    hub_page::hub(&at, StatusCode::OK, None)
}

/// Sets the one switch that the form names; of check boxes every ticked one comes by that name.
async fn switch(State(at): State<Listener>, body: Body) -> Response {
    let form = match form(body).await {
        Ok(form) => form,
        Err(response) => return response,
    };
    let Some(name) = form.names().next().map(str::to_owned) else {
        return hub_page::trouble(&at, "The form named no switch.");
    };
    let value = json!(form.every(&name).collect::<Vec<_>>().join(","));
    match at.intercom.switch(|switches| switches.change([(&name, &value)])) {
        Ok(()) => back(&name),
        Err(unsettable) => hub_page::trouble(&at, &format!("{name}: {}.", unsettable.why)),
    }
}

async fn reset(State(at): State<Listener>) -> Response {
    at.intercom.switch(|switches| *switches = Switches::default());
    back("switches")
}

/// Shows a new token, once: as the Developer Hub shows an owner's.
async fn own_token(State(at): State<Listener>, body: Body) -> Response {
    match whose(&at, body).await {
        Ok(principal) => {
            let token = at.intercom.own_token(principal);
            hub_page::hub(&at, StatusCode::OK, Some(&hub_page::fresh_token(&at, &principal, &token)))
        }
        Err(response) => response,
    }
}

async fn revoke(State(at): State<Listener>, Path(token): Path<String>) -> Response {
    if at.intercom.revoke(&token) {
        back("tokens")
    } else {
        hub_page::trouble(&at, "There is no such token.")
    }
}

async fn uninstall(State(at): State<Listener>, body: Body) -> Response {
    match whose(&at, body).await {
        Ok(principal) => {
            control::remove(&at.intercom, &principal);
            back("tokens")
        }
        Err(response) => response,
    }
}

async fn form(body: Body) -> Result<Parameters, Response> {
    body::read(body).await.map(|bytes| Parameters::decode(&bytes)).map_err(IntoResponse::into_response)
}

/// The app, workspace and teammate that a form chose.
async fn whose(at: &Listener, body: Body) -> Result<Principal, Response> {
    let form = form(body).await?;
    let one = |name| form.one(name).ok().flatten().unwrap_or_default();
    let app = at.intercom.app(one("app"));
    let signed = Signed::read(&Value::from(one("teammate"))).unwrap_or(Signed::First);
    match (app, workspace(one("workspace"))) {
        (Some(app), Some(workspace)) => {
            Ok(Principal { app: app.number, workspace, teammate: workspace.signed_in(signed).0 })
        }
        _ => Err(hub_page::trouble(at, "There is no such app or workspace.")),
    }
}

/// 303, so that a reload repeats nothing.
fn back(place: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, format!("/_hub#{place}"))]).into_response()
}
