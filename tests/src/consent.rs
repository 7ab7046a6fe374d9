//! A consent page answered by plain HTTP: what a browser without script would send.

use crate::http;

/// Opens the page, presses a button, and returns the link that the browser would hand over.
fn decide(authorization_url: &str, decision: &str) -> String {
    let page = http::get(authorization_url);
    assert_eq!(page.status, 200, "the consent page opens: {}", page.body);
    let workspace =
        attribute(&page.body, "name=\"workspace\"", "value").expect("the page offers a workspace");
    let reply = http::post_form(
        &target(authorization_url, &page.body),
        &[("workspace", &workspace), ("decision", decision)],
    );
    assert!(
        (300..400).contains(&reply.status),
        "a decision sends the browser back: {} {}",
        reply.status,
        reply.body
    );
    reply.header("location").expect("a redirect says where to").to_owned()
}

/// Presses "Authorize access".
pub fn authorize(authorization_url: &str) -> String {
    decide(authorization_url, "authorize")
}

/// Presses "Cancel".
pub fn cancel(authorization_url: &str) -> String {
    decide(authorization_url, "cancel")
}

/// Where the page's one form goes: by HTML's rules the page's own address, unless it names another.
fn target(page_url: &str, page: &str) -> String {
    let origin_ends = page_url.match_indices('/').nth(2).map_or(page_url.len(), |(place, _)| place);
    match attribute(page, "<form", "action") {
        None => page_url.to_owned(),
        Some(path) if path.starts_with('/') => format!("{}{path}", &page_url[..origin_ends]),
        Some(url) => url,
    }
}

/// An attribute of the tag around `mark`, or, for a choice, of the first option in it.
fn attribute(page: &str, mark: &str, name: &str) -> Option<String> {
    let place = page.find(mark)?;
    let tag = page[..=place].rfind('<').unwrap_or(place);
    let end = if page[tag..].starts_with("<select") {
        page[tag..].find("</select")?
    } else {
        page[tag..].find('>')?
    };
    let (_, rest) = page[tag..tag + end].split_once(&format!("{name}=\""))?;
    let (value, _) = rest.split_once('"')?;
    Some(value.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_an_action_goes_to_its_own_page() {
        assert_eq!(
            target("http://127.0.0.1:9/oauth?state=x", "<form method=\"post\">"),
            "http://127.0.0.1:9/oauth?state=x"
        );
    }

    #[test]
    fn a_form_with_a_path_goes_to_the_same_server() {
        let page = "<form method=\"post\" action=\"/oauth?a=1&amp;b=2\">";
        assert_eq!(target("http://127.0.0.1:9/deep/page", page), "http://127.0.0.1:9/oauth?a=1&b=2");
    }

    #[test]
    fn the_offered_workspace_is_read_from_a_field_or_from_a_choice() {
        let field = "<input type=\"hidden\" name=\"workspace\" value=\"nw7k2p0q\"><input value=\"other\">";
        let choice = "<select name=\"workspace\"><option value=\"nw7k2p0q\">Northwind</option></select>";
        for page in [field, choice] {
            assert_eq!(
                attribute(page, "name=\"workspace\"", "value").as_deref(),
                Some("nw7k2p0q"),
                "in {page}"
            );
        }
    }
}
