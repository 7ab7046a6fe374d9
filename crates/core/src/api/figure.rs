//! The figures of an account: counts of things in its workspace. Each figure has the request that transfers the least data, the
//! rule that reads its answer, and the permission that it needs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::figure_error::FigureError;
use super::search::{object, total_of};

/// A figure of an account, in display order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "FigureName"))]
pub enum Figure {
    /// Open conversations for a person: all but those that Fin answers.
    ConversationsOpen,
    /// Open conversations for a person, without a teammate. A team may have them.
    ConversationsUnassigned,
    /// All open conversations, with those that Fin answers.
    ConversationsAllOpen,
    /// Snoozed conversations.
    ConversationsSnoozed,
    /// Closed conversations.
    ConversationsClosed,
    /// Contacts: users and leads.
    Contacts,
    /// Companies with at least one contact. Intercom's list leaves out the others.
    Companies,
    /// Teammates.
    Teammates,
    /// Teams.
    Teams,
    /// Tags.
    Tags,
    /// Articles, including drafts.
    Articles,
    /// Tickets in any state.
    Tickets,
    /// Open tickets of customers.
    TicketsCustomer,
    /// Open tickets between teams.
    TicketsBackOffice,
    /// Open tickets that gather others with one cause.
    TicketsTracker,
}

/// The filter that leaves out what Fin is answering: a conversation of Fin's that neither a teammate nor a team has, and that Fin did not hand
/// over. A workflow may give one to a team without a word of Fin.
///
/// Intercom's description has no filter for "Fin is answering", nor says how `NIN` sees a conversation without a state. So this
/// filter names what is left for a person.
macro_rules! for_a_person {
    () => {
        r#"{"operator":"OR","value":[{"field":"ai_agent_participated","operator":"=","value":false},{"field":"admin_assignee_id","operator":"!=","value":0},{"field":"team_assignee_id","operator":"!=","value":0},{"field":"ai_agent.resolution_state","operator":"IN","value":["escalated","negative_feedback","procedure_handoff"]}]}"#
    };
}

pub(crate) use for_a_person;

/// A request for a figure: a `GET`, or with a body, a search by `POST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// The path below the API's address.
    pub path: &'static str,
    /// The query of the address.
    pub query: Option<&'static str>,
    /// The body, in JSON.
    pub body: Option<&'static str>,
}

/// The place of the count in an answer.
#[derive(Clone, Copy)]
enum Count {
    /// The value of `total_count`.
    Total,
    /// The length of the list with this name. Lists without pages have no total.
    Length(&'static str),
}

/// The query for a page of one record, which comes with the total. Searches read `per_page` only from their body.
const ONE: Option<&str> = Some("per_page=1");

macro_rules! open_tickets {
    ($category:literal) => {
        concat!(
            r#"{"query":{"operator":"AND","value":[{"field":"open","operator":"=","value":true},{"field":"category","operator":"=","value":""#,
            $category,
            r#""}]},"pagination":{"per_page":1}}"#
        )
    };
}

impl Figure {
    /// All figures, in display order.
    pub const ALL: [Self; 15] = [
        Self::ConversationsOpen,
        Self::ConversationsUnassigned,
        Self::ConversationsAllOpen,
        Self::ConversationsSnoozed,
        Self::ConversationsClosed,
        Self::Contacts,
        Self::Companies,
        Self::Teammates,
        Self::Teams,
        Self::Tags,
        Self::Articles,
        Self::Tickets,
        Self::TicketsCustomer,
        Self::TicketsBackOffice,
        Self::TicketsTracker,
    ];

    /// The figures of open tickets, one for each category.
    pub const OPEN_TICKETS: [Self; 3] =
        [Self::TicketsCustomer, Self::TicketsBackOffice, Self::TicketsTracker];

    /// The figures that the list of accounts shows.
    pub const IN_LIST: [Self; 1] = [Self::ConversationsOpen];

    /// Returns the word for JSON and the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ConversationsOpen => "conversations_open",
            Self::ConversationsUnassigned => "conversations_unassigned",
            Self::ConversationsAllOpen => "conversations_all_open",
            Self::ConversationsSnoozed => "conversations_snoozed",
            Self::ConversationsClosed => "conversations_closed",
            Self::Contacts => "contacts",
            Self::Companies => "companies",
            Self::Teammates => "teammates",
            Self::Teams => "teams",
            Self::Tags => "tags",
            Self::Articles => "articles",
            Self::Tickets => "tickets",
            Self::TicketsCustomer => "tickets_customer",
            Self::TicketsBackOffice => "tickets_back_office",
            Self::TicketsTracker => "tickets_tracker",
        }
    }

    /// Returns the name of the counted things, for a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ConversationsOpen => "open conversations",
            Self::ConversationsUnassigned => "unassigned conversations",
            Self::ConversationsAllOpen => "open conversations with Fin’s",
            Self::ConversationsSnoozed => "snoozed conversations",
            Self::ConversationsClosed => "closed conversations",
            Self::TicketsCustomer => "open customer tickets",
            Self::TicketsBackOffice => "open back-office tickets",
            Self::TicketsTracker => "open tracker tickets",
            _ => self.code(),
        }
    }

    /// Returns the permission that the figure needs, as the Developer Hub labels its check box.
    pub const fn permission(self) -> &'static str {
        match self {
            Self::ConversationsOpen
            | Self::ConversationsUnassigned
            | Self::ConversationsAllOpen
            | Self::ConversationsSnoozed
            | Self::ConversationsClosed => "Read conversations",
            Self::Contacts | Self::Companies => "Read and list users and companies",
            Self::Teammates | Self::Teams => "Read admins",
            Self::Tags => "Read tags",
            Self::Articles => "Read and List articles",
            Self::Tickets | Self::TicketsCustomer | Self::TicketsBackOffice | Self::TicketsTracker => {
                "Read tickets"
            }
        }
    }

    /// Returns the request that transfers the least data.
    pub const fn question(self) -> Question {
        match self {
            Self::ConversationsOpen => search(
                "/conversations/search",
                concat!(
                    r#"{"query":{"operator":"AND","value":[{"field":"state","operator":"=","value":"open"},"#,
                    for_a_person!(),
                    r#"]},"pagination":{"per_page":1}}"#
                ),
            ),
            // Intercom's description of its API says of the field: "If it's not assigned to an admin it will return 0." Its
            // search compares the field as a whole number.
            Self::ConversationsUnassigned => search(
                "/conversations/search",
                concat!(
                    r#"{"query":{"operator":"AND","value":[{"field":"state","operator":"=","value":"open"},{"field":"admin_assignee_id","operator":"=","value":0},"#,
                    for_a_person!(),
                    r#"]},"pagination":{"per_page":1}}"#
                ),
            ),
            Self::ConversationsAllOpen => search(
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
            // Intercom lists no tickets, and a search needs a condition. All tickets were created after 1970.
            Self::Tickets => search(
                "/tickets/search",
                r#"{"query":{"field":"created_at","operator":">","value":"0"},"pagination":{"per_page":1}}"#,
            ),
            // The search has words of its own for the categories.
            Self::TicketsCustomer => search("/tickets/search", open_tickets!("request")),
            Self::TicketsBackOffice => search("/tickets/search", open_tickets!("task")),
            Self::TicketsTracker => search("/tickets/search", open_tickets!("tracker")),
        }
    }

    /// Reads the count from an answer. A missing count is an error, and never zero.
    ///
    /// # Errors
    /// [`FigureError`], which holds nothing of the body.
    pub fn read(self, body: &[u8]) -> Result<u32, FigureError> {
        let answer = object(body)?;
        match self.count() {
            Count::Total => total_of(&answer),
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
    use std::{format, vec};

    #[test]
    fn figures_have_distinct_requests_for_at_most_one_record() {
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
                    let filters = match body["query"]["operator"].as_str() {
                        Some("AND") => body["query"]["value"].as_array().expect("filters").clone(),
                        _ => vec![body["query"].clone()],
                    };
                    assert!(filters.iter().all(|filter| filter["operator"].is_string()), "{figure:?}");
                    assert_eq!(question.query, None, "a search takes no page from the address: {figure:?}");
                }
                None => assert_eq!(question.query.is_none(), is_whole, "{figure:?}"),
            }
        }
    }

    #[test]
    fn count_is_read_only_from_a_whole_total() {
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
    fn complete_list_is_counted_and_single_page_is_not() {
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
