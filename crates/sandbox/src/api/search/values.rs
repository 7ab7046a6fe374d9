//! The values that a search compares, and the tests of its filters.

use std::collections::HashSet;

use serde_json::{Value, json};

/// A value of a record or of a filter.
///
/// Texts are in lower case, so that a search changes the case only once. A guess: letter case does not count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Flag(bool),
    Number(i64),
    Text(String),
}

impl Key {
    /// Returns a boolean, whole number or text as a key; `None` for every other value.
    pub(super) fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => Self::Number(number.as_i64()?),
            Value::String(text) => Self::Text(text.to_lowercase()),
            _ => return None,
        })
    }

    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::Flag(flag) => json!(flag),
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The test of a filter on the values of a field.
#[derive(Debug, PartialEq)]
pub(super) enum Test {
    /// A value is in the set.
    OneOf(HashSet<Key>),
    /// The field has no value.
    Absent,
    /// A value is at least the first bound and less than the second one.
    Within(Option<i64>, Option<i64>),
    Contains(String),
    Starts(String),
    Ends(String),
}

impl Test {
    pub(super) fn accepts(&self, values: &[Key]) -> bool {
        let text = |test: &dyn Fn(&str) -> bool| values.iter().filter_map(Key::text).any(test);
        match self {
            Self::OneOf(wanted) => values.iter().any(|value| wanted.contains(value)),
            Self::Absent => values.is_empty(),
            Self::Within(from, until) => values.iter().any(|value| match value {
                Key::Number(value) => {
                    from.is_none_or(|from| *value >= from) && until.is_none_or(|until| *value < until)
                }
                _ => false,
            }),
            Self::Contains(part) => text(&|value| value.contains(part.as_str())),
            Self::Starts(part) => text(&|value| value.starts_with(part.as_str())),
            Self::Ends(part) => text(&|value| value.ends_with(part.as_str())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_letter_case_and_exclude_lists_and_objects() {
        assert_eq!(Key::of(&json!("ÉTÉ")), Key::of(&json!("été")));
        assert_ne!(Key::of(&json!("3")), Key::of(&json!(3)));
        for value in [Value::Null, json!([]), json!({}), json!(0.5)] {
            assert_eq!(Key::of(&value), None);
        }
        for value in [json!(true), json!(-3), json!("x")] {
            assert_eq!(Key::of(&value).map(|key| key.to_json()), Some(value));
        }
    }
}
