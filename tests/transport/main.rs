//! Transport to a server: proxies that work or fail, and servers that demand another version of HTTP.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::time::Duration;

use h2::Reason;
use serde_json::json;
use switchhook_journeys::authority::{self, Certificate};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::faulty_server::{Fault, FaultyServer, MARK};
use switchhook_journeys::home::Home;
use switchhook_journeys::http2::{Http2Fault, Http2Server};
use switchhook_journeys::intercom::{HOSTS, Intercom};
use switchhook_journeys::proxy::{Proxy, ProxyBehavior};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent, storage};

/// A name that only the proxy resolves, and an address that only the proxy reaches.
const HOST: &str = "api.switchhook.test";
const ADDRESS: &str = "203.0.113.7";

const MAYA: (&str, &str) = ("maya", MARK);
/// Credentials with characters that an address must escape.
const ODD: (&str, &str) = ("maya@home", "a:b/c#d?NobodyMayRepeatThis");
const SETTINGS: &str = "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, or ask the administrator of the proxy. Nothing that was stored is lost.";
const PASSWORD: &str = "Put both into the proxy's address, as in http://USER:PASSWORD@HOST:PORT. Nothing that was stored is lost.";
/// How often a request that may succeed later is tried.
const TRIES: usize = 3;

struct Place {
    home: Home,
    sandbox: Sandbox,
    own_token: String,
}

impl Place {
    fn new() -> Self {
        let home = Home::in_memory();
        home.trust(&authority::pem());
        let sandbox = Sandbox::start(&home);
        let own_token = sandbox.own_token();
        Self { home, sandbox, own_token }
    }

    /// Starts the server behind the proxies, with a certificate for that name.
    fn server(&self, name: &'static str) -> FaultyServer {
        FaultyServer::start_secure(Fault::Shows(Certificate::For(name)), self.sandbox.about("api_base"))
    }

    fn type_token(&self, api: &str, environment: &[(&str, &str)]) -> Answer {
        let words = ["connect", "--token-stdin", "--api-base", api, "--name", "Northwind"];
        cli::run_with_environment(&self.home, &words, environment, &self.own_token)
    }
}

/// Returns the exit status and the words of an unreachable provider.
fn error_of(answer: &Answer) -> (i32, String) {
    let error = &answer.lines.last().expect("an error is a line")["error"];
    assert_eq!(error["code"], "provider_unreachable", "{}", answer.all);
    (answer.status, answer.words())
}

fn assert_connected(answer: &Answer, name: &str) {
    let outcome = &answer.document()["outcome"];
    assert!(outcome == "connected" || outcome == "already_connected", "{name}: {}", answer.all);
}

#[test]
fn failing_proxy_is_named_with_its_answer() {
    let place = Place::new();
    let server = place.server(HOST);
    let forbidden = "HTTP/1.1 403 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let gateway = "HTTP/1.1 502 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let wants = "the proxy {proxy} requires a user name and a password";
    let refuses = "the proxy {proxy} refused the user name and the password";
    // behaviour, scheme and credentials, message, hint, and number of requests: each doubles where the proxy
    // answers with a status
    let rows: &[(ProxyBehavior, &str, &str, &str, usize)] = &[
        (ProxyBehavior::Tunnels(Some(MAYA)), "http://", wants, PASSWORD, 1),
        (ProxyBehavior::Tunnels(Some(MAYA)), "", wants, PASSWORD, 1),
        (ProxyBehavior::Tunnels(Some(MAYA)), "http://maya:NobodyMayRepeatThat@", refuses, PASSWORD, 1),
        (
            ProxyBehavior::Says(forbidden),
            "http://",
            "the proxy {proxy} refused the connection (status 403)",
            SETTINGS,
            2,
        ),
        (
            ProxyBehavior::Says(gateway),
            "http://",
            "the proxy {proxy} refused the connection (status 502)",
            SETTINGS,
            2 * TRIES,
        ),
        (
            ProxyBehavior::Says("SSH-2.0-9\r\n\r\n"),
            "http://",
            "{proxy} does not answer like a proxy",
            SETTINGS,
            2,
        ),
        (ProxyBehavior::HangsUp, "http://", "the connection to the proxy {proxy} broke", SETTINGS, TRIES),
        (ProxyBehavior::Socks(Some(MAYA)), "socks5h://", wants, PASSWORD, 1),
        (ProxyBehavior::Socks(Some(MAYA)), "socks5h://maya:NobodyMayRepeatThat@", refuses, PASSWORD, 1),
        (ProxyBehavior::Replies(1), "socks5h://", "the proxy {proxy} says that it failed", SETTINGS, TRIES),
        (
            ProxyBehavior::Replies(2),
            "socks5h://",
            "the proxy {proxy} says that its rules forbid the connection",
            SETTINGS,
            1,
        ),
        (
            ProxyBehavior::Replies(3),
            "socks5h://",
            "the proxy {proxy} says that it does not reach the network",
            SETTINGS,
            TRIES,
        ),
        (
            ProxyBehavior::Replies(4),
            "socks5h://",
            "the proxy {proxy} says that it does not reach the host",
            SETTINGS,
            TRIES,
        ),
        (
            ProxyBehavior::Replies(5),
            "socks5h://",
            "the proxy {proxy} says that the host refused the connection",
            SETTINGS,
            TRIES,
        ),
        (
            ProxyBehavior::Replies(6),
            "socks5h://",
            "the proxy {proxy} says that the connection's TTL expired",
            SETTINGS,
            TRIES,
        ),
        (
            ProxyBehavior::Replies(7),
            "socks5h://",
            "the proxy {proxy} says that it does not support this command or kind of address",
            SETTINGS,
            1,
        ),
        (
            ProxyBehavior::Secure(Certificate::SelfSigned),
            "https://",
            "the proxy {proxy} is not secure: this computer does not trust the issuer of its certificate",
            SETTINGS,
            0,
        ),
    ];
    for (behavior, scheme, said, hint, asked) in rows {
        let proxy = Proxy::start(*behavior, &server.host());
        let value = format!("{scheme}{}", proxy.host());
        let answer = place.type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &value)]);
        let said = said.replace("{proxy}", &proxy.host());
        assert_eq!(
            error_of(&answer),
            (22, format!("Switchhook sent nothing to {HOST}: {said}. {hint}")),
            "{behavior:?}"
        );
        assert_eq!(proxy.take_requests().len(), *asked, "{behavior:?} by {scheme}");
        for secret in [MARK, "NobodyMayRepeatThat"] {
            assert!(!answer.all.contains(secret), "{secret} is repeated: {}", answer.all);
        }
    }
    assert_eq!(server.connections(), 0, "no proxy led to the server");
}

#[test]
fn missing_proxy_is_distinguished_from_the_server() {
    let place = Place::new();
    for scheme in ["http://", "socks5h://"] {
        let nowhere = Proxy::nowhere();
        let answer =
            place.type_token(&format!("https://{HOST}"), &[("HTTPS_PROXY", &format!("{scheme}{nowhere}"))]);
        let said =
            format!("Switchhook sent nothing to {HOST}: it could not reach the proxy {nowhere}. {SETTINGS}");
        assert_eq!(error_of(&answer), (22, said), "{scheme}");
        assert!(
            answer.took >= Duration::from_millis(1_200),
            "the connection is tried again: {:?}",
            answer.took
        );
    }
}

#[test]
fn invalid_proxy_variable_is_named_when_the_server_fails() {
    let place = Place::new();
    let api = format!("https://{HOST}");
    for (variable, value) in [
        ("ALL_PROXY", "socks://127.0.0.1:1080/"),
        ("HTTPS_PROXY", "ftp://maya:NobodyMayRepeatThis@127.0.0.1:21"),
        ("https_proxy", "http//127.0.0.1:3128"),
        // a raw delimiter in the password would make the user name the host
        ("HTTPS_PROXY", "http://NobodyMayRepeatThis:12#ab@127.0.0.1:3128"),
        ("HTTPS_PROXY", "http://maya:p@NobodyMayRepeatThis/rd@127.0.0.1:3128"),
        ("ALL_PROXY", "socks5h://NobodyMayRepeatThis:12/ab@127.0.0.1:1080"),
        ("all_proxy", "NobodyMayRepeatThis?ab@127.0.0.1:3128"),
    ] {
        let answer = place.type_token(&api, &[(variable, value)]);
        let said = format!(
            "Switchhook could not reach {HOST}, and {variable} names no proxy that Switchhook understands."
        );
        assert!(error_of(&answer).1.starts_with(&said), "{}", answer.all);
        assert!(!answer.all.contains(MARK), "no password is repeated: {}", answer.all);
    }
    for (variable, value, except) in [("HTTPS_PROXY", "", ""), ("ALL_PROXY", "socks://127.0.0.1:1080/", HOST)]
    {
        let answer = place.type_token(&api, &[(variable, value), ("NO_PROXY", except)]);
        let said = format!("Switchhook could not reach {HOST}. ");
        assert!(error_of(&answer).1.starts_with(&said), "{}", answer.all);
    }
}

// No computer knows the name, so `socks5` never asks the proxy.
#[test]
fn socks5_resolves_names_locally_and_socks5h_at_the_proxy() {
    let place = Place::new();
    let server = place.server(HOST);
    let proxy = Proxy::start(ProxyBehavior::Socks(None), &server.host());
    let answer =
        place.type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &format!("socks5://{}", proxy.host()))]);
    let said = format!("Switchhook could not reach {HOST} through the proxy {}.", proxy.host());
    assert!(error_of(&answer).1.starts_with(&said), "{}", answer.all);
    assert_eq!(
        proxy.take_requests(),
        Vec::<String>::new(),
        "no computer knows the name, so the proxy is not asked"
    );
    let answer = place
        .type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &format!("socks5h://{}", proxy.host()))]);
    assert_connected(&answer, "socks5h");
}

#[test]
fn silent_proxy_is_named() {
    let place = Place::new();
    let proxy = Proxy::start(ProxyBehavior::Silent, "");
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = format!("{HOST} took longer than 20 seconds to answer through the proxy {}.", proxy.host());
    assert!(error_of(&answer).1.starts_with(&said), "{}", answer.words());
    assert!(answer.took < Duration::from_secs(30), "{:?}", answer.took);
}

#[test]
fn proxies_connect_to_the_server() {
    let place = Place::new();
    let (named, numbered) = (place.server(HOST), place.server(ADDRESS));
    let rows: &[(ProxyBehavior, &str, &str, bool, &str)] = &[
        (ProxyBehavior::Tunnels(None), "HTTPS_PROXY", "http://", true, "CONNECT api.switchhook.test:443"),
        (ProxyBehavior::Tunnels(None), "https_proxy", "", true, "CONNECT api.switchhook.test:443"),
        (ProxyBehavior::Tunnels(None), "ALL_PROXY", "http://", true, "CONNECT api.switchhook.test:443"),
        (
            ProxyBehavior::Tunnels(Some(MAYA)),
            "HTTPS_PROXY",
            "http://maya:NobodyMayRepeatThis@",
            true,
            "CONNECT api.switchhook.test:443",
        ),
        (
            ProxyBehavior::Tunnels(Some(ODD)),
            "HTTPS_PROXY",
            "http://maya%40home:a%3Ab%2Fc%23d%3FNobodyMayRepeatThis@",
            true,
            "CONNECT api.switchhook.test:443",
        ),
        (
            ProxyBehavior::Secure(Certificate::Good),
            "HTTPS_PROXY",
            "https://",
            true,
            "CONNECT api.switchhook.test:443 HTTP/1.1",
        ),
        (ProxyBehavior::Socks(None), "ALL_PROXY", "socks5h://", true, "SOCKS api.switchhook.test:443"),
        (ProxyBehavior::Socks(None), "HTTPS_PROXY", "socks5h://", true, "SOCKS api.switchhook.test:443"),
        (ProxyBehavior::Socks(None), "all_proxy", "socks5://", false, "SOCKS 203.0.113.7:443"),
        (
            ProxyBehavior::Socks(Some(MAYA)),
            "ALL_PROXY",
            "socks5h://maya:NobodyMayRepeatThis@",
            true,
            "SOCKS api.switchhook.test:443",
        ),
    ];
    for (behavior, variable, scheme, is_named, asked) in rows {
        let (server, host) = if *is_named { (&named, HOST) } else { (&numbered, ADDRESS) };
        let proxy = Proxy::start(*behavior, &server.host());
        let value = format!("{scheme}{}", proxy.host());
        let answer = place.type_token(&format!("https://{host}"), &[(*variable, &value)]);
        assert_connected(&answer, &format!("{behavior:?}"));
        assert_eq!(proxy.take_requests(), [*asked], "{behavior:?}");
        assert!(!answer.all.contains(MARK), "no password is repeated: {}", answer.all);
    }
    assert!(storage::files_holding(&place.home, MARK).is_empty(), "no file or log holds the password");
}

#[test]
fn server_fault_behind_a_proxy_is_reported_for_the_server() {
    let place = Place::new();
    let unproven =
        FaultyServer::start_secure(Fault::Shows(Certificate::SelfSigned), place.sandbox.about("api_base"));
    let proxy = Proxy::start(ProxyBehavior::Tunnels(None), &unproven.host());
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = "this computer does not trust the issuer of its certificate";
    assert!(
        answer.words().starts_with(&format!("Switchhook sent nothing to {HOST}: {said}.")),
        "{}",
        answer.words()
    );

    let silent = FaultyServer::start_secure(Fault::HungUp, place.sandbox.about("api_base"));
    let proxy = Proxy::start(ProxyBehavior::Tunnels(None), &silent.host());
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = format!("Switchhook could not reach {HOST} through the proxy {}.", proxy.host());
    assert!(answer.words().starts_with(&said), "{}", answer.words());
}

// `NO_PROXY` names hosts, domains or everything. Loopback is never proxied.
#[test]
fn proxy_is_bypassed_for_no_proxy_and_loopback() {
    let place = Place::new();
    let server = place.server(HOST);
    let proxy = Proxy::start(ProxyBehavior::Tunnels(None), &server.host());
    let value = format!("http://{}", proxy.host());
    for except in [HOST, ".switchhook.test", "switchhook.test", "elsewhere.test, api.switchhook.test", "*"] {
        let answer =
            place.type_token(&format!("https://{HOST}"), &[("HTTPS_PROXY", &value), ("NO_PROXY", except)]);
        assert!(answer.words().starts_with(&format!("Switchhook could not reach {HOST}.")), "{}", answer.all);
        assert_eq!(proxy.take_requests(), Vec::<String>::new(), "{except}");
    }
    let here = FaultyServer::start_secure(Fault::Nothing, place.sandbox.about("api_base"));
    for variable in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        assert_connected(&place.type_token(&here.url(), &[(variable, &value)]), variable);
        assert_connected(&place.type_token(place.sandbox.about("api_base"), &[(variable, &value)]), variable);
        assert_eq!(
            proxy.take_requests(),
            Vec::<String>::new(),
            "this computer is never asked for by {variable}"
        );
    }
}

// A proxy that hangs up is tried again. A proxy that refuses is not.
#[test]
fn code_exchange_retries_an_absent_proxy_but_not_a_refusal() {
    let place = Place::new();
    let server = place.server(HOST);
    let forbidden = "HTTP/1.1 403 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let rows: [(&str, ProxyBehavior, &str, usize); 3] = [
        (
            "Refusing",
            ProxyBehavior::Says(forbidden),
            "the proxy {proxy} refused the connection (status 403)",
            2,
        ),
        (
            "Locked",
            ProxyBehavior::Tunnels(Some(MAYA)),
            "the proxy {proxy} requires a user name and a password",
            1,
        ),
        ("Hanging up", ProxyBehavior::HangsUp, "the connection to the proxy {proxy} broke", 4),
    ];
    for (name, behavior, said, asked) in rows {
        let proxy = Proxy::start(behavior, &server.host());
        let token = format!("https://{HOST}/auth/eagle/token");
        let api = place.sandbox.about("api_base");
        assert_eq!(place.sandbox.register_at(&place.home, name, CALLBACK, &token, api).status, 0);
        let received = receive(&place, name, &[("HTTPS_PROXY", &format!("http://{}", proxy.host()))]);
        let said = said.replace("{proxy}", &proxy.host());
        assert!(
            received.words().starts_with(&format!("Switchhook sent nothing to {HOST}: {said}.")),
            "{}",
            received.all
        );
        assert_eq!(proxy.take_requests().len(), asked, "{name}");
    }
    let proxy = Proxy::start(ProxyBehavior::Tunnels(None), &server.host());
    let (token, api) = (format!("https://{HOST}/auth/eagle/token"), place.sandbox.about("api_base"));
    assert_eq!(place.sandbox.register_at(&place.home, "Leading", CALLBACK, &token, api).status, 0);
    let received = receive(&place, "Leading", &[("HTTPS_PROXY", &format!("http://{}", proxy.host()))]);
    assert_eq!(received.document()["outcome"], "connected");
    assert_eq!(proxy.take_requests().len(), 1);
}

#[test]
fn registration_gives_the_region_when_intercom_is_unreached() {
    let place = Place::new();
    let about = |name| place.sandbox.about(name);
    let words = [
        ["registration", "add"].as_slice(),
        &["Europe", "--region", "eu", "--client-id", about("client_id"), "--secret-stdin"],
        &["--redirect-uri", CALLBACK, "--authorization-endpoint", about("authorization_endpoint")],
        &["--token-endpoint", about("token_endpoint")],
    ];
    let added = cli::run_with_input(&place.home, &words.concat(), about("client_secret"));
    assert_eq!(added.status, 0, "{}", added.all);
    // the API is Intercom's own, and this proxy leads nowhere
    let received = receive(&place, "Europe", &[("HTTPS_PROXY", "http://127.0.0.1:9")]);
    let account = &received.document()["account"];
    assert_eq!((&account["status"], &account["workspace"]["region"]), (&json!("unverified"), &json!("eu")));
}

/// Connects by commands alone. Returns the answer of `receive`.
fn receive(place: &Place, registration: &str, environment: &[(&str, &str)]) -> Answer {
    let waiting = cli::start(&place.home, &["connect", registration, "--no-browser", "--name", registration]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    let received = cli::run_with_environment(&place.home, &["receive", "-"], environment, &link);
    assert_eq!(waiting.end(), received.status, "both ends of an attempt end the same");
    received
}

#[test]
fn http1_demand_is_answered_by_one_http1_request() {
    let place = Place::new();
    for (name, fault) in [
        ("Reset", Http2Fault::Resets(Reason::HTTP_1_1_REQUIRED)),
        ("Gone away", Http2Fault::GoesAway(Reason::HTTP_1_1_REQUIRED)),
    ] {
        let behind = FaultyServer::start(Fault::Nothing, place.sandbox.about("api_base"));
        let server = Http2Server::start(fault, &behind.host());
        assert_connected(&place.type_token(&server.url(), &[]), name);
        assert_eq!((server.take_count(), behind.connections()), (1, 1), "{name}: once by each version");
        behind.reset_counts();

        let token = format!("{}/auth/eagle/token", server.url());
        let api = place.sandbox.about("api_base");
        assert_eq!(place.sandbox.register_at(&place.home, name, CALLBACK, &token, api).status, 0);
        assert_connected(&receive(&place, name, &[]), name);
        assert_eq!((server.take_count(), behind.connections()), (1, 1), "{name}: once by each version");
        assert!(behind.requests()[0].starts_with("POST /auth/eagle/token HTTP/1.1"), "{name}");
    }
}

#[test]
fn other_http2_failures_are_not_retried_by_http1() {
    let place = Place::new();
    let broke_off = ("broke before the answer was complete", 22);
    for (name, fault, (said, status)) in [
        ("Internal", Http2Fault::Resets(Reason::INTERNAL_ERROR), broke_off),
        ("Cancelled", Http2Fault::Resets(Reason::CANCEL), broke_off),
        ("Away", Http2Fault::GoesAwayAfterRequest(Reason::ENHANCE_YOUR_CALM), broke_off),
        ("Away too late", Http2Fault::GoesAwayAfterRequest(Reason::HTTP_1_1_REQUIRED), broke_off),
        ("Raving", Http2Fault::AnswersInHttp1, (": it is not HTTP.", 23)),
    ] {
        let behind = FaultyServer::start(Fault::Nothing, place.sandbox.about("api_base"));
        let server = Http2Server::start(fault, &behind.host());
        let token = format!("{}/auth/eagle/token", server.url());
        let api = place.sandbox.about("api_base");
        assert_eq!(place.sandbox.register_at(&place.home, name, CALLBACK, &token, api).status, 0);
        let received = receive(&place, name, &[]);
        assert!(received.words().contains(said), "{name}: {}", received.all);
        assert_eq!(received.status, status, "{name}");
        assert_eq!((server.take_count(), behind.connections()), (1, 0), "{name}: a code is sent once");
    }
}

#[test]
fn token_without_region_finds_its_host() {
    // An answered question, or `/me` and the three questions that tell a dead token from a missing permission.
    const KNOWN: usize = 1;
    const REFUSED: usize = 4;
    let place = Place::new();
    // The sandbox's US host knows all tokens, so Europe's stands in for it.
    let intercom = Intercom::start(&place.home, &place.sandbox, ["eu", "eu", "au"]);
    let proxy = intercom.proxy();
    let connect = |words: &[&str], token: &str| {
        let words = [&["connect", "--token-stdin"], words].concat();
        cli::run_with_environment(&place.home, &words, &[("ALL_PROXY", &proxy)], token)
    };
    let token = place.sandbox.token_for("hb8c4t1z");
    let connected = connect(&[], &token);
    assert_connected(&connected, "without a region");
    assert_eq!(connected.document()["account"]["workspace"]["region"], "au");
    assert_eq!(intercom.take_counts(), [REFUSED, REFUSED, KNOWN]);
    let hosts: Vec<String> = intercom.take_requests();
    assert!(
        hosts.iter().all(|host| HOSTS.iter().any(|known| *host == format!("CONNECT {known}:443"))),
        "{hosts:?}"
    );

    assert_connected(&connect(&["--region", "au"], &token), "a given region");
    assert_eq!(intercom.take_counts(), [0, 0, KNOWN], "a given region is asked alone");
    let refused = connect(&["--region", "eu"], &token);
    assert_eq!((refused.refusal(), intercom.take_counts()), ((21, "code_rejected"), [0, REFUSED, 0]));

    let refused = connect(&[], "dG9rOm5vbnNlbnNlOm5vbnNlbnNl");
    assert_eq!((refused.refusal(), intercom.take_counts()), ((21, "code_rejected"), [REFUSED; 3]));
    let said =
        "api.intercom.io does not accept this token. Copy the token again. Intercom's hosts of the other";
    assert!(refused.words().starts_with(said), "{}", refused.words());

    intercom.set_fault(1, Some(Fault::HungUp));
    let unreached = connect(&[], &token);
    assert_eq!(
        (unreached.refusal(), intercom.take_counts()),
        ((22, "provider_unreachable"), [REFUSED, 0, 0])
    );
    assert!(unreached.words().contains("api.eu.intercom.io"), "{}", unreached.words());
}
