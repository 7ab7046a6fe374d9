//! A consent page answered by plain HTTP: what a browser without script would send.

use crate::http;

/// Presses "Authorize access"; the link that the browser would hand over.
pub fn authorize(authorization_url: &str) -> String {
    decide(authorization_url, "authorize")
}

/// Presses "Cancel"; the link that the browser would hand over.
pub fn cancel(authorization_url: &str) -> String {
    decide(authorization_url, "cancel")
}

fn decide(authorization_url: &str, decision: &str) -> String {
    let page = http::get(authorization_url);
    assert_eq!(page.status, 200, "the consent page opens: {}", page.body);
    let workspace = offered_workspace(&page.body).unwrap_or_else(|| panic!("no workspace in {}", page.body));
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
    let (_, rest) = page.split_once("name=\"workspace\" value=\"")?;
    Some(rest.split_once('"')?.0)
}
