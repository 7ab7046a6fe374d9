//! The ratings that customers gave since a moment.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::search::{Search, object, total_of};
use crate::{FigureError, Timestamp};

/// The most conversations that Intercom puts on a page.
const PAGE: u32 = 150;

/// How many low ratings are named.
const NAMED: usize = 10;

/// A low rating, without its remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowRating {
    /// The conversation's id at the provider.
    pub conversation: String,
    /// 1 or 2 of 5.
    pub score: u8,
    /// Whether the customer wrote a remark.
    pub has_remark: bool,
    /// When the customer gave it. `None` where the answer does not say.
    pub at: Option<Timestamp>,
}

/// The low ratings of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowRatings {
    /// How many there are.
    pub low: u32,
    /// How many of them have a remark. `None` where they are more than a page.
    pub with_remark: Option<u32>,
    /// The newest ones, at most ten, the newest first.
    pub newest: Vec<LowRating>,
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
    let with_remark = u32::try_from(page.iter().filter(|each| has_remark(each)).count()).ok();
    let mut newest: Vec<_> = page.iter().filter_map(low_rating).collect();
    newest.sort_by_key(|each| Reverse(each.at));
    newest.truncate(NAMED);
    Ok(LowRatings { low, with_remark: with_remark.filter(|_| low <= PAGE), newest })
}

fn has_remark(conversation: &Value) -> bool {
    let remark = conversation.get("conversation_rating").and_then(|rating| rating.get("remark"));
    remark.and_then(Value::as_str).is_some_and(|remark| !remark.trim().is_empty())
}

/// Returns the rating of a conversation. `None` where it has no id or no score.
fn low_rating(conversation: &Value) -> Option<LowRating> {
    let id = conversation.get("id")?;
    let rating = conversation.get("conversation_rating")?;
    let seconds = ["updated_at", "created_at"].iter().find_map(|name| rating.get(*name)?.as_i64());
    Some(LowRating {
        conversation: id.as_str().map_or_else(|| id.to_string(), String::from),
        score: u8::try_from(rating.get("rating")?.as_u64()?).ok()?,
        has_remark: has_remark(conversation),
        at: seconds.and_then(|seconds| seconds.checked_mul(1000)).map(Timestamp::from_millis),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
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
    fn newest_low_ratings_are_named_and_their_remarks_are_not() {
        let rated = |id: Value, score: u8, at: Value| {
            let rating = json!({ "rating": score, "remark": "slow", "updated_at": at });
            json!({ "id": id, "conversation_rating": rating })
        };
        let page = [
            rated(json!("7"), 2, json!(1_795_305_600)),
            rated(json!(8), 1, json!(1_795_305_700)),
            rated(json!("9"), 1, Value::Null),
            json!({ "id": "10", "conversation_rating": null }),
        ];
        let body = json!({ "total_count": 4, "conversations": page }).to_string();
        let newest = read_low_ratings(body.as_bytes()).expect("an answer").newest;
        let told: Vec<_> = newest.iter().map(|each| (each.conversation.as_str(), each.score)).collect();
        assert_eq!(told, [("8", 1), ("7", 2), ("9", 1)]);
        assert!(newest.iter().all(|each| each.has_remark));

        let many = json!(vec![rated(json!("7"), 1, json!(1_795_305_600)); 12]);
        let body = json!({ "total_count": 12, "conversations": many }).to_string();
        assert_eq!(read_low_ratings(body.as_bytes()).expect("an answer").newest.len(), 10);
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
