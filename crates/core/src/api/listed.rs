//! Facts about a list that one of its pages holds.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value};

use crate::JsonText;

/// The facts of a page about its list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The number of records on the page. `None` if the page does not show which of its lists holds them.
    pub records: Option<u64>,
    /// The ids of these records. `None` unless there are records and each has an id.
    pub ids: Option<Vec<String>>,
    /// Whether every list on the page is empty.
    pub is_empty: bool,
    /// The number of records in the whole list, if the page names it.
    pub total: Option<u64>,
}

impl Listed {
    /// Reads a page. A page that is not an object has no facts.
    pub fn read(page: &JsonText) -> Self {
        let Some(page) = page.object() else { return Self::default() };
        let records = records(&page);
        Self {
            records: records.and_then(|records| u64::try_from(records.len()).ok()),
            ids: records.and_then(ids),
            is_empty: lists(&page).all(<[_]>::is_empty) && inner_lists(&page).all(<[_]>::is_empty),
            total: page.get("total_count").and_then(Value::as_u64),
        }
    }
}

/// Returns the records of a page. Intercom lists them in `data`, or under their own name: `conversations`, `admins`.
fn records(page: &Map<String, Value>) -> Option<&[Value]> {
    if let Some(data) = page.get("data") {
        return data.as_array().map(Vec::as_slice);
    }
    let mut lists = lists(page);
    lists.next().filter(|_| lists.next().is_none())
}

fn lists(object: &Map<String, Value>) -> impl Iterator<Item = &[Value]> {
    object.values().filter_map(Value::as_array).map(Vec::as_slice)
}

/// Returns the lists inside `data`: a search for articles has them one level deeper.
fn inner_lists(page: &Map<String, Value>) -> impl Iterator<Item = &[Value]> {
    page.get("data").and_then(Value::as_object).into_iter().flat_map(lists)
}

fn ids(records: &[Value]) -> Option<Vec<String>> {
    let ids = records.iter().map(|record| match record.get("id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    ids.collect::<Option<Vec<_>>>().filter(|ids| !ids.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_gives_its_records_and_the_total() {
        for (page, records, total, is_empty) in [
            (r#"{"data":[{},{}],"total_count":5}"#, Some(2), Some(5), false),
            (r#"{"data":[{}],"errors":[],"total_count":"5"}"#, Some(1), None, false),
            (r#"{"conversations":[{}],"pages":{},"total_count":1}"#, Some(1), Some(1), false),
            (r#"{"data":[],"total_count":0}"#, Some(0), Some(0), true),
            (r#"{"data":[],"included":[{}]}"#, Some(0), None, false),
            (r#"{"a":[{}],"b":[],"total_count":7}"#, None, Some(7), false),
            (r#"{"data":{"articles":[{}],"highlights":[]},"total_count":7}"#, None, Some(7), false),
            (r#"{"data":{"articles":[],"highlights":[]},"total_count":7}"#, None, Some(7), true),
            (r#"{"pages":{"next":{"starting_after":"a"}}}"#, None, None, true),
            (r#"{"data":null}"#, None, None, true),
            ("[]", None, None, false),
        ] {
            let listed = Listed::read(&JsonText::read(page.as_bytes()).expect(page));
            assert_eq!((listed.records, listed.total, listed.is_empty), (records, total, is_empty), "{page}");
        }
    }

    #[test]
    fn ids_are_read_if_every_record_has_one() {
        for (page, ids) in [
            (r#"{"data":[{"id":"a"},{"id":7}]}"#, Some("a 7")),
            (r#"{"data":[{"id":"a"},{"id":null}]}"#, None),
            (r#"{"data":[{"name":"a"}]}"#, None),
            (r#"{"data":["a"]}"#, None),
            (r#"{"data":[]}"#, None),
        ] {
            let listed = Listed::read(&JsonText::read(page.as_bytes()).expect(page));
            assert_eq!(listed.ids.map(|ids| ids.join(" ")).as_deref(), ids, "{page}");
        }
    }
}
