//! The way into the app's own sandbox, and its switches.

use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::{http, wait};

/// The app's own sandbox, found by the address of its consent page.
pub(crate) struct Consent {
    pub(crate) url: String,
}

impl Consent {
    pub(crate) fn control(&self, change: &serde_json::Value) {
        let (origin, _) = self.url.split_once("/oauth").expect("the sandbox's consent page");
        let reply = http::post_json(&format!("{origin}/_control"), change);
        assert_eq!(reply.status, 200, "the sandbox knows its switches: {}", reply.body);
    }
}

/// Begins an attempt with the sandbox, and returns the `number`th opened address.
pub(crate) async fn begin(gallery: &Gallery, notebook: &Notebook, number: usize) -> Consent {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    Consent { url: notebook.opened(number) }
}

/// Waits until Intercom has answered for every figure.
pub(crate) async fn figures_read(gallery: &Gallery) {
    let read = "return document.querySelector('dl[aria-busy=false]') !== null \
        && [...document.querySelectorAll('[data-figure] b')].some((each) => /\\d/.test(each.innerText))";
    let look = || async { (gallery.window.page.run(read, vec![]).await == json!(true)).then_some(()) };
    wait::until_seen("the figures to be read", look).await;
}
