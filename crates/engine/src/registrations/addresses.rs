//! Ids and addresses of a registration, as a person enters them, checked.

use switchhook_core::{
    AddressError, Addresses, Channel, ClientId, Endpoint, Field, FieldFault, Pasted, Provider, RedirectUri,
    Region, RegistrationProblem, WorkspaceId, check_client_id, check_workspace, label,
};

/// Addresses that a person entered. `None` stands for Intercom's own.
#[derive(Default)]
pub(crate) struct AddressInput {
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) api_base: Option<String>,
}

/// Usable addresses, as text and parsed. Switchhook calls and shows an address as the person typed it, not
/// as a URL parser would write it.
pub(crate) struct CheckedAddresses {
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) api_base: String,
    pub(crate) parsed: Addresses,
}

impl AddressInput {
    /// Checks each address. Takes Intercom's own for the region in place of a missing one.
    ///
    /// # Errors
    /// [`RegistrationProblem::Unusable`] names the first bad field.
    /// [`RegistrationProblem::ReservedParameter`] where the authorization endpoint has a parameter that
    /// belongs to each attempt.
    pub(crate) fn checked(self, region: Region) -> Result<CheckedAddresses, RegistrationProblem> {
        let intercom = Provider::intercom(region).map_err(unusable(Field::Region))?;
        let given = |text: &Option<String>, field, check: fn(&str) -> Result<Endpoint, AddressError>, own| {
            text.as_deref().map_or(Ok(own), check).map_err(unusable(field))
        };
        let parsed = Addresses {
            authorization_endpoint: given(
                &self.authorization_endpoint,
                Field::AuthorizationEndpoint,
                Endpoint::new,
                intercom.authorization_endpoint,
            )?,
            token_endpoint: given(
                &self.token_endpoint,
                Field::TokenEndpoint,
                Endpoint::new,
                intercom.token_endpoint,
            )?,
            api_base: given(&self.api_base, Field::ApiBase, Endpoint::prefix, intercom.api_base)?,
        };
        // Switchhook never sends `scope` (AuthorizationRequest::url).
        let ours = ["response_type", "client_id", "redirect_uri", "state", "scope"];
        if parsed.authorization_endpoint.url().query_pairs().any(|(name, _)| ours.contains(&&*name)) {
            return Err(RegistrationProblem::ReservedParameter);
        }
        let kept =
            |typed: Option<String>, endpoint: &Endpoint| typed.unwrap_or_else(|| endpoint.as_str().into());
        Ok(CheckedAddresses {
            authorization_endpoint: kept(self.authorization_endpoint, &parsed.authorization_endpoint),
            token_endpoint: kept(self.token_endpoint, &parsed.token_endpoint),
            api_base: kept(self.api_base, &parsed.api_base),
            parsed,
        })
    }
}

/// Returns a client id exactly as typed.
///
/// # Errors
/// `usage` names the mistake in the text.
pub fn checked_client_id(text: &str) -> Result<ClientId, RegistrationProblem> {
    let pasted = Pasted::ClientId;
    check_client_id(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?;
    Ok(ClientId::new(text))
}

/// Returns a redirect URI exactly as typed.
///
/// # Errors
/// `usage` names the mistake in the text.
pub fn checked_redirect_uri(text: &str) -> Result<String, RegistrationProblem> {
    let uri = RedirectUri::new(text, Channel::current()).map_err(unusable(Field::RedirectUri))?;
    uri.check_port().map_err(unusable(Field::RedirectUri))?;
    Ok(uri.as_str().to_string())
}

/// Returns the id of a workspace, without blanks around it.
///
/// # Errors
/// `usage` names the mistake in the text.
pub(crate) fn checked_workspace(text: &str) -> Result<WorkspaceId, RegistrationProblem> {
    let id = label(text).map_err(unusable(Field::Workspace))?;
    let pasted = Pasted::Workspace;
    check_workspace(&id).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?;
    Ok(WorkspaceId::new(id))
}

/// Returns a function that makes the problem of this field from its fault.
pub(crate) fn unusable<F: Into<FieldFault>>(field: Field) -> impl Fn(F) -> RegistrationProblem {
    move |why| RegistrationProblem::Unusable { field, why: why.into() }
}
