//! The token request (RFC 6749 §4.1.3), sent once, and its answer. The `oauth2` crate builds the request;
//! the core judges the answer.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use oauth2::basic::BasicClient;
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, RedirectUrl,
    TokenUrl,
};
use switchhook_core::{
    AccessToken, AttemptProblem, AuthorizationCode, ClientId, ClientSecret, CodeRejection, Endpoint, Problem,
    ProviderCode, ProviderError, ProviderProblem, RedirectUri, SentSecrets, TokenAnswer, Unreadable,
};

use crate::intercom::echo::repeats;
use crate::intercom::http::{Answer, Http, server_problem};

/// All parts of a token request but the code.
pub(crate) struct TokenRequest<'a> {
    pub(crate) token_endpoint: &'a Endpoint,
    pub(crate) client_id: &'a ClientId,
    pub(crate) client_secret: &'a ClientSecret,
    pub(crate) redirect_uri: &'a RedirectUri,
}

/// Why there is no token.
pub(crate) enum NoToken {
    /// The request was not sent, so the code may be sent later.
    NeverConnected(Problem),
    /// The code is spent, or may be.
    Over(Problem),
}

/// The crate's client, with authorization endpoint and token endpoint.
type OAuthClient = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// The answer that the crate gets in place of each real one: its errors may quote secrets.
const PLACEHOLDER: &[u8] = br#"{"access_token":"-","token_type":"bearer"}"#;

impl TokenRequest<'_> {
    /// Sends the code and returns the token.
    ///
    /// The credentials stand in the body, as Intercom documents it (RFC 6749 §2.3.1 allows it). The standard
    /// asks for `grant_type` and `redirect_uri`; Intercom ignores both.
    ///
    /// # Errors
    /// [`NoToken`] where there is no answer within `within`, the provider refuses the code, or the answer
    /// holds no usable token.
    pub(crate) async fn send(
        &self,
        http: &Http,
        code: &AuthorizationCode,
        within: Duration,
    ) -> Result<AccessToken, NoToken> {
        let client =
            self.client().ok_or_else(|| NoToken::Over(self.unreadable(Unreadable::NoRequest, None)))?;
        let exchange = Exchange { request: self, code, http, within, outcome: Mutex::new(None) };
        let spent = oauth2::AuthorizationCode::new(code.expose().to_string());
        // The result holds the placeholder alone.
        let _ = client.exchange_code(spent).request_async(&exchange).await;
        let outcome = exchange.outcome.into_inner().unwrap_or_else(PoisonError::into_inner);
        outcome.unwrap_or_else(|| Err(NoToken::Over(self.unreadable(Unreadable::NoTokenAnswer, None))))
    }

    /// Returns the crate's client. `None` where the crate does not accept an address.
    fn client(&self) -> Option<OAuthClient> {
        let token_url = TokenUrl::new(self.token_endpoint.as_str().to_string()).ok()?;
        let redirect = RedirectUrl::new(self.redirect_uri.as_str().to_string()).ok()?;
        // The core builds the authorization URL. The type demands one too.
        let unused = AuthUrl::from_url(self.token_endpoint.url().clone());
        Some(
            BasicClient::new(oauth2::ClientId::new(self.client_id.to_string()))
                .set_client_secret(oauth2::ClientSecret::new(self.client_secret.expose().to_string()))
                .set_auth_type(AuthType::RequestBody)
                .set_redirect_uri(redirect)
                .set_auth_uri(unused)
                .set_token_uri(token_url),
        )
    }

    /// Returns the problem of an answer that can't be read.
    fn unreadable(&self, why: Unreadable, code: Option<ProviderCode>) -> Problem {
        ProviderProblem::Unreadable { host: self.token_endpoint.host(), why, code }.into()
    }
}

/// The crate's HTTP client for one request. It judges the answer, and hides it from the crate.
struct Exchange<'a> {
    request: &'a TokenRequest<'a>,
    code: &'a AuthorizationCode,
    http: &'a Http,
    within: Duration,
    outcome: Mutex<Option<Result<AccessToken, NoToken>>>,
}

/// A type rather than a closure: the compiler can't prove that the crate's future over a closure is `Send`.
impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Infallible>> + Send + 'c>>;

    /// Sends the request and keeps its outcome in this value. Always returns an answer of status 200 that
    /// holds [`PLACEHOLDER`].
    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let outcome = self.token(request).await;
            *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            Ok(HttpResponse::new(PLACEHOLDER.to_vec()))
        })
    }
}

impl Exchange<'_> {
    /// Sends the request and returns the token in its answer.
    ///
    /// # Errors
    /// [`NoToken::NeverConnected`] where another try may make a connection, otherwise [`NoToken::Over`].
    async fn token(&self, request: HttpRequest) -> Result<AccessToken, NoToken> {
        let endpoint = self.request.token_endpoint;
        let unreadable = |why| NoToken::Over(self.request.unreadable(why, None));
        let request = request.try_into().map_err(|_| unreadable(Unreadable::NoRequest))?;
        let mut answer = self.http.send(endpoint, request, self.within).await.map_err(|error| {
            let may_pass = error.may_connect_later();
            let problem = error.problem(endpoint).into();
            if may_pass { NoToken::NeverConnected(problem) } else { NoToken::Over(problem) }
        })?;
        let sent = [self.request.client_secret.expose(), self.code.expose()];
        let sent = Arc::new(SentSecrets::of(sent));
        if repeats(&mut answer, &sent).await {
            return self.token_alone(&answer, &sent);
        }
        let error = ProviderError::read(&answer.body);
        let code = error.code();
        if let Some(problem) = server_problem(&answer, endpoint, code.as_ref()) {
            return Err(NoToken::Over(problem.into()));
        }
        match answer.status {
            // Some servers refuse with a status of success.
            200..=299 if error.has_code_text() => Err(NoToken::Over(refused(code, self.code))),
            200..=299 => match TokenAnswer::read(&answer.body) {
                Some(token) => token.map_err(|error| unreadable(Unreadable::Token(error))),
                None => Err(unreadable(Unreadable::of_body(&answer.body))),
            },
            // RFC 6749 and Intercom refuse with these statuses, even without a readable body.
            400 | 401 | 403 => Err(NoToken::Over(refused(code, self.code))),
            status @ (404 | 405) => {
                let host = endpoint.host();
                Err(NoToken::Over(ProviderProblem::NoTokenEndpoint { host, status, code }.into()))
            }
            status => Err(NoToken::Over(self.request.unreadable(Unreadable::Status(status), code))),
        }
    }

    /// Returns the token of an answer that repeats what Switchhook sent.
    ///
    /// The provider issued the token and the consent is spent, so Switchhook keeps the token and drops the
    /// rest. A token that itself repeats what Switchhook sent was not issued.
    ///
    /// # Errors
    /// [`NoToken::Over`] where the answer holds an error, no usable token, or a token that was not issued.
    fn token_alone(&self, answer: &Answer, sent: &SentSecrets) -> Result<AccessToken, NoToken> {
        match TokenAnswer::read(&answer.body) {
            Some(Ok(token))
                if answer.is_success()
                    && !ProviderError::read(&answer.body).has_code_text()
                    && !sent.are_repeated_in(token.expose().as_bytes()) =>
            {
                Ok(token)
            }
            _ => {
                let host = self.request.token_endpoint.host();
                Err(NoToken::Over(ProviderProblem::RepeatedSecret { host }.into()))
            }
        }
    }
}

/// Returns the problem of a refused code, by the provider's error code (RFC 6749 §5.2).
fn refused(provider_code: Option<ProviderCode>, code: &AuthorizationCode) -> Problem {
    let reason = match provider_code.as_ref().map(ProviderCode::as_str) {
        Some("invalid_client" | "unauthorized_client") => CodeRejection::Client,
        Some("invalid_grant") => CodeRejection::Spent,
        _ if code.may_have_lost_its_end() => CodeRejection::EndMissing,
        _ => CodeRejection::Unclear,
    };
    AttemptProblem::CodeRejected { reason, code: provider_code }.into()
}
