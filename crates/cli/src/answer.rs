//! What an account's API answered, as the terminal shows it: in words as HTTP has them, or as one document.

use serde_json::{Map, Value, json};
use switchhook_engine::core::{JsonText, plain};
use switchhook_engine::{Head, Page, RefusedPage};

use crate::clean;

/// How an answer is to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Shown {
    /// As documents only.
    pub(crate) json: bool,
    /// Status and headers too.
    pub(crate) head: bool,
    /// Over several lines, for a person.
    pub(crate) indented: bool,
}

impl Shown {
    /// A page.
    pub(crate) fn page(self, Page { head, body }: &Page) -> String {
        match (self.json, self.head) {
            (true, true) => format!("{{{},\"body\":{}}}", fields(head), body.line()),
            (false, true) => format!("{}\n{}", lines(head), self.body(body)),
            (_, false) => self.body(body),
        }
    }

    /// What a provider said instead of a page; with words, that is its own part only, and may be nothing.
    pub(crate) fn refused(self, RefusedPage { problem, head, body }: &RefusedPage) -> Option<String> {
        let head = head.as_ref();
        if !self.json {
            let head = head.filter(|_| self.head).map(lines);
            let parts: Vec<String> =
                head.into_iter().chain(body.as_ref().map(|body| self.body(body))).collect();
            return Some(parts.join("\n")).filter(|_| !parts.is_empty());
        }
        let error = clean::json(&problem.report());
        let head = match head {
            Some(head) if self.head => fields(head),
            _ => format!("\"status\":{}", json!(head.map(|head| head.status))),
        };
        let body = body.as_ref().map_or_else(|| "null".into(), JsonText::line);
        Some(format!("{{\"error\":{error},{head},\"body\":{body}}}"))
    }

    fn body(self, body: &JsonText) -> String {
        if self.indented && !self.json { body.indented() } else { body.line() }
    }
}

/// The head as fields of a document. A header that comes more than once is one, as HTTP joins it (RFC 9110 §5.3).
fn fields(head: &Head) -> String {
    let mut headers = Map::new();
    for (name, value) in &head.headers {
        match headers.get_mut(name) {
            Some(Value::String(values)) => values.extend([", ", value]),
            _ => drop(headers.insert(name.clone(), json!(value))),
        }
    }
    format!("\"status\":{},\"headers\":{}", head.status, clean::json(&headers))
}

/// The head as HTTP writes it, a line each.
fn lines(head: &Head) -> String {
    let headers = head.headers.iter().map(|(name, value)| format!("{name}: {}\n", plain(value)));
    let headers: String = headers.collect();
    format!("{} {} {}\n{headers}", head.protocol, head.status, head.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::StoreProblem;

    const WORDS: Shown = Shown { json: false, head: false, indented: true };
    const DOCUMENT: Shown = Shown { json: true, head: false, indented: true };

    fn head(status: u16) -> Head {
        let header = |name: &str, value: &str| (name.to_string(), value.to_string());
        let headers = vec![header("x-request-id", "1"), header("vary", "a"), header("vary", "b")];
        Head { protocol: "HTTP/1.1", status, reason: "OK", headers }
    }

    fn body() -> JsonText {
        JsonText::read(b"{ \"b\": 1.0, \"a\": \"x\xe2\x80\xaey\" }\n").expect("JSON")
    }

    #[test]
    fn a_page_is_its_body_and_its_head_only_where_that_was_asked_for() {
        let page = Page { head: head(200), body: body() };
        for (shown, text) in [
            (WORDS, "{\n  \"b\": 1.0,\n  \"a\": \"x\\u202ey\"\n}"),
            (Shown { indented: false, ..WORDS }, r#"{"b":1.0,"a":"x\u202ey"}"#),
            (DOCUMENT, r#"{"b":1.0,"a":"x\u202ey"}"#),
            (
                Shown { head: true, indented: false, ..WORDS },
                "HTTP/1.1 200 OK\nx-request-id: 1\nvary: a\nvary: b\n\n{\"b\":1.0,\"a\":\"x\\u202ey\"}",
            ),
            (
                Shown { head: true, ..DOCUMENT },
                r#"{"status":200,"headers":{"vary":"a, b","x-request-id":"1"},"body":{"b":1.0,"a":"x\u202ey"}}"#,
            ),
        ] {
            assert_eq!(shown.page(&page), text);
        }
    }

    #[test]
    fn a_header_moves_no_cursor_and_is_the_same_to_a_program() {
        let odd = Head { headers: vec![("via".into(), "a\u{9b}2J\u{202e}".into())], ..head(200) };
        let page = Page { head: odd, body: body() };
        let shown = Shown { head: true, indented: false, ..WORDS }.page(&page);
        assert!(shown.contains("\nvia: a\u{fffd}2J\u{fffd}\n"), "{shown}");
        let shown = Shown { head: true, ..DOCUMENT }.page(&page);
        assert!(shown.contains(r#""headers":{"via":"a\u009b2J\u202e"}"#), "{shown}");
    }

    #[test]
    fn a_refusal_is_the_providers_own_words_or_one_document_with_ours() {
        let problem = || StoreProblem::Busy.into();
        let ours =
            serde_json::to_string(&switchhook_engine::core::Problem::from(StoreProblem::Busy).report());
        let ours = format!("{{\"error\":{}", ours.expect("a report"));
        assert!(ours.starts_with(r#"{"error":{"code":"store_failed","message":"#), "{ours}");
        let whole = RefusedPage { problem: problem(), head: Some(head(404)), body: Some(body()) };
        let headless = RefusedPage { problem: problem(), head: None, body: None };
        let bodiless = RefusedPage { problem: problem(), head: Some(head(502)), body: None };
        let with_head = Shown { head: true, ..DOCUMENT };
        for (shown, refused, text) in [
            (WORDS, &whole, Some("{\n  \"b\": 1.0,\n  \"a\": \"x\\u202ey\"\n}".to_string())),
            (WORDS, &headless, None),
            (WORDS, &bodiless, None),
            (
                Shown { head: true, ..WORDS },
                &bodiless,
                Some("HTTP/1.1 502 OK\nx-request-id: 1\nvary: a\nvary: b\n".to_string()),
            ),
            (DOCUMENT, &whole, Some(format!(r#"{ours},"status":404,"body":{{"b":1.0,"a":"x\u202ey"}}}}"#))),
            (DOCUMENT, &bodiless, Some(format!(r#"{ours},"status":502,"body":null}}"#))),
            (with_head, &headless, Some(format!(r#"{ours},"status":null,"body":null}}"#))),
            (
                with_head,
                &bodiless,
                Some(format!(
                    r#"{ours},"status":502,"headers":{{"vary":"a, b","x-request-id":"1"}},"body":null}}"#
                )),
            ),
        ] {
            assert_eq!(shown.refused(refused), text);
        }
    }
}
