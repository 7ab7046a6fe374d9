//! Intercom's consent page at Intercom's own name: HTTPS by the test authority, before a sandbox.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::authority::{self, Certificate};
use crate::sandbox::Sandbox;

/// Where people of the United States consent.
const NAME: &str = "app.intercom.com";

/// A running host.
pub struct ConsentHost {
    port: u16,
    /// The SHA-256 of the public key in base64.
    key: String,
}

impl ConsentHost {
    /// Starts a host before this sandbox.
    pub fn start(sandbox: &Sandbox) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        let (config, key) = authority::server_and_key(NAME, Certificate::Good);
        let there = sandbox.about("url").trim_start_matches("http://").to_owned();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, there) = (Arc::clone(&config), there.clone());
                // a browser opens connections that it does not use
                thread::spawn(move || answer(stream, config, &there));
            }
        });
        Self { port, key }
    }

    /// Returns the rule that leads Chromium from Intercom's name to this host.
    pub(crate) fn rule(&self) -> String {
        format!("MAP {NAME}:443 127.0.0.1:{}", self.port)
    }

    /// Returns the SHA-256 of the public key in base64, by which Chromium trusts this host.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }
}

/// Passes one request on, as a reverse proxy does. The sandbox answers only requests for its own host.
fn answer(stream: TcpStream, config: Arc<ServerConfig>, there: &str) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let mut stream = StreamOwned::new(ServerConnection::new(config).ok()?, stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let named = |line: &str, name: &str| line.to_lowercase().starts_with(&format!("{name}:"));
    let length = head.lines().find(|line| named(line, "content-length"));
    let length = length.and_then(|line| line.split(':').nth(1)?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    let mut onward = TcpStream::connect(there).ok()?;
    for line in head.lines().filter(|line| !line.is_empty()) {
        if named(line, "origin") {
            // the sandbox takes a decision from its own page alone
            write!(onward, "{}\r\n", line.replace(&format!("https://{NAME}"), &format!("http://{there}")))
                .ok()?;
        } else if !named(line, "host") && !named(line, "connection") {
            write!(onward, "{line}\r\n").ok()?;
        }
    }
    write!(onward, "host: {there}\r\nconnection: close\r\n\r\n").ok()?;
    onward.write_all(&body).ok()?;
    let mut reply = Vec::new();
    onward.read_to_end(&mut reply).ok()?;
    stream.write_all(&reply).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}
