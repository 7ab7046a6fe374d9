//! Formats an answer of an account's API: as text in HTTP's own form, or as one JSON document.

use serde_json::{Map, Value, json};
use switchhook_engine::core::{JsonText, plain};
use switchhook_engine::{Head, Page, RefusedPage};

use crate::clean;

/// The format of an answer.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    /// Whether everything is printed as JSON documents.
    pub(crate) json: bool,
    /// Whether the status and the headers are printed too.
    pub(crate) head: bool,
    /// Whether a body takes several lines, for a person.
    pub(crate) indented: bool,
}

impl Format {
    /// Formats a page.
    pub(crate) fn page(self, Page { head, body }: &Page) -> String {
        match (self.json, self.head) {
            (true, true) => format!("{{{},\"body\":{}}}", fields(head), body.line()),
            (false, true) => format!("{}\n{}", lines(head), self.body(body)),
            (_, false) => self.body(body),
        }
    }

    /// Formats the provider's answer in place of a page. Without `json`, this is the provider's own text alone, or `None` where
    /// there is nothing to show.
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

/// Returns the head as fields of a JSON object. Values of a repeated header are joined by commas (RFC 9110 §5.3).
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

/// Returns the head as HTTP/1.1 writes it, one line for the status and one for each header.
fn lines(head: &Head) -> String {
    let headers = head.headers.iter().map(|(name, value)| format!("{name}: {}\n", plain(value)));
    let headers: String = headers.collect();
    format!("{} {} {}\n{headers}", head.protocol, head.status, head.reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use switchhook_engine::core::StoreProblem;

    const TEXT: Format = Format { json: false, head: false, indented: true };
    const DOCUMENT: Format = Format { json: true, head: false, indented: true };

    fn head(status: u16) -> Head {
        let header = |name: &str, value: &str| (name.to_string(), value.to_string());
        let headers = vec![header("x-request-id", "1"), header("vary", "a"), header("vary", "b")];
        Head { protocol: "HTTP/1.1", status, reason: "OK", headers }
    }

    fn body() -> JsonText {
        JsonText::read(b"{ \"b\": 1.0, \"a\": \"x\xe2\x80\xaey\" }\n").expect("JSON")
    }

    #[test]
    fn page_holds_its_head_only_with_include() {
        let page = Page { head: head(200), body: body() };
        for (shown, text) in [
            (TEXT, "{\n  \"b\": 1.0,\n  \"a\": \"x\\u202ey\"\n}"),
            (Format { indented: false, ..TEXT }, r#"{"b":1.0,"a":"x\u202ey"}"#),
            (DOCUMENT, r#"{"b":1.0,"a":"x\u202ey"}"#),
            (
                Format { head: true, indented: false, ..TEXT },
                "HTTP/1.1 200 OK\nx-request-id: 1\nvary: a\nvary: b\n\n{\"b\":1.0,\"a\":\"x\\u202ey\"}",
            ),
            (
                Format { head: true, ..DOCUMENT },
                r#"{"status":200,"headers":{"vary":"a, b","x-request-id":"1"},"body":{"b":1.0,"a":"x\u202ey"}}"#,
            ),
        ] {
            assert_eq!(shown.page(&page), text);
        }
    }

    #[test]
    fn header_is_cleaned_as_text_and_escaped_as_json() {
        let odd = Head { headers: vec![("via".into(), "a\u{9b}2J\u{202e}".into())], ..head(200) };
        let page = Page { head: odd, body: body() };
        let shown = Format { head: true, indented: false, ..TEXT }.page(&page);
        assert!(shown.contains("\nvia: a\u{fffd}2J\u{fffd}\n"), "{shown}");
        let shown = Format { head: true, ..DOCUMENT }.page(&page);
        assert!(shown.contains(r#""headers":{"via":"a\u009b2J\u202e"}"#), "{shown}");
    }

    #[test]
    fn refusal_is_the_provider_text_or_one_json_document() {
        let problem = || StoreProblem::Busy.into();
        let our_error =
            serde_json::to_string(&switchhook_engine::core::Problem::from(StoreProblem::Busy).report());
        let our_error = format!("{{\"error\":{}", our_error.expect("a report"));
        assert!(our_error.starts_with(r#"{"error":{"code":"store_failed","message":"#), "{our_error}");
        let whole = RefusedPage { problem: problem(), head: Some(head(404)), body: Some(body()) };
        let headless = RefusedPage { problem: problem(), head: None, body: None };
        let bodiless = RefusedPage { problem: problem(), head: Some(head(502)), body: None };
        let with_head = Format { head: true, ..DOCUMENT };
        for (shown, refused, text) in [
            (TEXT, &whole, Some("{\n  \"b\": 1.0,\n  \"a\": \"x\\u202ey\"\n}".to_string())),
            (TEXT, &headless, None),
            (TEXT, &bodiless, None),
            (
                Format { head: true, ..TEXT },
                &bodiless,
                Some("HTTP/1.1 502 OK\nx-request-id: 1\nvary: a\nvary: b\n".to_string()),
            ),
            (
                DOCUMENT,
                &whole,
                Some(format!(r#"{our_error},"status":404,"body":{{"b":1.0,"a":"x\u202ey"}}}}"#)),
            ),
            (DOCUMENT, &bodiless, Some(format!(r#"{our_error},"status":502,"body":null}}"#))),
            (with_head, &headless, Some(format!(r#"{our_error},"status":null,"body":null}}"#))),
            (
                with_head,
                &bodiless,
                Some(format!(
                    r#"{our_error},"status":502,"headers":{{"vary":"a, b","x-request-id":"1"}},"body":null}}"#
                )),
            ),
        ] {
            assert_eq!(shown.refused(refused), text);
        }
    }
}
