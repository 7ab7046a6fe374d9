//! The form of the window, and what it tells a person who makes an app.

use switchhook_core::{ClientSecret, PASTE_REDIRECT_URI, Permission};

use super::edit::{RegistrationChange, WorkspaceChoice};
use super::manage::NewRegistration;
use crate::contract::{AppForm, AppGuide, AppPermission};

impl AppForm {
    /// A new registration at Intercom's own addresses.
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
    /// A form shows all that it can change, so all of it is taken; addresses of the person's own stay.
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

/// What a person is told who makes an app in the Developer Hub.
pub fn app_guide() -> AppGuide {
    let permissions = Permission::all()
        .into_iter()
        .map(|Permission { label, figures }| AppPermission { label, figures })
        .collect();
    AppGuide { redirect_uri: PASTE_REDIRECT_URI, permissions }
}
