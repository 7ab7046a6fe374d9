//! A host of the bridge page: HTTPS by the test authority, with the folder that `switchhook bridge write` made.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::authority::{self, Certificate};

/// The name of the host. The journeys lead browsers from it to this computer.
pub const NAME: &str = "bridge.example";

/// Whether a host sends the headers of the folder's `_headers`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Headers {
    /// The host sends all of them, as Netlify does.
    Sent,
    /// The host sends none of them, as GitHub Pages does.
    Missing,
}

/// A running host.
pub struct BridgeHost {
    name: &'static str,
    port: u16,
    /// The SHA-256 of the public key in base64.
    key: String,
    paths: Arc<Mutex<Vec<String>>>,
}

impl BridgeHost {
    /// Starts a host of the page in this folder. At `/frames?ADDRESS` it serves a page that frames the address.
    pub fn start(folder: &Path, headers: Headers) -> Self {
        Self::start_at(folder, headers, NAME)
    }

    /// Starts a host with this name or address.
    pub fn start_at(folder: &Path, headers: Headers, name: &'static str) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        let port = listener.local_addr().expect("a listener has an address").port();
        let (config, key) = authority::server_and_key(name, Certificate::Good);
        let host = Self { name, port, key, paths: Arc::default() };
        let (paths, folder) = (Arc::clone(&host.paths), folder.to_owned());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (config, paths) = (Arc::clone(&config), Arc::clone(&paths));
                let folder = folder.clone();
                // a browser opens connections that it does not use
                thread::spawn(move || answer(stream, config, &folder, headers, &paths));
            }
        });
        host
    }

    /// Returns the address of the page, which a person registers as redirect URI.
    pub fn url(&self) -> String {
        format!("https://{}:{}/", self.name, self.port)
    }

    /// Returns the paths of all requests so far, with their queries.
    pub fn paths(&self) -> Vec<String> {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns name and port, and the address behind them.
    pub fn route(&self) -> (String, String) {
        (format!("{}:{}", self.name, self.port), format!("127.0.0.1:{}", self.port))
    }

    /// Returns the SHA-256 of the public key in base64, by which Chromium trusts this host.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// Returns the arguments with which Chromium finds and trusts these hosts.
    pub fn chromium(hosts: &[&Self]) -> [String; 2] {
        let keys: Vec<&str> = hosts.iter().map(|host| host.key.as_str()).collect();
        [
            format!("--host-resolver-rules=MAP {NAME} 127.0.0.1"),
            format!("--ignore-certificate-errors-spki-list={}", keys.join(",")),
        ]
    }
}

fn answer(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    folder: &Path,
    headers: Headers,
    paths: &Mutex<Vec<String>>,
) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    let mut stream = StreamOwned::new(ServerConnection::new(config).ok()?, stream);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.extend(byte);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1)?.to_owned();
    paths.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
    let (lines, body) = match path.strip_prefix("/frames?") {
        Some(framed) => (String::new(), format!("<!doctype html><iframe src=\"{framed}\"></iframe>")),
        None if path == "/" || path.starts_with("/?") => (sent(folder, headers), page(folder)),
        None => return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").ok(),
    };
    let length = body.len();
    let reply = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{lines}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
    stream.write_all(reply.as_bytes()).ok()?;
    stream.conn.send_close_notify();
    stream.flush().ok()
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("index.html")).expect("the folder holds the page")
}

/// Returns the header lines for every path, as hosts read them from `_headers`.
fn sent(folder: &Path, headers: Headers) -> String {
    if headers == Headers::Missing {
        return String::new();
    }
    let text = fs::read_to_string(folder.join("_headers")).expect("the folder holds the headers");
    text.lines().filter_map(|line| line.strip_prefix("  ")).map(|line| format!("{line}\r\n")).collect()
}
