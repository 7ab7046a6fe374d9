//! Answers that a browser brings to a port of this computer.

use std::time::{Duration, Instant};

use switchhook_engine::core::{AttemptProblem, AttemptStage, Problem, ReturnRoute};
use switchhook_engine::{Connector, Received};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::scenario::Scenario;

/// A free port, and the redirect URI there.
struct Port {
    number: u16,
    redirect_uri: String,
}

impl Port {
    fn free() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let number = listener.local_addr().unwrap().port();
        Self { number, redirect_uri: format!("http://localhost:{number}/callback") }
    }

    /// Sends a request and returns the whole answer; empty where no program listens or the connection breaks.
    async fn ask(&self, head: &str) -> String {
        self.ask_at("127.0.0.1", head).await
    }

    /// Sends a request to this IP address, as [`Self::ask`] does.
    async fn ask_at(&self, ip: &str, head: &str) -> String {
        let Ok(mut stream) = TcpStream::connect((ip, self.number)).await else {
            return String::new();
        };
        let _ = stream.write_all(format!("{head}\r\n\r\n").as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8(answer).unwrap()
    }

    /// Opens an address at this port as a browser does.
    async fn open(&self, address: &str) -> String {
        let target = address.strip_prefix(&format!("http://localhost:{}", self.number)).unwrap();
        self.ask(&format!("GET {target} HTTP/1.1\r\nHost: localhost:{}", self.number)).await
    }

    async fn is_open(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.number)).await.is_ok()
    }

    async fn wait_until_open(&self, open: bool) {
        let began = Instant::now();
        while self.is_open().await != open {
            assert!(began.elapsed() < Duration::from_secs(10), "the port is open: {}", !open);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Registers an app with a loopback redirect URI.
async fn registered() -> (Scenario, Port) {
    let (scenario, port) = (Scenario::new().await, Port::free());
    scenario.register("Loopback", &port.redirect_uri).await;
    (scenario, port)
}

fn maintained(connector: &Connector) -> JoinHandle<()> {
    let connector = connector.clone();
    tokio::spawn(async move { connector.lifetime().run_maintenance().await })
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn browser_brings_the_answer_and_reads_the_result() {
    let (scenario, port) = registered().await;
    let attempts = scenario.connector.attempts();
    let mut results = attempts.browser_results();
    let _maintenance = maintained(&scenario.connector);
    let begun = scenario.begin("Loopback").await;
    let attempt = scenario.attempt(&begun).await;
    assert_eq!((attempt.return_route, attempt.port_unavailable), (ReturnRoute::Loopback, false));
    assert_eq!(attempt.port, Some(port.number));
    let answer = port.open(&scenario.consent(&begun, "authorize", None).await).await;
    assert_eq!(status(&answer), "200", "{answer}");
    assert!(answer.contains("Northwind Support is connected"), "{answer}");
    for header in ["cache-control: no-store", "referrer-policy: no-referrer", "frame-ancestors 'none'"] {
        assert!(answer.contains(header), "{header}: {answer}");
    }
    assert!(!answer.contains("code="), "the page repeats no code");
    assert!(matches!(results.recv().await, Some(Ok(Received::Ended(Ok(_))))), "the window learns of it");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Connected);
    port.wait_until_open(false).await;
}

#[tokio::test]
async fn refused_consent_comes_back_by_loopback() {
    let (scenario, port) = registered().await;
    let begun = scenario.begin("Loopback").await;
    let answer = port.open(&scenario.consent(&begun, "cancel", None).await).await;
    assert!(answer.contains("Return to Switchhook"), "{answer}");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Denied);
}

#[tokio::test]
async fn port_of_another_program_stops_the_attempt_and_is_named() {
    let (scenario, port) = registered().await;
    for host in ["127.0.0.1", "::1"] {
        let _other = TcpListener::bind((host, port.number)).await.unwrap();
        let request = scenario.request("Loopback").await;
        let problem = scenario.connector.attempts().begin(request).await.map(|_| ()).unwrap_err();
        assert_eq!(
            problem,
            Problem::from(AttemptProblem::PortUnavailable { port: port.number, is_taken: true }),
            "{host}"
        );
        assert!(scenario.connector.view().overview().await.unwrap().attempts.is_empty(), "{host}");
    }
    let begun = scenario.begin("Loopback").await;
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
}

#[tokio::test(flavor = "multi_thread")]
async fn stray_requests_disturb_no_attempt() {
    let (scenario, port) = registered().await;
    let _maintenance = maintained(&scenario.connector);
    let begun = scenario.begin("Loopback").await;
    let link = scenario.consent(&begun, "authorize", None).await;
    let target = link.split_once(&port.number.to_string()).unwrap().1.to_owned();
    let host = format!("localhost:{}", port.number);
    let long = "a".repeat(100_000);
    let mut slow = Vec::new();
    // More than the server takes at a time: each silent one loses its place after two seconds.
    for _ in 0..100 {
        let mut stream = TcpStream::connect(("127.0.0.1", port.number)).await.unwrap();
        stream.write_all(b"GET /callback").await.unwrap();
        slow.push(stream);
    }
    for (head, expected) in [
        (format!("POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0"), "404"),
        (format!("HEAD {target} HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("OPTIONS * HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET {target} HTTP/1.1\r\nHost: evil.example:{}", port.number), "404"),
        (format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{}", port.number), "404"),
        (format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example"), "404"),
        (format!("GET {target} HTTP/1.1"), "404"),
        (format!("GET {link} HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET /x/..{target} HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET /{target} HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET {} HTTP/1.1\r\nHost: {host}", target.replace("callback", "%63allback")), "404"),
        (format!("GET / HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET /favicon.ico HTTP/1.1\r\nHost: {host}"), "404"),
        (format!("GET /callback HTTP/1.1\r\nHost: {host}"), "400"),
        (format!("GET /callback?code=a&state=b HTTP/1.1\r\nHost: {host}"), "400"),
        (format!("GET {target}&code=b HTTP/1.1\r\nHost: {host}"), "400"),
        (format!("GET /{long} HTTP/1.1\r\nHost: {host}"), "431"),
        (format!("GET / HTTP/1.1\r\nHost: {host}\r\nX: {long}"), "431"),
        ("nonsense".to_owned(), "400"),
    ] {
        let answer = port.ask(&head).await;
        let short = &head[..head.len().min(80)];
        assert_eq!(status(&answer), expected, "{short}: {answer}");
    }
    for head in ["POST / HTTP/1.1", &format!("GET {target} HTTP/1.1\r\nHost: evil.example")] {
        let answer = port.ask(head).await;
        assert!(answer.ends_with("\r\n\r\n") && answer.contains("content-length: 0"), "no body: {answer}");
    }
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
    let answer = port.open(&link).await;
    assert!(answer.contains("is connected"), "{answer}");
}

// `cargo xtask long` sends 10,000.
#[tokio::test(flavor = "multi_thread")]
async fn many_stray_requests_leave_the_attempt_alone() {
    const AT_ONCE: u32 = 50;
    let requests: u32 =
        std::env::var("SWITCHHOOK_STRAY_REQUESTS").map_or(500, |text| text.parse().expect("a number"));
    let (scenario, port) = registered().await;
    let _maintenance = maintained(&scenario.connector);
    let begun = scenario.begin("Loopback").await;
    let link = scenario.consent(&begun, "authorize", None).await;
    let mut storm = tokio::task::JoinSet::new();
    for sender in 0..AT_ONCE {
        let address = port.redirect_uri.clone();
        let port = Port { number: port.number, redirect_uri: address.clone() };
        storm.spawn(async move {
            let mut refused = 0;
            for number in 0..requests / AT_ONCE {
                let answer = match number % 3 {
                    0 => port.open(&format!("{address}?code=a&state=1d{sender}-{number}")).await,
                    1 => port.open(&format!("{address}/{number}?code=a")).await,
                    _ => {
                        port.ask(&format!("POST /callback HTTP/1.1\r\nHost: localhost:{}", port.number)).await
                    }
                };
                refused += u32::from(["400", "404"].contains(&status(&answer)));
            }
            refused
        });
    }
    let refused: u32 = storm.join_all().await.into_iter().sum();
    assert_eq!(refused, requests / AT_ONCE * AT_ONCE, "each has its answer, and is refused");
    assert_eq!(scenario.attempt(&begun).await.stage, AttemptStage::Awaiting);
    assert!(port.open(&link).await.contains("is connected"));
}

// One process awaits an IPv4 address, the other an IPv6 address at the same port. Each serves its own, and both are named.
#[tokio::test]
async fn processes_share_a_port_by_address_family() {
    let (scenario, port) = (Scenario::new().await, Port::free());
    for (name, host) in [("Four", "127.0.0.1"), ("Six", "[::1]"), ("Both", "localhost")] {
        scenario.register(name, &format!("http://{host}:{}/callback", port.number)).await;
    }
    let other = scenario.second_process().await;
    let four = scenario.begin("Four").await;
    let six = other.attempts().begin(scenario.request("Six").await).await.unwrap();
    for (begun, ip, host) in [(&six, "::1", "[::1]"), (&four, "127.0.0.1", "127.0.0.1")] {
        let link = scenario.consent(begun, "authorize", None).await;
        let target = link.split_once(&port.number.to_string()).unwrap().1;
        let head = format!("GET {target} HTTP/1.1\r\nHost: {host}:{}", port.number);
        let answer = port.ask_at(ip, &head).await;
        assert!(answer.contains("is connected"), "{ip}: {answer}");
    }
    // The sockets of both processes together are those of `localhost`.
    let both = scenario.begin("Both").await;
    let _maintenance = (maintained(&scenario.connector), maintained(&other));
    let answer = port.open(&scenario.consent(&both, "authorize", None).await).await;
    assert!(answer.contains("is connected again"), "{answer}");
}

#[tokio::test]
async fn taken_family_stops_only_the_attempt_that_needs_it() {
    let (scenario, port) = (Scenario::new().await, Port::free());
    for (name, host) in [("Four", "127.0.0.1"), ("Six", "[::1]")] {
        scenario.register(name, &format!("http://{host}:{}/callback", port.number)).await;
    }
    let _foreign = TcpListener::bind(("::1", port.number)).await.unwrap();
    let other = scenario.second_process().await;
    let four = scenario.begin("Four").await;
    let problem = other.attempts().begin(scenario.request("Six").await).await.map(|_| ()).unwrap_err();
    assert_eq!(problem, AttemptProblem::PortUnavailable { port: port.number, is_taken: true }.into());
    assert!(!scenario.attempt(&four).await.port_unavailable);
}

#[tokio::test]
async fn one_process_holds_the_port_for_the_attempts_of_all() {
    let (scenario, port) = registered().await;
    let other = scenario.second_process().await;
    let mine = scenario.begin("Loopback").await;
    let theirs = other.attempts().begin(scenario.request("Loopback").await).await.unwrap();
    let _maintenance = maintained(&other);
    let waiting = tokio::spawn({
        let (other, id) = (other.clone(), theirs.attempt.clone());
        async move { other.attempts().wait(&id).await }
    });
    // The first process holds the port, and hands on what the other began.
    let answer = port.open(&scenario.consent(&theirs, "authorize", None).await).await;
    assert!(answer.contains("is connected"), "{answer}");
    assert_eq!(waiting.await.unwrap().unwrap().account.name, "Northwind Support");

    // The other takes the port over, once the first is gone.
    let link = scenario.consent(&mine, "authorize", None).await;
    let Scenario { connector, sandbox, folder, .. } = scenario;
    drop(connector);
    port.wait_until_open(true).await;
    let answer = port.open(&link).await;
    assert!(answer.contains("is connected again"), "{answer}");
    drop((sandbox, folder));
}

#[tokio::test]
async fn attempt_says_that_its_port_was_taken_meanwhile() {
    let (scenario, port) = registered().await;
    let begun = scenario.begin("Loopback").await;
    let link = scenario.consent(&begun, "authorize", None).await;
    let other = scenario.second_process().await;
    let Scenario { connector, sandbox, folder, .. } = scenario;
    drop(connector);
    port.wait_until_open(false).await;
    let foreign = TcpListener::bind(("127.0.0.1", port.number)).await.unwrap();
    let _maintenance = maintained(&other);
    let wait = async |unavailable| {
        let began = Instant::now();
        while other.attempts().get(&begun.attempt).await.unwrap().port_unavailable != unavailable {
            assert!(began.elapsed() < Duration::from_secs(10), "the attempt says so: {unavailable}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    wait(true).await;
    drop(foreign);
    wait(false).await;
    assert!(port.open(&link).await.contains("is connected"));
    drop((sandbox, folder));
}
