//! A sandbox of its own for a journey: the `switchhook sandbox` command, alive as long as this value.

use std::sync::Mutex;

use serde_json::Value;

use crate::cli::{self, Answer, Conversation};
use crate::home::Home;
use crate::link::parameter;
use crate::{CALLBACK, consent, http};

/// A running sandbox.
pub struct Sandbox {
    about: Value,
    /// Never asked again; behind a lock, so that several threads may use the sandbox.
    _running: Mutex<Conversation>,
}

impl Sandbox {
    /// Starts one; it listens when this returns.
    pub fn start(home: &Home) -> Self {
        let running = cli::start(home, &["sandbox"]);
        let about = running.line();
        Self { about, _running: Mutex::new(running) }
    }

    /// One of the facts in its first line.
    pub fn about(&self, name: &str) -> &str {
        self.about[name].as_str().unwrap_or_else(|| panic!("the sandbox names its {name}: {}", self.about))
    }

    /// Registers its client under a name, with the secret on standard input.
    pub fn register(&self, home: &Home, name: &str, redirect_uri: &str) -> Answer {
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
            self.about("token_endpoint"),
            "--api-base",
            self.about("api_base"),
        ];
        // the newline is how `echo` and every editor end a line; it is not part of the secret
        cli::run_with_input(home, &words, &format!("{}\n", self.about("client_secret")))
    }

    /// Connects an account by a token of its own.
    pub fn connect(&self, home: &Home, name: &str) -> Answer {
        let words = ["connect", "--token-stdin", "--api-base", self.about("api_base"), "--name", name];
        cli::run_with_input(home, &words, &self.own_token())
    }

    /// A token as a workspace's owner would copy it: obtained by hand, without our program.
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
}
