//! Presses where the driver's pointer misses.

use serde_json::json;
use switchhook_journeys::gallery::Gallery;
use switchhook_journeys::wait;

/// Presses a control from the page's own script, since the driver's pointer misses with scaled text.
pub(crate) async fn activate(gallery: &Gallery, name: &str) {
    let script = "const all = [...document.querySelectorAll('button, [role=menuitem]')]; \
        const it = all.find((each) => each.ariaLabel === arguments[0] || each.innerText.trim().startsWith(arguments[0])); \
        const box = it?.getBoundingClientRect(); \
        if (!box || box.width === 0 || box.height === 0) return false; \
        it.click(); return true";
    let press =
        || async { (gallery.window.page.run(script, vec![name.into()]).await == json!(true)).then_some(()) };
    wait::until_seen(&format!("{name} to be there"), press).await;
}
