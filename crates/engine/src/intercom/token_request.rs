//! The token request (RFC 6749 §4.1.3), sent once, and what comes back. The request is built by the
//! `oauth2` crate; the answer is judged by the core.

use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::time::Duration;

use oauth2::basic::BasicTokenType;
use oauth2::http::StatusCode;
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, Client, EndpointNotSet, EndpointSet, ErrorResponse, HttpRequest,
    HttpResponse, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenResponse,
    TokenUrl,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use switchhook_core::{
    AccessToken, AttemptProblem, AuthorizationCode, ClientId, ClientSecret, CodeRejection, Endpoint, Problem,
    ProviderCode, ProviderError, ProviderProblem, RedirectUri, TokenAnswer, TokenError, Unreadable,
};

use crate::intercom::http::{Http, HttpError, trouble};

/// Everything a token request is made of.
pub(crate) struct TokenRequest<'a> {
    pub(crate) token_endpoint: &'a Endpoint,
    pub(crate) client_id: &'a ClientId,
    pub(crate) client_secret: &'a ClientSecret,
    pub(crate) redirect_uri: &'a RedirectUri,
}

/// Why there is no token.
pub(crate) enum NoToken {
    /// The request never left: it may be sent again.
    NeverConnected(Problem),
    /// The code is spent, or may be.
    Over(Problem),
}

type OAuthClient = Client<
    Refusal,
    Granted,
    oauth2::basic::BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    oauth2::basic::BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

impl TokenRequest<'_> {
    /// Sends the code. Credentials go in the body, as Intercom documents it (RFC 6749 §2.3.1 allows it);
    /// `grant_type` and `redirect_uri` are in it as the standard asks, and Intercom ignores them.
    pub(crate) async fn send(
        &self,
        http: &Http,
        code: &AuthorizationCode,
        within: Duration,
    ) -> Result<AccessToken, NoToken> {
        let client =
            self.client().ok_or_else(|| NoToken::Over(self.unreadable(Unreadable::NoRequest, None)))?;
        let exchange = Exchange { request: self, code, http, within, stopped: Mutex::new(None) };
        let spent = oauth2::AuthorizationCode::new(code.expose().to_string());
        let granted: Result<Granted, RequestTokenError<Stopped, Refusal>> =
            client.exchange_code(spent).request_async(&exchange).await;
        if let Some(reason) = exchange.stopped.lock().ok().and_then(|mut stopped| stopped.take()) {
            return Err(reason);
        }
        match granted {
            Ok(granted) => {
                granted.token.map_err(|error| NoToken::Over(self.unreadable(Unreadable::Token(error), None)))
            }
            Err(RequestTokenError::ServerResponse(refusal)) => {
                Err(NoToken::Over(refused(refusal.0.code(), code)))
            }
            // The crate's own error holds the body, so it goes no further than here.
            Err(_) => Err(NoToken::Over(self.unreadable(Unreadable::NoTokenAnswer, None))),
        }
    }

    fn client(&self) -> Option<OAuthClient> {
        let token_url = TokenUrl::new(self.token_endpoint.as_str().to_string()).ok()?;
        let redirect = RedirectUrl::new(self.redirect_uri.as_str().to_string()).ok()?;
        // The authorization URL is the core's; the type asks for one all the same.
        let unused = AuthUrl::from_url(self.token_endpoint.url().clone());
        Some(
            Client::new(oauth2::ClientId::new(self.client_id.to_string()))
                .set_client_secret(oauth2::ClientSecret::new(self.client_secret.expose().to_string()))
                .set_auth_type(AuthType::RequestBody)
                .set_redirect_uri(redirect)
                .set_auth_uri(unused)
                .set_token_uri(token_url),
        )
    }

    fn unreadable(&self, why: Unreadable, code: Option<ProviderCode>) -> Problem {
        ProviderProblem::Unreadable { host: self.token_endpoint.host(), why, code }.into()
    }
}

/// The crate's HTTP client for one request: statuses and shapes that are no OAuth answer stop here.
struct Exchange<'a> {
    request: &'a TokenRequest<'a>,
    code: &'a AuthorizationCode,
    http: &'a Http,
    within: Duration,
    /// Why the request was stopped: the crate's own error has no place for it.
    stopped: Mutex<Option<NoToken>>,
}

/// A type of its own rather than a closure: the compiler can't prove that the crate's future over a
/// closure is Send.
impl<'c> AsyncHttpClient<'c> for Exchange<'_> {
    type Error = Stopped;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Stopped>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            self.answer(request).await.map_err(|reason| {
                if let Ok(mut stopped) = self.stopped.lock() {
                    *stopped = Some(reason);
                }
                Stopped
            })
        })
    }
}

impl Exchange<'_> {
    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, NoToken> {
        let endpoint = self.request.token_endpoint;
        let unreadable = |why| NoToken::Over(self.request.unreadable(why, None));
        let request = request.try_into().map_err(|_| unreadable(Unreadable::NoRequest))?;
        let answer = self.http.send(endpoint, request, self.within).await.map_err(|error| match error {
            HttpError::NeverConnected => NoToken::NeverConnected(error.problem(endpoint).into()),
            error => NoToken::Over(error.problem(endpoint).into()),
        })?;
        let error = ProviderError::read(&answer.body);
        let code = error.code();
        if let Some(problem) = trouble(&answer, endpoint, code.as_ref()) {
            return Err(NoToken::Over(problem.into()));
        }
        // serde would read a list as the fields in their order.
        let is_object = answer.body.trim_ascii_start().starts_with(b"{");
        match answer.status {
            // Some answer a refusal with 200.
            200 if is_object && code.is_some() => return Err(NoToken::Over(refused(code, self.code))),
            200 if is_object => {}
            200 => return Err(unreadable(Unreadable::NoObject)),
            // The standard's 400 and 401, and Intercom's: a refusal even without a readable body.
            400 | 401 | 403 if !is_object => return Err(NoToken::Over(refused(code, self.code))),
            400 | 401 | 403 => {}
            status @ (404 | 405) => {
                let host = endpoint.host();
                return Err(NoToken::Over(ProviderProblem::NoTokenEndpoint { host, status, code }.into()));
            }
            status => return Err(NoToken::Over(self.request.unreadable(Unreadable::Status(status), code))),
        }
        let mut response = HttpResponse::new(answer.body.to_vec());
        *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
        Ok(response)
    }
}

/// What a refused code points to (RFC 6749 §5.2).
fn refused(provider_code: Option<ProviderCode>, code: &AuthorizationCode) -> Problem {
    let reason = match provider_code.as_ref().map(ProviderCode::as_str) {
        Some("invalid_client" | "unauthorized_client") => CodeRejection::Client,
        Some("invalid_grant") => CodeRejection::Spent,
        _ if code.may_have_lost_its_end() => CodeRejection::EndMissing,
        _ => CodeRejection::Unclear,
    };
    AttemptProblem::CodeRejected { reason, code: provider_code }.into()
}

/// The request was stopped before an OAuth answer came; why is told beside it.
#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct Stopped;

/// The core's token answer, in the form the crate asks for. It never prints or serialises a token.
struct Granted {
    token: Result<AccessToken, TokenError>,
    placeholder: oauth2::AccessToken,
}

impl<'de> Deserialize<'de> for Granted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let token = TokenAnswer::deserialize(deserializer)?.into_token();
        Ok(Self { token, placeholder: oauth2::AccessToken::new(String::new()) })
    }
}

impl Serialize for Granted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl fmt::Debug for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Granted(redacted)")
    }
}

impl TokenResponse for Granted {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.placeholder
    }

    fn token_type(&self) -> &BasicTokenType {
        &BasicTokenType::Bearer
    }

    fn expires_in(&self) -> Option<std::time::Duration> {
        None
    }

    fn refresh_token(&self) -> Option<&RefreshToken> {
        None
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        None
    }
}

/// The core's refusal, in the form the crate asks for.
#[derive(Debug)]
struct Refusal(ProviderError);

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ProviderError::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl ErrorResponse for Refusal {}
