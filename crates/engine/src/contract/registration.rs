//! A registration, as it leaves and enters the process.

use serde::{Deserialize, Serialize};
use switchhook_core::{ClientId, Figure, Region, RegistrationId, RegistrationKind, ReturnRoute, WorkspaceId};

/// A client registered at a provider. Its secret is not part of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Registration {
    /// Its id here.
    pub id: RegistrationId,
    /// The person's name for it.
    pub name: String,
    /// The person's own app, or the sandbox.
    pub kind: RegistrationKind,
    /// The public id at the provider.
    pub client_id: ClientId,
    /// Where answers come home.
    pub redirect_uri: String,
    /// How they come home.
    pub return_route: ReturnRoute,
    /// Where people consent.
    pub region: Region,
    /// In use; null for the sandbox, whose address changes.
    pub authorization_endpoint: Option<String>,
    /// In use; null for the sandbox.
    pub token_endpoint: Option<String>,
    /// In use; null for the sandbox.
    pub api_base: Option<String>,
    /// The id of the only workspace that it may connect.
    pub workspace: Option<WorkspaceId>,
    /// When it was added.
    pub created_at: String,
}

/// What a person is told who makes an app in the Developer Hub.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppGuide {
    /// The redirect URL for who hosts nothing.
    pub redirect_uri: &'static str,
    /// What is to be ticked there.
    pub permissions: Vec<AppPermission>,
}

/// A check box of the Developer Hub.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppPermission {
    /// As it is labelled there.
    pub label: &'static str,
    /// What stays empty without it; nothing for the one that tells whose an account is.
    pub figures: Vec<Figure>,
}

/// An app as the window's form gives it; its secret comes beside it. The one shape that enters the process.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppForm {
    /// The person's name for it.
    pub name: String,
    /// The public id at the provider, as it was typed.
    pub client_id: String,
    /// Where answers come home.
    pub redirect_uri: String,
    /// Where people consent.
    pub region: Region,
    /// The id of the only workspace that it may connect, as it was typed.
    pub workspace: Option<String>,
}
