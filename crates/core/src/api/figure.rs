//! The figures of an account: how many of a thing its workspace has. Each by the one request that brings the
//! fewest data, with how its answer is read and which permission it takes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::JsonText;

/// One of the figures, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "FigureName"))]
pub enum Figure {
    /// Conversations that are open.
    ConversationsOpen,
    /// Conversations that sleep until later.
    ConversationsSnoozed,
    /// Conversations that are closed.
    ConversationsClosed,
    /// People: users and leads.
    Contacts,
    /// Companies that anybody belongs to: Intercom's list leaves out the others.
    Companies,
    /// Teammates.
    Teammates,
    /// Teams.
    Teams,
    /// Tags.
    Tags,
    /// Articles, drafts too.
    Articles,
    /// Tickets, in any state.
    Tickets,
}

/// What is asked: a `GET`, or where there is a body, a search by `POST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Below the API's address.
    pub path: &'static str,
    /// Of the address.
    pub query: Option<&'static str>,
    /// JSON.
    pub body: Option<&'static str>,
}

/// Why an answer tells no count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum FigureError {
    /// It is something other than JSON, or no object.
    NoObject,
    /// The total is missing, or no whole number that could be one.
    NoCount,
    /// What should be listed is not there, or not a list of objects.
    NoList,
    /// A list that is given whole came as one page of several: its length is not the count.
    OnePage,
}

/// Where an answer tells its count.
#[derive(Clone, Copy)]
enum Count {
    /// In `total_count`.
    Total,
    /// In the length of the list of that name: what is not paged has no total.
    Length(&'static str),
}

/// A page of one: the total comes with it. Searches read this in their body only.
const ONE: Option<&str> = Some("per_page=1");

impl Figure {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::ConversationsOpen,
        Self::ConversationsSnoozed,
        Self::ConversationsClosed,
        Self::Contacts,
        Self::Companies,
        Self::Teammates,
        Self::Teams,
        Self::Tags,
        Self::Articles,
        Self::Tickets,
    ];

    /// The word used in JSON and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConversationsOpen => "conversations_open",
            Self::ConversationsSnoozed => "conversations_snoozed",
            Self::ConversationsClosed => "conversations_closed",
            Self::Contacts => "contacts",
            Self::Companies => "companies",
            Self::Teammates => "teammates",
            Self::Teams => "teams",
            Self::Tags => "tags",
            Self::Articles => "articles",
            Self::Tickets => "tickets",
        }
    }

    /// What it counts, in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConversationsOpen => "open conversations",
            Self::ConversationsSnoozed => "snoozed conversations",
            Self::ConversationsClosed => "closed conversations",
            _ => self.code(),
        }
    }

    /// The permission it takes, as the Developer Hub labels its check box.
    pub const fn permission(self) -> &'static str {
        match self {
            Self::ConversationsOpen | Self::ConversationsSnoozed | Self::ConversationsClosed => {
                "Read conversations"
            }
            Self::Contacts | Self::Companies => "Read and list users and companies",
            Self::Teammates | Self::Teams => "Read admins",
            Self::Tags => "Read tags",
            Self::Articles => "Read and List articles",
            Self::Tickets => "Read tickets",
        }
    }

    /// The one request that answers it with the fewest data.
    pub const fn question(self) -> Question {
        match self {
            Self::ConversationsOpen => search(
                "/conversations/search",
                r#"{"query":{"field":"state","operator":"=","value":"open"},"pagination":{"per_page":1}}"#,
            ),
            Self::ConversationsSnoozed => search(
                "/conversations/search",
                r#"{"query":{"field":"state","operator":"=","value":"snoozed"},"pagination":{"per_page":1}}"#,
            ),
            Self::ConversationsClosed => search(
                "/conversations/search",
                r#"{"query":{"field":"state","operator":"=","value":"closed"},"pagination":{"per_page":1}}"#,
            ),
            Self::Contacts => list("/contacts", ONE),
            Self::Companies => list("/companies", ONE),
            Self::Teammates => list("/admins", None),
            Self::Teams => list("/teams", None),
            Self::Tags => list("/tags", None),
            Self::Articles => list("/articles", ONE),
            // There is no list of tickets, and a search must ask for something: made since 1970 are all.
            Self::Tickets => search(
                "/tickets/search",
                r#"{"query":{"field":"created_at","operator":">","value":"0"},"pagination":{"per_page":1}}"#,
            ),
        }
    }

    /// Reads the count out of an answer. What is not told is unreadable, and never nought.
    ///
    /// # Errors
    /// [`FigureError`], which repeats nothing of the body.
    pub fn read(self, body: &[u8]) -> Result<u32, FigureError> {
        let answer = JsonText::read(body).ok().and_then(|text| text.object());
        let answer = answer.ok_or(FigureError::NoObject)?;
        match self.count() {
            // No workspace has four billion of anything: a larger number is nonsense.
            Count::Total => answer
                .get("total_count")
                .and_then(Value::as_u64)
                .and_then(|total| u32::try_from(total).ok())
                .ok_or(FigureError::NoCount),
            Count::Length(name) => {
                let next = answer.get("pages").and_then(|pages| pages.get("next"));
                if next.is_some_and(|next| !next.is_null()) {
                    return Err(FigureError::OnePage);
                }
                let items = answer.get(name).and_then(Value::as_array).ok_or(FigureError::NoList)?;
                if !items.iter().all(Value::is_object) {
                    return Err(FigureError::NoList);
                }
                u32::try_from(items.len()).map_err(|_| FigureError::NoList)
            }
        }
    }

    const fn count(self) -> Count {
        match self {
            Self::Teammates => Count::Length("admins"),
            Self::Teams => Count::Length("teams"),
            Self::Tags => Count::Length("data"),
            _ => Count::Total,
        }
    }
}

const fn list(path: &'static str, query: Option<&'static str>) -> Question {
    Question { path, query, body: None }
}

const fn search(path: &'static str, body: &'static str) -> Question {
    Question { path, query: None, body: Some(body) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::format;

    #[test]
    fn every_figure_is_a_question_of_its_own_and_what_has_pages_is_asked_for_one_record() {
        let mut words = HashSet::new();
        let mut questions = HashSet::new();
        for figure in Figure::ALL {
            assert_eq!(serde_json::to_value(figure).expect("a word"), figure.code());
            let question = figure.question();
            assert!(words.insert(figure.code()), "{figure:?}");
            assert!(questions.insert((question.path, question.body)), "{figure:?}");
            let is_whole = matches!(figure.count(), Count::Length(_));
            match question.body {
                Some(body) => {
                    let body: Value = serde_json::from_str(body).expect("JSON");
                    assert_eq!(body["pagination"]["per_page"], 1, "{figure:?}");
                    assert!(body["query"]["field"].is_string(), "{figure:?}");
                    assert_eq!(question.query, None, "a search takes no page from the address: {figure:?}");
                }
                None => assert_eq!(question.query.is_none(), is_whole, "{figure:?}"),
            }
        }
    }

    #[test]
    fn a_count_is_a_whole_number_in_its_place_and_nothing_else_is() {
        let no_count = Err(FigureError::NoCount);
        for (body, count) in [
            (
                r#"{"type":"list","data":[{}],"total_count":10000,"pages":{"next":{"starting_after":"x"}}}"#,
                Ok(10_000),
            ),
            (r#"{"total_count":0}"#, Ok(0)),
            (r#"{"total_count":4294967295}"#, Ok(u32::MAX)),
            (r#"{"total_count":4294967296}"#, no_count),
            (r#"{"total_count":-1}"#, no_count),
            (r#"{"total_count":25.0}"#, no_count),
            (r#"{"total_count":1e3}"#, no_count),
            (r#"{"total_count":99999999999999999999999}"#, no_count),
            (r#"{"total_count":"25"}"#, no_count),
            (r#"{"total_count":null}"#, no_count),
            (r#"{"total_count":true}"#, no_count),
            (r#"{"total_count":[25]}"#, no_count),
            (r#"{"total_count":{"value":25}}"#, no_count),
            (r#"{"data":[{},{}]}"#, no_count),
            (r#"{"pages":{"total_count":25}}"#, no_count),
            (r#"{"type":"error.list","errors":[{"code":"server_error"}]}"#, no_count),
            ("{}", no_count),
            ("25", Err(FigureError::NoObject)),
            (r#"{"total_count":25,"name":"\ud83d","x":1e400}"#, Ok(25)),
            (r#"{"total_count":18446744073709551616}"#, no_count),
            (r#"[{"total_count":25}]"#, Err(FigureError::NoObject)),
            (r#"{"total_count":25"#, Err(FigureError::NoObject)),
            (r#"{"total_count":25}{"total_count":26}"#, Err(FigureError::NoObject)),
            ("<html>total_count: 25</html>", Err(FigureError::NoObject)),
            ("", Err(FigureError::NoObject)),
        ] {
            assert_eq!(Figure::Contacts.read(body.as_bytes()), count, "{body}");
        }
        assert_eq!(Figure::Contacts.read(b"{\"total_count\":1,\"x\":\"\xff\"}"), Ok(1));
        let deep = format!(r#"{{"total_count":1,"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(Figure::Contacts.read(deep.as_bytes()), Ok(1), "no stack is spent");
    }

    #[test]
    fn a_list_that_is_given_whole_is_counted_and_a_part_of_one_is_not() {
        let no_list = Err(FigureError::NoList);
        for (figure, body, count) in [
            (Figure::Teammates, r#"{"type":"admin.list","admins":[{"id":"1"},{"id":"2"}]}"#, Ok(2)),
            (Figure::Teams, r#"{"type":"team.list","teams":[]}"#, Ok(0)),
            (Figure::Tags, r#"{"type":"list","data":[{"type":"tag"}],"pages":{"next":null}}"#, Ok(1)),
            (Figure::Tags, r#"{"data":[{}],"pages":null}"#, Ok(1)),
            (
                Figure::Tags,
                r#"{"data":[{}],"pages":{"next":{"starting_after":"x"}}}"#,
                Err(FigureError::OnePage),
            ),
            (Figure::Tags, r#"{"data":[{}],"pages":{"next":"https://x"}}"#, Err(FigureError::OnePage)),
            (Figure::Teammates, r#"{"data":[{}],"total_count":5}"#, no_list),
            (Figure::Teammates, r#"{"admins":{"0":{}}}"#, no_list),
            (Figure::Teammates, r#"{"admins":null}"#, no_list),
            (Figure::Teammates, r#"{"admins":"two"}"#, no_list),
            (Figure::Teammates, r#"{"admins":[{},null]}"#, no_list),
            (Figure::Teammates, r#"{"admins":["1","2"]}"#, no_list),
            (Figure::Teammates, r#"[{"id":"1"}]"#, Err(FigureError::NoObject)),
        ] {
            assert_eq!(figure.read(body.as_bytes()), count, "{figure:?} {body}");
        }
    }
}
