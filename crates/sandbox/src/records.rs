//! What is in a workspace: records grown from the seed, just enough of each to be listed and counted.
//!
//! Shapes are thinned from the examples of Intercom's OpenAPI description 2.16. Nothing is stored:
//! the n-th record of a kind is the same whenever it is asked for.

use serde_json::{Value, json};

use crate::{
    seed::{Seed, hex},
    workspaces::Workspace,
};

const DAY: u64 = 86_400;
const GIVEN: [&str; 8] = ["Ada", "Ben", "Chiara", "Dmitri", "Elif", "Femi", "Grace", "Hiro"];
const FAMILY: [&str; 7] = ["Okafor", "Lindqvist", "Marsh", "Tanaka", "Silva", "Novak", "Reyes"];
const TOPICS: [&str; 5] = ["Billing", "Delivery", "Sign-in", "Refunds", "Onboarding"];

/// The records of one workspace.
pub(crate) struct Records {
    pub(crate) seed: Seed,
    pub(crate) workspace: &'static Workspace,
}

impl Records {
    /// The first admin is the one who authorizes.
    pub(crate) fn admin(&self, n: u64) -> Value {
        let signed_in = &self.workspace.admin;
        let (id, name, email) = if n == 0 {
            (signed_in.id.to_owned(), signed_in.name.to_owned(), signed_in.email.to_owned())
        } else {
            (self.number("admin", n), self.person("admin", n), self.email("admin", n))
        };
        json!({"type": "admin", "id": id, "name": name, "email": email, "away_mode_enabled": false,
            "away_mode_reassign": false, "has_inbox_seat": true, "team_ids": []})
    }

    pub(crate) fn team(&self, n: u64) -> Value {
        json!({"type": "team", "id": self.number("team", n), "name": self.topic("team", n),
            "admin_ids": []})
    }

    pub(crate) fn tag(&self, n: u64) -> Value {
        json!({"type": "tag", "id": self.number("tag", n), "name": self.topic("tag", n)})
    }

    pub(crate) fn segment(&self, n: u64) -> Value {
        json!({"type": "segment", "id": self.object_id("segment", n), "name": self.topic("segment", n),
            "created_at": self.day(n), "updated_at": self.day(n), "person_type": "user"})
    }

    pub(crate) fn contact(&self, n: u64) -> Value {
        json!({"type": "contact", "id": self.object_id("contact", n),
            "workspace_id": self.workspace.id_code, "external_id": null, "role": "user",
            "email": self.email("contact", n), "phone": null, "name": self.person("contact", n),
            "created_at": self.day(n), "updated_at": self.day(n), "custom_attributes": {}})
    }

    pub(crate) fn company(&self, n: u64) -> Value {
        let name = format!("{} & Co", self.pick("company", n, &FAMILY));
        json!({"type": "company", "id": self.object_id("company", n), "company_id": n.to_string(),
            "app_id": self.workspace.id_code, "name": name, "created_at": self.day(n),
            "updated_at": self.day(n), "monthly_spend": 0, "session_count": 0, "user_count": 1,
            "plan": {}, "custom_attributes": {}})
    }

    pub(crate) fn conversation(&self, n: u64) -> Value {
        let state = ["open", "closed", "snoozed"][(n % 3) as usize];
        json!({"type": "conversation", "id": self.number("conversation", n),
            "created_at": self.day(n), "updated_at": self.day(n), "waiting_since": null,
            "snoozed_until": null, "title": self.topic("conversation", n), "open": state == "open",
            "state": state, "read": true, "priority": "not_priority",
            "admin_assignee_id": null, "team_assignee_id": null})
    }

    pub(crate) fn article(&self, n: u64) -> Value {
        json!({"type": "article", "id": self.number("article", n),
            "workspace_id": self.workspace.id_code, "title": self.topic("article", n),
            "description": "", "body": "", "state": "published", "author_id": null,
            "created_at": self.day(n), "updated_at": self.day(n), "url": null})
    }

    pub(crate) fn ticket(&self, n: u64) -> Value {
        json!({"type": "ticket", "id": self.number("ticket", n), "ticket_id": (n + 1).to_string(),
            "ticket_attributes": {"_default_title_": self.topic("ticket", n)},
            "ticket_state": {"type": "ticket_state", "category": "submitted"},
            "open": true, "created_at": self.day(n), "updated_at": self.day(n)})
    }

    fn derive<const N: usize>(&self, kind: &str, n: u64) -> [u8; N] {
        let id_code = self.workspace.id_code.as_bytes();
        self.seed.derive_some("record", &[kind.as_bytes(), id_code, &n.to_be_bytes()])
    }

    /// An id of the numeric sort; the record's number at its end keeps it unique.
    fn number(&self, kind: &str, n: u64) -> String {
        let [a, b] = self.derive(kind, n);
        (10_000_000 + u64::from(u16::from_be_bytes([a, b])) * 1_000 + n).to_string()
    }

    /// An id of the 24-digit sort.
    fn object_id(&self, kind: &str, n: u64) -> String {
        hex(&self.derive::<12>(kind, n))
    }

    fn day(&self, n: u64) -> u64 {
        self.workspace.created_at + (n + 1) * DAY
    }

    fn pick(&self, kind: &str, n: u64, words: &[&'static str]) -> &'static str {
        let [byte] = self.derive(kind, n);
        words.get(usize::from(byte) % words.len()).copied().unwrap_or_default()
    }

    fn person(&self, kind: &str, n: u64) -> String {
        format!("{} {}", self.pick(kind, n, &GIVEN), self.pick(kind, n, &FAMILY))
    }

    fn email(&self, kind: &str, n: u64) -> String {
        format!("{}{n}@{kind}.example", self.pick(kind, n, &GIVEN).to_lowercase())
    }

    fn topic(&self, kind: &str, n: u64) -> String {
        format!("{} {}", self.pick(kind, n, &TOPICS), n + 1)
    }
}
