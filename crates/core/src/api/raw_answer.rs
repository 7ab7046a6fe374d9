//! A provider's answer as a person may read it.

use alloc::string::String;

use serde_json::Value;

use crate::plain;

/// Bytes. What `/me` of Intercom gives is less than one of these 64 KiB.
const MAX_LEN: usize = 64 * 1024;

/// The answer, which came as `len` bytes, as indented JSON; its texts made safe to show. `None` where it is
/// too long to be kept: nothing is cut off, since what is left would be no JSON.
pub(crate) fn raw_answer(answer: Value, len: usize) -> Option<String> {
    // Indented, a long one of many levels would take a hundred times the memory.
    if len > MAX_LEN {
        return None;
    }
    serde_json::to_string_pretty(&safe(answer)).ok().filter(|text| text.len() <= MAX_LEN)
}

fn safe(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(plain(&text)),
        Value::Array(items) => items.into_iter().map(safe).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (plain(&name), safe(value))).collect()
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;
    use std::string::ToString;

    fn shown(body: &str) -> Option<String> {
        raw_answer(serde_json::from_str(body).expect("JSON"), body.len())
    }

    #[test]
    fn an_answer_is_indented_and_its_texts_can_move_no_cursor() {
        assert_eq!(
            shown(r#"{"id":"814","app":{"name":"a\u202eb\u001b[2J"},"x\u2028":[1,null]}"#).as_deref(),
            Some(
                "{\n  \"app\": {\n    \"name\": \"a\u{fffd}b\u{fffd}[2J\"\n  },\n  \"id\": \"814\",\n  \"x\u{fffd}\": [\n    1,\n    null\n  ]\n}"
            )
        );
        assert_eq!(shown("{}").as_deref(), Some("{}"));
        assert_eq!(shown(r#"{"a":"\"\\"}"#).as_deref(), Some("{\n  \"a\": \"\\\"\\\\\"\n}"), "it stays JSON");
    }

    #[test]
    fn what_is_too_long_is_not_kept() {
        let of = |len: usize| format!(r#"{{"x":"{}"}}"#, "y".repeat(len));
        assert!(shown(&of(64_000)).is_some());
        assert_eq!(shown(&of(MAX_LEN)), None, "as it came");
        let deep = format!("{}{}{}", "[".repeat(100), ["0"; 1_000].join(","), "]".repeat(100));
        assert!(deep.len() < MAX_LEN);
        assert_eq!(shown(&deep), None, "once it is indented");
        assert!(shown(&["[".repeat(100), "]".repeat(100)].concat().to_string()).is_some());
    }
}
