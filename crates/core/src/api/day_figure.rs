//! The counts of a whole day: new conversations, and what Fin did with them.

use alloc::format;

use super::search::Search;
use crate::Timestamp;

macro_rules! fin {
    () => {
        r#",{"field":"ai_agent_participated","operator":"=","value":true}"#
    };
}
macro_rules! states {
    ($states:literal) => {
        concat!(r#",{"field":"ai_agent.resolution_state","operator":"IN","value":["#, $states, "]}")
    };
}

/// A count of the conversations that began on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayFigure {
    /// All of them.
    NewConversations,
    /// Fin took part.
    FinTookPart,
    /// Fin resolved them: the customer said so, or left.
    FinResolved,
    /// Fin handed them to a person.
    FinHandedOver,
    /// The customer was not content with Fin's answer.
    FinNegative,
}

impl DayFigure {
    /// All counts.
    pub const ALL: [Self; 5] = [
        Self::NewConversations,
        Self::FinTookPart,
        Self::FinResolved,
        Self::FinHandedOver,
        Self::FinNegative,
    ];

    /// Returns the word for the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NewConversations => "new_conversations",
            Self::FinTookPart => "fin_took_part",
            Self::FinResolved => "fin_resolved",
            Self::FinHandedOver => "fin_handed_over",
            Self::FinNegative => "fin_negative",
        }
    }

    /// Returns how many of the last days are worth a question. One search a day answers each.
    ///
    /// With 30 and four times 7 days, the first reading of an account asks 58 of these questions, and each later day 5.
    pub const fn days(self) -> i32 {
        match self {
            Self::NewConversations => 30,
            _ => 7,
        }
    }

    /// Returns the search for a day. `from` is its first moment, and `until` that of the next day.
    ///
    /// Intercom's description says of `>` "Greater (or equal) than", and of `<` "Lower (or equal) than".
    pub fn search(self, from: Timestamp, until: Timestamp) -> Search {
        let (from, last) = (from.as_millis() / 1000, until.as_millis() / 1000 - 1);
        let part = match self {
            Self::NewConversations => "",
            Self::FinTookPart => FIN,
            Self::FinResolved => concat!(fin!(), states!(r#""assumed_resolution","confirmed_resolution""#)),
            Self::FinHandedOver => concat!(fin!(), states!(r#""escalated","procedure_handoff""#)),
            Self::FinNegative => concat!(fin!(), states!(r#""negative_feedback""#)),
        };
        Search::conversations(format!(
            r#"{{"query":{{"operator":"AND","value":[{{"field":"created_at","operator":">","value":{from}}},{{"field":"created_at","operator":"<","value":{last}}}{part}]}},"pagination":{{"per_page":1}}}}"#
        ))
    }
}

const FIN: &str = fin!();

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::HashSet;

    #[test]
    fn searches_of_a_day_differ_and_name_its_seconds() {
        let [from, until] = [1_795_305_600_000, 1_795_392_000_000].map(Timestamp::from_millis);
        let mut bodies = HashSet::new();
        for figure in DayFigure::ALL {
            let search = figure.search(from, until);
            let body: Value = serde_json::from_str(&search.body).expect("JSON");
            let filters = body["query"]["value"].as_array().expect("filters");
            assert_eq!(filters[0], json!({ "field": "created_at", "operator": ">", "value": 1_795_305_600 }));
            assert_eq!(filters[1], json!({ "field": "created_at", "operator": "<", "value": 1_795_391_999 }));
            assert!(bodies.insert(search.body), "{figure:?}");
        }
    }

    #[test]
    fn first_reading_asks_at_most_sixty_questions() {
        assert!(DayFigure::ALL.iter().map(|figure| figure.days()).sum::<i32>() <= 60);
    }
}
