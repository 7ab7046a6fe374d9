//! Firefox without a window, driven by its own protocol (Marionette): numbered commands in JSON over TCP, each after its length.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::bridge_host;
use crate::home::Home;
use crate::process::Running;
use crate::wait;
use crate::webdriver::free_port;

/// A Firefox with one tab. It hands the links of one scheme to a program that writes them down.
pub struct Firefox {
    stream: TcpStream,
    commands: u64,
    links: PathBuf,
    _running: Running,
}

impl Firefox {
    /// Starts Firefox with a fresh profile.
    pub fn start(home: &Home, scheme: &str) -> Self {
        Self::start_with(home, scheme, &[])
    }

    /// Starts Firefox with a fresh profile and these preferences.
    pub fn start_with(home: &Home, scheme: &str, more: &[(&str, Value)]) -> Self {
        let profile = home.path().join("firefox");
        fs::create_dir_all(&profile).expect("a folder can be made in a fresh home");
        let (program, links) = (profile.join("take"), profile.join("links"));
        let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", links.display());
        fs::write(&program, script).expect("a script can be written");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a script can run");
        let takes = json!({ "action": 2, "ask": false, "handlers": [{ "name": "take", "path": program }] });
        let handlers = json!({ "defaultHandlersVersion": {}, "mimeTypes": {}, "schemes": { scheme: takes } });
        fs::write(profile.join("handlers.json"), handlers.to_string()).expect("a file can be written");
        let port = free_port();
        let preferences = [
            ("marionette.port".to_owned(), json!(port)),
            ("security.external_protocol_requires_permission".to_owned(), json!(false)),
            // Firefox finds the bridge page on this computer.
            ("network.dns.localDomains".to_owned(), json!(bridge_host::NAME)),
            (format!("network.protocol-handler.external.{scheme}"), json!(true)),
            (format!("network.protocol-handler.warn-external.{scheme}"), json!(false)),
        ];
        let more = more.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let preferences: String = preferences
            .into_iter()
            .chain(more)
            .map(|(name, value)| format!("user_pref(\"{name}\", {value});\n"))
            .collect();
        fs::write(profile.join("user.js"), preferences).expect("a file can be written");
        let mut command = Command::new("firefox-esr");
        command.args(["--headless", "--marionette", "--no-remote", "--profile"]).arg(&profile);
        command.env("HOME", home.path()).stdout(Stdio::null()).stderr(Stdio::null());
        let running = Running::start(&mut command);
        let stream = wait::until("Firefox to listen", || TcpStream::connect(("127.0.0.1", port)).ok());
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a socket can have a limit");
        let mut firefox = Self { stream, commands: 0, links, _running: running };
        firefox.read();
        firefox.ask("WebDriver:NewSession", &json!({ "acceptInsecureCerts": true }));
        firefox
    }

    /// Opens an address.
    pub fn go(&mut self, url: &str) {
        self.ask("WebDriver:Navigate", &json!({ "url": url }));
    }

    /// Presses the first element that the selector finds.
    pub fn press(&mut self, selector: &str) {
        let id = self.find(selector);
        self.ask("WebDriver:ElementClick", &json!({ "id": id }));
    }

    /// Returns the id of the first element that the selector finds.
    fn find(&mut self, selector: &str) -> Option<Value> {
        let search = json!({ "using": "css selector", "value": selector });
        let found = self.ask("WebDriver:FindElement", &search);
        found["value"].as_object().and_then(|names| names.values().next()).cloned()
    }

    /// Returns the visible text of the first element that the selector finds. It works without scripts in the page, too.
    pub fn text(&mut self, selector: &str) -> String {
        let id = self.find(selector);
        let text = self.ask("WebDriver:GetElementText", &json!({ "id": id }));
        text["value"].as_str().expect("text").to_owned()
    }

    /// Returns the address of the page.
    pub fn address(&mut self) -> String {
        self.ask("WebDriver:GetCurrentURL", &json!({}))["value"].as_str().expect("an address").to_owned()
    }

    /// Runs a script in the page and returns its result.
    pub fn run(&mut self, script: &str) -> Value {
        self.ask("WebDriver:ExecuteScript", &json!({ "script": script, "args": [] }))["value"].take()
    }

    /// Returns the links that Firefox handed over, the oldest first.
    pub fn links(&self) -> Vec<String> {
        let links = fs::read_to_string(&self.links).unwrap_or_default();
        links.lines().map(str::to_owned).collect()
    }

    fn ask(&mut self, command: &str, parameters: &Value) -> Value {
        self.commands += 1;
        let message = json!([0, self.commands, command, parameters]).to_string();
        write!(self.stream, "{}:{message}", message.len()).expect("Firefox takes commands");
        let mut answer = self.read();
        assert!(answer[2].is_null(), "{command}: {}", answer[2]);
        answer[3].take()
    }

    /// Reads one message, which begins with its length.
    fn read(&mut self) -> Value {
        let mut length = Vec::new();
        loop {
            let mut byte = [0];
            self.stream.read_exact(&mut byte).expect("Firefox answers");
            if byte == *b":" {
                break;
            }
            length.extend(byte);
        }
        let length = String::from_utf8_lossy(&length).parse().expect("a message begins with its length");
        let mut message = vec![0; length];
        self.stream.read_exact(&mut message).expect("Firefox answers");
        serde_json::from_slice(&message).expect("messages are JSON")
    }
}
