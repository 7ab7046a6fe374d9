//! Ids and addresses as a person gives them, checked.

use switchhook_core::{
    AddressError, Addresses, Channel, ClientId, Endpoint, Field, FieldFault, Pasted, Provider, RedirectUri,
    Region, RegistrationProblem, WorkspaceId, check_client_id, check_workspace, label,
};

/// Addresses as a person gives them; Intercom's own where there is none.
#[derive(Default)]
pub(crate) struct Given {
    pub(crate) authorization_endpoint: Option<String>,
    pub(crate) token_endpoint: Option<String>,
    pub(crate) api_base: Option<String>,
}

/// The same, each of them usable. What a person typed is called and printed as it is, not as a URL parser would
/// write it.
pub(crate) struct Checked {
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) api_base: String,
    pub(crate) parsed: Addresses,
}

impl Given {
    pub(crate) fn checked(self, region: Region) -> Result<Checked, RegistrationProblem> {
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
        // `scope` is never sent (AuthorizationRequest::url).
        let ours = ["response_type", "client_id", "redirect_uri", "state", "scope"];
        if parsed.authorization_endpoint.url().query_pairs().any(|(name, _)| ours.contains(&&*name)) {
            return Err(RegistrationProblem::ReservedParameter);
        }
        let kept =
            |typed: Option<String>, endpoint: &Endpoint| typed.unwrap_or_else(|| endpoint.as_str().into());
        Ok(Checked {
            authorization_endpoint: kept(self.authorization_endpoint, &parsed.authorization_endpoint),
            token_endpoint: kept(self.token_endpoint, &parsed.token_endpoint),
            api_base: kept(self.api_base, &parsed.api_base),
            parsed,
        })
    }
}

/// A client id as it may be registered, to the letter.
///
/// # Errors
/// `usage`, with what is wrong with it.
pub fn checked_client_id(text: &str) -> Result<ClientId, RegistrationProblem> {
    let pasted = Pasted::ClientId;
    check_client_id(text).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?;
    Ok(ClientId::new(text))
}

/// A redirect URI as it may be registered, to the letter.
///
/// # Errors
/// `usage`, with what is wrong with it.
pub fn checked_redirect_uri(text: &str) -> Result<String, RegistrationProblem> {
    let uri = RedirectUri::new(text, Channel::current()).map_err(unusable(Field::RedirectUri))?;
    Ok(uri.as_str().to_string())
}

/// The id of a workspace, as a person gives it.
pub(crate) fn checked_workspace(text: &str) -> Result<WorkspaceId, RegistrationProblem> {
    let id = label(text).map_err(unusable(Field::Workspace))?;
    let pasted = Pasted::Workspace;
    check_workspace(&id).map_err(|mistake| RegistrationProblem::Paste { pasted, mistake })?;
    Ok(WorkspaceId::new(id))
}

/// The problem of a field that can't be used.
pub(crate) fn unusable<F: Into<FieldFault>>(field: Field) -> impl Fn(F) -> RegistrationProblem {
    move |why| RegistrationProblem::Unusable { field, why: why.into() }
}
