//! Compressed bodies, and answers that are not HTTP.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use switchhook_engine::contract::Account;
use switchhook_engine::core::{
    ApiPath, AttemptProblem, CodeRejection, Outcome, Problem, ProviderCode, ProviderProblem, Unreadable,
};
use switchhook_engine::{Page, RefusedPage};

use crate::figures::connect_through;
use crate::front::{Front, RAW, Reply};
use crate::scenario::{PASTE, Scenario, ended};

const GZIP: &str = "content-encoding: gzip";

/// A server at both endpoints: the token endpoint, and an account's API.
struct Endpoints {
    scenario: Scenario,
    front: Front,
    account: Account,
}

impl Endpoints {
    async fn new() -> Self {
        let scenario = Scenario::new().await;
        let front = Front::start(&scenario, &[]).await;
        let account = connect_through(&scenario, &front).await;
        scenario.register_at("Token", PASTE, &format!("{}/token", front.address)).await;
        Self { scenario, front, account }
    }

    async fn exchange(&self, reply: Reply) -> Result<Outcome, Problem> {
        self.front.answer("/token", reply);
        let link = self.scenario.authorized(&self.scenario.begin("Token").await).await;
        self.front.counted();
        let ended = ended(self.scenario.connector.attempts().receive(link).await.unwrap());
        ended.map(|connected| connected.outcome)
    }

    async fn request(&self, reply: Reply) -> Result<Page, Box<RefusedPage>> {
        self.front.answer("/wire", reply);
        let path = ApiPath::new("/wire").unwrap();
        let mut asking =
            self.scenario.connector.remote().ask_api(&self.account.id, path, false).await.unwrap();
        self.front.counted();
        asking.next(|_| ()).await.unwrap()
    }

    /// Asserts that both endpoints report this problem after one request.
    async fn assert_both_report(&self, reply: Reply, problem: ProviderProblem, name: &str) {
        assert_eq!(self.exchange(reply.clone()).await.unwrap_err(), problem.clone().into(), "{name}");
        assert_eq!(self.front.counted().0, 1, "{name}: a code is sent once");
        assert_eq!(self.request(reply).await.unwrap_err().problem, problem.into(), "{name}");
        assert_eq!(self.front.counted().0, 1, "{name}: it would be the same again");
    }

    fn unreadable(&self, why: Unreadable) -> ProviderProblem {
        ProviderProblem::Unreadable { host: self.front.host(), why, code: None }
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[tokio::test]
async fn gzip_is_asked_for_and_unpacked() {
    let endpoints = Endpoints::new().await;
    let page = endpoints.request(Reply::of("200 OK", packed(r#"{"n":1}"#)).with(GZIP)).await.unwrap();
    assert_eq!(page.body.line(), r#"{"n":1}"#);
    let is_about_packing =
        |name: &str| matches!(name, "content-encoding" | "content-length" | "transfer-encoding");
    assert!(
        !page.head.headers.iter().any(|(name, _)| is_about_packing(name)),
        "{:?} would describe another body",
        page.head.headers
    );
    assert!(endpoints.front.last().contains("accept-encoding: gzip\r\n"), "{}", endpoints.front.last());

    let token = endpoints.scenario.control("tokens", &json!({ "workspace": "nw7k2p0q" })).await.to_string();
    let outcome = endpoints.exchange(Reply::of("200 OK", packed(&token)).with(GZIP)).await;
    assert_eq!(outcome, Ok(Outcome::Connected));
    assert!(endpoints.front.last().contains("accept-encoding: gzip\r\n"), "{}", endpoints.front.last());
}

#[tokio::test]
async fn gzip_is_unpacked_however_it_is_written() {
    let endpoints = Endpoints::new().await;
    let halves = [packed(r#"{"n""#), packed(":1}")].concat();
    for (header, body) in [
        ("content-encoding: GZIP", packed(r#"{"n":1}"#)),
        ("content-encoding: x-gzip", packed(r#"{"n":1}"#)),
        ("content-encoding: identity, gzip", packed(r#"{"n":1}"#)),
        (GZIP, halves),
        ("content-encoding: identity", br#"{"n":1}"#.to_vec()),
        ("content-encoding: ", br#"{"n":1}"#.to_vec()),
    ] {
        let page = endpoints.request(Reply::of("200 OK", body).with(header)).await.unwrap();
        assert_eq!(page.body.line(), r#"{"n":1}"#, "{header}");
    }
    let chunks: Vec<u8> = packed(r#"{"n":1}"#)
        .iter()
        .flat_map(|byte| [b"1\r\n".as_slice(), &[*byte], b"\r\n"].concat())
        .collect();
    let head = format!("HTTP/1.1 200 OK\r\n{GZIP}\r\ntransfer-encoding: chunked\r\n\r\n");
    let raw = [head.as_bytes(), &chunks, b"0\r\n\r\n"].concat();
    assert_eq!(endpoints.request(Reply::of(RAW, raw)).await.unwrap().body.line(), r#"{"n":1}"#);
}

#[tokio::test]
async fn refusal_is_unpacked_too() {
    let endpoints = Endpoints::new().await;
    let refused = |status, body: &str| Reply::of(status, packed(body)).with(GZIP);
    let rejected = AttemptProblem::CodeRejected {
        reason: CodeRejection::Client,
        code: ProviderCode::new("invalid_client"),
    };
    let told = endpoints.exchange(refused("401 Unauthorized", r#"{"error":"invalid_client"}"#)).await;
    assert_eq!(told, Err(rejected.into()));
    let list = r#"{"type":"error.list","errors":[{"code":"parameter_invalid"}]}"#;
    let told = endpoints.request(refused("400 Bad Request", list)).await.unwrap_err();
    assert_eq!(told.problem.provider_code(), ProviderCode::new("parameter_invalid").as_ref());
    assert_eq!(told.body.unwrap().line(), list);
}

#[tokio::test]
async fn size_limit_counts_unpacked_bytes() {
    let endpoints = Endpoints::new().await;
    let of = |megabytes: usize| packed(&format!(r#"{{"x":"{}"}}"#, "y".repeat(megabytes << 20)));
    let page = endpoints.request(Reply::of("200 OK", of(8)).with(GZIP)).await.unwrap();
    assert!(page.body.line().len() > 8 << 20);
    let told = endpoints.request(Reply::of("200 OK", of(33)).with(GZIP)).await.unwrap_err();
    let too_large = |megabytes| ProviderProblem::TooLarge { host: endpoints.front.host(), megabytes };
    assert_eq!(told.problem, too_large(32).into());
    let told = endpoints.exchange(Reply::of("200 OK", of(2)).with(GZIP)).await;
    assert_eq!(told, Err(too_large(1).into()));
}

#[tokio::test]
async fn unrequested_encoding_is_named() {
    let endpoints = Endpoints::new().await;
    for (header, names) in [
        ("content-encoding: br", Some("br")),
        ("content-encoding: zstd", Some("zstd")),
        ("content-encoding: compress", Some("compress")),
        ("content-encoding: deflate", Some("deflate")),
        ("content-encoding: gzip, br", Some("gzip, br")),
        ("content-encoding: gzip\r\ncontent-encoding: gzip", Some("gzip, gzip")),
        ("content-encoding: NobodyMayRepeatThis", None),
    ] {
        let reply = Reply::of("200 OK", r#"{"token":"x","access_token":"x"}"#).with(header);
        let problem = endpoints.unreadable(Unreadable::Coding(names.map(Into::into)));
        endpoints.assert_both_report(reply, problem, header).await;
    }
}

#[tokio::test]
async fn invalid_gzip_is_unreadable() {
    let endpoints = Endpoints::new().await;
    let whole = packed(r#"{"token":"x"}"#);
    let mut wrong_sum = whole.clone();
    *wrong_sum.iter_mut().nth_back(5).unwrap() ^= 1;
    for (name, body) in [
        ("JSON", br#"{"token":"x"}"#.to_vec()),
        ("cut short", whole[..whole.len() - 9].to_vec()),
        ("without its end", whole[..whole.len() - 3].to_vec()),
        ("another sum", wrong_sum),
        ("something behind it", [whole.as_slice(), b"more"].concat()),
    ] {
        let problem = endpoints.unreadable(Unreadable::Packed);
        endpoints.assert_both_report(Reply::of("200 OK", body).with(GZIP), problem, name).await;
    }
    // an empty body has nothing to decompress
    let empty = endpoints.exchange(Reply::of("200 OK", "").with(GZIP)).await;
    assert_eq!(empty, Err(endpoints.unreadable(Unreadable::Empty).into()));
}

#[tokio::test]
async fn refusal_counts_without_a_readable_body() {
    let bomb = packed(&"y".repeat(33 << 20));
    for (name, header, body) in [
        ("another coding", "content-encoding: br", b"{}".to_vec()),
        ("not packed", GZIP, b"{}".to_vec()),
        ("too large", GZIP, bomb),
        ("cut short", "content-length: 99", b"{}".to_vec()),
    ] {
        let endpoints = Endpoints::new().await;
        let host = endpoints.front.host();
        let refused = |status: &str, more: &str| {
            let length = if header.starts_with("content-length") {
                String::new()
            } else {
                format!("content-length: {}\r\n", body.len())
            };
            let head = format!("HTTP/1.1 {status}\r\n{more}{header}\r\n{length}\r\n");
            Reply::of(RAW, [head.as_bytes(), &body].concat())
        };
        let gone = endpoints.request(refused("404 Not Found", "")).await.unwrap_err();
        let no_such_path = ProviderProblem::NoSuchPath { host: host.clone(), status: 404, code: None };
        assert_eq!(gone.problem, no_such_path.into(), "{name}");
        let headers = gone.head.unwrap().headers;
        assert!(headers.is_empty(), "{name}: {headers:?} would describe a body");
        let rejected = AttemptProblem::CodeRejected { reason: CodeRejection::Unclear, code: None };
        assert_eq!(endpoints.exchange(refused("401 No", "")).await, Err(rejected.into()), "{name}");
        let seconds = Some(3600);
        let unavailable =
            ProviderProblem::Unavailable { host: host.clone(), status: 503, seconds, code: None };
        let told = endpoints.exchange(refused("503 Busy", "retry-after: 3600\r\n")).await;
        assert_eq!(told, Err(unavailable.into()), "{name}");
        let limited = ProviderProblem::RateLimited { host, status: 429, seconds, code: None };
        endpoints.front.counted();
        endpoints
            .assert_both_report(refused("429 Too Many Requests", "retry-after: 3600\r\n"), limited, name)
            .await;
    }
}

#[tokio::test]
async fn answer_that_is_not_http_is_named_and_not_asked_again() {
    let endpoints = Endpoints::new().await;
    let cases: &[(&str, &[u8])] = &[
        ("another protocol", b"SSH-2.0-OpenSSH_9.2\r\n"),
        ("HTTP/0.9", b"<html>well</html>"),
        ("an alert of TLS", b"\x15\x03\x01\x00\x02\x02\x46"),
        ("frames of HTTP/2", b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"),
        ("a status that is none", b"HTTP/1.1 2OO OK\r\ncontent-length: 2\r\n\r\n{}"),
        ("a version that is none", b"HTTP/7.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"),
        ("a NUL in a header", b"HTTP/1.1 200 OK\r\nx-y: a\0b\r\ncontent-length: 2\r\n\r\n{}"),
        ("a header without a colon", b"HTTP/1.1 200 OK\r\nno colon\r\ncontent-length: 2\r\n\r\n{}"),
        ("a header without a name", b"HTTP/1.1 200 OK\r\n: a\r\ncontent-length: 2\r\n\r\n{}"),
        ("two lengths", b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}"),
        ("a length that is none", b"HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}"),
        ("a chunk without a length", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{}{}{}\r\n"),
    ];
    for (name, answer) in cases {
        endpoints
            .assert_both_report(Reply::of(RAW, *answer), endpoints.unreadable(Unreadable::NoHttp), name)
            .await;
    }
    let headers: String = (0..500).map(|n| format!("x-{n}: {n}\r\n")).collect();
    let long = format!("HTTP/1.1 200 OK\r\n{headers}content-length: 2\r\n\r\n{{}}");
    endpoints
        .assert_both_report(Reply::of(RAW, long), endpoints.unreadable(Unreadable::LongHead), "500 headers")
        .await;
}
