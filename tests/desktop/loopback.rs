//! The loopback redirect in real browsers: the answer reaches the terminal and the window, and the address bar keeps no code.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::net::{TcpListener, TcpStream};
use std::thread;

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::browser::Browser;
use switchhook_journeys::firefox::Firefox;
use switchhook_journeys::home::Home;
use switchhook_journeys::sandbox::Sandbox;
use switchhook_journeys::webdriver::Page;
use switchhook_journeys::window::Window;
use switchhook_journeys::{SCHEME, cli, consent, http, storage, wait};

/// Registers the sandbox's client at a free port. Returns the port.
fn registered(home: &Home, sandbox: &Sandbox) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has a number").port();
    let added = sandbox.register(home, "Loopback", &format!("http://localhost:{port}/callback"));
    assert_eq!(added.status, 0, "its client can be registered: {}", added.all);
    port
}

fn wait_until_closed(port: u16) {
    wait::until("the port to be closed", || TcpStream::connect(("127.0.0.1", port)).is_err().then_some(()));
}

/// Authorizes in the open browser, and waits for Switchhook's page with this title.
async fn authorizes(browser: &Browser, title: &str) -> Page {
    let page = browser.attach().await;
    page.turn_to("/oauth?").await;
    page.press("Authorize access").await;
    page.reads("h1", title).await;
    let address = page.run("return location.search", vec![]).await;
    assert_eq!(address, json!(""), "the code left the address bar");
    page
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_returns_to_the_terminal_and_to_the_window() {
    let home = Home::new();
    let browser = Browser::install(&home);
    let sandbox = Sandbox::start(&home);
    let port = registered(&home, &sandbox);

    let waiting = cli::start(&home, &["connect", "Loopback", "--no-browser"]);
    let first = waiting.line();
    Browser::open(&home, first["authorization_url"].as_str().expect("the address to open"));
    let page = authorizes(&browser, "Northwind Support is connected").await;
    let told = waiting.line();
    assert_eq!(told["outcome"], "connected", "{told}");
    assert_eq!(waiting.end(), 0);
    wait_until_closed(port);
    page.go("about:blank").await;

    // The window takes the answer to its own attempt, and comes up with the account.
    let window = Window::open(&home).await;
    window.page.press("Connect account").await;
    window.page.press("Sign in with").await;
    window.page.says("Continue in your browser").await;
    let page = authorizes(&browser, "Northwind Support is connected again").await;
    window.page.reads("main h1", "Northwind Support").await;
    wait_until_closed(port);
    page.go("about:blank").await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn window_names_a_port_that_another_program_holds() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let port = registered(&home, &sandbox);
    let foreign = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
    let refused = cli::run(&home, &["connect", "Loopback", "--no-browser"]);
    assert_eq!(refused.refusal().0, 2, "{}", refused.all);
    let window = Window::open(&home).await;
    window.page.press("Connect account").await;
    window.page.press("Sign in with").await;
    window.page.says(&format!("Another program uses port {port}")).await;
    drop(foreign);
    window.page.element(Locator::Css("main h1")).await;
    window.close(&home);
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_in_https_only_mode_brings_the_answer() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    let port = registered(&home, &sandbox);
    let waiting = cli::start(&home, &["connect", "Loopback", "--no-browser"]);
    let url = waiting.line()["authorization_url"].as_str().expect("the address to open").to_owned();
    let mut firefox = Firefox::start_with(&home, SCHEME, &[("dom.security.https_only_mode", json!(true))]);
    firefox.go(&consent::authorize(&url));
    assert_eq!(firefox.run("return document.title"), json!("Northwind Support is connected"));
    assert_eq!(firefox.run("return location.href"), json!(format!("http://localhost:{port}/callback")));
    assert_eq!(waiting.line()["outcome"], "connected");
    assert_eq!(waiting.end(), 0);
}

// The first terminal holds the port, and so receives the answer to the attempt of the second one.
#[tokio::test(flavor = "multi_thread")]
async fn interrupted_terminal_ends_after_the_answer_to_another() {
    let home = Home::new();
    let sandbox = Sandbox::start(&home);
    registered(&home, &sandbox);
    let begin = || cli::start(&home, &["connect", "Loopback", "--no-browser"]);
    let mut first = begin();
    first.line();
    let second = begin();
    let url = second.line()["authorization_url"].as_str().expect("the address to open").to_owned();
    let link = consent::authorize(&url);
    sandbox.switch(&json!({ "latency_ms": 3000 }));
    let browser = thread::spawn(move || http::get(&link).status);
    wait::until("the exchange to be under way", || {
        let ask = "SELECT count(*) FROM attempt WHERE stage = 'exchanging'";
        let count = storage::database(&home).query_row(ask, [], |row| row.get::<_, u32>(0));
        (count == Ok(1)).then_some(())
    });
    first.interrupt();
    assert_eq!(first.end(), 41, "its own attempt is cancelled");
    assert_eq!(second.line()["outcome"], "connected");
    assert_eq!(second.end(), 0);
    assert_eq!(browser.join().expect("no panic"), 200);
}
