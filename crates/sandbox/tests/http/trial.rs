//! A sandbox and an HTTP client for one test.

use std::sync::Once;

use reqwest::{Client, RequestBuilder, Response, StatusCode, header::LOCATION, redirect::Policy};
use serde_json::Value;
use switchhook_sandbox::{Description, Options, Sandbox, Seed, start};
use url::Url;

pub(crate) const CALLBACK: &str = "app.switchhook:/callback";
pub(crate) const NORTHWIND: &str = "nw7k2p0q";
pub(crate) const BRIGHTLINE: &str = "bl3x9d5m";
pub(crate) const HARBOUR: &str = "hb8c4t1z";
pub(crate) const LUMEN: &str = "lm5v0r6y";
pub(crate) const FIELDNOTE: &str = "fn2e6m0p";
pub(crate) const KESTREL: &str = "ka9h3u2g";

pub(crate) struct Trial {
    pub(crate) sandbox: Sandbox,
    http: Client,
}

impl Trial {
    pub(crate) async fn start() -> Self {
        Self::with(options()).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        static PROVIDER: Once = Once::new();
        PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
        let http = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        Self { sandbox: start(options).await.unwrap(), http }
    }

    pub(crate) fn about(&self) -> &Description {
        self.sandbox.description()
    }

    pub(crate) fn get(&self, url: impl AsRef<str>) -> RequestBuilder {
        self.http.get(url.as_ref())
    }

    pub(crate) fn post(&self, url: impl AsRef<str>) -> RequestBuilder {
        self.http.post(url.as_ref())
    }

    /// Returns a GET request for an API path at the US listener.
    pub(crate) fn api(&self, path: &str) -> RequestBuilder {
        self.get(format!("{}{path}", self.about().api_base))
    }

    pub(crate) async fn me(&self, token: &str) -> Answer {
        answer(self.api("/me").bearer_auth(token)).await
    }

    /// Returns the authorization URL at the US listener, with the client's id and `parameters`.
    pub(crate) fn authorization_url(&self, parameters: &[(&str, &str)]) -> String {
        self.authorization_url_at(&self.about().authorization_endpoint, parameters)
    }

    pub(crate) fn authorization_url_at(&self, endpoint: &str, parameters: &[(&str, &str)]) -> String {
        let mut url = Url::parse(endpoint).unwrap();
        url.query_pairs_mut().append_pair("client_id", &self.about().client_id).extend_pairs(parameters);
        url.into()
    }

    /// Posts a decision of the consent page and returns the redirect's address.
    pub(crate) async fn decide(&self, url: &str, fields: &[(&str, &str)]) -> Url {
        let response = self.post(url).form(fields).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        Url::parse(response.headers()[LOCATION].to_str().unwrap()).unwrap()
    }

    /// Authorizes the app in `workspace` and returns the code.
    pub(crate) async fn code(&self, workspace: &str) -> String {
        let url = self.authorization_url(&[("redirect_uri", CALLBACK)]);
        let home = self.decide(&url, &[("workspace", workspace), ("decision", "authorize")]).await;
        parameter(&home, "code").unwrap()
    }

    /// Exchanges a code as Intercom documents it.
    pub(crate) async fn exchange(&self, code: &str) -> Answer {
        let about = self.about();
        let fields =
            [("code", code), ("client_id", &about.client_id), ("client_secret", &about.client_secret)];
        answer(self.post(&about.token_endpoint).form(&fields)).await
    }

    /// Authorizes the app in `workspace` and returns the token.
    pub(crate) async fn token(&self, workspace: &str) -> String {
        let exchanged = self.exchange(&self.code(workspace).await).await;
        exchanged.body["token"].as_str().unwrap().to_owned()
    }

    /// Returns the id and secret of the second app.
    pub(crate) async fn second_app(&self) -> (String, String) {
        let apps = answer(self.get(format!("{}/_control/apps", self.about().url))).await.body;
        let text = |name: &str| apps[1][name].as_str().unwrap().to_owned();
        (text("client_id"), text("client_secret"))
    }

    /// Returns an owner's token, which needs no consent. `target` is the JSON of the request.
    pub(crate) async fn own_token(&self, target: &Value) -> String {
        let url = format!("{}/_control/tokens", self.about().url);
        let answer = answer(self.post(url).body(target.to_string())).await;
        answer.body["access_token"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned()
    }

    /// Sets the switches in `change` (JSON).
    pub(crate) async fn switch(&self, change: &Value) {
        let url = format!("{}/_control", self.about().url);
        let answer = answer(self.post(url).body(change.to_string())).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

pub(crate) fn options() -> Options {
    Options {
        seed: Seed::from_bytes([7; 32]),
        port: None,
        redirect_uris: Vec::new(),
        app_name: None,
        now: None,
    }
}

/// A JSON answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Answer {
    /// Returns the status, code and message of an `error.list`.
    pub(crate) fn error(&self) -> (u16, &str, &str) {
        assert_eq!(self.body["type"], "error.list", "{}", self.body);
        let error = &self.body["errors"][0];
        (self.status, error["code"].as_str().unwrap(), error["message"].as_str().unwrap())
    }
}

/// Sends the request and reads the JSON. For every error, asserts that the body has the header's request id.
pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let request_id = header(&response, "x-request-id");
    let body = response.bytes().await.unwrap();
    let body: Value = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
    assert_eq!(request_id.len(), 20);
    if status >= 400 {
        assert_eq!(body["request_id"], request_id);
    }
    Answer { status, body }
}

pub(crate) fn header(response: &Response, name: &str) -> String {
    let values: Vec<_> = response.headers().get_all(name).iter().collect();
    assert_eq!(values.len(), 1, "{name}: {values:?}");
    values[0].to_str().unwrap().to_owned()
}

/// Returns the only value of a parameter, percent-decoded, with "+" unchanged.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    let query = url.query().unwrap_or_default().replace('+', "%2B");
    let mut values = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
    let value = values.next().map(|(_, value)| value.into_owned());
    assert_eq!(values.next(), None, "{name} twice in {url}");
    value
}
