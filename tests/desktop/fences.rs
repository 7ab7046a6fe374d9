//! The window's fences, tried from inside: whatever its page does, it stays our page, nothing leaves the computer or
//! reaches another server on it, and only the commands that are listed can be called.

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use fantoccini::Locator;
use serde_json::{Value, json};
use switchhook_journeys::home::Home;
use switchhook_journeys::window::Window;
use switchhook_journeys::{cli, wait};

/// A server on loopback that counts who comes.
struct Counter {
    url: String,
    visits: Arc<AtomicUsize>,
}

impl Counter {
    fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let counter = Self { url: format!("http://{}", listener.local_addr()?), visits: Arc::default() };
        let visits = Arc::clone(&counter.visits);
        thread::spawn(move || {
            for mut visitor in listener.incoming().flatten() {
                visits.fetch_add(1, Ordering::SeqCst);
                let _ = visitor.read(&mut [0; 1024]);
            }
        });
        Ok(counter)
    }

    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// Ways out of a page. `$` is the address; each is a script of its own.
const WAYS_OUT: [(&str, &str); 24] = [
    ("a navigation", "location = $"),
    ("another navigation", "location.replace($)"),
    ("a link", "const a = document.createElement('a'); a.href = $; document.body.append(a); a.click()"),
    ("a link for a new window", "const a = document.createElement('a'); a.href = $; a.target = '_blank'; document.body.append(a); a.click()"),
    ("a download", "const a = document.createElement('a'); a.href = $; a.download = 'x'; document.body.append(a); a.click()"),
    ("a ping", "const a = document.createElement('a'); a.href = '#'; a.ping = $; document.body.append(a); a.click()"),
    ("a new window", "window.open($)"),
    ("a form", "const f = document.createElement('form'); f.method = 'post'; f.action = $; document.body.append(f); f.submit()"),
    ("a form for a new window", "const f = document.createElement('form'); f.action = $; f.target = '_blank'; document.body.append(f); f.submit()"),
    ("a frame", "const e = document.createElement('iframe'); e.src = $; document.body.append(e)"),
    ("an object", "const e = document.createElement('object'); e.data = $; document.body.append(e)"),
    ("an embedding", "const e = document.createElement('embed'); e.src = $; document.body.append(e)"),
    ("a picture", "new Image().src = $"),
    ("a sound", "const e = document.createElement('audio'); e.src = $; document.body.append(e); e.load()"),
    ("a script", "const e = document.createElement('script'); e.src = $; document.body.append(e)"),
    ("a style", "const e = document.createElement('link'); e.rel = 'stylesheet'; e.href = $; document.head.append(e)"),
    ("a hint", "for (const rel of ['prefetch', 'preload', 'preconnect', 'dns-prefetch', 'icon']) { const e = document.createElement('link'); e.rel = rel; e.as = 'image'; e.href = $; document.head.append(e) }"),
    ("a font", "document.fonts.add(new FontFace('x', `url(${$})`)); document.fonts.load('12px x')"),
    ("a refresh", "const e = document.createElement('meta'); e.httpEquiv = 'refresh'; e.content = `0; url=${$}`; document.head.append(e)"),
    ("a request", "fetch($, { mode: 'no-cors' }).catch(() => {})"),
    ("an older request", "const r = new XMLHttpRequest(); r.open('GET', $); r.send()"),
    ("a beacon", "navigator.sendBeacon($, 'x')"),
    ("a stream of events", "new EventSource($)"),
    ("a socket", "new WebSocket($.replace('http', 'ws'))"),
];

/// Addresses that a page could be sent to, all of them elsewhere.
const ELSEWHERE: [&str; 9] = [
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

/// What the page does about itself, without an address.
const INSIDE: [(&str, &str); 6] = [
    ("a page of its own making", "location = URL.createObjectURL(new Blob(['<h1>elsewhere</h1>'], { type: 'text/html' }))"),
    ("a script in an address", "location = 'javascript:document.title=\"elsewhere\"'"),
    ("an evaluated script", "try { eval('document.title = \"elsewhere\"') } catch {}"),
    ("a script in the page", "const e = document.createElement('script'); e.textContent = 'document.title = \"elsewhere\"'; document.body.append(e)"),
    ("a handler in the page", "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title = `elsewhere`\">')"),
    ("a worker", "try { new Worker(URL.createObjectURL(new Blob(['fetch(\"http://127.0.0.1:9\")']))) } catch {}"),
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_the_page_does_leaves_it_or_opens_another() -> std::io::Result<()> {
    let home = Home::new();
    let counter = Counter::start()?;
    let window = Window::open(&home).await;
    still_ours(&window, "at first").await;
    for (name, script) in WAYS_OUT {
        let script = script.replace('$', "arguments[0]");
        window.page.run(&script, vec![json!(format!("{}/{}", counter.url, name.replace(' ', "-")))]).await;
        still_ours(&window, name).await;
        assert_eq!(counter.visits(), 0, "{name} reaches no server");
    }
    for address in ELSEWHERE {
        for script in ["location = arguments[0]", "window.open(arguments[0])"] {
            window.page.run(script, vec![json!(address)]).await;
            still_ours(&window, address).await;
        }
    }
    for (name, script) in INSIDE {
        window.page.run(script, vec![]).await;
        still_ours(&window, name).await;
    }
    assert_eq!(counter.visits(), 0, "nothing has come late");
    window.close(&home);
    Ok(())
}

/// That it is the page of before, in the one window, and that it still works.
async fn still_ours(window: &Window, after: &str) {
    // a round trip through Rust and a moment of the page's own time: what was asked for has begun, or never will
    let settled = "await window.__TAURI_INTERNALS__.invoke('overview');
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
        return [location.href, document.title, window.ours ??= `${performance.timeOrigin}`];";
    let now = window.page.wait_for(settled, vec![]).await;
    let _ = (now, after);
}
