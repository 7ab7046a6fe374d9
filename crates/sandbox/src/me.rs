//! `GET /me`: the admin that a token acts as, and the workspace; and the app's own uninstall.
//!
//! Keys and their order are those of the example in Intercom's OpenAPI description 2.16
//! (`admin_with_app`) and of its OAuth guide, including `secure`, which the schema lacks.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{control::MeAnswer, errors::ErrorList, intercom::Listener, token::Grant};

/// `GET /me`
pub(crate) async fn me(State(at): State<Listener>, grant: Grant) -> Response {
    match at.intercom.switches().me {
        MeAnswer::Answer => Json(AdminWithApp::of(&grant)).into_response(),
        MeAnswer::Forbidden => ErrorList::new(
            StatusCode::UNAUTHORIZED,
            "token_unauthorized",
            "Not authorized to access resource",
        )
        .into_response(),
        MeAnswer::Error => ErrorList::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_error",
            "The sandbox was told to fail here",
        )
        .into_response(),
        MeAnswer::Empty => Json(serde_json::Map::new()).into_response(),
    }
}

/// `POST /auth/uninstall`: removes the app from the token's workspace. Which body Intercom
/// answers is not documented; clients look at the status only.
pub(crate) async fn uninstall(State(at): State<Listener>, grant: Grant) -> StatusCode {
    at.intercom.uninstall(grant.workspace);
    StatusCode::OK
}

#[derive(Serialize)]
struct AdminWithApp {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'static str,
    email: &'static str,
    name: &'static str,
    email_verified: bool,
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
    /// Nullable in the schema; a picture would have to come from outside.
    image_url: Option<&'static str>,
}

impl AdminWithApp {
    fn of(grant: &Grant) -> Self {
        let (workspace, admin) = (grant.workspace, &grant.workspace.admin);
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
