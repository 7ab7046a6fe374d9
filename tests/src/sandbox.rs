//! A sandbox of its own for a journey: the `switchhook sandbox` command, alive as long as this value.

use serde_json::Value;

use crate::cli::{self, Answer, Conversation};
use crate::home::Home;
use crate::link::parameter;
use crate::{CALLBACK, consent, http};

/// A running sandbox.
pub struct Sandbox {
    about: Value,
    _running: Conversation,
}

impl Sandbox {
    /// Starts one; it listens when this returns.
    pub fn start(home: &Home) -> Self {
        let running = cli::start(home, &["sandbox"]);
        let about = running.line();
        Self { about, _running: running }
    }

    /// One of the facts in its first line.
    pub fn about(&self, name: &str) -> &str {
        self.about[name].as_str().unwrap_or_else(|| panic!("the sandbox names its {name}: {}", self.about))
    }

    /// Registers its client under a name, with the secret on standard input.
    pub fn register(&self, home: &Home, name: &str, redirect_uri: &str) -> Answer {
        self.register_at(home, name, redirect_uri, str::to_owned)
    }

    /// The same, with other addresses for what the programs ask themselves.
    pub fn register_at(
        &self,
        home: &Home,
        name: &str,
        redirect_uri: &str,
        at: impl Fn(&str) -> String,
    ) -> Answer {
        let (token_endpoint, api_base) = (at(self.about("token_endpoint")), at(self.about("api_base")));
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
            &token_endpoint,
            "--api-base",
            &api_base,
        ];
        // the newline is how `echo` and every editor end a line; it is not part of the secret
        cli::run_with_input(home, &words, &format!("{}\n", self.about("client_secret")))
    }

    /// A token as a workspace's owner would copy it: obtained by hand, without our programs.
    pub fn own_token(&self) -> String {
        let state = "by-hand";
        let url = format!(
            "{}?response_type=code&client_id={}&redirect_uri={CALLBACK}&state={state}",
            self.about("authorization_endpoint"),
            self.about("client_id"),
        );
        let link = consent::authorize(&url);
        let code = parameter(&link, "code");
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", self.about("client_id")),
            ("client_secret", self.about("client_secret")),
            ("redirect_uri", CALLBACK),
        ];
        let reply = http::post_form(self.about("token_endpoint"), &fields);
        let answer: Value = serde_json::from_str(&reply.body).expect("the token endpoint answers with JSON");
        answer["access_token"].as_str().expect("the token endpoint hands out a token").to_owned()
    }

    /// Sets switches of its behaviour (see `control.rs` of the sandbox); the others stay.
    pub fn behave(&self, switches: &Value) {
        let reply = http::post(&format!("{}/_control", self.about("url")), &switches.to_string());
        assert_eq!(reply.status, 200, "the sandbox knows these switches: {}", reply.body);
    }
}
