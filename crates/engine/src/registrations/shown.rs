//! Registrations in the shape that leaves the process.

use switchhook_core::{Channel, RedirectUri, Region, ReturnRoute};

use crate::contract::Registration;
use crate::host::clock::rfc3339;
use crate::store::registrations::RegistrationRow;

/// Returns a row in the shape that leaves the process, without the secret. An unknown region reads as US.
pub(crate) fn registration(row: &RegistrationRow) -> Registration {
    Registration {
        id: row.id.clone(),
        name: row.name.clone(),
        kind: row.kind,
        client_id: row.client_id.clone(),
        redirect_uri: row.redirect_uri.clone(),
        return_route: route(&row.redirect_uri),
        region: row.region.parse().unwrap_or(Region::Us),
        authorization_endpoint: row.authorization_endpoint.clone(),
        token_endpoint: row.token_endpoint.clone(),
        api_base: row.api_base.clone(),
        workspace: row.workspace.clone(),
        created_at: rfc3339(row.created_at),
    }
}

/// Returns the route on which answers to a stored redirect URI come back. [`ReturnRoute::Bridge`] where the
/// URI can't be used.
pub(crate) fn route(redirect_uri: &str) -> ReturnRoute {
    let channel = Channel::current();
    RedirectUri::new(redirect_uri, channel).map_or(ReturnRoute::Bridge, |uri| ReturnRoute::of(&uri, channel))
}
