//! The shapes of a registration that leave and enter the process.

use serde::{Deserialize, Serialize};
use switchhook_core::{ClientId, Figure, Region, RegistrationId, RegistrationKind, ReturnRoute, WorkspaceId};

/// A client registered at a provider (RFC 6749 §2), without its secret.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Registration {
    /// The registration's id on this computer.
    pub id: RegistrationId,
    /// The name that the person chose for the registration.
    pub name: String,
    /// Whether this is the person's own app or the sandbox.
    pub kind: RegistrationKind,
    /// The client id at the provider (RFC 6749 §2.2).
    pub client_id: ClientId,
    /// The redirect URI (RFC 6749 §3.1.2).
    pub redirect_uri: String,
    /// How answers return to Switchhook.
    pub return_route: ReturnRoute,
    /// The region whose consent page the browser opens.
    pub region: Region,
    /// The authorization endpoint in use; null for the sandbox, whose address changes.
    pub authorization_endpoint: Option<String>,
    /// The token endpoint in use; null for the sandbox.
    pub token_endpoint: Option<String>,
    /// The API address in use; null for the sandbox.
    pub api_base: Option<String>,
    /// The id of the only workspace that the registration may connect; null for any.
    pub workspace: Option<WorkspaceId>,
    /// When the person added the registration.
    pub created_at: String,
}

/// The values that a person enters in the Developer Hub for their own app.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppGuide {
    /// The redirect URL of each way back to Switchhook.
    pub redirect_uris: RedirectUris,
    /// The permissions that the person ticks.
    pub permissions: Vec<AppPermission>,
    /// The message to an administrator of a person who can't open the Developer Hub, by paragraph.
    pub request: Vec<String>,
}

/// The redirect URL that a new app gets, for each return route.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RedirectUris {
    /// The maintainers' bridge page; empty if there is none, and each person hosts their own.
    pub bridge: &'static str,
    /// An address at which this program can listen now.
    pub loopback: String,
    /// An address at which no page answers.
    pub paste: &'static str,
    /// The callback of this program's own scheme.
    pub direct: &'static str,
}

/// A permission's check box in the Developer Hub.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppPermission {
    /// The label of the check box.
    pub label: &'static str,
    /// The figures that need the permission; empty for the one that identifies an account.
    pub figures: Vec<Figure>,
}

/// The window's form for an app, without the client secret, which enters the process separately.
///
/// This is the only shape that enters the process.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppForm {
    /// The name that the person chose for the app.
    pub name: String,
    /// The client id, as the person typed it.
    pub client_id: String,
    /// The redirect URI, as the person typed it.
    pub redirect_uri: String,
    /// The region whose consent page the browser opens.
    pub region: Region,
    /// The id of the only workspace that the app may connect, as the person typed it; null for any.
    pub workspace: Option<String>,
}
