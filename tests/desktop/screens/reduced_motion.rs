//! Reduced motion: nothing moves, and what replaces the movement carries its meaning.

use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::home::Home;
use switchhook_journeys::notebook::Notebook;
use switchhook_journeys::theme::Theme;
use switchhook_journeys::{consent, instance};

use crate::sandbox::{begin, figures_read};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_with_reduced_motion() {
    let home = Home::new();
    home.disable_animations();
    let notebook = Notebook::install(&home);
    let gallery = Gallery::open(&home, Theme::Light).await;
    gallery.window.page.says("Your Intercom accounts, in one safe place").await;
    let asked = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
    assert_eq!(gallery.window.page.run(asked, vec![]).await, json!(true), "the window knows of it");

    let waiting = begin(&gallery, &notebook, 1).await;
    gallery.window.page.says("Continue in your browser").await;
    assert_still(&gallery, "while the browser is waited for").await;
    let link = consent::authorize(&waiting.url);
    waiting.control(&json!({ "latency_ms": 1_500 }));
    instance::open_link(&home, &link);
    gallery.window.page.reads("h1", "Northwind Support").await;
    gallery.window.page.says("Updating…").await;
    assert_still(&gallery, "while figures come").await;
    waiting.control(&json!({ "latency_ms": 0 }));
    figures_read(&gallery).await;
    gallery.window.page.press("More actions").await;
    gallery.window.page.press("Remove from this computer…").await;
    assert_still(&gallery, "below a dialog that has just opened").await;
}

/// Asserts that nothing moves, for longer than any indicator waits before it shows itself.
async fn assert_still(gallery: &Gallery, when: &str) {
    let moving = "const seen = []; \
        for (let look = 0; look < 8; look += 1) { \
            seen.push(...document.getAnimations().map((each) => `${each.animationName ?? each.transitionProperty}`)); \
            await new Promise((done) => setTimeout(done, 60)); \
        } \
        return [...new Set(seen)]";
    assert_eq!(gallery.window.page.wait_for(moving, vec![]).await, json!([]), "nothing moves {when}");
}
