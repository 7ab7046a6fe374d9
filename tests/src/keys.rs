//! Keys at the real window, for journeys by keyboard alone.

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::json;

use crate::wait;
use crate::window::Window;

/// The key Tab.
pub const TAB: &str = "\u{e004}";
/// The space bar.
pub const SPACE: &str = "\u{e00d}";
/// The key Delete.
pub const DELETE: &str = "\u{e017}";
/// The key Backspace.
pub const BACKSPACE: &str = "\u{e003}";
/// The key Enter.
pub const ENTER: &str = "\u{e007}";
/// The key Escape.
pub const ESCAPE: &str = "\u{e00c}";
/// The arrow down.
pub const DOWN: &str = "\u{e015}";
/// The key Page Up.
pub const PAGE_UP: &str = "\u{e00e}";
/// The key Page Down.
pub const PAGE_DOWN: &str = "\u{e00f}";
/// The key End.
pub const END: &str = "\u{e010}";

/// Returns the keys for a key together with Control.
pub fn ctrl(key: &str) -> String {
    format!("{}{key}{}", Key::Control, Key::Null)
}

/// Returns the keys for a text of several lines. The driver types no line break by itself.
pub fn lines(text: &str) -> String {
    text.replace('\n', ENTER)
}

/// Sends keys to the focused element.
pub async fn keys(window: &Window, keys: &[&str]) {
    for key in keys {
        let focused = window.page.run("return document.activeElement === document.body", vec![]).await;
        let place = if focused == json!(true) { "body" } else { ":focus" };
        let element = window.page.element(Locator::Css(place)).await;
        element.send_keys(key).await.expect("the focused element takes keys");
    }
}

/// Presses Tab until the element with this name has the focus, and asserts a focus ring of two pixels at least. Returns the
/// number of presses.
pub async fn tab_to(window: &Window, name: &str) -> u32 {
    let focused = "const it = document.activeElement; \
        return (it.ariaLabel ?? it.labels?.[0]?.innerText ?? it.innerText ?? '').trim()";
    for presses in 0..40 {
        if window.page.run(focused, vec![]).await.as_str().unwrap_or_default().starts_with(name) {
            let ring = "const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";
            assert_eq!(window.page.run(ring, vec![]).await, json!(true), "the focus on {name} is seen");
            return presses;
        }
        keys(window, &[TAB]).await;
    }
    panic!("no Tab leads to {name}");
}

/// Waits until the focused element matches this selector.
pub async fn wait_for_focus(window: &Window, selector: &str) {
    let script = "return document.activeElement.matches(arguments[0])";
    let look =
        || async { (window.page.run(script, vec![selector.into()]).await == json!(true)).then_some(()) };
    wait::until_seen(&format!("the focus to be on {selector}"), look).await;
}
