//! A small HTTP/1.1 client, enough to answer a consent page. It returns redirects and does not follow them.

use std::io::{Read, Write};
use std::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Header lines, as they came.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Reply {
    /// Returns a header's value. The case of its name does not matter.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

const JSON: (&str, &str) = ("content-type", "application/json");

/// Sends a GET request.
pub fn get(url: &str) -> Reply {
    ask("GET", url, &[], "")
}

/// Posts a form.
pub fn post_form(url: &str, fields: &[(&str, &str)]) -> Reply {
    let body: Vec<String> =
        fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    ask("POST", url, &[("content-type", "application/x-www-form-urlencoded")], &body.join("&"))
}

/// Posts JSON.
pub fn post_json(url: &str, body: &serde_json::Value) -> Reply {
    ask("POST", url, &[JSON], &body.to_string())
}

/// Posts JSON with an access token.
pub fn post_json_as(url: &str, token: &str, body: &serde_json::Value) -> Reply {
    let bearer = format!("Bearer {token}");
    ask("POST", url, &[JSON, ("authorization", &bearer)], &body.to_string())
}

fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let (host, target) = split(url);
    let mut stream =
        TcpStream::connect(host).unwrap_or_else(|error| panic!("{host} does not answer: {error}"));
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    // in one piece: a server that answers before it has read everything would break off the rest
    let request = format!(
        "{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         {headers}content-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).expect("the request can be sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the answer can be read");
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer has a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    Reply {
        status: status.expect("an answer begins with its status"),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// Splits an address into host with port, and request target.
fn split(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap_or_else(|| panic!("{url} is not plain HTTP"));
    rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash))
}

fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
