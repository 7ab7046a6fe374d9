//! A consent page answered by plain HTTP: what a browser without script would send.

use serde_json::json;

use crate::http;

/// Presses "Authorize access"; the link that the browser would hand over.
pub fn authorize(authorization_url: &str) -> String {
    decide(authorization_url, "authorize", None)
}

/// The same for a workspace that is chosen: the sandbox must offer the choice.
pub fn authorize_for(authorization_url: &str, workspace: &str) -> String {
    decide(authorization_url, "authorize", Some(workspace))
}

/// Presses "Cancel"; the link that the browser would hand over.
pub fn cancel(authorization_url: &str) -> String {
    decide(authorization_url, "cancel", None)
}

/// From here on the sandbox behind that page takes so many milliseconds for each answer.
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
    // the form names no address, so by HTML's rules it goes to the page's own
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
