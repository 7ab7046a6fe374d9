//! Formats a provider's answer for people.

use alloc::string::String;

use crate::JsonText;

/// The most bytes of an answer that Switchhook keeps. Intercom's `/me` gives less than 1 KiB.
const MAX_LEN: usize = 64 * 1024;

/// Returns the answer as indented JSON. `len` is the number of bytes that came. Returns `None` if either form is longer than
/// 64 KiB: a cut answer would not be JSON.
pub(crate) fn raw_answer(answer: &JsonText, len: usize) -> Option<String> {
    // The indented form of a long, deep answer would take a hundred times the memory.
    if len > MAX_LEN {
        return None;
    }
    Some(answer.indented()).filter(|text| text.len() <= MAX_LEN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::ToString;

    fn shown(body: &str) -> Option<String> {
        raw_answer(&JsonText::read(body.as_bytes()).expect("JSON"), body.len())
    }

    #[test]
    fn raw_answer_keeps_digits_and_escapes_controls() {
        assert_eq!(
            shown(
                r#"{"id":"814","n":123456789012345678901,"app":{"name":"a\u202eb\u001b[2J"},"x":"\u2028"}"#
            )
            .as_deref(),
            Some(
                "{\n  \"id\": \"814\",\n  \"n\": 123456789012345678901,\n  \"app\": {\n    \"name\": \"a\\u202eb\\u001b[2J\"\n  },\n  \"x\": \"\\u2028\"\n}"
            )
        );
        assert_eq!(shown("{}").as_deref(), Some("{}"));
        assert_eq!(shown(r#"{"a":"\"\\"}"#).as_deref(), Some("{\n  \"a\": \"\\\"\\\\\"\n}"), "it stays JSON");
    }

    #[test]
    fn too_long_answer_is_dropped() {
        let of = |len: usize| format!(r#"{{"x":"{}"}}"#, "y".repeat(len));
        assert!(shown(&of(64_000)).is_some());
        assert_eq!(shown(&of(MAX_LEN)), None, "as it came");
        let deep = format!("{}{}{}", "[".repeat(100), ["0"; 1_000].join(","), "]".repeat(100));
        assert!(deep.len() < MAX_LEN);
        assert_eq!(shown(&deep), None, "once it is indented");
        assert!(shown(&["[".repeat(100), "]".repeat(100)].concat().to_string()).is_some());
    }
}
