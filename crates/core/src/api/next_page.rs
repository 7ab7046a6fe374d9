//! Finds the next page of a list. Intercom's resources name it in five ways.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use crate::{ApiPath, Endpoint, JsonText};

/// Why Switchhook does not request the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum PageError {
    /// The page's address is on another host or outside the API prefix, where Switchhook sends no token.
    Elsewhere,
    /// The answer has a next page but no usable address or cursor for it.
    Unclear,
    /// The page was already requested, so the list would never end.
    Repeated,
    /// Several pages in a row are empty, and each names another one.
    Empty,
}

/// The query parameters that choose a page.
const PAGING: [&str; 4] = ["page", "starting_after", "scroll_param", "cursor"];

/// The fields of a list that describe its pages. Each may hold any JSON, since a person may request any path.
#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    pages: Value,
    #[serde(default)]
    page: Value,
    #[serde(default)]
    total_pages: Value,
    #[serde(default)]
    next_cursor: Value,
}

#[derive(Deserialize)]
struct Scrolled {
    #[serde(default)]
    data: Vec<IgnoredAny>,
    #[serde(default)]
    scroll_param: Option<String>,
}

/// Returns the path of the page after the answer to `asked`, or `None` after the last page.
///
/// # Errors
/// [`PageError`], which holds nothing of the answer.
pub fn next_page(
    asked: &ApiPath,
    api_base: &Endpoint,
    answer: &JsonText,
) -> Result<Option<ApiPath>, PageError> {
    if !answer.is_object() {
        return Ok(None);
    }
    if is_scroll(asked) {
        return scroll(asked, answer);
    }
    let Listing { pages, page, total_pages, next_cursor } = answer.read_as().ok_or(PageError::Unclear)?;
    match pages.get("next") {
        // An explicit `null` counts more than the page numbers.
        Some(Value::Null) => Ok(None),
        Some(Value::String(address)) if address.is_empty() => Ok(None),
        Some(Value::String(address)) => {
            let given = below(address, api_base)?;
            given.with_rest_of(asked, &PAGING).map(Some).map_err(|_| PageError::Unclear)
        }
        Some(Value::Object(next)) => by_cursor(asked, next),
        Some(_) => Err(PageError::Unclear),
        None if pages.is_object() => by_number(asked, &pages["page"], &pages["total_pages"]),
        None => match next_cursor {
            Value::String(cursor) if !cursor.is_empty() => turned(asked, "cursor", &cursor).map(Some),
            _ => by_number(asked, &page, &total_pages),
        },
    }
}

/// Whether the path is a scroll, `/companies/scroll`: the same address gives one page after another.
pub fn is_scroll(path: &ApiPath) -> bool {
    path.steps().eq(["companies", "scroll"])
}

/// Whether the path requests a list from its first page.
pub fn is_first_page(path: &ApiPath) -> bool {
    let is_later = |name: &&str| path.values(name).any(|value| *name != "page" || value != "1");
    !PAGING.iter().any(is_later)
}

/// Returns the next page of a scroll, which continues until a page is empty.
fn scroll(asked: &ApiPath, answer: &JsonText) -> Result<Option<ApiPath>, PageError> {
    let Scrolled { data, scroll_param } = answer.read_as().ok_or(PageError::Unclear)?;
    match scroll_param.filter(|_| !data.is_empty()) {
        Some(parameter) => turned(asked, "scroll_param", &parameter).map(Some),
        None => Ok(None),
    }
}

/// Returns the next page by its cursor or its number. Intercom's description lets the cursor be null; without both there is no
/// next page.
fn by_cursor(asked: &ApiPath, next: &Map<String, Value>) -> Result<Option<ApiPath>, PageError> {
    for name in ["starting_after", "page"] {
        match next.get(name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.is_empty() => {}
            Some(Value::String(text)) => return turned(asked, name, text).map(Some),
            Some(Value::Number(number)) => return turned(asked, name, &number.to_string()).map(Some),
            Some(_) => return Err(PageError::Unclear),
        }
    }
    Ok(None)
}

fn by_number(asked: &ApiPath, page: &Value, total_pages: &Value) -> Result<Option<ApiPath>, PageError> {
    match (page.as_u64(), total_pages.as_u64()) {
        (Some(page), Some(total)) if page < total => {
            turned(asked, "page", &page.saturating_add(1).to_string()).map(Some)
        }
        _ => Ok(None),
    }
}

fn turned(asked: &ApiPath, name: &str, value: &str) -> Result<ApiPath, PageError> {
    asked.turned(name, value, &PAGING).map_err(|_| PageError::Unclear)
}

/// Returns the API path of an absolute address, or of one from the host's root.
///
/// Fails with [`PageError::Elsewhere`] if the address leaves the API prefix.
fn below(address: &str, api_base: &Endpoint) -> Result<ApiPath, PageError> {
    let base = api_base.url();
    let is_path = address.starts_with('/') && !address.starts_with("//");
    let url =
        if is_path { base.join(address) } else { Url::parse(address) }.map_err(|_| PageError::Elsewhere)?;
    let is_same = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    let path = url.path().strip_prefix(base.path().trim_end_matches('/')).filter(|_| is_same);
    let path = path.filter(|path| path.starts_with('/')).ok_or(PageError::Elsewhere)?;
    let query = url.query().map_or_else(String::new, |query| ["?", query].concat());
    ApiPath::new(&[path, &query].concat()).map_err(|_| PageError::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn next(asked: &str, base: &str, body: &str) -> Result<Option<String>, PageError> {
        let base = Endpoint::prefix(base).expect(base);
        let answer = JsonText::read(body.as_bytes()).expect(body);
        let found = next_page(&ApiPath::new(asked).expect(asked), &base, &answer)?;
        Ok(found.map(|path| path.to_string()))
    }

    #[test]
    fn next_page_is_found_in_every_form() {
        const BASE: &str = "https://api.intercom.io";
        let contacts = "/contacts?per_page=5";
        for (asked, body, found) in [
            (
                contacts,
                r#"{"pages":{"next":{"per_page":5,"starting_after":"W1="}}}"#,
                Some("/contacts?per_page=5&starting_after=W1%3D"),
            ),
            (
                "/contacts?starting_after=a&per_page=5",
                r#"{"pages":{"next":{"page":3,"starting_after":"b"}}}"#,
                Some("/contacts?per_page=5&starting_after=b"),
            ),
            ("/x", r#"{"pages":{"next":{"starting_after":17}}}"#, Some("/x?starting_after=17")),
            ("/x", r#"{"pages":{"next":{"page":2}}}"#, Some("/x?page=2")),
            ("/x", r#"{"pages":{"next":{"page":2,"starting_after":null}}}"#, Some("/x?page=2")),
            (
                "/x?scroll_param=s&page=1&t[]=1&t[]=2",
                r#"{"pages":{"next":{"starting_after":"b"}}}"#,
                Some("/x?t[]=1&t[]=2&starting_after=b"),
            ),
            (contacts, r#"{"pages":{"next":{"per_page":5,"starting_after":null}}}"#, None),
            (contacts, r#"{"pages":{"next":{"per_page":5,"starting_after":""}}}"#, None),
            (contacts, r#"{"pages":{"next":{"page":null,"starting_after":null}}}"#, None),
            (contacts, r#"{"pages":{"next":{"per_page":5}}}"#, None),
            (contacts, r#"{"pages":{"next":{}}}"#, None),
            (contacts, r#"{"pages":{"next":""}}"#, None),
            (contacts, r#"{"pages":{"next":null,"page":1,"total_pages":3}}"#, None),
            (contacts, r#"{"pages":null,"data":[]}"#, None),
            (
                "/companies",
                r#"{"pages":{"next":"https://api.intercom.io/companies?page=2&per_page=15"}}"#,
                Some("/companies?page=2&per_page=15"),
            ),
            (
                "/companies?tag_id=7&per_page=1&page=1",
                r#"{"pages":{"next":"https://api.intercom.io/companies?per_page=1&page=2"}}"#,
                Some("/companies?per_page=1&page=2&tag_id=7"),
            ),
            (
                "/companies?tag_ids[]=1&tag_ids[]=2&starting_after=a",
                r#"{"pages":{"next":"/companies?page=2"}}"#,
                Some("/companies?page=2&tag_ids[]=1&tag_ids[]=2"),
            ),
            (
                "/companies?tag_ids[]=1&tag_ids[]=2",
                r#"{"pages":{"next":"/companies?tag_ids%5B%5D=1&tag_ids%5B%5D=2&page=2"}}"#,
                Some("/companies?tag_ids%5B%5D=1&tag_ids%5B%5D=2&page=2"),
            ),
            (
                "/events?type=user",
                r#"{"pages":{"next":"/events?type=user&before=1"}}"#,
                Some("/events?type=user&before=1"),
            ),
            (
                "/articles?per_page=2",
                r#"{"pages":{"page":1,"total_pages":3}}"#,
                Some("/articles?per_page=2&page=2"),
            ),
            (
                "/contacts/a/merge_history?per_page=5&cursor=c",
                r#"{"data":[{}],"next_cursor":"d","has_more":true}"#,
                Some("/contacts/a/merge_history?per_page=5&cursor=d"),
            ),
            ("/contacts/a/merge_history", r#"{"data":[],"next_cursor":null,"has_more":false}"#, None),
            ("/articles?page=3", r#"{"pages":{"page":3,"total_pages":3}}"#, None),
            ("/news/news_items", r#"{"page":1,"total_pages":2,"data":[]}"#, Some("/news/news_items?page=2")),
            (
                "/companies/scroll",
                r#"{"data":[{}],"scroll_param":"s 1"}"#,
                Some("/companies/scroll?scroll_param=s+1"),
            ),
            ("/companies/scroll?scroll_param=s", r#"{"data":[],"scroll_param":"s"}"#, None),
            ("/companies/scroll?scroll_param=s", r#"{"data":[],"scroll_param":null}"#, None),
            ("/contacts/814", r#"{"id":"814","page":"home","pages":"none"}"#, None),
            ("/x", r#"[{"next":"https://evil.example"}]"#, None),
            ("/x", r#""text""#, None),
        ] {
            assert_eq!(next(asked, BASE, body), Ok(found.map(Into::into)), "{asked} {body}");
        }
    }

    #[test]
    fn next_page_elsewhere_or_unclear_is_refused() {
        const BASE: &str = "https://gateway.example/intercom";
        for (link, found) in [
            ("https://gateway.example/intercom/x?page=2", Ok(Some("/x?page=2".into()))),
            ("https://GATEWAY.example:443/intercom/x", Ok(Some("/x".into()))),
            ("/intercom/x", Ok(Some("/x".into()))),
            ("/x", Err(PageError::Elsewhere)),
            ("https://gateway.example/intercomx/x", Err(PageError::Elsewhere)),
            ("https://gateway.example/intercom/../admin", Err(PageError::Elsewhere)),
            ("https://gateway.example/intercom/%2e%2e/admin", Err(PageError::Elsewhere)),
            ("https://gateway.example/intercom/x%2f..%2f..%2fadmin", Err(PageError::Elsewhere)),
            ("http://gateway.example/intercom/x", Err(PageError::Elsewhere)),
            ("https://gateway.example:444/intercom/x", Err(PageError::Elsewhere)),
            ("https://api.intercom.io/x", Err(PageError::Elsewhere)),
            ("https://gateway.example@evil.example/intercom/x", Err(PageError::Elsewhere)),
            ("https://me:pw@gateway.example/intercom/x", Err(PageError::Elsewhere)),
            ("//evil.example/intercom/x", Err(PageError::Elsewhere)),
            ("/\\evil.example/intercom/x", Err(PageError::Elsewhere)),
            ("x?page=2", Err(PageError::Elsewhere)),
        ] {
            assert_eq!(next("/x", BASE, &json!({ "pages": { "next": link } }).to_string()), found, "{link}");
        }
        for body in [
            r#"{"pages":{"next":true}}"#,
            r#"{"pages":{"next":7}}"#,
            r#"{"pages":{"next":{"starting_after":{"x":1}}}}"#,
            r#"{"pages":{"next":{"starting_after":null,"page":true}}}"#,
            r#"{"pages":1,"pages":{"next":null}}"#,
        ] {
            assert_eq!(next("/x", BASE, body), Err(PageError::Unclear), "{body}");
        }
        assert_eq!(next("/companies/scroll", BASE, r#"{"data":7}"#), Err(PageError::Unclear));
    }

    #[test]
    fn first_page_has_no_paging_parameter() {
        for (asked, is_first) in [
            ("/x", true),
            ("/x?per_page=5&homepage=3", true),
            ("/x?page=1", true),
            ("/x?page=2", false),
            ("/x?p%61ge=2", false),
            ("/x?starting_after=a", false),
            ("/x?cursor=a", false),
            ("/companies/scroll?scroll_param=s", false),
        ] {
            assert_eq!(is_first_page(&ApiPath::new(asked).expect(asked)), is_first, "{asked}");
        }
    }

    proptest! {
        #[test]
        fn next_page_stays_below_prefix_for_any_answer(
            link in "(https?://|/|//|\\\\)?(gateway\\.example|evil\\.example|intercom|\\.\\.|%2e%2e|[@:/?#;\\\\x]|\\PC){0,10}",
            is_cursor in any::<bool>(),
        ) {
            let next = if is_cursor { json!({ "starting_after": link }) } else { json!(link) };
            let answer = JsonText::read(json!({ "pages": { "next": next } }).to_string().as_bytes()).expect("JSON");
            let base = Endpoint::prefix("https://gateway.example/intercom").expect("a prefix");
            if let Ok(Some(path)) = next_page(&ApiPath::new("/x").expect("a path"), &base, &answer) {
                let url = path.on(&base);
                prop_assert_eq!(url.origin(), base.url().origin());
                prop_assert!(url.path().starts_with("/intercom/"), "{}", url);
            }
        }
    }
}
