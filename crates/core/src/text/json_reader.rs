//! Reads the JSON that servers send (RFC 8259), for the whole program. An odd value in one field never spoils the others.
//!
//! `serde_json` refuses a whole answer for one value that other readers accept: half of a surrogate pair, a number that no number
//! type holds, or many levels. This module first rewrites such values so that `serde_json` can read them.

use alloc::string::String;
use core::str;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Why a body is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum JsonTextError {
    /// The body is empty.
    Empty,
    /// The body is not JSON, for example HTML or a file, or it is cut.
    NoJson,
}

/// The most levels of nesting. `serde_json` refuses more than 128. Switchhook needs no value below the fifth.
const MAX_DEPTH: usize = 100;
const BYTE_ORDER_MARK: char = '\u{feff}';
const REPLACEMENT: &str = "\\ufffd";

/// Returns the text of a body that is one JSON value. Removes the byte order mark (RFC 8259 §8.1). Puts U+FFFD for each lone half
/// of a surrogate pair (§8.2), and for bytes that are not UTF-8.
///
/// # Errors
/// [`JsonTextError`], which holds nothing of the body.
pub(super) fn checked(body: &[u8]) -> Result<Zeroizing<String>, JsonTextError> {
    let replaced;
    let text = match str::from_utf8(body) {
        Ok(text) => text,
        Err(_) => {
            replaced = Zeroizing::new(String::from_utf8_lossy(body).into_owned());
            &replaced
        }
    };
    let text = text.trim_start_matches(BYTE_ORDER_MARK).trim_ascii();
    if text.is_empty() {
        return Err(JsonTextError::Empty);
    }
    serde_json::from_str::<IgnoredAny>(text).map_err(|_| JsonTextError::NoJson)?;
    Ok(whole_characters(text))
}

/// Rewrites checked text so that each value fits into `serde_json`'s types. A number that does not fit becomes a string of its
/// characters (RFC 8259 §6 sets no limit). A list or object below 100 levels becomes `null`.
pub(super) fn readable(checked: &str) -> Zeroizing<String> {
    let mut readable = Zeroizing::new(String::with_capacity(checked.len() + 2));
    let mut rest = checked;
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let (token, after) = rest.split_at(match first {
            '"' => text_len(rest),
            '-' | '0'..='9' => number_len(rest),
            _ => first.len_utf8(),
        });
        rest = after;
        let is_shown = match first {
            '{' | '[' => {
                depth += 1;
                if depth == MAX_DEPTH + 1 {
                    readable.push_str("null");
                }
                depth <= MAX_DEPTH
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                depth < MAX_DEPTH
            }
            _ => depth <= MAX_DEPTH,
        };
        if is_shown && matches!(first, '-' | '0'..='9') && !fits(token) {
            readable.extend(["\"", token, "\""]);
        } else if is_shown {
            readable.push_str(token);
        }
    }
    readable
}

/// Returns the bytes of the string at the start, with both quotes.
fn text_len(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(rest.len(), |end| end + 2)
}

/// Returns the bytes of the number at the start.
fn number_len(rest: &str) -> usize {
    let is_part = |c: char| matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
    rest.find(|c| !is_part(c)).unwrap_or(rest.len())
}

/// Whether `serde_json` can hold the number: an integer exactly, or a fraction as its nearest value.
fn fits(number: &str) -> bool {
    if number.contains(['.', 'e', 'E']) {
        number.parse::<f64>().is_ok_and(f64::is_finite)
    } else {
        number.parse::<u64>().is_ok() || number.parse::<i64>().is_ok()
    }
}

/// Replaces the escapes of lone surrogates.
fn whole_characters(text: &str) -> Zeroizing<String> {
    let mut whole = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        let (replaced, len) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (None, 12),
            (Some(0xd800..=0xdfff), _) => (Some(REPLACEMENT), 6),
            (Some(_), _) => (None, 6),
            (None, _) => (None, 2),
        };
        let (escape, after) = escape.split_at(len);
        whole.push_str(before);
        whole.push_str(replaced.unwrap_or(escape));
        rest = after;
    }
    whole.push_str(rest);
    whole
}

/// Returns the UTF-16 unit of an escape like `\u00e9`.
fn unit(escape: &str) -> Option<u16> {
    u16::from_str_radix(escape.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use std::format;
    use std::string::ToString;

    fn read(text: &str) -> Value {
        serde_json::from_str(&readable(&checked(text.as_bytes()).expect(text))).expect(text)
    }

    #[test]
    fn odd_value_does_not_spoil_the_answer() {
        let deep = |levels: usize| format!(r#"{{"a":{}7{},"b":1}}"#, "[".repeat(levels), "]".repeat(levels));
        for (text, value) in [
            (r#"{"a":"Maya \ud83d","b":1}"#, json!({"a": "Maya \u{fffd}", "b": 1})),
            (r#"{"a":"\uDE00\uD83D \ud83d\ude00"}"#, json!({"a": "\u{fffd}\u{fffd} \u{1f600}"})),
            (r#"{"a":"\\ud83d \\\ud83d"}"#, json!({"a": "\\ud83d \\\u{fffd}"})),
            (r#"{"a":"\ud83d\n","\udc00":1}"#, json!({"a": "\u{fffd}\n", "\u{fffd}": 1})),
            ("\u{feff}{\"a\":1}\n", json!({"a": 1})),
            (r#"{"a":1e400,"b":-1E+999,"c":1.5}"#, json!({"a": "1e400", "b": "-1E+999", "c": 1.5})),
            (
                r#"{"a":18446744073709551615,"b":18446744073709551616,"c":[-9223372036854775809]}"#,
                json!({"a": u64::MAX, "b": "18446744073709551616", "c": ["-9223372036854775809"]}),
            ),
            (r#"{"a":"1e400 \" 1e400","b":"\\"}"#, json!({"a": "1e400 \" 1e400", "b": "\\"})),
            (r#"{"a":1,"a":2}"#, json!({"a": 2})),
        ] {
            assert_eq!(read(text), value, "{text}");
        }
        assert_eq!(read(&deep(99))["a"].to_string().len(), 2 * 99 + 1);
        assert_eq!(read(&deep(100))["a"].to_string().matches("null").count(), 1);
        assert_eq!(read(&deep(200_000))["b"], json!(1));
    }

    #[test]
    fn invalid_utf_8_spoils_only_its_own_string() {
        for (body, value) in [
            (&b"{\"a\":\"caf\xe9\",\"b\":1}"[..], json!({"a": "caf\u{fffd}", "b": 1})),
            (b"{\"a\":\"\xed\xa0\xbd\"}", json!({"a": "\u{fffd}\u{fffd}\u{fffd}"})),
            (b"{\"\xff\":{\"a\":\"\xc3\xa9\"}}", json!({"\u{fffd}": {"a": "\u{e9}"}})),
        ] {
            let text = checked(body).expect("JSON");
            assert_eq!(serde_json::from_str::<Value>(&readable(&text)).expect("JSON"), value);
        }
    }

    #[test]
    fn body_that_is_not_json_is_refused() {
        for (body, why) in [
            (&b"\xef\xbb\xbf"[..], JsonTextError::Empty),
            (b"\xff\xfe{\0}\0", JsonTextError::NoJson),
            (b"{\"a\xe9\":1", JsonTextError::NoJson),
            (b"{\"a\":\"\\ud83\"}", JsonTextError::NoJson),
            (b"{\"a\":01}", JsonTextError::NoJson),
            (b"{\"a\":NaN}", JsonTextError::NoJson),
            (b"{'a':1}", JsonTextError::NoJson),
        ] {
            assert_eq!(checked(body), Err(why), "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn answer_that_serde_reads_keeps_its_value(text in r#"\{"a":(-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,3})?(e[0-9])?|"([a-z ]|\\["\\/bfnrt]|\\u00[0-9a-f]{2}|😀){0,9}"|true|\[\{"b":null\}\])\}"#) {
            let value: Value = serde_json::from_str(&text).expect(&text);
            prop_assert_eq!(read(&text), value);
        }

        #[test]
        fn any_text_is_read_or_refused(text in r#"(\{"a":|[\[\]{}:,"\\]|\\u[d0][89cef0]00|1e400|\PC|\n){0,24}"#) {
            if let Ok(checked) = checked(text.as_bytes()) {
                prop_assert!(serde_json::from_str::<Value>(&readable(&checked)).is_ok(), "{}", text);
            }
        }
    }
}
