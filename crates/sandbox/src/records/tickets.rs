//! Tickets with their parts and their links to conversations.

use serde_json::{Value, json};

use super::{
    conversations::attachments,
    counts::{Kind, PARTS},
    dates::{DAY, HOUR},
    source::Records,
    ticket_types::{category, state_category},
};

/// The number of a standard state, which every workspace with tickets has. So are the next three.
const SUBMITTED: u64 = 0;
const IN_PROGRESS: u64 = 1;
const WAITING: u64 = 2;
const RESOLVED: u64 = 3;

impl Records {
    pub(crate) fn ticket(&self, n: u64) -> Value {
        let topic = self.topic(n + 1);
        let ticket_type = n % self.count(Kind::TicketType).max(1);
        let states = self.ticket_history(n);
        let (_, state) = states[states.len() - 1];
        let is_open = self.is_open_ticket(n);
        let mut dice = self.dice(Kind::Ticket, n);
        let admin = dice.below(self.count(Kind::Admin));
        let team = self.first_team_of(admin);
        let previous = states.len().checked_sub(2).map(|before| self.id(Kind::TicketState, states[before].1));
        let parts = self.ticket_parts(n, admin, &states);
        let updated_at = states[states.len() - 1].0;
        let contact = self.contact_reference(self.contact_of_ticket(n));
        let mut ticket = json!({
            "type": "ticket",
            "id": self.id(Kind::Ticket, n),
            "ticket_id": (self.count(Kind::Ticket) - n).to_string(),
            "category": category(ticket_type),
            "ticket_attributes": {"_default_title_": topic.subject, "_default_description_": topic.question,
                "Severity": 1 + n % 4, "Repeated": n.is_multiple_of(3)},
            "ticket_state": self.ticket_state(state),
            "ticket_type": self.ticket_type(ticket_type),
            "contacts": {"type": "contact.list", "contacts": [contact]},
            "admin_assignee_id": self.number(Kind::Admin, admin),
            "team_assignee_id": team.map_or(0, |team| self.number(Kind::Team, team)),
            "created_at": states[0].0,
            "updated_at": updated_at,
            "open": is_open,
            "linked_objects": self.linked_conversation(n),
            "ticket_parts": parts,
            "is_shared": category(ticket_type) == "Customer",
            "previous_ticket_state_id": previous,
        });
        if is_open && n % 9 == 2 {
            // Tickets that are not snoozed have no such field, since the schema has no null for it.
            ticket["snoozed_until"] = json!(self.hour + (1 + n % 48) * HOUR);
        }
        ticket
    }

    pub(crate) fn is_open_ticket(&self, n: u64) -> bool {
        self.ticket_history(n).last().is_some_and(|(_, state)| state_category(*state) != "resolved")
    }

    /// Returns the time and the number of each state of a ticket. The first is the creation.
    fn ticket_history(&self, n: u64) -> Vec<(u64, u64)> {
        let created_at = self.happened(Kind::Ticket, n);
        let extra = self.count(Kind::TicketState).saturating_sub(1);
        let states: &[u64] = match n % 8 {
            0 => &[SUBMITTED],
            1 => &[SUBMITTED, IN_PROGRESS],
            2 => &[SUBMITTED, IN_PROGRESS, WAITING],
            4 if n < 100 => &[SUBMITTED, extra.min(4)],
            _ => &[SUBMITTED, IN_PROGRESS, RESOLVED],
        };
        let lasted = (HOUR + self.dice(Kind::Ticket, n).roll() % (3 * DAY)).min(self.hour - created_at);
        let pace = lasted / states.len() as u64;
        states.iter().zip(0..).map(|(state, step)| (created_at + step * pace, *state)).collect()
    }

    fn ticket_parts(&self, n: u64, admin: u64, states: &[(u64, u64)]) -> Value {
        let contact = self.contact_of_ticket(n);
        let mut parts = Vec::new();
        let part = |place: u64, part_type: &str, at: u64, author: Value| {
            json!({
                "type": "ticket_part",
                "id": self.id(Kind::TicketPart, n * PARTS + place),
                "part_type": part_type,
                "body": null,
                "created_at": at,
                "updated_at": at,
                "assigned_to": null,
                "author": author,
                "attachments": [],
                "external_id": null,
                "redacted": false,
                "updated_attribute_data": null,
            })
        };
        let mut author = self.contact_author(contact);
        // Parts of tickets know four kinds of author. A lead is a "user" there too.
        author["type"] = json!("user");
        let mut comment = part(0, "comment", states[0].0, author);
        comment["body"] = json!(format!("<p>{}</p>", self.topic(n + 1).question));
        comment["attachments"] = attachments(n);
        if n % 10 == 7 {
            // Only comments from an app have this field.
            comment["app_package_code"] = json!("forms");
        }
        parts.push(comment);
        let mut assignment = part(1, "assignment", states[0].0, self.admin_author(admin));
        assignment["assigned_to"] = json!({"type": "admin", "id": self.id(Kind::Admin, admin)});
        parts.push(assignment);
        for (pair, place) in states.windows(2).zip(2..) {
            let mut moved = part(place, "ticket_state_updated_by_admin", pair[1].0, self.admin_author(admin));
            moved["previous_ticket_state"] = json!(state_category(pair[0].1));
            moved["ticket_state"] = json!(state_category(pair[1].1));
            parts.push(moved);
        }
        json!({"type": "ticket_part.list", "total_count": parts.len(), "ticket_parts": parts})
    }

    /// Returns the times of a ticket's creation and of its last change.
    pub(super) fn ticket_dates(&self, n: u64) -> (u64, u64) {
        let history = self.ticket_history(n);
        (history[0].0, history[history.len() - 1].0)
    }

    fn linked_conversation(&self, n: u64) -> Value {
        linked(self.conversation_of_ticket(n).map(|conversation| {
            json!({"type": "conversation", "id": self.id(Kind::Conversation, conversation), "category": null})
        }))
    }

    /// Writes the link to the ticket that came from a conversation.
    pub(super) fn linked_ticket(&self, conversation: u64) -> Value {
        linked(self.ticket_of_conversation(conversation).map(|ticket| {
            let ticket_type = ticket % self.count(Kind::TicketType).max(1);
            json!({"type": "ticket", "id": self.id(Kind::Ticket, ticket), "category": category(ticket_type)})
        }))
    }
}

fn linked(object: Option<Value>) -> Value {
    let data: Vec<_> = object.into_iter().collect();
    json!({"type": "list", "total_count": data.len(), "has_more": false, "data": data})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{records::workspaces::WORKSPACES, server::seed::Seed};

    #[test]
    fn ticket_is_younger_than_its_conversation() {
        for (workspace, hour) in
            WORKSPACES.iter().flat_map(|each| (0..168).step_by(7).map(move |h| (each, h)))
        {
            let records = Records::new(&Seed::from_bytes([7; 32]), workspace, 1_900_000_000 + hour * HOUR);
            for n in 0..records.count(Kind::Ticket) {
                if let Some(conversation) = records.conversation_of_ticket(n) {
                    let began = records.happened(Kind::Conversation, conversation);
                    assert!(began <= records.happened(Kind::Ticket, n), "{} {n}", workspace.name);
                }
            }
        }
    }
}
