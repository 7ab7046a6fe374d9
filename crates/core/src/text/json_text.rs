//! A provider's JSON, made safe for a terminal. Values, order and spelling stay.

use alloc::string::String;
use core::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::json_reader::{JsonTextError, checked, readable};
use super::plain::is_plain;

/// A text that is one JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonText(Zeroizing<String>);

/// The most bytes of a text that is indented. A longer one would fill a terminal's memory.
const MAX_INDENTED: usize = 1024 * 1024;
/// The most levels of indentation. Without a limit, hostile nesting would make a text of quadratic length.
const MAX_MARGIN: usize = 32;

impl JsonText {
    /// Reads a body.
    ///
    /// # Errors
    /// [`JsonTextError`], which holds nothing of the body.
    pub fn read(body: &[u8]) -> Result<Self, JsonTextError> {
        checked(body).map(Self)
    }

    /// Returns the fields, or `None` if the value is not an object. The last value of a doubled name counts. A number that no
    /// number type holds becomes a string of its characters. A list or object below 100 levels becomes `null`.
    pub fn object(&self) -> Option<Map<String, Value>> {
        if self.is_object() { self.read_as() } else { None }
    }

    pub(crate) fn is_object(&self) -> bool {
        self.0.starts_with('{')
    }

    /// Reads the value as a type, with the rules of [`Self::object`]. Returns `None` if the type does not fit.
    pub(crate) fn read_as<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&readable(&self.0)).ok()
    }

    /// Writes the value in one line. Control characters, line separators and text-direction marks become JSON escapes: the value
    /// stays equal for a program, and moves no cursor on a terminal.
    pub fn line(&self) -> String {
        self.written(&mut |_, _, _| {})
    }

    /// Writes each value in an indented line, with the escapes of [`Self::line`]. A text of more than 1 MiB stays in one line.
    pub fn indented(&self) -> String {
        if self.0.len() > MAX_INDENTED {
            return self.line();
        }
        let mut depth = 0_usize;
        let mut last = ' ';
        self.written(&mut |written, next, opened| {
            let is_end = matches!(next, '}' | ']');
            if is_end {
                depth = depth.saturating_sub(1);
            }
            let is_empty = is_end && opened;
            if (matches!(last, '{' | '[' | ',') || is_end) && !is_empty {
                written.push('\n');
                written.extend(core::iter::repeat_n("  ", depth.min(MAX_MARGIN)));
            } else if last == ':' {
                written.push(' ');
            }
            if matches!(next, '{' | '[') {
                depth += 1;
            }
            last = next;
        })
    }

    /// Writes all characters except white space between values. Calls `before` ahead of each token outside a string and of the
    /// first quote of each string. Its arguments are the text so far, the next character, and whether a `{` or `[` comes directly
    /// before that.
    fn written(&self, before: &mut dyn FnMut(&mut String, char, bool)) -> String {
        let mut written = String::with_capacity(self.0.len());
        let (mut in_text, mut is_escaped, mut opened) = (false, false, false);
        let mut goes_on = false;
        for c in self.0.chars() {
            if in_text {
                push_plain(&mut written, c);
                in_text = is_escaped || c != '"';
                is_escaped = !is_escaped && c == '\\';
                continue;
            }
            if c.is_ascii_whitespace() {
                goes_on = false;
                continue;
            }
            let is_word = !matches!(c, '{' | '}' | '[' | ']' | ',' | ':' | '"');
            // Calls `before` once for each number, true, false and null.
            if !(is_word && goes_on) {
                before(&mut written, c, opened);
            }
            opened = matches!(c, '{' | '[');
            goes_on = is_word;
            in_text = c == '"';
            written.push(c);
        }
        written
    }
}

fn push_plain(written: &mut String, c: char) {
    if is_plain(c) {
        written.push(c);
    } else {
        // All of them are in the first plane, so one escape each is enough.
        let _ = write!(written, "\\u{:04x}", u32::from(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::vec::Vec;
    use std::{format, vec};

    fn read(text: &str) -> JsonText {
        JsonText::read(text.as_bytes()).expect(text)
    }

    #[test]
    fn line_keeps_values_order_and_spelling() {
        for (text, line) in [
            (
                "{\n  \"b\": 1.0e+2 ,\t\"a\" : [ ] , \"b\": \"x  y\"\r\n}\n",
                r#"{"b":1.0e+2,"a":[],"b":"x  y"}"#,
            ),
            ("\u{feff} [ 12345678901234567890123 , null ] ", "[12345678901234567890123,null]"),
            (r#"{"a":"\u202e\"}{[ \\"}"#, r#"{"a":"\u202e\"}{[ \\"}"#),
            ("{\"a\":\"x\u{202e}y\u{9b}2J\u{7f}\u{2028}\"}", r#"{"a":"x\u202ey\u009b2J\u007f\u2028"}"#),
            (r#""שלום""#, r#""שלום""#),
            ("true", "true"),
        ] {
            assert_eq!(read(text).line(), line);
        }
    }

    #[test]
    fn indented_text_has_a_line_for_each_value() {
        let text = r#"{"a":[1,true,{}],"b":{"c":[],"d\"{":-1e5},"e":""}"#;
        let indented = "{\n  \"a\": [\n    1,\n    true,\n    {}\n  ],\n  \"b\": {\n    \"c\": [],\n    \"d\\\"{\": -1e5\n  },\n  \"e\": \"\"\n}";
        assert_eq!(read(text).indented(), indented);
        assert_eq!(read("7").indented(), "7");
        let deep = ["[".repeat(20_000), "]".repeat(20_000)].concat();
        assert!(read(&deep).indented().len() < 4 * 1024 * 1024, "a margin has an end");
        let long = format!("[{}]", vec!["0"; MAX_INDENTED / 2 + 1].join(","));
        assert_eq!(read(&long).indented(), long);
    }

    #[test]
    fn body_that_is_not_json_is_refused() {
        for (body, why) in [
            (&b""[..], JsonTextError::Empty),
            (b" \n", JsonTextError::Empty),
            (b"<html>", JsonTextError::NoJson),
            (b"{}{}", JsonTextError::NoJson),
            (b"{\"a\":1", JsonTextError::NoJson),
            (b"{\"a\":\"\x1b[2J\"}", JsonTextError::NoJson),
            (b"\x1f\x8b\x08", JsonTextError::NoJson),
        ] {
            assert_eq!(JsonText::read(body), Err(why), "{body:?}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "([a-z\"\\\\{}\\[\\],: \\t\\n]|\\PC|\u{202e}|\u{9b}|\u{1b}){0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,4}", inner, 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_keeps_its_value_and_moves_no_cursor(value in json(), pretty in any::<bool>()) {
            let sent = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
            let text = read(&sent.expect("JSON"));
            let (line, indented) = (text.line(), text.indented());
            prop_assert!(line.chars().all(is_plain), "{line}");
            let lines: Vec<&str> = indented.split('\n').collect();
            prop_assert!(lines.iter().all(|line| line.chars().all(is_plain)));
            prop_assert_eq!(serde_json::from_str::<Value>(&line).expect("JSON"), value.clone());
            prop_assert_eq!(serde_json::from_str::<Value>(&indented).expect("JSON"), value.clone());
            prop_assert_eq!(line, serde_json::to_string(&value).map(|text| read(&text).line()).expect("JSON"));
        }
    }
}
