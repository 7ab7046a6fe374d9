//! What a filter asks of a value, and how values compare.

use std::cmp::Ordering;

use serde_json::Value;

/// What is asked of the values of a field.
#[derive(Debug, PartialEq)]
pub(super) enum Test {
    /// One of them is one of these; with null among these, there may be none.
    OneOf(Vec<Value>),
    /// One of them is between these, the second not included.
    Within(Option<i64>, Option<i64>),
    Contains(String),
    Starts(String),
    Ends(String),
}

impl Test {
    pub(super) fn accepts(&self, values: &[Value]) -> bool {
        let text = |test: &dyn Fn(&str) -> bool| {
            values.iter().filter_map(Value::as_str).any(|value| test(&value.to_lowercase()))
        };
        match self {
            Self::OneOf(wanted) if values.is_empty() => wanted.contains(&Value::Null),
            Self::OneOf(wanted) => values.iter().any(|value| wanted.iter().any(|each| equal(value, each))),
            Self::Within(from, until) => values.iter().filter_map(Value::as_i64).any(|value| {
                from.is_none_or(|from| value >= from) && until.is_none_or(|until| value < until)
            }),
            Self::Contains(part) => text(&|value| value.contains(part.as_str())),
            Self::Starts(part) => text(&|value| value.starts_with(part.as_str())),
            Self::Ends(part) => text(&|value| value.ends_with(part.as_str())),
        }
    }
}

/// A guess: that the case of letters does not count. `wanted` is in lower case already.
fn equal(value: &Value, wanted: &Value) -> bool {
    match (value, wanted) {
        (Value::String(value), Value::String(wanted)) => value.to_lowercase() == *wanted,
        _ => value == wanted,
    }
}

/// The order of two values of one field.
pub(super) fn compare(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.to_lowercase().cmp(&other.to_lowercase()),
        (Value::Bool(one), Value::Bool(other)) => one.cmp(other),
        _ => one.as_i64().cmp(&other.as_i64()),
    }
}
