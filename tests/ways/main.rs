//! The way to a server: proxies that lead there or don't, and servers that want another version of HTTP.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::time::Duration;

use h2::Reason;
use serde_json::json;
use switchhook_journeys::authority::{self, Certificate};
use switchhook_journeys::cli::{self, Answer};
use switchhook_journeys::faulty::{Fault, Faulty, MARK};
use switchhook_journeys::home::Home;
use switchhook_journeys::http2::{Http2, Unwilling};
use switchhook_journeys::proxy::{Manner, Proxy};
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::{CALLBACK, consent, storage};

/// A name that nobody looks up but a proxy, and an address that only a proxy leads to.
const HOST: &str = "api.switchhook.test";
const ADDRESS: &str = "203.0.113.7";

const MAYA: (&str, &str) = ("maya", MARK);
/// Signs that an address can't hold as they are.
const ODD: (&str, &str) = ("maya@home", "a:b/c#d?NobodyMayRepeatThis");
const SETTINGS: &str = "Check HTTPS_PROXY, ALL_PROXY and NO_PROXY, or ask the administrator of the proxy. Nothing that was stored is lost.";
const PASSWORD: &str = "Put both into the proxy's address, as in http://USER:PASSWORD@HOST:PORT. Nothing that was stored is lost.";
/// A call that may pass is tried three times.
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

    /// The server that proxies lead to, with a certificate for that name.
    fn server(&self, name: &'static str) -> Faulty {
        Faulty::start_secure(Fault::Shows(Certificate::For(name)), self.sandbox.about("api_base"))
    }

    fn type_token(&self, api: &str, environment: &[(&str, &str)]) -> Answer {
        let words = ["connect", "--token-stdin", "--api-base", api, "--name", "Northwind"];
        cli::run_with_environment(&self.home, &words, environment, &self.own_token)
    }
}

/// What there is to be said of the way.
fn told(answer: &Answer) -> (i32, String) {
    let error = &answer.lines.last().expect("an error is a line")["error"];
    assert_eq!(error["code"], "provider_unreachable", "{}", answer.all);
    (answer.status, answer.words())
}

fn is_connected(answer: &Answer, name: &str) {
    let outcome = &answer.document()["outcome"];
    assert!(outcome == "connected" || outcome == "already_connected", "{name}: {}", answer.all);
}

#[test]
fn a_proxy_that_does_not_lead_there_is_named_with_its_answer() {
    let place = Place::new();
    let server = place.server(HOST);
    let forbidden = "HTTP/1.1 403 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let gateway = "HTTP/1.1 502 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let wants = "the proxy {proxy} requires a user name and a password";
    let refuses = "the proxy {proxy} refused the user name and the password";
    // by what scheme and with what password it is named; what is said; how often it is asked, and once more each
    // time for the status that it answers with
    let rows: &[(Manner, &str, &str, &str, usize)] = &[
        (Manner::Leads(Some(MAYA)), "http://", wants, PASSWORD, 1),
        (Manner::Leads(Some(MAYA)), "", wants, PASSWORD, 1),
        (Manner::Leads(Some(MAYA)), "http://maya:NobodyMayRepeatThat@", refuses, PASSWORD, 1),
        (
            Manner::Says(forbidden),
            "http://",
            "the proxy {proxy} refused the connection (status 403)",
            SETTINGS,
            2,
        ),
        (
            Manner::Says(gateway),
            "http://",
            "the proxy {proxy} refused the connection (status 502)",
            SETTINGS,
            2 * TRIES,
        ),
        (Manner::Says("SSH-2.0-9\r\n\r\n"), "http://", "{proxy} does not answer like a proxy", SETTINGS, 2),
        (Manner::HangsUp, "http://", "the connection to the proxy {proxy} broke", SETTINGS, TRIES),
        (Manner::Socks(Some(MAYA)), "socks5h://", wants, PASSWORD, 1),
        (Manner::Socks(Some(MAYA)), "socks5h://maya:NobodyMayRepeatThat@", refuses, PASSWORD, 1),
        (Manner::Replies(1), "socks5h://", "the proxy {proxy} says that it failed", SETTINGS, TRIES),
        (
            Manner::Replies(2),
            "socks5h://",
            "the proxy {proxy} says that its rules forbid the connection",
            SETTINGS,
            1,
        ),
        (
            Manner::Replies(3),
            "socks5h://",
            "the proxy {proxy} says that it does not reach the network",
            SETTINGS,
            TRIES,
        ),
        (
            Manner::Replies(4),
            "socks5h://",
            "the proxy {proxy} says that it does not reach the host",
            SETTINGS,
            TRIES,
        ),
        (
            Manner::Replies(5),
            "socks5h://",
            "the proxy {proxy} says that the host refused the connection",
            SETTINGS,
            TRIES,
        ),
        (
            Manner::Replies(6),
            "socks5h://",
            "the proxy {proxy} says that the connection's TTL expired",
            SETTINGS,
            TRIES,
        ),
        (
            Manner::Replies(7),
            "socks5h://",
            "the proxy {proxy} says that it does not support this command or kind of address",
            SETTINGS,
            1,
        ),
        (
            Manner::Secure(Certificate::SelfSigned),
            "https://",
            "the proxy {proxy} is not secure: this computer does not trust the issuer of its certificate",
            SETTINGS,
            0,
        ),
    ];
    for (manner, scheme, said, hint, asked) in rows {
        let proxy = Proxy::start(*manner, &server.host());
        let value = format!("{scheme}{}", proxy.host());
        let answer = place.type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &value)]);
        let said = said.replace("{proxy}", &proxy.host());
        assert_eq!(
            told(&answer),
            (22, format!("Switchhook sent nothing to {HOST}: {said}. {hint}")),
            "{manner:?}"
        );
        assert_eq!(proxy.asked().len(), *asked, "{manner:?} by {scheme}");
        for secret in [MARK, "NobodyMayRepeatThat"] {
            assert!(!answer.all.contains(secret), "{secret} is repeated: {}", answer.all);
        }
    }
    assert_eq!(server.connections(), 0, "no proxy led to the server");
}

#[test]
fn a_proxy_that_is_not_there_is_told_from_the_server() {
    let place = Place::new();
    for scheme in ["http://", "socks5h://"] {
        let nowhere = Proxy::nowhere();
        let answer =
            place.type_token(&format!("https://{HOST}"), &[("HTTPS_PROXY", &format!("{scheme}{nowhere}"))]);
        let said =
            format!("Switchhook sent nothing to {HOST}: it could not reach the proxy {nowhere}. {SETTINGS}");
        assert_eq!(told(&answer), (22, said), "{scheme}");
        assert!(answer.took >= Duration::from_millis(1_200), "it is tried again: {:?}", answer.took);
    }
}

#[test]
fn a_variable_that_names_no_proxy_is_named_where_the_server_is_not_reached() {
    let place = Place::new();
    let api = format!("https://{HOST}");
    for (variable, value) in [
        ("ALL_PROXY", "socks://127.0.0.1:1080/"),
        ("HTTPS_PROXY", "ftp://maya:NobodyMayRepeatThis@127.0.0.1:21"),
        ("https_proxy", "http//127.0.0.1:3128"),
        // A raw delimiter in the password would make a host of the user name.
        ("HTTPS_PROXY", "http://NobodyMayRepeatThis:12#ab@127.0.0.1:3128"),
        ("ALL_PROXY", "socks5h://NobodyMayRepeatThis:12/ab@127.0.0.1:1080"),
        ("all_proxy", "NobodyMayRepeatThis?ab@127.0.0.1:3128"),
    ] {
        let answer = place.type_token(&api, &[(variable, value)]);
        let said = format!(
            "Switchhook could not reach {HOST}, and {variable} names no proxy that Switchhook understands."
        );
        assert!(told(&answer).1.starts_with(&said), "{}", answer.all);
        assert!(!answer.all.contains(MARK), "no password is repeated: {}", answer.all);
    }
    for (variable, value, except) in [("HTTPS_PROXY", "", ""), ("ALL_PROXY", "socks://127.0.0.1:1080/", HOST)]
    {
        let answer = place.type_token(&api, &[(variable, value), ("NO_PROXY", except)]);
        let said = format!("Switchhook could not reach {HOST}. ");
        assert!(told(&answer).1.starts_with(&said), "{}", answer.all);
    }
}

#[test]
fn a_name_is_looked_up_here_for_socks5_and_at_the_proxy_for_socks5h() {
    let place = Place::new();
    let server = place.server(HOST);
    let proxy = Proxy::start(Manner::Socks(None), &server.host());
    let answer =
        place.type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &format!("socks5://{}", proxy.host()))]);
    let said = format!("Switchhook could not reach {HOST} through the proxy {}.", proxy.host());
    assert!(told(&answer).1.starts_with(&said), "{}", answer.all);
    assert_eq!(proxy.asked(), Vec::<String>::new(), "no computer knows the name, so the proxy is not asked");
    let answer = place
        .type_token(&format!("https://{HOST}"), &[("ALL_PROXY", &format!("socks5h://{}", proxy.host()))]);
    is_connected(&answer, "socks5h");
}

#[test]
fn a_proxy_that_stays_silent_is_named() {
    let place = Place::new();
    let proxy = Proxy::start(Manner::Silent, "");
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = format!("{HOST} took longer than 20 seconds to answer through the proxy {}.", proxy.host());
    assert!(told(&answer).1.starts_with(&said), "{}", answer.words());
    assert!(answer.took < Duration::from_secs(30), "{:?}", answer.took);
}

#[test]
fn proxies_lead_to_the_server() {
    let place = Place::new();
    let (named, numbered) = (place.server(HOST), place.server(ADDRESS));
    let rows: &[(Manner, &str, &str, bool, &str)] = &[
        (Manner::Leads(None), "HTTPS_PROXY", "http://", true, "CONNECT api.switchhook.test:443"),
        (Manner::Leads(None), "https_proxy", "", true, "CONNECT api.switchhook.test:443"),
        (Manner::Leads(None), "ALL_PROXY", "http://", true, "CONNECT api.switchhook.test:443"),
        (
            Manner::Leads(Some(MAYA)),
            "HTTPS_PROXY",
            "http://maya:NobodyMayRepeatThis@",
            true,
            "CONNECT api.switchhook.test:443",
        ),
        (
            Manner::Leads(Some(ODD)),
            "HTTPS_PROXY",
            "http://maya%40home:a%3Ab%2Fc%23d%3FNobodyMayRepeatThis@",
            true,
            "CONNECT api.switchhook.test:443",
        ),
        (
            Manner::Secure(Certificate::Good),
            "HTTPS_PROXY",
            "https://",
            true,
            "CONNECT api.switchhook.test:443 HTTP/1.1",
        ),
        (Manner::Socks(None), "ALL_PROXY", "socks5h://", true, "SOCKS api.switchhook.test:443"),
        (Manner::Socks(None), "HTTPS_PROXY", "socks5h://", true, "SOCKS api.switchhook.test:443"),
        (Manner::Socks(None), "all_proxy", "socks5://", false, "SOCKS 203.0.113.7:443"),
        (
            Manner::Socks(Some(MAYA)),
            "ALL_PROXY",
            "socks5h://maya:NobodyMayRepeatThis@",
            true,
            "SOCKS api.switchhook.test:443",
        ),
    ];
    for (manner, variable, scheme, is_named, asked) in rows {
        let (server, host) = if *is_named { (&named, HOST) } else { (&numbered, ADDRESS) };
        let proxy = Proxy::start(*manner, &server.host());
        let value = format!("{scheme}{}", proxy.host());
        let answer = place.type_token(&format!("https://{host}"), &[(*variable, &value)]);
        is_connected(&answer, &format!("{manner:?}"));
        assert_eq!(proxy.asked(), [*asked], "{manner:?}");
        assert!(!answer.all.contains(MARK), "no password is repeated: {}", answer.all);
    }
    assert!(storage::holding(&place.home, MARK).is_empty(), "nor kept, nor written to a log");
}

#[test]
fn what_is_wrong_behind_a_proxy_is_told_of_the_server() {
    let place = Place::new();
    let unproven =
        Faulty::start_secure(Fault::Shows(Certificate::SelfSigned), place.sandbox.about("api_base"));
    let proxy = Proxy::start(Manner::Leads(None), &unproven.host());
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = "this computer does not trust the issuer of its certificate";
    assert!(
        answer.words().starts_with(&format!("Switchhook sent nothing to {HOST}: {said}.")),
        "{}",
        answer.words()
    );

    let silent = Faulty::start_secure(Fault::HungUp, place.sandbox.about("api_base"));
    let proxy = Proxy::start(Manner::Leads(None), &silent.host());
    let environment = [("HTTPS_PROXY", &*format!("http://{}", proxy.host()))];
    let answer = place.type_token(&format!("https://{HOST}"), &environment);
    let said = format!("Switchhook could not reach {HOST} through the proxy {}.", proxy.host());
    assert!(answer.words().starts_with(&said), "{}", answer.words());
}

#[test]
fn no_proxy_is_asked_for_what_is_excepted_nor_for_this_computer() {
    let place = Place::new();
    let server = place.server(HOST);
    let proxy = Proxy::start(Manner::Leads(None), &server.host());
    let value = format!("http://{}", proxy.host());
    for except in [HOST, ".switchhook.test", "switchhook.test", "elsewhere.test, api.switchhook.test", "*"] {
        let answer =
            place.type_token(&format!("https://{HOST}"), &[("HTTPS_PROXY", &value), ("NO_PROXY", except)]);
        assert!(answer.words().starts_with(&format!("Switchhook could not reach {HOST}.")), "{}", answer.all);
        assert_eq!(proxy.asked(), Vec::<String>::new(), "{except}");
    }
    let here = Faulty::start_secure(Fault::Nothing, place.sandbox.about("api_base"));
    for variable in ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"] {
        is_connected(&place.type_token(&here.url(), &[(variable, &value)]), variable);
        is_connected(&place.type_token(place.sandbox.about("api_base"), &[(variable, &value)]), variable);
        assert_eq!(proxy.asked(), Vec::<String>::new(), "this computer is never asked for by {variable}");
    }
}

#[test]
fn a_code_is_kept_while_a_proxy_is_away_and_given_up_where_it_refuses() {
    let place = Place::new();
    let server = place.server(HOST);
    let forbidden = "HTTP/1.1 403 NobodyMayRepeatThis\r\ncontent-length: 0\r\n\r\n";
    let rows: [(&str, Manner, &str, usize); 3] = [
        ("Refusing", Manner::Says(forbidden), "the proxy {proxy} refused the connection (status 403)", 2),
        ("Locked", Manner::Leads(Some(MAYA)), "the proxy {proxy} requires a user name and a password", 1),
        ("Hanging up", Manner::HangsUp, "the connection to the proxy {proxy} broke", 4),
    ];
    for (name, manner, said, asked) in rows {
        let proxy = Proxy::start(manner, &server.host());
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
        assert_eq!(proxy.asked().len(), asked, "{name}");
    }
    let proxy = Proxy::start(Manner::Leads(None), &server.host());
    let (token, api) = (format!("https://{HOST}/auth/eagle/token"), place.sandbox.about("api_base"));
    assert_eq!(place.sandbox.register_at(&place.home, "Leading", CALLBACK, &token, api).status, 0);
    let received = receive(&place, "Leading", &[("HTTPS_PROXY", &format!("http://{}", proxy.host()))]);
    assert_eq!(received.document()["outcome"], "connected");
    assert_eq!(proxy.asked().len(), 1);
}

#[test]
fn registrations_region_stands_where_intercom_is_not_reached() {
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
    // The API is Intercom's own, and this proxy leads nowhere.
    let received = receive(&place, "Europe", &[("HTTPS_PROXY", "http://127.0.0.1:9")]);
    let account = &received.document()["account"];
    assert_eq!((&account["status"], &account["workspace"]["region"]), (&json!("unverified"), &json!("eu")));
}

/// Connects by scripts alone: what became of the browser's answer.
fn receive(place: &Place, registration: &str, environment: &[(&str, &str)]) -> Answer {
    let waiting = cli::start(&place.home, &["connect", registration, "--no-browser", "--name", registration]);
    let begun = waiting.line();
    let link = consent::authorize(begun["authorization_url"].as_str().expect("an address to open"));
    let received = cli::run_with_environment(&place.home, &["receive", "-"], environment, &link);
    assert_eq!(waiting.end(), received.status, "both ends of an attempt end the same");
    received
}

#[test]
fn a_server_that_wants_http1_is_asked_once_more_by_that() {
    let place = Place::new();
    for (name, unwilling) in [
        ("Reset", Unwilling::Resets(Reason::HTTP_1_1_REQUIRED)),
        ("Gone away", Unwilling::GoesAway(Reason::HTTP_1_1_REQUIRED)),
    ] {
        let behind = Faulty::start(Fault::Nothing, place.sandbox.about("api_base"));
        let server = Http2::start(unwilling, &behind.host());
        is_connected(&place.type_token(&server.url(), &[]), name);
        assert_eq!((server.asked(), behind.connections()), (1, 1), "{name}: once by each version");
        behind.forget();

        let token = format!("{}/auth/eagle/token", server.url());
        let api = place.sandbox.about("api_base");
        assert_eq!(place.sandbox.register_at(&place.home, name, CALLBACK, &token, api).status, 0);
        is_connected(&receive(&place, name, &[]), name);
        assert_eq!((server.asked(), behind.connections()), (1, 1), "{name}: once by each version");
        assert!(behind.requests()[0].starts_with("POST /auth/eagle/token HTTP/1.1"), "{name}");
    }
}

#[test]
fn a_server_that_fails_otherwise_is_not_asked_by_http1() {
    let place = Place::new();
    let broke_off = ("broke before the answer was complete", 22);
    for (name, unwilling, (said, status)) in [
        ("Internal", Unwilling::Resets(Reason::INTERNAL_ERROR), broke_off),
        ("Cancelled", Unwilling::Resets(Reason::CANCEL), broke_off),
        ("Away", Unwilling::GoesAwayLate(Reason::ENHANCE_YOUR_CALM), broke_off),
        ("Away too late", Unwilling::GoesAwayLate(Reason::HTTP_1_1_REQUIRED), broke_off),
        ("Raving", Unwilling::Raves, (": it is not HTTP.", 23)),
    ] {
        let behind = Faulty::start(Fault::Nothing, place.sandbox.about("api_base"));
        let server = Http2::start(unwilling, &behind.host());
        let token = format!("{}/auth/eagle/token", server.url());
        let api = place.sandbox.about("api_base");
        assert_eq!(place.sandbox.register_at(&place.home, name, CALLBACK, &token, api).status, 0);
        let received = receive(&place, name, &[]);
        assert!(received.words().contains(said), "{name}: {}", received.all);
        assert_eq!(received.status, status, "{name}");
        assert_eq!((server.asked(), behind.connections()), (1, 0), "{name}: a code is sent once");
    }
}
