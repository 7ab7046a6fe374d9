//! The ratings that customers gave since a moment.

use alloc::format;

use serde_json::Value;

use super::search::{Search, object, total_of};
use crate::{FigureError, Timestamp};

/// The most conversations that Intercom puts on a page.
const PAGE: u32 = 150;

/// The low ratings of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LowRatings {
    /// How many there are.
    pub low: u32,
    /// How many of them have a remark. `None` where they are more than a page.
    pub with_remark: Option<u32>,
}

/// Returns the search that counts the ratings since a moment.
pub fn ratings_since(since: Timestamp) -> Search {
    search(since, "", 1)
}

/// Returns the search for the low ratings since a moment: 1 or 2 of 5. Intercom has no filter for "has a remark", so the
/// answer holds a page of them.
pub fn low_ratings_since(since: Timestamp) -> Search {
    search(since, r#",{"field":"conversation_rating.score","operator":"IN","value":[1,2]}"#, PAGE)
}

/// Intercom's description says of `>` "Greater (or equal) than".
fn search(since: Timestamp, part: &str, per_page: u32) -> Search {
    let since = since.as_millis() / 1000;
    Search::conversations(format!(
        r#"{{"query":{{"operator":"AND","value":[{{"field":"conversation_rating.replied_at","operator":">","value":{since}}}{part}]}},"pagination":{{"per_page":{per_page}}}}}"#
    ))
}

/// Reads an answer to [`low_ratings_since`]. Keeps no remark.
///
/// # Errors
/// [`FigureError`], which holds nothing of the body.
pub fn read_low_ratings(body: &[u8]) -> Result<LowRatings, FigureError> {
    let answer = object(body)?;
    let low = total_of(&answer)?;
    let page = answer.get("conversations").and_then(Value::as_array).ok_or(FigureError::NoList)?;
    if page.len() < usize::try_from(low.min(PAGE)).unwrap_or(usize::MAX) {
        return Err(FigureError::NoList);
    }
    let has_remark = |conversation: &&Value| {
        let remark = conversation.get("conversation_rating").and_then(|rating| rating.get("remark"));
        remark.and_then(Value::as_str).is_some_and(|remark| !remark.trim().is_empty())
    };
    let with_remark = u32::try_from(page.iter().filter(has_remark).count()).ok();
    Ok(LowRatings { low, with_remark: with_remark.filter(|_| low <= PAGE) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::string::ToString as _;
    use std::vec;

    #[test]
    fn low_ratings_are_counted_with_their_remarks() {
        let rated = |remark: Value| json!({ "conversation_rating": { "rating": 1, "remark": remark } });
        for (total, page, read) in [
            (0, json!([]), Ok((0, Some(0)))),
            (3, json!([rated(json!("slow")), rated(json!(" ")), rated(Value::Null)]), Ok((3, Some(1)))),
            (151, json!(vec![rated(json!("slow")); 150]), Ok((151, None))),
            (2, json!([rated(json!("slow"))]), Err(FigureError::NoList)),
            (1, Value::Null, Err(FigureError::NoList)),
        ] {
            let body = json!({ "total_count": total, "conversations": page }).to_string();
            let found = read_low_ratings(body.as_bytes()).map(|each| (each.low, each.with_remark));
            assert_eq!(found, read, "{body:.80}");
        }
        assert_eq!(read_low_ratings(b"[]"), Err(FigureError::NoObject));
        assert_eq!(read_low_ratings(b"{}"), Err(FigureError::NoCount));
    }

    #[test]
    fn ratings_are_sought_since_a_second() {
        let since = Timestamp::from_millis(1_795_305_600_999);
        for (search, per_page) in [(ratings_since(since), 1), (low_ratings_since(since), 150)] {
            let body: Value = serde_json::from_str(&search.body).expect("JSON");
            assert_eq!(body["query"]["value"][0]["value"], 1_795_305_600);
            assert_eq!(body["pagination"]["per_page"], per_page);
        }
    }
}
