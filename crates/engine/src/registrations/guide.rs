//! The window's form for a registration, and its guide for a person who makes an app.

use switchhook_core::{
    Channel, ClientSecret, LOOPBACK_PORTS, MAINTAINERS_BRIDGE, PASTE_REDIRECT_URI, Permission,
};

use super::edit::{RegistrationChange, WorkspaceChoice};
use super::manage::NewRegistration;
use crate::contract::{AppForm, AppGuide, AppPermission, RedirectUris};
use crate::host::free_port::free_port;

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

/// Returns the redirect URIs and the permissions that a person enters in the Developer Hub for a new app.
pub fn app_guide() -> AppGuide {
    let permissions: Vec<AppPermission> = Permission::all()
        .into_iter()
        .map(|Permission { label, figures }| AppPermission { label, figures })
        .collect();
    let request = request(&permissions);
    AppGuide { redirect_uris: redirect_uris(), permissions, request }
}

fn redirect_uris() -> RedirectUris {
    // A person may free the first port later, so a guide without a free port names that one.
    let port = free_port(LOOPBACK_PORTS).unwrap_or(*LOOPBACK_PORTS.start());
    RedirectUris {
        bridge: MAINTAINERS_BRIDGE,
        loopback: format!("http://localhost:{port}/callback"),
        paste: PASTE_REDIRECT_URI,
        direct: Channel::current().callback(),
    }
}

/// Returns the message to an administrator by paragraph. It asks for no token.
fn request(permissions: &[AppPermission]) -> Vec<String> {
    let labels: Vec<&str> = permissions.iter().map(|permission| permission.label).collect();
    let labels = match labels.as_slice() {
        [first @ .., second_last, last] if !first.is_empty() => {
            format!("{}, {second_last}, and {last}", first.join(", "))
        }
        few => few.join(" and "),
    };
    [
        "Hello,",
        "I’d like to connect our Intercom workspace to Switchhook, a program on my computer. Please do one of two things:",
        "1. Give me the permission “Can install, configure and delete apps”, and access to the Developer Hub. Then I make the app myself.",
        &format!(
            "2. Or make an app for me: Developer Hub › Your apps › New app, with our workspace. Under Configure › Authentication › Edit, tick {labels}. Then let me open this app in the Developer Hub."
        ),
        "Please never send a token by chat or mail. I’ll take what I need from the Developer Hub myself.",
    ]
    .map(Into::into)
    .into()
}

#[cfg(test)]
mod tests {
    use switchhook_core::{RedirectUri, ReturnRoute};

    use super::*;

    #[test]
    fn each_way_back_gets_a_redirect_uri_of_its_route() {
        let RedirectUris { bridge, loopback, paste, direct } = app_guide().redirect_uris;
        let channel = Channel::current();
        let route = |text: &str| ReturnRoute::of(&RedirectUri::new(text, channel).expect(text), channel);
        assert_eq!(route(&loopback), ReturnRoute::Loopback);
        assert_eq!((route(paste), route(direct)), (ReturnRoute::Paste, ReturnRoute::Direct));
        assert_eq!(bridge, MAINTAINERS_BRIDGE);
    }

    #[test]
    fn request_asks_for_one_of_two_things() {
        let guide = app_guide();
        assert_eq!(guide.request.len(), 5);
        assert!(
            guide.request[2]
                .starts_with("1. Give me the permission “Can install, configure and delete apps”")
        );
        assert!(guide.request[3].starts_with("2. Or make an app for me:"));
        for AppPermission { label, .. } in &guide.permissions {
            assert!(guide.request[3].contains(label), "{label}");
        }
        let last = guide.permissions.last().expect("a permission").label;
        assert!(guide.request[3].contains(&format!(", and {last}. Then")), "{}", guide.request[3]);
    }

    #[test]
    fn request_names_a_token_only_to_say_that_nobody_may_send_one() {
        let message = app_guide().request.join(" ");
        let naming: Vec<&str> = message
            .split(['.', ':'])
            .map(str::trim)
            .filter(|words| words.to_lowercase().contains("token"))
            .collect();
        assert_eq!(naming, ["Please never send a token by chat or mail"]);
    }
}
