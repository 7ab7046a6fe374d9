//! `GET /me`: a token's admin and workspace. `POST /auth/uninstall`: the app's own uninstall.
//!
//! Keys and their order follow the example `admin_with_app` in Intercom's OpenAPI description 2.16 and Intercom's
//! OAuth guide. Both have `secure`, which the schema lacks.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

use crate::{control::choices::UninstallAnswer, oauth::token::Grant, server::intercom::Listener};

/// Answers `GET /me` with the token's admin and workspace.
pub(crate) async fn me(grant: Grant) -> Json<AdminWithApp> {
    Json(AdminWithApp::of(&grant))
}

/// Answers `POST /auth/uninstall`: removes the app from the token's workspace.
///
/// Intercom does not document the body of the answer. Clients look only at the status.
pub(crate) async fn uninstall(State(at): State<Listener>, grant: Grant) -> Response {
    at.intercom.uninstall(&grant.principal);
    match at.intercom.switches().uninstall {
        UninstallAnswer::Empty => StatusCode::OK.into_response(),
        UninstallAnswer::Json => Json(json!({"success": true})).into_response(),
        UninstallAnswer::NoContent => StatusCode::NO_CONTENT.into_response(),
    }
}

#[derive(Serialize)]
pub(crate) struct AdminWithApp {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'static str,
    email: &'static str,
    name: &'static str,
    email_verified: Option<bool>,
    app: App,
    avatar: Avatar,
    has_inbox_seat: bool,
}

#[derive(Serialize)]
struct App {
    #[serde(rename = "type")]
    kind: &'static str,
    id_code: &'static str,
    name: &'static str,
    created_at: u64,
    secure: bool,
    identity_verification: bool,
    timezone: &'static str,
    region: &'static str,
}

#[derive(Serialize)]
struct Avatar {
    #[serde(rename = "type")]
    kind: &'static str,
    /// Always null, as the schema permits: a picture would be a remote resource.
    image_url: Option<&'static str>,
}

impl AdminWithApp {
    fn of(grant: &Grant) -> Self {
        let (workspace, admin) = (grant.principal.workspace, grant.principal.admin());
        Self {
            kind: "admin",
            id: admin.id,
            email: admin.email,
            name: admin.name,
            email_verified: admin.email_verified,
            app: App {
                kind: "app",
                id_code: workspace.id_code,
                name: workspace.name,
                created_at: workspace.created_at,
                secure: true,
                identity_verification: true,
                timezone: workspace.timezone,
                region: workspace.region.name(),
            },
            avatar: Avatar { kind: "avatar", image_url: None },
            has_inbox_seat: true,
        }
    }
}
