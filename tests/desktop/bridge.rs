//! The bridge page in real browsers: the sealed link reaches the closed and the running app, and no program sees the code. The
//! page does nothing in a frame, and asks for nothing.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;
use std::thread;

use fantoccini::Locator;
use serde_json::{Value, json};
use switchhook_journeys::bridge_host::{BridgeHost, Headers};
use switchhook_journeys::browser::Browser;
use switchhook_journeys::firefox::Firefox;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::webdriver::Page;
use switchhook_journeys::{
    SCHEME, authority, built, cli, consent, link, link_handler, peers, process, screen, storage, wait,
};

/// Writes the folder to deploy, as a person does.
fn folder(home: &Home) -> PathBuf {
    let folder = home.path().join("bridge");
    let path = folder.to_str().expect("paths of journeys are text");
    let written = cli::run(home, &["bridge", "write", path]);
    assert_eq!(written.document()["files"][0], "index.html");
    folder
}

/// Registers the sandbox's client with the bridge page, and begins an attempt. Returns the command and the address to open.
fn begin(home: &Home) -> (cli::Conversation, String) {
    let waiting = cli::start(home, &["connect", "Bridged", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("the address to open").to_owned();
    (waiting, url)
}

/// Makes a program the handler of the app's links that writes each link down before it starts the app with it.
fn record_links(home: &Home) -> PathBuf {
    let (program, links) = (home.path().join("record"), home.path().join("links"));
    let (app, list) = (built::desktop(), links.display());
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{list}'\nexec '{}' \"$1\"\n", app.display());
    fs::write(&program, script).expect("a script can be written");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a script can run");
    link_handler::choose(home, "record.desktop", "Record", program.to_str().expect("text"));
    link_handler::index(home);
    links
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_link_reaches_the_closed_and_the_running_app() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let browser = Browser::install_with_bridge(&home, &host);
    let sandbox = Sandbox::start_for(&home, &host.url());
    assert_eq!(sandbox.register(&home, "Bridged", &host.url()).status, 0, "its client can be registered");
    let links = record_links(&home);

    for outcome in ["connected", "already_connected"] {
        let runs = process::runs_in(home.path(), &built::desktop());
        assert_eq!(runs, outcome == "already_connected", "the first link starts the app, and it stays open");
        let (waiting, url) = begin(&home);
        Browser::open(&home, &url);
        let consent = browser.attach().await;
        consent.turn_to("/oauth?").await;
        consent.press("Authorize access").await;
        let told = waiting.line();
        assert_eq!(told["outcome"], outcome, "{told}");
        assert_eq!(waiting.end(), 0);
        consent.go("about:blank").await;
    }
    screen::photograph("bridge-1-started-by-the-link");
    screen::close_window();

    let came = host.paths();
    assert_eq!(came.len(), 2, "each answer is one request, and the page makes none: {came:?}");
    let given = fs::read_to_string(links).expect("the links were written down");
    assert_eq!(given.lines().count(), 2, "{given}");
    for path in came {
        let code = link::parameter(&path, "code");
        assert!(given.starts_with(&format!("{SCHEME}:/sealed?v=1&h=")), "{given}");
        assert!(!given.contains(link::recognizable(&code)), "the link in argv holds no code");
        assert!(storage::files_holding(&home, &code).is_empty(), "no file or log of ours holds the code");
    }
}

/// Starts Chromium without a window. It trusts the hosts.
async fn chromium(home: &Home, hosts: &[&BridgeHost], more: &[&str]) -> Page {
    let profile = format!("--user-data-dir={}", home.path().join("profile").display());
    let always = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", &profile];
    let trust = BridgeHost::chromium(hosts);
    let arguments: Vec<&str> =
        always.into_iter().chain(trust.iter().map(String::as_str)).chain(more.iter().copied()).collect();
    let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
    Page::open(&mut Command::new("chromedriver"), &capabilities).await
}

/// Returns the address of an answer, for an attempt of this home.
fn answered(home: &Home, sandbox: &Sandbox, host: &BridgeHost) -> String {
    assert_eq!(sandbox.register(home, "Bridged", &host.url()).status, 0, "its client can be registered");
    let (_waiting, url) = begin(home);
    consent::authorize(&url)
}

/// Whether a part of the page is visible.
async fn shows(page: &Page, id: &str) -> bool {
    page.run(&format!("return document.getElementById('{id}').checkVisibility()"), vec![]).await
        == json!(true)
}

const TITLE: &str = "return document.getElementById('title').textContent";

#[tokio::test(flavor = "multi_thread")]
async fn page_helps_after_three_seconds_in_both_themes() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    let address = answered(&home, &sandbox, &host);
    for (theme, name) in [(&[][..], "light"), (&["--blink-settings=preferredColorScheme=0"], "dark")] {
        for size in ["--window-size=1120,900", "--window-size=500,900"] {
            let own = Home::new();
            let page = chromium(&own, &[&host], &[theme, &[size]].concat()).await;
            let before = host.paths().len();
            page.go(&address).await;
            assert_eq!(page.run(TITLE, vec![]).await, "Opening Switchhook");
            assert!(!shows(&page, "help").await, "there is no help before three seconds");
            page.element(Locator::Css("#help")).await;
            let link = page.run("return document.getElementById('open').href", vec![]).await;
            let link = link.as_str().expect("a link");
            assert!(link.starts_with(&format!("{SCHEME}:/sealed?v=1&h=")) && link.len() <= 2_000, "{link}");
            let loaded = page.run("return performance.getEntriesByType('resource').length", vec![]).await;
            assert_eq!((loaded, host.paths().len()), (json!(0), before + 1), "the page asks for nothing");
            let wider = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
            assert_eq!(page.run(wider, vec![]).await, json!(false), "{name} fits into {size}");
            let found = violations(&page).await;
            assert!(found.is_empty(), "{name} {size}: {found:?}");
            assert_eq!(page.run(TITLE, vec![]).await, "Opening Switchhook", "axe ran in the page itself");
        }
    }
}

/// Returns what axe finds.
async fn violations(page: &Page) -> Vec<Value> {
    page.run(&peers::axe(), vec![]).await;
    let script = "return (await axe.run()).violations.map(({ id }) => id)";
    page.wait_for(script, vec![]).await.as_array().expect("axe has run").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn framed_page_does_nothing() {
    let home = Home::new();
    let folder = folder(&home);
    let (host, foreign) =
        (BridgeHost::start(&folder, Headers::Missing), BridgeHost::start(&folder, Headers::Sent));
    let sandbox = Sandbox::start_for(&home, &host.url());
    let address = answered(&home, &sandbox, &host);
    // the journey may look into the foreign frame; the page can't know
    let page = chromium(&home, &[&host, &foreign], &["--disable-web-security"]).await;
    page.go(&format!("{}frames?{address}", foreign.url())).await;
    thread::sleep(std::time::Duration::from_secs(4));
    let in_frame = |rest: &str| format!("return window.frames[0].document.{rest}");
    let title = page.run(&in_frame("title"), vec![]).await;
    assert_eq!(title, "Back to Switchhook", "the frame holds the page");
    for id in ["title", "help", "actions", "field"] {
        let script = in_frame(&format!("getElementById('{id}').checkVisibility()"));
        assert_eq!(page.run(&script, vec![]).await, json!(false), "{id} is hidden in a frame");
    }
    let opened = page.run(&in_frame("getElementById('open').getAttribute('href')"), vec![]).await;
    assert_eq!(opened, Value::Null, "the page sealed nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_that_can_not_encrypt_offers_its_address() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    let long = format!("{}&padding={}", answered(&home, &sandbox, &host), "x".repeat(1_000));
    let page = chromium(&home, &[&host], &[]).await;
    page.go(&long).await;
    page.element(Locator::Css("#field")).await;
    let offered = page.run("return document.getElementById('field').value", vec![]).await;
    assert_eq!(offered, long.as_str(), "the whole address, as it came");
    assert_eq!(page.run("return document.getElementById('open').hidden", vec![]).await, json!(true));
    let received = cli::run_with_input(&home, &["receive", "-"], offered.as_str().expect("text"));
    assert_eq!(received.document()["outcome"], "connected", "a paste of the address connects");
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_hands_over_the_sealed_link() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    let address = answered(&home, &sandbox, &host);
    let mut firefox = Firefox::start(&home, SCHEME);
    firefox.go(&address);
    let link = wait::until("Firefox to hand over the link", || firefox.links().pop());
    assert!(link.starts_with(&format!("{SCHEME}:/sealed?v=1&h=")), "{link}");
    let received = cli::run(&home, &["receive", &link]);
    assert_eq!(received.document()["outcome"], "connected");
    let again = cli::run(&home, &["receive", &link]);
    assert_eq!(again.refusal(), (14, "state_used"), "a replayed link does nothing");
}

/// A token endpoint that refuses each code. Returns its address, and the bodies that it gets.
fn refusing_endpoint() -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
    let address = listener.local_addr().expect("a listener has an address");
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut bytes = vec![0; 16_384];
            let mut request = String::new();
            while !request.contains("code=") {
                let Ok(length @ 1..) = stream.read(&mut bytes) else { break };
                request += &String::from_utf8_lossy(&bytes[..length]);
            }
            let refusal = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\
                           Content-Length: 25\r\nConnection: close\r\n\r\n{\"error\":\"invalid_grant\"}";
            let _ = stream.write_all(refusal.as_bytes());
            let _ = tell.send(request);
        }
    });
    (format!("http://{address}/auth/eagle/token"), told)
}

/// Opens the address of an answer in Firefox, and returns the sealed link that Firefox hands over.
fn sealed(firefox: &mut Firefox, address: &str) -> String {
    let before = firefox.links().len();
    firefox.go(address);
    let link = wait::until("Firefox to hand over the link", || firefox.links().get(before).cloned());
    assert!(link.starts_with(&format!("{SCHEME}:/sealed?v=1&h=")), "{link}");
    link
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_answers_come_home_by_firefox() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    let (endpoint, asked) = refusing_endpoint();
    let registered = sandbox.register_at(&home, "Bridged", &host.url(), &endpoint, sandbox.about("api_base"));
    assert_eq!(registered.status, 0, "{}", registered.all);
    let https_only = [("dom.security.https_only_mode", json!(true))];
    let mut firefox = Firefox::start_with(&home, SCHEME, &https_only);
    let mut receive = |address: &str| cli::run(&home, &["receive", &sealed(&mut firefox, address)]);

    let (waiting, url) = begin(&home);
    let denial = receive(&consent::cancel(&url));
    assert_eq!(denial.refusal(), (20, "denied"), "{}", denial.all);
    assert_eq!(waiting.end(), 20);

    for (code, wanted, most) in [
        ("a%2Bb%2F%3D%26%25", "a%2Bb%2F%3D%26%25", 0),
        ("unreserved-._~", "unreserved-._%7E", 0),
        ("long", "long", 1_100),
    ] {
        let (waiting, url) = begin(&home);
        let state = link::parameter(&url, "state");
        let answer = format!("{}?extra=%C3%BC+1&code={code}&state={state}&padding=", host.url());
        let refused = receive(&format!("{answer:x<most$}"));
        assert_eq!(refused.refusal(), (21, "code_rejected"), "{}", refused.all);
        assert_eq!(waiting.end(), 21);
        let form = asked.recv().expect("the endpoint was asked");
        assert!(form.contains(&format!("code={wanted}")), "the code arrives as it was: {code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_without_scripts_tells_firefox_users_to_paste() {
    let home = Home::new();
    let host = BridgeHost::start(&folder(&home), Headers::Sent);
    let sandbox = Sandbox::start_for(&home, &host.url());
    let address = answered(&home, &sandbox, &host);
    let mut firefox = Firefox::start_with(&home, SCHEME, &[("javascript.enabled", json!(false))]);
    let before = host.paths().len();
    firefox.go(&address);
    let page = firefox.text("main");
    assert!(page.contains("Copy the whole address of this page"), "{page}");
    assert_eq!(host.paths().len(), before + 1, "the page asks for nothing");
    assert_eq!(firefox.links(), [""; 0], "it hands over nothing");
    let shown = firefox.address();
    assert_eq!(shown, address, "the address stands there to be copied");
    let received = cli::run_with_input(&home, &["receive", "-"], &shown);
    assert_eq!(received.document()["outcome"], "connected");
}

#[test]
fn deployed_page_is_checked_over_https() {
    let home = Home::new();
    let folder = folder(&home);
    home.trust(&authority::pem());
    for (headers, missing, framing) in [(Headers::Sent, 0, "header"), (Headers::Missing, 6, "script")] {
        let host = BridgeHost::start_at(&folder, headers, "127.0.0.1");
        let checked = cli::run(&home, &["bridge", "check", &host.url()]);
        let found = checked.document();
        assert_eq!((&found["ours"], &found["version"]), (&json!(true), &json!("1")));
        assert_eq!(found["missing_headers"].as_array().map(Vec::len), Some(missing), "{found}");
        assert_eq!(found["framing"], framing);
    }
    let page = folder.join("index.html");
    let changed = fs::read_to_string(&page).expect("there").replace("3000", "9000");
    fs::write(&page, changed).expect("written");
    let host = BridgeHost::start_at(&folder, Headers::Sent, "127.0.0.1");
    let checked = cli::run(&home, &["bridge", "check", &host.url()]);
    assert_eq!(checked.status, 44, "{}", checked.all);
    assert_eq!((&checked.lines[0]["ours"], &checked.lines[0]["version"]), (&json!(false), &Value::Null));
    let path = folder.to_str().expect("text");
    let refused = cli::run(&home, &["bridge", "write", path]);
    assert_eq!(refused.refusal(), (2, "usage"), "the changed page is not overwritten");
}
