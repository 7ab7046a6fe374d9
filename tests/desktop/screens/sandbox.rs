//! The road into the app's own sandbox, and its switches.

use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::http;
use switchhook_journeys::notebook::Notebook;

/// The app's own sandbox, reached by the address of a consent that it asked to be opened.
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

/// The road into the sandbox, up to the browser; the address that was opened as the `number`th.
pub(crate) async fn begin(gallery: &Gallery, notebook: &Notebook, number: usize) -> Consent {
    gallery.window.page.press("Connect account").await;
    gallery.window.page.press("Try it with the sandbox").await;
    Consent { url: notebook.opened(number) }
}

/// Waits until every figure has been asked for.
pub(crate) async fn figures_read(gallery: &Gallery) {
    gallery.window.page.says("Updated ").await;
    gallery.window.page.says_no_more("Updating…").await;
}
