//! Macros: the teammates' saved replies.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{counts::Kind, dates::DAY, labels::repeated, source::Records};

const NAMES: [&str; 6] =
    ["Hello", "Where is my order", "Refund is on its way", "Closing", "Ask for logs", "Thank you"];

impl Records {
    /// Writes a macro. The last change decides the order.
    pub(crate) fn saved_reply(&self, n: u64) -> Value {
        let name = repeated(&NAMES, n);
        let teams: Vec<_> = (n % 3 == 1)
            .then(|| self.id(Kind::Team, n % self.count(Kind::Team).max(1)))
            .into_iter()
            .collect();
        let updated_at = self.macro_updated_at(n);
        json!({
            "type": "macro",
            "id": self.id(Kind::Macro, n),
            "name": name,
            "body": format!("<p>Hello <attribute key=\"user.name\" default=\"you\"/>. {name}.</p>"),
            "body_text": format!("Hello {{{{user.name | fallback: 'you'}}}}. {name}."),
            "created_at": text(self.before(updated_at, (1 + n % 60) * DAY)),
            "updated_at": text(updated_at),
            "visible_to": if teams.is_empty() { "everyone" } else { "specific_teams" },
            "visible_to_team_ids": teams,
            "available_on": if n.is_multiple_of(2) { &["inbox", "messenger"][..] } else { &["inbox"] },
        })
    }

    /// Returns the time of a macro's last change, in Unix seconds.
    pub(crate) fn macro_updated_at(&self, n: u64) -> u64 {
        self.happened(Kind::Macro, n)
    }
}

/// Returns a time in ISO 8601 with milliseconds. Only macros have this format.
fn text(at: u64) -> String {
    let time = Timestamp::from_second(at.try_into().unwrap_or_default()).unwrap_or_default();
    format!("{time:.3}")
}
