//! The parser of queries: filters and groups, checked against the noun's fields.
//!
//! Intercom documents that a wrong query fails, but hardly any code or message. So `parameter_invalid` and the
//! messages are guesses.

use std::cell::LazyCell;

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::Value;

use super::{
    tables::{Noun, Type},
    values::{Key, Test},
};
use crate::{records::source::Records, server::errors::ErrorList};

/// The deepest nesting of groups.
const MAX_DEPTH: usize = 2;
/// The largest number of filters in a group.
const MAX_FILTERS: usize = 15;

/// A filter, or a group of filters. A filter names its field by the place in [`SearchQuery::fields`].
#[derive(Debug)]
enum Filters {
    All(Vec<Self>),
    Any(Vec<Self>),
    One { field: usize, test: Test, is_negated: bool },
}

/// A query: the filters, and the fields in them, each once.
pub(super) struct SearchQuery {
    filters: Filters,
    fields: Vec<String>,
}

impl SearchQuery {
    /// Parses the `query` of a body. Fails without one.
    pub(super) fn read(noun: &Noun, records: &Records, query: &Value) -> Result<Self, ErrorList> {
        if !query.is_object() {
            return Err(wrong("A search needs a query: a filter, or a group of them"));
        }
        let mut fields = Vec::new();
        let filters = Filters::read_at(noun, records, query, MAX_DEPTH, &mut fields)?;
        Ok(Self { filters, fields })
    }

    /// Whether a record matches. `values` returns a field's values; it runs at most once for each field.
    pub(super) fn matches(&self, values: impl Fn(&str) -> Vec<Key>) -> bool {
        let values = &values;
        let known: Vec<_> = self.fields.iter().map(|field| LazyCell::new(move || values(field))).collect();
        self.filters.match_record(&|place: usize, test: &Test| test.accepts(&known[place]))
    }
}

impl Filters {
    fn read_at(
        noun: &Noun,
        records: &Records,
        query: &Value,
        depth: usize,
        fields: &mut Vec<String>,
    ) -> Result<Self, ErrorList> {
        let operator = query["operator"].as_str().unwrap_or_default();
        if !matches!(operator, "AND" | "OR") {
            return read_filter(noun, records, query, operator, fields);
        }
        let Some(deeper) = depth.checked_sub(1) else {
            return Err(wrong(format!("Groups may be nested {MAX_DEPTH} deep")));
        };
        let filters = query["value"].as_array().filter(|filters| !filters.is_empty());
        let filters = filters.ok_or_else(|| wrong(format!("The value of {operator} must be filters")))?;
        if filters.len() > MAX_FILTERS {
            return Err(wrong(format!("A group may have {MAX_FILTERS} filters")));
        }
        let filters = filters.iter().map(|filter| Self::read_at(noun, records, filter, deeper, fields));
        let filters = filters.collect::<Result<_, _>>()?;
        Ok(if operator == "AND" { Self::All(filters) } else { Self::Any(filters) })
    }

    fn match_record(&self, accepts: &dyn Fn(usize, &Test) -> bool) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|each| each.match_record(accepts)),
            Self::Any(filters) => filters.iter().any(|each| each.match_record(accepts)),
            Self::One { field, test, is_negated } => accepts(*field, test) != *is_negated,
        }
    }
}

fn read_filter(
    noun: &Noun,
    records: &Records,
    query: &Value,
    operator: &str,
    fields: &mut Vec<String>,
) -> Result<Filters, ErrorList> {
    let Some(field) = query["field"].as_str() else {
        return Err(wrong("A filter needs a field, an operator and a value"));
    };
    let Some(kind) = noun.field_type(records, field) else {
        return Err(wrong(format!("Unknown field: {field}")));
    };
    let sort = sort_of(operator).ok_or_else(|| wrong(format!("Unknown operator: {operator}")))?;
    if !is_supported(noun, kind, operator, sort) {
        return Err(wrong(format!("The operator {operator} is not supported on {field}")));
    }
    let test = read_test(noun, records, kind, operator, &query["value"])
        .ok_or_else(|| wrong(format!("The value is not of the type of {field}")))?;
    let is_negated = matches!(operator, "!=" | "NIN" | "!~");
    let known = fields.iter().position(|each| each == field);
    let field = known.unwrap_or_else(|| {
        fields.push(field.to_owned());
        fields.len() - 1
    });
    Ok(Filters::One { field, test, is_negated })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Equal,
    List,
    Order,
    Bound,
    Text,
}

fn sort_of(operator: &str) -> Option<Sort> {
    Some(match operator {
        "=" | "!=" => Sort::Equal,
        "IN" | "NIN" => Sort::List,
        ">" | "<" => Sort::Order,
        ">=" | "<=" => Sort::Bound,
        "~" | "!~" | "^" | "$" => Sort::Text,
        _ => return None,
    })
}

/// Whether the noun's search takes the operator on a field of this type.
///
/// Contacts have a table of operators, conversations and tickets another one.
fn is_supported(noun: &Noun, kind: Type, operator: &str, sort: Sort) -> bool {
    match kind {
        Type::Text | Type::Words => matches!(sort, Sort::Equal | Sort::List | Sort::Text),
        Type::TagId => sort == Sort::Equal,
        Type::Flag => matches!(sort, Sort::Equal | Sort::List),
        Type::Date if noun.has_calendar_days => operator == "=" || sort == Sort::Order,
        Type::Number if noun.has_calendar_days => sort != Sort::Text,
        Type::Date | Type::Number => sort != Sort::Text && (sort != Sort::Bound || noun.has_date_bounds),
    }
}

fn read_test(noun: &Noun, records: &Records, kind: Type, operator: &str, value: &Value) -> Option<Test> {
    Some(match operator {
        "IN" | "NIN" => {
            let wanted = value.as_array()?.iter().map(|each| operand(kind, each)).collect::<Option<_>>();
            Test::OneOf(wanted?)
        }
        "~" | "!~" => Test::Contains(value.as_str()?.to_lowercase()),
        "^" => Test::Starts(value.as_str()?.to_lowercase()),
        "$" => Test::Ends(value.as_str()?.to_lowercase()),
        "=" | "!=" if value.is_null() => Test::Absent,
        _ if kind == Type::Date && noun.has_calendar_days => {
            let (start, end) = calendar_day(records.workspace.timezone, number(kind, value)?)?;
            match operator {
                "=" => Test::Within(Some(start), Some(end)),
                ">" => Test::Within(Some(end), None),
                _ => Test::Within(None, Some(start)),
            }
        }
        "=" | "!=" => Test::OneOf([operand(kind, value)?].into()),
        _ => {
            let value = number(kind, value)?;
            // For conversations and tickets, the table says "Greater (or equal) than".
            let is_strict = noun.has_calendar_days && matches!(operator, ">" | "<");
            match operator {
                ">" | ">=" => Test::Within(Some(value.saturating_add(i64::from(is_strict))), None),
                _ => Test::Within(None, Some(value.saturating_add(i64::from(!is_strict)))),
            }
        }
    })
}

/// Returns a filter's value if it has the type of the field.
///
/// Numbers and dates may be texts, as in the description's own examples.
fn operand(kind: Type, value: &Value) -> Option<Key> {
    match (kind, value) {
        (Type::Text | Type::Words | Type::TagId, Value::String(_))
        | (Type::Flag, Value::Bool(_))
        | (Type::Number | Type::Date, Value::Number(_)) => Key::of(value),
        (Type::Number | Type::Date, Value::String(text)) => text.parse().ok().map(Key::Number),
        _ => None,
    }
}

fn number(kind: Type, value: &Value) -> Option<i64> {
    match operand(kind, value)? {
        Key::Number(number) => Some(number),
        _ => None,
    }
}

/// Returns the start of the day of `at` in the time zone, and the start of the next day (Unix seconds).
fn calendar_day(timezone: &str, at: i64) -> Option<(i64, i64)> {
    let zone = TimeZone::get(timezone).ok()?;
    let start = Timestamp::from_second(at).ok()?.to_zoned(zone).start_of_day().ok()?;
    let end = start.checked_add(1.day()).ok()?.start_of_day().ok()?;
    Some((start.timestamp().as_second(), end.timestamp().as_second()))
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> ErrorList {
    ErrorList::invalid(message).field("query")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar_day_follows_the_time_zone_and_its_clock_changes() {
        // python3: datetime(2026, 3, 29, 12, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
        for (zone, at, start, hours) in [
            ("America/Los_Angeles", 1_577_869_200, 1_577_865_600, 24),
            ("Europe/Berlin", 1_774_778_400, 1_774_738_800, 23),
            ("Europe/Berlin", 1_792_926_000, 1_792_879_200, 25),
            ("Etc/UTC", 1_577_869_200, 1_577_836_800, 24),
        ] {
            assert_eq!(calendar_day(zone, at), Some((start, start + hours * 3_600)), "{zone} {at}");
        }
        assert_eq!(calendar_day("Nowhere/Land", 0), None);
    }

    #[test]
    fn time_zone_of_every_workspace_exists() {
        for workspace in &crate::records::workspaces::WORKSPACES {
            assert!(calendar_day(workspace.timezone, 0).is_some(), "{}", workspace.timezone);
        }
    }
}
