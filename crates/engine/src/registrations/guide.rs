//! The window's form for a registration, and its guide for a person who makes an app.

use switchhook_core::{ClientSecret, PASTE_REDIRECT_URI, Permission};

use super::edit::{RegistrationChange, WorkspaceChoice};
use super::manage::NewRegistration;
use crate::contract::{AppForm, AppGuide, AppPermission};

impl AppForm {
    /// Returns a new registration at Intercom's own addresses.
    pub fn with_secret(self, client_secret: ClientSecret) -> NewRegistration {
        NewRegistration {
            name: self.name,
            client_id: self.client_id,
            client_secret,
            redirect_uri: self.redirect_uri,
            region: self.region,
            authorization_endpoint: None,
            token_endpoint: None,
            api_base: None,
            workspace: self.workspace,
        }
    }
}

impl From<AppForm> for RegistrationChange {
    /// Changes all that the form shows. Addresses of the person's own and the client secret stay: the form
    /// holds neither.
    fn from(form: AppForm) -> Self {
        Self {
            name: Some(form.name),
            client_id: Some(form.client_id),
            redirect_uri: Some(form.redirect_uri),
            region: Some(form.region),
            workspace: Some(form.workspace.map_or(WorkspaceChoice::Any, WorkspaceChoice::Only)),
            ..Self::default()
        }
    }
}

/// Returns the redirect URI and the permissions that a person enters in the Developer Hub for a new app.
pub fn app_guide() -> AppGuide {
    let permissions = Permission::all()
        .into_iter()
        .map(|Permission { label, figures }| AppPermission { label, figures })
        .collect();
    AppGuide { redirect_uri: PASTE_REDIRECT_URI, permissions }
}
