//! The window's page tries to break out from inside. It stays Switchhook's page, sends nothing elsewhere on the computer or
//! off it, and can call only the listed commands.
#![expect(clippy::expect_used, reason = "a journey ends at the first surprise, with a sentence")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use fantoccini::Locator;
use serde_json::json;
use switchhook_journeys::home::Home;
use switchhook_journeys::window::Window;
use switchhook_journeys::{http, screen};

/// A server on loopback that counts requests.
struct Counter {
    url: String,
    visits: Arc<AtomicUsize>,
}

impl Counter {
    fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has a free port");
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let counter = Self { url, visits: Arc::default() };
        let visits = Arc::clone(&counter.visits);
        thread::spawn(move || {
            for mut visitor in listener.incoming().flatten() {
                let visits = Arc::clone(&visits);
                // WebKit connects to the host of a link before it asks whether it may follow, and then sends nothing
                thread::spawn(move || {
                    if visitor.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {
                        visits.fetch_add(1, Ordering::SeqCst);
                        // a visitor that has gone again still counts
                        let _ = visitor.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
                    }
                });
            }
        });
        counter
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// Ways out of a page. `TO` is the address, and each is a script of its own.
const WAYS_OUT: [(&str, &str); 24] = [
    ("a navigation", "location = TO"),
    ("another navigation", "location.replace(TO)"),
    ("a link", "const a = document.createElement('a'); a.href = TO; document.body.append(a); a.click()"),
    (
        "a link for a new window",
        "const a = document.createElement('a'); a.href = TO; a.target = '_blank'; document.body.append(a); a.click()",
    ),
    (
        "a download",
        "const a = document.createElement('a'); a.href = TO; a.download = 'x'; document.body.append(a); a.click()",
    ),
    (
        "a ping",
        "const a = document.createElement('a'); a.href = '#'; a.ping = TO; document.body.append(a); a.click()",
    ),
    ("a new window", "window.open(TO)"),
    (
        "a form",
        "const f = document.createElement('form'); f.method = 'post'; f.action = TO; document.body.append(f); f.submit()",
    ),
    (
        "a form for a new window",
        "const f = document.createElement('form'); f.action = TO; f.target = '_blank'; document.body.append(f); f.submit()",
    ),
    ("a frame", "const e = document.createElement('iframe'); e.src = TO; document.body.append(e)"),
    ("an object", "const e = document.createElement('object'); e.data = TO; document.body.append(e)"),
    ("an embedding", "const e = document.createElement('embed'); e.src = TO; document.body.append(e)"),
    ("a picture", "new Image().src = TO"),
    ("a sound", "const e = document.createElement('audio'); e.src = TO; document.body.append(e); e.load()"),
    ("a script", "const e = document.createElement('script'); e.src = TO; document.body.append(e)"),
    (
        "a style",
        "const e = document.createElement('link'); e.rel = 'stylesheet'; e.href = TO; document.head.append(e)",
    ),
    (
        "a hint",
        "for (const rel of ['prefetch', 'preload', 'preconnect', 'dns-prefetch', 'icon']) { const e = document.createElement('link'); e.rel = rel; e.as = 'image'; e.href = TO; document.head.append(e) }",
    ),
    ("a font", "document.fonts.add(new FontFace('x', `url(${TO})`)); document.fonts.load('12px x')"),
    (
        "a refresh",
        "const e = document.createElement('meta'); e.httpEquiv = 'refresh'; e.content = `0; url=${TO}`; document.head.append(e)",
    ),
    ("a request", "fetch(TO, { mode: 'no-cors' }).catch(() => {})"),
    ("an older request", "const r = new XMLHttpRequest(); r.open('GET', TO); r.send()"),
    ("a beacon", "navigator.sendBeacon(TO, 'x')"),
    ("a stream of events", "new EventSource(TO)"),
    ("a socket", "new WebSocket(TO.replace('http', 'ws'))"),
];

/// Addresses outside the page.
const OUTSIDE: [&str; 9] = [
    "https://example.invalid/",
    "tauri://evil/",
    "tauri://localhost.evil/",
    "file:///etc/passwd",
    "data:text/html,<h1>elsewhere</h1>",
    "about:blank",
    "http://ipc.localhost/",
    "http://tauri.localhost/",
    "app.switchhook.dev:/callback?code=x&state=y",
];

/// Things that a page can do to itself, without an address.
const INSIDE: [(&str, &str); 6] = [
    (
        "a page of its own making",
        "location = URL.createObjectURL(new Blob(['<h1>elsewhere</h1>'], { type: 'text/html' }))",
    ),
    ("a script in an address", "location = 'javascript:document.title=\"elsewhere\"'"),
    ("an evaluated script", "try { eval('document.title = \"elsewhere\"') } catch {}"),
    (
        "a script in the page",
        "const e = document.createElement('script'); e.textContent = 'document.title = \"elsewhere\"'; document.body.append(e)",
    ),
    (
        "a handler in the page",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title = `elsewhere`\">')",
    ),
    (
        "a worker",
        "try { new Worker(URL.createObjectURL(new Blob(['fetch(\"http://127.0.0.1:9\")']))) } catch {}",
    ),
];

/// Commands of Tauri and its plugins, unknown commands, and Switchhook's under other spellings.
const UNLISTED: [&str; 14] = [
    "plugin:event|listen",
    "plugin:event|emit",
    "plugin:window|close",
    "plugin:webview|create_webview_window",
    "plugin:path|resolve",
    "plugin:app|version",
    "plugin:deep-link|get_current",
    "plugin:clipboard-manager|read_text",
    "plugin:window-state|save_window_state",
    "plugin:shell|open",
    "plugin:|overview",
    "no_such_command",
    "Overview",
    "overview ",
];

#[tokio::test(flavor = "multi_thread")]
async fn page_can_neither_leave_nor_open_another_page() {
    let home = Home::new();
    let counter = Counter::start();
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    window.page.run("window.mark = 'the page of before'", vec![]).await;
    assert_click_opens_no_window(&window, &counter).await;
    for (name, script) in WAYS_OUT {
        let address = format!("{}/x", counter.url);
        run_script(&window, &script.replace("TO", "arguments[0]"), &address).await;
        assert_page_unchanged(&window, name).await;
        assert_eq!(counter.visits(), 0, "{name} reaches no server");
    }
    for address in OUTSIDE {
        for script in ["location = arguments[0]", "window.open(arguments[0])"] {
            run_script(&window, script, address).await;
            assert_page_unchanged(&window, address).await;
        }
    }
    for (name, script) in INSIDE {
        run_script(&window, script, "").await;
        assert_page_unchanged(&window, name).await;
    }
    screen::photograph("page-isolation");
    assert_eq!(screen::windows().len(), 1, "no other window has come late");
    window.close(&home);
    assert_eq!(counter.visits(), 0, "nothing has come late");
    http::get(&counter.url);
    assert_eq!(counter.visits(), 1, "the counter counts a visit");
}

#[tokio::test(flavor = "multi_thread")]
async fn page_can_call_listed_commands_alone() {
    let home = Home::new();
    let window = Window::open(&home).await;
    window.page.element(Locator::Css("h1")).await;
    let invoke = "return await window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])";
    let overview = window.page.wait_for(invoke, vec![json!("overview"), json!({})]).await;
    assert_eq!(overview["accounts"], json!([]), "a listed command can be called");
    for command in UNLISTED {
        let refused =
            window.page.wait_for(invoke, vec![json!(command), json!({ "event": "x", "handler": 1 })]).await;
        let refused = refused.as_str().unwrap_or_default();
        assert!(refused.contains("not allowed"), "{command} is refused by the access list: {refused}");
    }
    let facts = "return [typeof window.__TAURI__, Object.isFrozen(Object.prototype), typeof window.opener]";
    let facts = window.page.run(facts, vec![]).await;
    assert_eq!(
        facts,
        json!(["undefined", true, "object"]),
        "no global of Tauri's, and prototypes can't be changed"
    );
    window.close(&home);
}

/// Asserts that a real click opens no window. WebKit lets a page open windows only on a click.
async fn assert_click_opens_no_window(window: &Window, counter: &Counter) {
    let put = "const a = document.createElement('a'); a.href = arguments[0]; a.target = '_blank'; a.textContent = arguments[1];
        a.style = 'position: fixed; top: 0; left: 0; z-index: 9'; document.body.append(a)";
    for (name, address) in [("Here", "tauri://localhost/index.html"), ("Elsewhere", counter.url.as_str())] {
        window.page.run(put, vec![json!(address), json!(name)]).await;
        window.page.press(name).await;
        assert_page_unchanged(window, name).await;
        assert_eq!(screen::windows().len(), 1, "one window on the screen, after {name}");
        window.page.run("document.body.lastElementChild.remove()", vec![]).await;
    }
}

/// Runs a script in the page. An error counts as a barred way.
async fn run_script(window: &Window, script: &str, address: &str) {
    window.page.run(&format!("try {{ {script} }} catch {{}}"), vec![json!(address)]).await;
}

/// Asserts that the same page is still in the one window and still works.
async fn assert_page_unchanged(window: &Window, after: &str) {
    // one call to Rust and two frames later, a navigation would have taken the page away
    let settle = "await window.__TAURI_INTERNALS__.invoke('overview');
        for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
        return [location.origin, document.title, window.mark];";
    let page = window.page.wait_for(settle, vec![]).await;
    assert_eq!(page, json!(["tauri://localhost", "Switchhook", "the page of before"]), "after {after}");
    assert_eq!(window.page.tabs().await, 1, "one window, after {after}");
}
