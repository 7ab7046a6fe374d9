//! A sandbox of its own for a journey: the `switchhook sandbox` command, alive as long as this value.

use serde_json::Value;

use crate::cli::{self, Answer, Conversation};
use crate::home::Home;
use crate::http;

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
        let words = self.registration(name, redirect_uri);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // the newline is how `echo` and every editor end a line; it is not part of the secret
        cli::run_with_input(home, &words, &format!("{}\n", self.about("client_secret")))
    }

    /// The command that does so.
    pub fn registration(&self, name: &str, redirect_uri: &str) -> Vec<String> {
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
        words.map(str::to_owned).into()
    }

    /// Turns its switches: how it answers from now on.
    pub fn switch(&self, change: &Value) {
        let reply = http::post_json(&format!("{}/_control", self.about("url")), change);
        assert_eq!(reply.status, 200, "the sandbox knows these switches: {}", reply.body);
    }
}
