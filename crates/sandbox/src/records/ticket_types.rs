//! Ticket types with their attributes, and the states of tickets.

use serde_json::{Value, json};

use super::{
    counts::{Kind, TICKET_ATTRIBUTES},
    labels::repeated,
    source::Records,
};

const NAMES: [&str; 8] = [
    "Return",
    "Bug report",
    "Outage",
    "Damaged goods",
    "Access request",
    "Invoice question",
    "Data request",
    "Partner question",
];

/// Name, description and data type of each attribute.
const ATTRIBUTES: [(&str, &str, &str); TICKET_ATTRIBUTES as usize] = [
    ("_default_title_", "What it is about", "string"),
    ("_default_description_", "The details", "string"),
    ("Severity", "1 is the worst", "integer"),
    ("Repeated", "Whether it happened before", "boolean"),
];

/// Category, internal label and external label of each state.
const STATES: [(&str, &str, &str); 6] = [
    ("submitted", "Submitted", "Received"),
    ("in_progress", "In progress", "We are on it"),
    ("waiting_on_customer", "Waiting on customer", "We need you"),
    ("resolved", "Resolved", "Done"),
    ("in_progress", "With engineering", "Our engineers are on it"),
    ("resolved", "Not to be done", "Closed"),
];

impl Records {
    pub(crate) fn ticket_type(&self, n: u64) -> Value {
        let created_at = self.happened(Kind::TicketType, n);
        let states = (0..self.count(Kind::TicketState)).map(|state| self.ticket_state(state));
        let first = n * TICKET_ATTRIBUTES;
        let icon = ["📦", "🐞", "🔥"][(n % 3) as usize];
        let attributes = (first..first + TICKET_ATTRIBUTES).map(|each| self.ticket_attribute(each));
        json!({
            "type": "ticket_type",
            "id": self.id(Kind::TicketType, n),
            "category": category(n),
            "name": repeated(&NAMES, n),
            "description": "What a teammate fills in first",
            "icon": icon,
            "workspace_id": self.workspace.id_code,
            // The schema has this form, while the examples have `{"type": "list", "data": […]}`.
            "ticket_type_attributes": {"type": "ticket_type_attributes.list",
                "ticket_type_attributes": attributes.collect::<Vec<_>>()},
            "ticket_states": {"type": "list", "data": states.collect::<Vec<_>>()},
            "archived": false,
            "created_at": created_at,
            "updated_at": created_at,
        })
    }

    fn ticket_attribute(&self, n: u64) -> Value {
        let (place, ticket_type) = (n % TICKET_ATTRIBUTES, n / TICKET_ATTRIBUTES);
        let (name, description, data_type) = ATTRIBUTES[place as usize];
        let created_at = self.happened(Kind::TicketType, ticket_type);
        json!({
            "type": "ticket_type_attribute",
            "id": self.id(Kind::TicketAttribute, n),
            "workspace_id": self.workspace.id_code,
            "name": name,
            "description": description,
            "data_type": data_type,
            "input_options": if place == 1 { json!({"multiline": true}) } else { json!({}) },
            "order": place,
            "required_to_create": place == 0,
            "required_to_create_for_contacts": place == 0,
            "visible_on_create": true,
            "visible_to_contacts": place < 2,
            "default": place < 2,
            "ticket_type_id": self.number(Kind::TicketType, ticket_type),
            "archived": false,
            "created_at": created_at,
            "updated_at": created_at,
        })
    }

    /// Returns the name of the ticket attribute with this id.
    pub(crate) fn ticket_attribute_name(&self, id: &str) -> Option<&'static str> {
        let n = self.find(Kind::TicketAttribute, id)?;
        Some(ATTRIBUTES[(n % TICKET_ATTRIBUTES) as usize].0)
    }

    /// Writes a state as tickets and ticket types show it.
    pub(super) fn ticket_state(&self, n: u64) -> Value {
        let (category, within, without) = STATES[(n % 6) as usize];
        json!({"type": "ticket_state", "id": self.id(Kind::TicketState, n), "category": category,
            "internal_label": within, "external_label": without})
    }

    /// Writes a state as the list of states shows it.
    pub(crate) fn detailed_ticket_state(&self, n: u64) -> Value {
        let types = (0..self.count(Kind::TicketType)).map(|each| self.ticket_type(each));
        let mut state = self.ticket_state(n);
        state["archived"] = json!(false);
        state["ticket_types"] = json!({"type": "list", "data": types.collect::<Vec<_>>()});
        state
    }
}

/// Returns the category of ticket type `n`.
pub(super) fn category(n: u64) -> &'static str {
    ["Customer", "Back-office", "Tracker"][(n % 3) as usize]
}

/// Returns the category of ticket state `n`.
pub(super) fn state_category(n: u64) -> &'static str {
    STATES[(n % 6) as usize].0
}
