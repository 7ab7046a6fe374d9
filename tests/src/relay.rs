//! A relay between the programs and the sandbox that records requests and answers. From it a journey learns the codes and
//! tokens to search for. It can also answer in the sandbox's place and repeat the secrets of a request.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::home::Home;
use crate::leaks::spelled_as_text;
use crate::link::unescape;
use crate::sandbox::Sandbox;

/// A relay that runs as long as the journey.
pub struct Relay {
    url: String,
    passed: Arc<Mutex<Vec<String>>>,
    repeats: Arc<Mutex<Option<&'static str>>>,
}

impl Relay {
    /// Starts a relay in front of this home's sandbox. A window that looks for a sandbox finds the relay.
    pub fn start(sandbox: &Sandbox, home: &Home) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let relay = Self { url: url.clone(), passed: Arc::default(), repeats: Arc::default() };
        let (passed, there) = (Arc::clone(&relay.passed), sandbox.about("url").to_owned());
        let repeats = Arc::clone(&relay.repeats);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (passed, here, there) = (Arc::clone(&passed), url.clone(), there.clone());
                let spelling = *repeats.lock().unwrap_or_else(PoisonError::into_inner);
                thread::spawn(move || answer(stream, &here, &there, &passed, spelling));
            }
        });
        fs::write(home.files().join("sandbox/address"), &relay.url)
            .expect("the sandbox has written its address there");
        relay
    }

    /// Returns an address of the sandbox with the relay's host.
    pub fn address_through(&self, sandbox: &Sandbox, address: &str) -> String {
        address.replace(sandbox.about("url"), &self.url)
    }

    /// Registers the sandbox's client under a name, with the relay's token endpoint and API.
    pub fn register(&self, sandbox: &Sandbox, home: &Home, name: &str, redirect_uri: &str) {
        let [token_endpoint, api_base] =
            ["token_endpoint", "api_base"].map(|name| self.address_through(sandbox, sandbox.about(name)));
        let added = sandbox.register_at(home, name, redirect_uri, &token_endpoint, &api_base);
        assert_eq!(added.status, 0, "{}", added.all);
    }

    /// Answers from now on with each secret of the request, in this spelling. Without a spelling the relay forwards again.
    pub fn repeat_secrets(&self, spelling: Option<&'static str>) {
        *self.repeats.lock().unwrap_or_else(PoisonError::into_inner) = spelling;
    }

    /// Returns every code that a token request carried.
    pub fn codes(&self) -> Vec<String> {
        self.between("code=", &['&', '\n', ' ']).iter().map(|code| unescape(code)).collect()
    }

    /// Returns every token that an answer or a request carried.
    pub fn tokens(&self) -> Vec<String> {
        let mut tokens = self.between("\"access_token\":\"", &['"']);
        tokens.extend(self.between("Bearer ", &['\r', '"']));
        tokens.sort();
        tokens.dedup();
        tokens
    }

    fn between(&self, before: &str, after: &[char]) -> Vec<String> {
        let passed = self.passed.lock().unwrap_or_else(PoisonError::into_inner);
        let found = passed
            .iter()
            .flat_map(|text| text.match_indices(before).map(move |(place, _)| &text[place + before.len()..]));
        let found = found.filter_map(|rest| rest.split(after).next()).map(str::to_owned);
        found.filter(|found| !found.is_empty()).collect()
    }
}

/// Answers one request. The programs send each on a connection of its own.
fn answer(
    mut stream: TcpStream,
    here: &str,
    there: &str,
    passed: &Mutex<Vec<String>>,
    spelling: Option<&str>,
) -> Option<()> {
    let (head, body) = request(&mut stream)?;
    let reply = match spelling.and_then(|spelling| repeated(&head, &body, spelling)) {
        Some(reply) => {
            passed
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend([format!("{head}\r\n\n{body}"), reply.clone()]);
            reply
        }
        None => forward(&head, &body, here, there, passed)?,
    };
    stream.write_all(reply.as_bytes()).ok()
}

/// Returns an answer that repeats each secret of the request, as names of `/me` or in an error. Without a secret there is none.
fn repeated(head: &str, body: &str, spelling: &str) -> Option<String> {
    let token = head.lines().find_map(|line| line.strip_prefix("authorization: Bearer "));
    let of_form = |name| body.split('&').find_map(|field| field.strip_prefix(name)).map(unescape);
    let secrets: Vec<_> = [token.map(str::to_owned), of_form("client_secret="), of_form("code=")]
        .into_iter()
        .flatten()
        .collect();
    if secrets.is_empty() {
        return None;
    }
    let spelled = |secret: &String| {
        let all = spelled_as_text(secret);
        all.into_iter().find_map(|(name, text)| (name == spelling).then_some(text)).expect("a known spelling")
    };
    let said = secrets.iter().map(spelled).collect::<Vec<_>>().join(" | ");
    let (status, body) = if head.contains("/me HTTP/1.1\r\n") {
        let app = format!(r#"{{"id_code":"{said}","name":"{said}","timezone":"{said}"}}"#);
        ("200 OK", format!(r#"{{"id":"{said}","name":"{said}","email":"{said}","app":{app}}}"#))
    } else {
        (
            "401 Unauthorized",
            format!(r#"{{"error":"{said}","errors":[{{"code":"{said}","message":"{said}"}}]}}"#),
        )
    };
    let length = body.len();
    Some(format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"))
}

fn forward(head: &str, body: &str, here: &str, there: &str, passed: &Mutex<Vec<String>>) -> Option<String> {
    let describes = head.starts_with("GET /_sandbox ");
    let host = there.strip_prefix("http://")?;
    // the sandbox answers only requests for its own host
    let lines = head.lines().filter(|line| {
        let name = line.split(':').next().unwrap_or_default();
        !name.eq_ignore_ascii_case("host") && !name.eq_ignore_ascii_case("connection")
    });
    let head: String = lines.map(|line| format!("{line}\r\n")).collect();
    let mut onward = TcpStream::connect(host).ok()?;
    write!(onward, "{head}host: {host}\r\nconnection: close\r\n\r\n{body}").ok()?;
    let mut reply = String::new();
    onward.read_to_string(&mut reply).ok()?;
    passed.lock().unwrap_or_else(PoisonError::into_inner).extend([format!("{head}\n{body}"), reply.clone()]);
    if describes {
        reply = described(&reply, here, there)?;
    }
    Some(reply)
}

fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut all = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return Some((head.to_owned(), body.to_owned()));
            }
        }
        let mut more = [0; 4096];
        let count = stream.read(&mut more).ok().filter(|count| *count > 0)?;
        all.extend_from_slice(&more[..count]);
    }
}

/// Returns the sandbox's description with the relay's address. The browser's addresses stay the sandbox's.
fn described(reply: &str, here: &str, there: &str) -> Option<String> {
    let (_, body) = reply.split_once("\r\n\r\n")?;
    let body = body.replace(there, here).replace(&format!("{here}/oauth"), &format!("{there}/oauth"));
    let length = body.len();
    Some(format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    ))
}
