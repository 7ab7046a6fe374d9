//! Answers a consent page by plain HTTP, as a browser without scripts would.

use serde_json::json;

use crate::http;

/// Presses "Authorize access". Returns the link that the browser would hand over.
pub fn authorize(authorization_url: &str) -> String {
    decide(authorization_url, "authorize", None)
}

/// Presses "Authorize access" for this workspace. The sandbox must offer the choice. Returns the link.
pub fn authorize_for(authorization_url: &str, workspace: &str) -> String {
    decide(authorization_url, "authorize", Some(workspace))
}

/// Presses "Cancel". Returns the link that the browser would hand over.
pub fn cancel(authorization_url: &str) -> String {
    decide(authorization_url, "cancel", None)
}

/// Makes the sandbox behind that page delay each answer by so many milliseconds.
pub fn slow_down(authorization_url: &str, latency_ms: u32) {
    let (origin, _) = authorization_url.split_once("/oauth").expect("the sandbox's consent page");
    let reply = http::post_json(&format!("{origin}/_control"), &json!({ "latency_ms": latency_ms }));
    assert_eq!(reply.status, 200, "the sandbox knows its switches");
}

fn decide(authorization_url: &str, decision: &str, workspace: Option<&str>) -> String {
    let page = http::get(authorization_url);
    assert_eq!(page.status, 200, "the consent page opens: {}", page.body);
    let offered = || offered_workspace(&page.body).unwrap_or_else(|| panic!("no workspace in {}", page.body));
    let workspace = workspace.unwrap_or_else(offered);
    // the form names no address, so HTML sends it to the page's own
    let reply = http::post_form(authorization_url, &[("workspace", workspace), ("decision", decision)]);
    assert!(
        (300..400).contains(&reply.status),
        "a decision sends the browser back: {} {}",
        reply.status,
        reply.body
    );
    reply.header("location").expect("a redirect says where to").to_owned()
}

fn offered_workspace(page: &str) -> Option<&str> {
    let (_, field) = page.split_once("name=\"workspace\"")?;
    let (_, rest) = field.split_once("value=\"")?;
    Some(rest.split_once('"')?.0)
}
