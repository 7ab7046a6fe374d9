//! The authorization request (RFC 6749 §4.1.1), which the person's browser opens.

use url::Url;

use crate::{ClientId, CsrfToken, Endpoint, RedirectUri};

/// The parts of an authorization URL.
pub struct AuthorizationRequest<'a> {
    /// The provider's consent page.
    pub endpoint: &'a Endpoint,
    /// The registration's client identifier, which is public.
    pub client_id: &'a ClientId,
    /// The address that the answer goes to.
    pub redirect_uri: &'a RedirectUri,
    /// The attempt's state.
    pub state: &'a CsrfToken,
}

impl AuthorizationRequest<'_> {
    /// Builds the URL. It never holds `scope`: at Intercom, permissions belong to the app, and an unknown scope may break the
    /// page. The endpoint's own query stays (RFC 6749 §3.1).
    pub fn url(&self) -> Url {
        let mut url = self.endpoint.url().clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", self.client_id.as_str())
            .append_pair("redirect_uri", self.redirect_uri.as_str())
            .append_pair("state", self.state.expose());
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Channel, PUBLIC_KEY_LEN, RANDOM_LEN};
    use std::string::{String, ToString};
    use std::vec::Vec;

    #[test]
    fn url_holds_four_parameters_and_the_endpoints_own() {
        let state = CsrfToken::compose(Channel::Release, &[1; PUBLIC_KEY_LEN], &[2; RANDOM_LEN]);
        let redirect_uri =
            RedirectUri::new("app.switchhook:/callback", Channel::Release).expect("own callback");
        let endpoint = Endpoint::new("https://login.example/oauth?tenant=a").expect("https");
        let request = AuthorizationRequest {
            endpoint: &endpoint,
            client_id: &ClientId::new("a&b=c"),
            redirect_uri: &redirect_uri,
            state: &state,
        };
        let url = request.url();
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let expected = [
            ("tenant", "a"),
            ("response_type", "code"),
            ("client_id", "a&b=c"),
            ("redirect_uri", "app.switchhook:/callback"),
            ("state", state.expose()),
        ];
        assert_eq!(pairs, expected.map(|(name, value)| (name.to_string(), value.to_string())));
    }
}
