//! A sandbox for one journey: the `switchhook sandbox` command, running as long as this value lives.

use std::sync::Mutex;

use serde_json::Value;

use crate::cli::{self, Answer, Conversation};
use crate::home::Home;
use crate::link::parameter;
use crate::{CALLBACK, consent, http};

/// A running sandbox.
pub struct Sandbox {
    about: Value,
    /// The command. The lock lets threads share a sandbox.
    _running: Mutex<Conversation>,
}

impl Sandbox {
    /// Starts a sandbox and waits until it listens.
    pub fn start(home: &Home) -> Self {
        Self::start_with(home, &["sandbox"])
    }

    /// Starts a sandbox that also accepts this redirect URI.
    pub fn start_for(home: &Home, redirect_uri: &str) -> Self {
        Self::start_with(home, &["sandbox", "--redirect-uri", redirect_uri])
    }

    fn start_with(home: &Home, words: &[&str]) -> Self {
        let running = cli::start(home, words);
        let about = running.line();
        Self { about, _running: Mutex::new(running) }
    }

    /// Returns a field of the sandbox's first line.
    pub fn about(&self, name: &str) -> &str {
        self.about[name].as_str().unwrap_or_else(|| panic!("the sandbox names its {name}: {}", self.about))
    }

    /// Returns the API address of one region.
    pub fn api_of(&self, region: &str) -> &str {
        let api = self.about["regions"][region]["api_base"].as_str();
        api.unwrap_or_else(|| panic!("the sandbox names its regions: {}", self.about))
    }

    /// Registers the sandbox's client under a name, with the secret on standard input.
    pub fn register(&self, home: &Home, name: &str, redirect_uri: &str) -> Answer {
        let (token_endpoint, api_base) = (self.about("token_endpoint"), self.about("api_base"));
        self.register_at(home, name, redirect_uri, token_endpoint, api_base)
    }

    /// Registers the sandbox's client with another token endpoint and API.
    pub fn register_at(
        &self,
        home: &Home,
        name: &str,
        redirect_uri: &str,
        token_endpoint: &str,
        api_base: &str,
    ) -> Answer {
        let words = self.words(name, redirect_uri, token_endpoint, api_base);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // the newline is how `echo` and every editor end a line; the secret does not hold it
        cli::run_with_input(home, &words, &format!("{}\n", self.about("client_secret")))
    }

    /// Returns the command that registers the sandbox's client. The caller pipes the secret in.
    pub fn registration(&self, name: &str, redirect_uri: &str) -> Vec<String> {
        self.words(name, redirect_uri, self.about("token_endpoint"), self.about("api_base"))
    }

    fn words(&self, name: &str, redirect_uri: &str, token_endpoint: &str, api_base: &str) -> Vec<String> {
        let words = [
            "registration",
            "add",
            name,
            "--client-id",
            self.about("client_id"),
            "--secret-stdin",
            "--redirect-uri",
            redirect_uri,
            "--authorization-endpoint",
            self.about("authorization_endpoint"),
            "--token-endpoint",
            token_endpoint,
            "--api-base",
            api_base,
        ];
        words.map(str::to_owned).into()
    }

    /// Changes how the sandbox answers from now on.
    pub fn switch(&self, change: &Value) {
        let reply = http::post_json(&format!("{}/_control", self.about("url")), change);
        assert_eq!(reply.status, 200, "the sandbox knows these switches: {}", reply.body);
    }

    /// Uninstalls the sandbox's client from a workspace, as an admin does. Every token of the workspace dies.
    pub fn uninstall(&self, workspace: &str) {
        let url = format!("{}/_control/uninstall", self.about("url"));
        let reply = http::post_json(&url, &serde_json::json!({ "workspace": workspace }));
        assert_eq!(reply.status, 200, "the sandbox knows that workspace: {}", reply.body);
    }

    /// Returns a token for a workspace from the sandbox's hub.
    pub fn token_for(&self, workspace: &str) -> String {
        let url = format!("{}/_control/tokens", self.about("url"));
        let reply = http::post_json(&url, &serde_json::json!({ "workspace": workspace }));
        let answer: Value = serde_json::from_str(&reply.body).expect("the hub answers with JSON");
        answer["access_token"].as_str().expect("the hub hands out a token").to_owned()
    }

    /// Returns a token as a workspace's owner would copy it, obtained without Switchhook.
    pub fn own_token(&self) -> String {
        let url = format!(
            "{}?response_type=code&client_id={}&redirect_uri={CALLBACK}&state=by-hand",
            self.about("authorization_endpoint"),
            self.about("client_id"),
        );
        let link = consent::authorize(&url);
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &parameter(&link, "code")),
            ("client_id", self.about("client_id")),
            ("client_secret", self.about("client_secret")),
            ("redirect_uri", CALLBACK),
        ];
        let reply = http::post_form(self.about("token_endpoint"), &fields);
        let answer: Value = serde_json::from_str(&reply.body).expect("the token endpoint answers with JSON");
        answer["access_token"].as_str().expect("the token endpoint hands out a token").to_owned()
    }

    /// Connects an account by an access token.
    pub fn connect(&self, home: &Home, name: &str) -> Answer {
        let words = ["connect", "--token-stdin", "--api-base", self.about("api_base"), "--name", name];
        cli::run_with_input(home, &words, &self.own_token())
    }
}
